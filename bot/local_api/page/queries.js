// @ts-check
/** Waiting for the bot's answer to a button press or an inline query: its call shows in the stream. */

import { control } from "./api.js";
import { on } from "./state.js";

const SECONDS = 60;
const NAMES = ["callback_query_id", "inline_query_id"];
/** @type {Map<string, (query: any) => void>} */
const waiting = new Map();

on("call", async (call) => {
  for (const name of NAMES) {
    const id = String(call.parameters[name] ?? "");
    if (waiting.has(id)) await look(id);
  }
});

async function look(/** @type {string} */ id) {
  const query = await control("GET", `/queries/${id}`);
  if (query.answered) waiting.get(id)?.(query);
}

/**
 * Give the answered query, or null where no answer comes.
 * @param {any} query as the control API gave it
 * @returns {Promise<any>}
 */
export function answered(query) {
  if (query.answered) return Promise.resolve(query);
  return new Promise((resolve, reject) => {
    const end = (/** @type {any} */ result) => {
      waiting.delete(query.id);
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => end(null), SECONDS * 1000);
    waiting.set(query.id, end);
    look(query.id).catch(reject); // it may have been answered before anybody waited
  });
}
