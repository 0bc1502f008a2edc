// @ts-check
/** Inline mode: "@bot some words" asks for results; the one that is picked is sent to the chat. */

import { post } from "./api.js";
import { byId, make } from "./dom.js";
import { startBot } from "./links.js";
import { hideChoices, showChoices } from "./popup.js";
import { answered } from "./queries.js";
import { emit, isPrivate, state } from "./state.js";
import { attempt } from "./toast.js";

const PAUSE = 250; // milliseconds without a key, before the bot is asked
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let latest = 0;

/**
 * Give what is asked inline, if the text is an inline query.
 * @param {string} text
 * @returns {string | null}
 */
export function inlineQuery(text) {
  const [name, ...rest] = text.split(" ");
  return rest.length && name.toLowerCase() === `@${state.bot.username.toLowerCase()}` ? rest.join(" ") : null;
}

/**
 * Ask for results, once the typing pauses.
 * @param {string} query
 */
export function askInline(query) {
  clearTimeout(timer);
  latest += 1;
  const number = latest;
  timer = setTimeout(() => attempt(() => load(number, query, "", [])), PAUSE);
}

/** Forget what is under way. */
export function stopInline() {
  clearTimeout(timer);
  latest += 1;
}

async function load(/** @type {number} */ number, /** @type {string} */ text, /** @type {string} */ offset, /** @type {any[]} */ before) {
  const chat_type = isPrivate(state.chatId) ? "sender" : state.chats.get(state.chatId).type;
  const body = { query: text, offset, chat_type, cached: true };
  const query = await answered(await post(`/users/${state.speakerId}/inline`, body));
  if (number !== latest) return;
  if (!query) return showChoices([], { note: "The bot did not answer." });
  const { results, next_offset: next, button } = query.answer;
  const all = before.concat(results.map((/** @type {any} */ result) => choice(query, result)));
  showButton(button);
  showChoices(all, {
    keep: before.length > 0,
    note: all.length ? `${all.length}${next ? " and more" : ""}; ↑ ↓ choose, Enter sends the chosen one` : "Nothing found",
    onEnd: next ? () => attempt(() => load(number, text, next, all)) : undefined,
  });
}

function choice(/** @type {any} */ query, /** @type {any} */ result) {
  return {
    content: [
      thumbnail(result),
      make("b", {}, result.title ?? result.type),
      make("span", { class: "muted" }, result.description ?? ""),
    ],
    pick: async () => {
      const body = { inline_query_id: query.id, result_id: result.id, chat_id: state.chatId };
      hideChoices();
      stopInline();
      if (await attempt(() => post(`/users/${state.speakerId}/choose`, body))) emit("draft", "");
    },
  };
}

/** Give a result's picture, or its first letter: pictures of other hosts are not fetched. */
function thumbnail(/** @type {any} */ result) {
  const address = result.thumbnail_url ?? result.thumb_url ?? "";
  if (URL.canParse(address) && new URL(address).origin === location.origin) {
    return make("img", { class: "avatar", src: address, alt: "" });
  }
  return make("span", { class: "avatar", "aria-hidden": "true" }, (result.title ?? "?")[0]);
}

function showButton(/** @type {any} */ button) {
  const element = byId("inline-button");
  element.hidden = !button;
  element.textContent = button?.text ?? "";
  element.onclick = () => {
    hideChoices();
    stopInline();
    emit("draft", "");
    startBot(button.start_parameter ?? "");
  };
}
