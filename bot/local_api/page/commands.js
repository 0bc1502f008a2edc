// @ts-check
/** The commands menu: those of the scope and language that Telegram would take for the speaker here. */

import { control } from "./api.js";
import { make } from "./dom.js";
import { hideChoices, showChoices } from "./popup.js";
import { emit, inCharge, isPrivate, speaker, state } from "./state.js";

/**
 * Show the commands that begin with what is typed.
 * @param {string} typed from "/" on
 * @param {() => boolean} stillTyped tells whether the field still holds it
 */
export async function showCommands(typed, stillTyped) {
  const sets = await control("GET", "/commands");
  if (!stillTyped()) return;
  const { commands, language } = bestSet(sets);
  const fitting = commands.filter((/** @type {any} */ one) => `/${one.command}`.startsWith(typed.toLowerCase()));
  if (!fitting.length) return hideChoices();
  const count = fitting.length === 1 ? "1 command" : `${fitting.length} commands`;
  showChoices(fitting.map((/** @type {any} */ one) => choice(one, language)), { first: true, note: `${count}; ↑ ↓ choose, Enter sends` });
}

function choice(/** @type {any} */ one, /** @type {string} */ language) {
  const name = isPrivate(state.chatId) ? `/${one.command}` : `/${one.command}@${state.bot.username}`;
  return {
    content: [make("b", {}, `/${one.command}`), make("span", { class: "muted", lang: language || "en" }, one.description)],
    pick: () => emit("say", name),
    complete: `${name} `,
  };
}

/** Give the narrowest set (Bot API, BotCommandScope, "Determining list of commands"). */
function bestSet(/** @type {any[]} */ sets) {
  const language = speaker()?.language_code ?? "";
  for (const [type, ids] of scopes()) {
    for (const code of [language, ""]) {
      const found = sets.find(
        ({ scope, language_code }) =>
          scope.type === type && language_code === code && Object.entries(ids).every(([name, id]) => scope[name] === id),
      );
      if (found) return { commands: found.commands, language: code };
    }
  }
  return { commands: [], language: "" };
}

/** @returns {[string, Record<string, number>][]} */
function scopes() {
  const chat_id = state.chatId;
  if (isPrivate(chat_id)) return [["chat", { chat_id }], ["all_private_chats", {}], ["default", {}]];
  const admin = inCharge(state.speakerId, chat_id);
  /** @type {[string, Record<string, number>][]} */
  const ofAdmins = admin ? [["chat_administrators", { chat_id }]] : [];
  /** @type {[string, Record<string, number>][]} */
  const ofAllAdmins = admin ? [["all_chat_administrators", {}]] : [];
  return [
    ["chat_member", { chat_id, user_id: state.speakerId }], ...ofAdmins, ["chat", { chat_id }],
    ...ofAllAdmins, ["all_group_chats", {}], ["default", {}],
  ];
}
