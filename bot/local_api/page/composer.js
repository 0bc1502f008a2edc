// @ts-check
/** The message field: sending, replying, editing, documents. */

import { control, post } from "./api.js";
import { gist, nameOf } from "./bubble.js";
import { showCommands } from "./commands.js";
import { byId } from "./dom.js";
import { askInline, inlineQuery, stopInline } from "./inline.js";
import { hideChoices, takeKey } from "./popup.js";
import { botIsIn, isPrivate, on, shownEntries, state } from "./state.js";
import { attempt } from "./toast.js";

/** @type {HTMLTextAreaElement} */
let field;
/** @type {any} */
let replyTo = null;
/** @type {any} */
let edited = null;

/** Let the message field work. */
export function setUpComposer() {
  field = byId("text");
  field.addEventListener("input", typed);
  field.addEventListener("keydown", pressed);
  byId("form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    submit();
  });
  byId("commands-button").addEventListener("click", () => draft("/"));
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", upload);
  byId("context-cancel").addEventListener("click", () => {
    if (edited) draft("");
    forget();
    field.focus();
  });
  on("say", (text) => attempt(() => say(text)).then(() => afterSaid()));
  on("draft", draft);
  on("reply", (entry) => begin({ reply: entry }));
  on("edit", (entry) => begin({ edit: entry }));
  on("place", () => {
    forget();
    draftQuietly("");
  });
}

function afterSaid() {
  if (field.value.startsWith("/")) draftQuietly("");
  hideChoices();
}

/** Put a text into the field as if it were typed. */
function draft(/** @type {string} */ text) {
  field.value = text;
  field.focus();
  typed();
}

function draftQuietly(/** @type {string} */ text) {
  field.value = text;
  stopInline();
  hideChoices();
  grow();
}

function typed() {
  grow();
  const text = field.value;
  const query = edited ? null : inlineQuery(text);
  stopInline();
  if (query !== null) askInline(query);
  else if (!edited && /^\/\S*$/.test(text)) attempt(() => showCommands(text, () => field.value === text));
  else hideChoices();
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function pressed(/** @type {KeyboardEvent} */ event) {
  if (event.isComposing || takeKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && !field.value) {
    const own = shownEntries().filter(({ message }) => message.from?.id === state.speakerId && message.text && !message.via_bot);
    if (own.length) begin({ edit: own.at(-1) });
    event.preventDefault();
  } else if (event.key === "Escape" && (replyTo || edited)) {
    if (edited) draftQuietly("");
    forget();
  }
}

function begin(/** @type {{reply?: any, edit?: any}} */ { reply = null, edit = null }) {
  replyTo = reply;
  edited = edit;
  const entry = reply ?? edit;
  byId("context").hidden = false;
  byId("context-text").textContent = reply ? `Reply to ${nameOf(entry.message)}: ${gist(entry.message)}` : "Edit your message";
  if (edit) draft(edit.message.text);
  field.focus();
}

function forget() {
  replyTo = null;
  edited = null;
  byId("context").hidden = true;
}

async function submit() {
  const text = field.value;
  if (!text.trim()) return;
  const entry = edited;
  const body = { chat_id: state.chatId, message_id: entry?.message.message_id, text };
  const sending = attempt(() => (entry ? post(`/users/${state.speakerId}/edit`, body) : say(text)));
  // At once: whoever types on while it is sent loses nothing.
  draftQuietly("");
  forget();
  if ((await sending) === undefined && !field.value) draftQuietly(text);
}

/** Say a text here; one that names the bot where it is no member is a guest query. */
async function say(/** @type {string} */ text) {
  const body = { ...place(), text };
  const asGuest = !botIsIn(state.chatId) && (namesBot(text) || replyTo?.message.from?.id === state.bot.id);
  return post(`/users/${state.speakerId}/${asGuest ? "guest" : "say"}`, body);
}

function namesBot(/** @type {string} */ text) {
  return text.toLowerCase().includes(`@${state.bot.username.toLowerCase()}`);
}

function place() {
  return {
    chat_id: isPrivate(state.chatId) ? 0 : state.chatId,
    reply_to_message_id: replyTo?.message.message_id ?? 0,
    message_thread_id: state.threadId,
  };
}

async function upload() {
  const [file] = byId("file").files;
  if (!file) return;
  const caption = field.value.trim();
  const content = await inBase64(file);
  const type = file.type || "application/octet-stream";
  const body = { ...place(), file_name: file.name, content, mime_type: type, caption };
  const sent = await attempt(() => control("POST", `/users/${state.speakerId}/document`, body));
  byId("file").value = "";
  if (sent === undefined) return;
  draftQuietly("");
  forget();
}

/** @returns {Promise<string>} */
function inBase64(/** @type {File} */ file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
