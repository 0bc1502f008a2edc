// @ts-check
/** A message's text with its entities as elements. Offsets count UTF-16 units, as JavaScript's strings do. */

import { make } from "./dom.js";
import { followLink } from "./links.js";
import { emit } from "./state.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/**
 * Give the text as nodes.
 * @param {string} text
 * @param {any[]} [entities]
 * @returns {DocumentFragment}
 */
export function formatted(text, entities = []) {
  const root = document.createDocumentFragment();
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(root, text, 0, text.length, ordered);
  return root;
}

/**
 * Fill a node with the text from one unit to another; each entity holds those that begin within it.
 * @param {Node} parent
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {any[]} entities
 */
function fill(parent, text, from, to, entities) {
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (entity.offset >= at && end > entity.offset) {
      parent.appendChild(document.createTextNode(text.slice(at, entity.offset)));
      const element = wrap(entity, text.slice(entity.offset, end));
      fill(element, text, entity.offset, end, entities.slice(i + 1, next));
      parent.appendChild(element);
      at = end;
    }
    i = next;
  }
  parent.appendChild(document.createTextNode(text.slice(at, to)));
}

function wrap(/** @type {any} */ entity, /** @type {string} */ words) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`);
    case "bot_command":
      return make("button", { type: "button", class: "as-link", onclick: () => emit("say", words) });
    case "spoiler":
      return spoiler();
    case "mention":
    case "text_mention":
      return make("span", { class: "mention" });
    case "pre":
      return make("pre", { tabindex: "0", "aria-label": entity.language || "code", role: "group" });
    default:
      return make(TAGS[/** @type {keyof typeof TAGS} */ (entity.type)] ?? "span");
  }
}

/**
 * Give a link; the bot's own deep links open its private chat.
 * @param {string} address
 */
export function link(address) {
  if (!/^(https?|tg):/i.test(address)) return make("span");
  return make("a", {
    href: address, target: "_blank", rel: "noopener noreferrer",
    onclick: (/** @type {Event} */ event) => followLink(address) && event.preventDefault(),
  });
}

function spoiler() {
  const toggle = (/** @type {Event} */ event) => {
    const hidden = /** @type {HTMLElement} */ (event.currentTarget);
    const shown = hidden.getAttribute("aria-pressed") === "true";
    hidden.setAttribute("aria-pressed", String(!shown));
  };
  return make("button", { type: "button", class: "spoiler", "aria-pressed": "false", onclick: toggle });
}
