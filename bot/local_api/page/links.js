// @ts-check
/** Links that stay on the page: t.me/<bot> opens the private chat, with ?start=… the bot is started with it. */

import { emit, openPlace, state } from "./state.js";

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);

/**
 * Follow a link to the bot itself; tell whether it was one.
 * @param {string} address
 * @returns {boolean}
 */
export function followLink(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !HOSTS.has(url.hostname) || url.pathname.slice(1).toLowerCase() !== state.bot.username.toLowerCase()) {
    return false;
  }
  startBot(url.searchParams.get("start"));
  return true;
}

/**
 * Open the speaker's private chat; with a parameter, even an empty one, start the bot there.
 * @param {string | null} parameter
 */
export function startBot(parameter) {
  openPlace(state.speakerId);
  if (parameter !== null) emit("say", `/start ${parameter}`.trim());
}
