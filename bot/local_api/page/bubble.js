// @ts-check
/** One message as it is shown. */

import { fileAddress } from "./api.js";
import { languageOf, make } from "./dom.js";
import { formatted } from "./formatting.js";
import { inlineKeyboard } from "./keyboard.js";
import { emit, state } from "./state.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const QUOTED = 120; // characters of a message that is replied to

/**
 * Give a message's element.
 * @param {any} entry
 */
export function bubble(entry) {
  const { message } = entry;
  const service = serviceText(message);
  if (service) return make("p", { class: "service", "data-id": message.message_id }, service);
  const own = message.from?.id === state.speakerId;
  return make(
    "article",
    {
      class: own ? "bubble own" : "bubble", "data-id": message.message_id, tabindex: "-1",
      "aria-label": `${nameOf(message)}, ${CLOCK.format(message.date * 1000)}`,
    },
    make("div", { class: "author" }, nameOf(message), message.via_bot && ` via @${message.via_bot.username}`),
    message.reply_to_message && quote(message.reply_to_message, message.quote?.text),
    message.photo && photo(message),
    message.document && file(message.document),
    words(message),
    otherKind(message),
    make(
      "div",
      { class: "foot muted" },
      message.edit_date && make("span", {}, "edited "),
      make("time", { datetime: new Date(message.date * 1000).toISOString() }, CLOCK.format(message.date * 1000)),
    ),
    inlineKeyboard(entry),
    actions(entry, own),
  );
}

/** Give who wrote a message. */
export function nameOf(/** @type {any} */ message) {
  const sender = message.sender_chat ?? message.from;
  return sender?.title ?? [sender?.first_name, sender?.last_name].filter(Boolean).join(" ") ?? "";
}

/** Give a message's words, whatever it is, in one line. */
export function gist(/** @type {any} */ message) {
  const kind = message.photo ? "Photo " : message.document ? `${message.document.file_name ?? "Document"} ` : "";
  return kind + (message.text ?? message.caption ?? serviceText(message)).replaceAll(/\s+/g, " ");
}

function words(/** @type {any} */ message) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  return make("div", { class: "text", dir: "auto", lang: languageOf(text) }, formatted(text, entities));
}

function quote(/** @type {any} */ message, /** @type {string | undefined} */ part) {
  const text = part ?? gist(message);
  const short = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  const jump = () => {
    const target = /** @type {HTMLElement | null} */ (document.querySelector(`[data-id="${message.message_id}"]`));
    target?.scrollIntoView({ block: "center" });
    target?.focus();
  };
  return make(
    "button",
    { type: "button", class: "quote", onclick: jump },
    make("span", { class: "author" }, nameOf(message)),
    make("span", { lang: languageOf(short) }, short),
  );
}

function photo(/** @type {any} */ message) {
  const best = message.photo.at(-1);
  return make("img", {
    src: fileAddress(best.file_id), width: best.width, height: best.height, alt: message.caption ?? "Photo",
    class: "photo",
  });
}

function file(/** @type {any} */ document) {
  const size = document.file_size < 1024 ? `${document.file_size} B` : `${Math.round(document.file_size / 1024)} KB`;
  const name = document.file_name ?? "document";
  return make(
    "a",
    { class: "file", href: fileAddress(document.file_id), download: name },
    make("span", { class: "mark", "aria-hidden": "true" }, "↓"),
    make("span", {}, name),
    make("span", { class: "muted" }, size),
  );
}

function otherKind(/** @type {any} */ message) {
  const known = message.text ?? message.caption ?? message.photo ?? message.document;
  return known === undefined ? make("p", { class: "muted" }, "A message of a kind that the page does not show") : null;
}

function actions(/** @type {any} */ entry, /** @type {boolean} */ own) {
  const { message } = entry;
  const text = message.text ?? "";
  const act = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {any} */ detail) =>
    make("button", { type: "button", class: "as-link", onclick: () => emit(kind, detail) }, name);
  return make(
    "div",
    { class: "actions" },
    act("Reply", "reply", entry),
    own && text && !message.via_bot && act("Edit", "edit", entry),
    own && text && state.explains && act("Why this answer?", "explain", text),
  );
}

function serviceText(/** @type {any} */ message) {
  const who = nameOf(message);
  const names = (/** @type {any[]} */ users) => users.map((user) => user.first_name).join(", ");
  if (message.new_chat_members) return `${names(message.new_chat_members)} joined`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left`;
  if (message.new_chat_title) return `${who} named the chat ${message.new_chat_title}`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} created the group`;
  if (message.migrate_to_chat_id) return "The group became a supergroup";
  if (message.migrate_from_chat_id) return "The group was upgraded to this supergroup";
  if (message.pinned_message) return `${who} pinned a message`;
  if (message.forum_topic_created) return `${who} opened the topic ${message.forum_topic_created.name}`;
  if (message.forum_topic_closed) return `${who} closed the topic`;
  if (message.forum_topic_reopened) return `${who} opened the topic again`;
  return "";
}
