// @ts-check
/** The server's stream of events, put into the state. The browser reconnects by itself, with the last event's id. */

import { emit, isPrivate, on, openPlace, speakers, state } from "./state.js";

const PLACE = "place";
let run = "";

on("place", () => sessionStorage.setItem(PLACE, [state.speakerId, state.chatId, state.threadId].join(" ")));

/** Begin to read. */
export function listen() {
  const source = new EventSource("/control/events");
  source.addEventListener("open", () => emit("connection", true));
  source.addEventListener("error", () => emit("connection", false));
  source.addEventListener("state", (event) => takeState(JSON.parse(event.data)));
  source.addEventListener("message", (event) => takeMessage(JSON.parse(event.data)));
  for (const kind of ["call", "update"]) {
    source.addEventListener(kind, (event) => emit(kind, JSON.parse(event.data)));
  }
  source.addEventListener("ready", () => {
    state.ready = true;
    emit("ready");
  });
}

function takeState(/** @type {any} */ now) {
  if (run && run !== now.run) return location.reload(); // the server began anew, and with it all numbers
  run = now.run;
  state.bot = now.bot;
  state.users = new Map(now.users.map((/** @type {any} */ user) => [user.id, user]));
  state.chats = new Map(now.chats.map((/** @type {any} */ chat) => [chat.id, chat]));
  emit("people");
  if (!state.speakerId && speakers().length) openFirst();
}

/** Open what was open before the page was loaded anew, if it is still there; else the first private chat. */
function openFirst() {
  const [speakerId, chatId, threadId] = (sessionStorage.getItem(PLACE) ?? "").split(" ").map(Number);
  state.speakerId = state.users.has(speakerId) ? speakerId : speakers()[0].id;
  if (state.chats.has(chatId) && !isPrivate(chatId)) openPlace(chatId, threadId);
  else openPlace(state.speakerId);
}

function takeMessage(/** @type {any} */ entry) {
  const { chat, message_id: id } = entry.message;
  const entries = state.entries.get(chat.id) ?? new Map();
  state.entries.set(chat.id, entries);
  const known = entries.has(id);
  entries.set(id, entry);
  emit("message", { entry, known });
}
