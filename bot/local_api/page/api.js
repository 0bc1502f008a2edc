// @ts-check
/** The control API, as the page uses it. */

/** What the server refused; the message is its description. */
export class Refused extends Error {}

/**
 * Call a route of the control API; give its result. Throws `Refused`.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function control(method, path, body) {
  const options = { method, headers: body ? { "Content-Type": "application/json" } : undefined };
  const response = await fetch(`/control${path}`, body ? { ...options, body: JSON.stringify(body) } : options).catch(
    () => null,
  );
  if (!response) throw new Refused("The bot's process does not answer; is it still running?");
  const answer = await response.json();
  if (!answer.ok) throw new Refused(answer.description);
  return answer.result;
}

/**
 * @param {string} path
 * @param {object} [body]
 */
export const post = (path, body = {}) => control("POST", path, body);

/**
 * Give the address of a file's bytes.
 * @param {string} fileId
 */
export const fileAddress = (fileId) => `/control/files/${encodeURIComponent(fileId)}/content`;
