// @ts-check
/** The reasons for the verdict on the last question here, or on a message that was asked about. */

import { control } from "./api.js";
import { byId, languageOf, make } from "./dom.js";
import { isShown, on, shownEntries, state } from "./state.js";
import { attempt } from "./toast.js";

let latest = 0;
const KINDS = { filler: "filler", aspect: "asks for", concept: "concept", word: "word" };

/** Explain each question as it comes. */
export function setUpExplanation() {
  on("explain", explain);
  on("place", () => state.ready && explainLast());
  on("ready", explainLast);
  on("message", ({ entry }) => state.ready && isShown(entry) && isQuestion(entry) && explain(entry.message.text));
  explainLast();
}

function isQuestion(/** @type {any} */ { message, deleted }) {
  return !deleted && message.text && !message.via_bot && !message.from?.is_bot && bare(message.text) !== "";
}

/** Give a text without what only addresses the bot; nothing of other commands. */
function bare(/** @type {string} */ text) {
  const asked = text.replaceAll(new RegExp(`@${state.bot.username}\\b`, "gi"), " ").trim();
  return asked.replace(/^\/ask\b/, "").replace(/^\/.*$/s, "").trim();
}

function explainLast() {
  const last = shownEntries().filter(isQuestion).at(-1);
  if (last) explain(last.message.text);
  else show(make("p", { class: "muted" }, "Ask a question here, and the reasons for its verdict are shown."));
}

function show(/** @type {...Node} */ ...nodes) {
  byId("explanation").replaceChildren(...nodes);
}

async function explain(/** @type {string} */ text) {
  if (!state.explains) return show(make("p", { class: "muted" }, "This server cannot explain verdicts."));
  latest += 1;
  const number = latest;
  const asked = encodeURIComponent(bare(text));
  const said = await attempt(() => control("GET", `/explain?text=${asked}`));
  if (said && number === latest) draw(said);
}

function draw(/** @type {any} */ said) {
  const reasons = said.explanation;
  show(
    make("h3", { lang: said.language }, said.question),
    facts([
      ["verdict", said.fact ? `${said.outcome}: ${said.fact}` : said.outcome],
      ["language", said.language],
      ["confidence", `${number(said.confidence)} (an answer needs ${number(reasons.thresholds.answer)})`],
      ...(said.suggestions.length ? [["suggestions", said.suggestions.join(", ")]] : []),
      ...(reasons.several.length ? [["several questions", reasons.several.join(", ")]] : []),
      ...(reasons.missing ? [["asked for, not given", String(reasons.missing)]] : []),
      ...(reasons.own ? [["word for word of", reasons.own]] : []),
    ]),
    table("Words", ["words", "taken for"], reasons.pieces.map((/** @type {any} */ piece) => [piece.words, piece.taken.map(role).join(", ")])),
    ...(reasons.mended.length
      ? [table("Mended", ["typed", "meant"], reasons.mended.map((/** @type {any} */ one) => [one.typed, one.meant]))]
      : []),
    ...(reasons.nearest.length
      ? [table("Likeliest facts", ["fact", "score"], reasons.nearest.map((/** @type {any} */ one) => [one.fact, number(one.score)]))]
      : []),
    ...(reasons.readings.length > 1
      ? [table("Readings", ["reading", "confidence"], reasons.readings.map((/** @type {any} */ one) => [one.words, number(one.confidence)]))]
      : []),
    ...(reasons.signs ? [signs(reasons.signs)] : []),
  );
}

function signs(/** @type {any} */ given) {
  return facts([
    ["lead over the next fact", number(given.lead)],
    ["“no fact” scores", number(given.none)],
    ["share that no fact explains", number(given.unexplained)],
  ]);
}

const number = (/** @type {number} */ value) => value.toFixed(3);

function role(/** @type {any} */ taken) {
  const kind = KINDS[/** @type {keyof typeof KINDS} */ (taken.kind)] ?? taken.kind;
  const named = taken.kind === "aspect" || taken.kind === "concept" ? `${kind} ${taken.name}` : kind;
  return taken.explained ? named : `${named} (in no fact)`;
}

function facts(/** @type {string[][]} */ rows) {
  return make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function table(/** @type {string} */ title, /** @type {string[]} */ heads, /** @type {string[][]} */ rows) {
  return make(
    "table",
    {},
    make("caption", {}, title),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", { lang: languageOf(cell) }, cell))))),
  );
}
