// @ts-check
/** Short words that pass, and words that wait for an OK. */

import { Refused } from "./api.js";
import { byId, make } from "./dom.js";

const SECONDS = 5;

/**
 * Show a short text for a while.
 * @param {string} text
 */
export function toast(text) {
  const note = make("p", { class: "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), SECONDS * 1000);
}

/**
 * Show a text until it is closed.
 * @param {string} text
 */
export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/**
 * Do something with the server; what it refuses is shown. Gives undefined then.
 * @template T
 * @param {() => Promise<T>} deed
 * @returns {Promise<T | undefined>}
 */
export async function attempt(deed) {
  try {
    return await deed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
    return undefined;
  }
}
