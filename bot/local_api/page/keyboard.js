// @ts-check
/** The buttons under a message, and the keyboard that the bot puts below the message field. */

import { post } from "./api.js";
import { byId, make } from "./dom.js";
import { link } from "./formatting.js";
import { followLink } from "./links.js";
import { answered } from "./queries.js";
import { emit, isShown, on, shownEntries, state } from "./state.js";
import { alertBox, attempt, toast } from "./toast.js";

/**
 * Give a message's inline keyboard.
 * @param {any} entry
 */
export function inlineKeyboard(entry) {
  const rows = entry.message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  const shown = rows.map((/** @type {any[]} */ row) =>
    make("div", { class: "row" }, ...row.map((button) => inlineButton(entry, button))),
  );
  return make("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...shown);
}

function inlineButton(/** @type {any} */ entry, /** @type {any} */ button) {
  if (button.url) {
    const anchor = link(button.url);
    anchor.className = "key";
    anchor.append(button.text, make("span", { "aria-hidden": "true", class: "mark" }, "↗"));
    return anchor;
  }
  const onclick = (/** @type {Event} */ event) => act(entry, button, /** @type {HTMLElement} */ (event.currentTarget));
  return make("button", { type: "button", class: "key", onclick }, button.text);
}

async function act(/** @type {any} */ entry, /** @type {any} */ button, /** @type {HTMLElement} */ element) {
  const inline = button.switch_inline_query_current_chat ?? button.switch_inline_query
    ?? button.switch_inline_query_chosen_chat?.query;
  if (button.callback_data) await press(entry, button, element);
  else if (inline !== undefined) emit("draft", `@${state.bot.username} ${inline}`);
  else if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text).then(() => toast("Copied"), () => toast("Not copied"));
  } else toast("The page does not know this kind of button.");
}

async function press(/** @type {any} */ entry, /** @type {any} */ button, /** @type {HTMLElement} */ element) {
  element.setAttribute("aria-busy", "true");
  const { chat, message_id } = entry.message;
  const where = entry.inline_message_id
    ? { inline_message_id: entry.inline_message_id }
    : { chat_id: chat.id, message_id };
  const pressed = () => post(`/users/${state.speakerId}/press`, { ...where, data: button.callback_data });
  const query = await attempt(async () => answered(await pressed()));
  element.removeAttribute("aria-busy");
  if (query === null) toast("The bot did not answer the button.");
  const answer = query?.answer;
  if (answer?.text && answer.show_alert) alertBox(answer.text);
  else if (answer?.text) toast(answer.text);
  if (answer?.url) followLink(answer.url);
}

/** Show the keyboard that the bot gave last, until it takes it away. */
export function setUpReplyKeyboard() {
  on("place", showReplyKeyboard);
  on("message", ({ entry }) => entry.keyboard && isShown(entry) && showReplyKeyboard());
}

function showReplyKeyboard() {
  const given = shownEntries().filter((entry) => entry.keyboard);
  const rows = given.at(-1)?.keyboard.keyboard ?? [];
  const box = byId("reply-keyboard");
  box.hidden = !rows.length;
  box.replaceChildren(
    ...rows.map((/** @type {any[]} */ row) => make("div", { class: "row" }, ...row.map(replyKey))),
  );
}

function replyKey(/** @type {any} */ key) {
  return make("button", { type: "button", class: "key", onclick: () => emit("say", key.text) }, key.text);
}
