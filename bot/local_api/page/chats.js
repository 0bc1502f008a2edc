// @ts-check
/** The list of chats on the left, and the head of the chat that is shown. */

import { gist } from "./bubble.js";
import { byId, make } from "./dom.js";
import { botIsIn, isPrivate, isShown, on, openPlace, speaker, speakers, state, topicOf, topicsOf } from "./state.js";

const TYPING_SECONDS = 5;
/** @type {Map<string, number>} */
const unread = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** Show the chats from now on. */
export function setUpChats() {
  on("people", draw);
  on("place", () => {
    unread.delete(keyOf(state.chatId, state.threadId));
    stopTyping();
    draw();
  });
  on("ready", draw);
  on("message", ({ entry, known }) => {
    if (!state.ready) return;
    const { message } = entry;
    if (isShown(entry)) {
      if (message.from?.id === state.bot.id) stopTyping();
    } else if (!known && !entry.deleted) {
      const key = keyOf(message.chat.id, topicOf(message));
      unread.set(key, (unread.get(key) ?? 0) + 1);
    }
    draw();
  });
  on("call", (call) => {
    const here = Number(call.parameters.chat_id) === state.chatId;
    if (state.ready && here && call.method === "sendChatAction" && call.status === 200) startTyping();
  });
  byId("back").addEventListener("click", () => {
    byId("app").dataset.view = "list";
    byId("chat-list").querySelector("[aria-current]")?.focus();
  });
}

function startTyping() {
  clearTimeout(typing);
  byId("chat-status").textContent = `${state.bot.first_name} is typing …`;
  typing = setTimeout(stopTyping, TYPING_SECONDS * 1000);
}

function stopTyping() {
  clearTimeout(typing);
  byId("chat-status").textContent = aboutPlace();
}

const keyOf = (/** @type {number} */ chatId, /** @type {number} */ threadId) => `${chatId}:${threadId}`;

/** Give the rows: a private chat for each speaker, then the groups, a forum by its topics. */
function places() {
  const own = speakers().map((user) => ({
    chatId: user.id, threadId: 0, title: state.bot.first_name, about: `private, with ${user.first_name}`,
  }));
  const groups = [...state.chats.values()].filter((chat) => chat.type !== "private" && chat.type !== "channel");
  return own.concat(groups.flatMap(placesOf));
}

function placesOf(/** @type {any} */ chat) {
  const about = botIsIn(chat.id) ? "group" : "group without the bot";
  if (!chat.is_forum) return [{ chatId: chat.id, threadId: 0, title: chat.title, about }];
  const topics = [[0, "General"], ...topicsOf(chat.id)];
  return topics.map(([threadId, name]) => ({ chatId: chat.id, threadId, title: `${chat.title} › ${name}`, about: "topic" }));
}

function draw() {
  const list = byId("chat-list");
  const focused = list.contains(document.activeElement) && document.activeElement?.getAttribute("data-key");
  list.replaceChildren(...places().map((place) => make("li", {}, row(place))));
  if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus();
  const shown = places().find((place) => place.chatId === state.chatId && place.threadId === state.threadId);
  byId("chat-title").textContent = shown?.title ?? "Chat";
  if (!typing || byId("chat-status").textContent === "") byId("chat-status").textContent = aboutPlace();
}

function aboutPlace() {
  const who = speaker()?.first_name ?? "";
  if (isPrivate(state.chatId)) return `private chat with ${who}`;
  if (botIsIn(state.chatId)) return `you speak as ${who}`;
  return `you speak as ${who}; the bot is no member: @${state.bot.username} asks it as a guest`;
}

function row(/** @type {any} */ place) {
  const key = keyOf(place.chatId, place.threadId);
  const current = place.chatId === state.chatId && place.threadId === state.threadId;
  const count = unread.get(key);
  const open = () => {
    byId("app").dataset.view = "chat";
    openPlace(place.chatId, place.threadId);
    byId("text").focus();
  };
  return make(
    "button",
    { type: "button", class: "place", "data-key": key, "aria-current": current && "true", onclick: open },
    make("span", { class: isPrivate(place.chatId) ? "avatar" : "avatar of-group", "aria-hidden": "true" }, initial(place)),
    make(
      "span",
      { class: "names" },
      make("span", { class: "name" }, place.title),
      make("span", { class: "muted last" }, `${place.about}${lastWords(place)}`),
    ),
    count ? make("span", { class: "count" }, String(count), make("span", { class: "unseen" }, " new")) : null,
  );
}

function initial(/** @type {any} */ place) {
  return isPrivate(place.chatId) ? (state.users.get(place.chatId).first_name[0] ?? "") : place.title[0];
}

function lastWords(/** @type {any} */ place) {
  const entries = [...(state.entries.get(place.chatId)?.values() ?? [])].filter(
    ({ message, deleted }) => !deleted && (!state.chats.get(place.chatId)?.is_forum || topicOf(message) === place.threadId),
  );
  const last = entries.at(-1);
  return last ? ` · ${gist(last.message).slice(0, 60)}` : "";
}
