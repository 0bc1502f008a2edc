// @ts-check
/** The list above the message field: arrow keys move in it, Enter takes, Escape closes; focus stays in the field. */

import { byId, make } from "./dom.js";

/** @typedef {{content: (Node | string)[], pick: () => void, complete?: string}} Choice */

/** @type {Choice[]} */
let choices = [];
let chosen = -1;
/** @type {(() => void) | undefined} */
let more;

/**
 * Show choices; with `first`, the first is chosen at once. `onEnd` is called when the list's end is reached.
 * @param {Choice[]} given
 * @param {{first?: boolean, note?: string, keep?: boolean, onEnd?: () => void}} [options]
 */
export function showChoices(given, { first = false, note = "", keep = false, onEnd } = {}) {
  choices = given;
  more = onEnd;
  if (!keep) chosen = first && given.length ? 0 : -1;
  byId("options").replaceChildren(...given.map(option));
  byId("popup-note").textContent = note;
  byId("popup").hidden = false;
  mark();
}

/** Close the list. */
export function hideChoices() {
  choices = [];
  chosen = -1;
  more = undefined;
  byId("popup").hidden = true;
  byId("inline-button").hidden = true;
  byId("text").removeAttribute("aria-activedescendant");
}

/** Load more as the end of the list comes into sight. */
export function setUpPopup() {
  const list = byId("options");
  list.addEventListener("scroll", () => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 40) askForMore();
  });
}

/**
 * Take a key of the message field; tell whether it was for the list.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function takeKey(event) {
  if (byId("popup").hidden) return false;
  if (event.key === "Escape") hideChoices();
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter" && chosen >= 0 && !event.shiftKey) choices[chosen].pick();
  else if (event.key === "Tab" && choices[chosen]?.complete) {
    byId("text").value = choices[chosen].complete;
    hideChoices();
  } else return false;
  event.preventDefault();
  return true;
}

function move(/** @type {number} */ step) {
  if (step > 0 && chosen === choices.length - 1 && more) return askForMore();
  const lowest = -1;
  chosen = Math.max(lowest, Math.min(choices.length - 1, chosen + step));
  mark();
}

function askForMore() {
  const load = more;
  more = undefined;
  load?.();
}

function option(/** @type {Choice} */ choice, /** @type {number} */ index) {
  return make(
    "li",
    {
      role: "option", id: `option-${index}`, "aria-selected": "false",
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(), // the field keeps the focus
      onclick: choice.pick,
    },
    ...choice.content,
  );
}

function mark() {
  [...byId("options").children].forEach((element, index) => {
    element.setAttribute("aria-selected", String(index === chosen));
    if (index === chosen) element.scrollIntoView({ block: "nearest" });
  });
  if (chosen >= 0) byId("text").setAttribute("aria-activedescendant", `option-${chosen}`);
  else byId("text").removeAttribute("aria-activedescendant");
}
