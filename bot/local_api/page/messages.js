// @ts-check
/** The log of messages: drawn anew for another place, and kept as messages come, change and vanish. */

import { bubble } from "./bubble.js";
import { byId, make } from "./dom.js";
import { emit, isPrivate, isShown, on, shownEntries, state } from "./state.js";

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const NEAR_END = 120; // pixels
/** @type {HTMLElement} */
let log;
let atEnd = true;

/** Show the place's messages from now on. */
export function setUpMessages() {
  log = byId("log");
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  });
  new ResizeObserver(() => atEnd && toEnd()).observe(log); // the panel opens, the message field grows
  on("place", drawAll);
  on("ready", drawAll);
  on("message", ({ entry }) => state.ready && isShown(entry) && drawOne(entry));
}

function drawAll() {
  log.setAttribute("aria-busy", "true"); // what is already there is not news to be read out
  log.replaceChildren();
  for (const entry of shownEntries()) append(entry);
  if (!log.children.length) log.append(emptyNote());
  toEnd();
  log.setAttribute("aria-busy", "false");
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  atEnd = true;
}

function drawOne(/** @type {any} */ entry) {
  const follow = atEnd || (!entry.message.edit_date && entry.message.from?.id === state.speakerId);
  const old = log.querySelector(`[data-id="${entry.message.message_id}"]`);
  if (entry.deleted) old?.remove();
  else if (old) replace(/** @type {HTMLElement} */ (old), bubble(entry));
  else append(entry);
  if (follow) toEnd();
}

function append(/** @type {any} */ entry) {
  log.querySelector(".empty")?.remove();
  const day = DAY.format(entry.message.date * 1000);
  if ([...log.querySelectorAll(".day")].at(-1)?.textContent !== day) log.append(make("p", { class: "day" }, day));
  log.append(bubble(entry));
}

/** Put a changed message in the place of the old one; whoever is at one of its buttons stays there. */
function replace(/** @type {HTMLElement} */ old, /** @type {HTMLElement} */ changed) {
  const place = focusables(old).indexOf(/** @type {HTMLElement} */ (document.activeElement));
  old.replaceWith(changed);
  if (place >= 0) (focusables(changed)[place] ?? changed).focus();
}

function focusables(/** @type {HTMLElement} */ element) {
  return /** @type {HTMLElement[]} */ ([...element.querySelectorAll("button, a")]);
}

function emptyNote() {
  const start = make("button", { type: "button", onclick: () => emit("say", "/start") }, "Start");
  const words = isPrivate(state.chatId)
    ? "Nothing was said here yet. Start the bot, or ask it a question."
    : `Nothing was said here yet. Name @${state.bot.username} to ask it something.`;
  return make("div", { class: "empty muted" }, make("p", {}, words), isPrivate(state.chatId) && start);
}
