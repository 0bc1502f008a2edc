// @ts-check
/** What the page knows: people, chats, messages, and the place that is shown. Whoever cares listens. */

/** Standings in which somebody is in a chat. */
const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);
const bus = new EventTarget();

/** @type {{bot: any, users: Map<number, any>, chats: Map<number, any>, entries: Map<number, Map<number, any>>,
 *   speakerId: number, chatId: number, threadId: number, adminId: number, explains: boolean, ready: boolean}} */
export const state = {
  bot: { id: 0, username: "", first_name: "" },
  users: new Map(),
  chats: new Map(),
  entries: new Map(),
  speakerId: 0,
  chatId: 0,
  threadId: 0,
  adminId: 0,
  explains: false,
  ready: false,
};

/**
 * Listen for what the server told ("people", "message", "call", "update", "ready", "connection") or what the user
 * does: "place" (another chat or speaker), "say", "draft", "reply", "edit", "explain", "panel" (it opens).
 * @param {string} kind
 * @param {(detail: any) => void} listener
 */
export function on(kind, listener) {
  bus.addEventListener(kind, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}

/**
 * @param {string} kind
 * @param {any} [detail]
 */
export function emit(kind, detail) {
  bus.dispatchEvent(new CustomEvent(kind, { detail }));
}

/** Give those who can speak: the bot's administrator last. */
export function speakers() {
  const people = [...state.users.values()].filter((user) => !user.is_bot);
  return people.sort((a, b) => Number(a.id === state.adminId) - Number(b.id === state.adminId) || a.id - b.id);
}

/** Give whoever speaks now. */
export const speaker = () => state.users.get(state.speakerId);

/** Tell whether a chat is somebody's private chat with the bot. */
export const isPrivate = (/** @type {number} */ chatId) => state.users.has(chatId);

/** Tell whether the bot is in a chat. */
export function botIsIn(/** @type {number} */ chatId) {
  return isPrivate(chatId) || PRESENT.has(state.chats.get(chatId)?.members[state.bot.id]);
}

/** Tell whether somebody is in charge of a chat. */
export function inCharge(/** @type {number} */ userId, /** @type {number} */ chatId) {
  return ["creator", "administrator"].includes(state.chats.get(chatId)?.members[userId]);
}

/** Give the topic that a message belongs to; 0 is none, or a forum's general one. */
export function topicOf(/** @type {any} */ message) {
  return message.is_topic_message ? message.message_thread_id : 0;
}

/** Give a chat's topics as [number, name], if it is a forum. */
export function topicsOf(/** @type {number} */ chatId) {
  const messages = [...(state.entries.get(chatId)?.values() ?? [])].map((entry) => entry.message);
  const opened = messages.filter((message) => message.forum_topic_created);
  return opened.map((message) => [message.message_thread_id, message.forum_topic_created.name]);
}

/** Give the entries of the place that is shown, oldest first. */
export function shownEntries() {
  const entries = [...(state.entries.get(state.chatId)?.values() ?? [])];
  const here = entries.filter((entry) => isShown(entry) && !entry.deleted);
  return here.sort((a, b) => a.message.message_id - b.message.message_id);
}

/** Tell whether an entry belongs to the place that is shown. */
export function isShown(/** @type {any} */ entry) {
  const { message } = entry;
  if (message.chat.id !== state.chatId) return false;
  return !state.chats.get(state.chatId)?.is_forum || topicOf(message) === state.threadId;
}

/**
 * Show a chat. Somebody's private chat lets them speak; any other leaves the speaker as is.
 * @param {number} chatId
 * @param {number} [threadId]
 */
export function openPlace(chatId, threadId = 0) {
  state.chatId = chatId;
  state.threadId = threadId;
  if (isPrivate(chatId)) state.speakerId = chatId;
  emit("place");
}

/**
 * Let somebody speak; a private chat becomes theirs.
 * @param {number} userId
 */
export function speakAs(userId) {
  const inPrivate = isPrivate(state.chatId);
  state.speakerId = userId;
  if (inPrivate) state.chatId = userId;
  emit("place");
}
