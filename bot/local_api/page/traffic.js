// @ts-check
/** The bot's calls and the updates it got, as they happen. */

import { byId, make } from "./dom.js";
import { on, state } from "./state.js";

const KEPT = 500;
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3,
});
/** @type {{time: number, row: HTMLElement}[]} what was before the page came, to be sorted */
let earlier = [];

/** Show what happens from now on. */
export function setUpTraffic() {
  on("call", (call) => add(call.time, callRow(call)));
  on("update", (pushed) => add(pushed.time, updateRow(pushed)));
  on("ready", () => {
    byId("traffic-list").append(...earlier.sort((a, b) => a.time - b.time).map(({ row }) => row));
    earlier = [];
    toEnd();
  });
  on("panel", toEnd);
  byId("show-polling").addEventListener("change", () => {
    byId("traffic-list").classList.toggle("with-polling", byId("show-polling").checked);
  });
  byId("clear").addEventListener("click", () => byId("traffic-list").replaceChildren());
}

function add(/** @type {number} */ time, /** @type {HTMLElement} */ row) {
  if (!state.ready) {
    earlier.push({ time, row });
    return;
  }
  const list = byId("traffic-list");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.append(row);
  while (list.children.length > KEPT) list.firstChild.remove();
  if (atEnd) toEnd();
}

function toEnd() {
  byId("traffic-list").scrollTop = byId("traffic-list").scrollHeight;
}

function callRow(/** @type {any} */ call) {
  const good = call.status === 200;
  return row(
    call.time,
    call.method === "getUpdates" ? "call polling" : "call",
    [
      make("span", { class: "way" }, "call"),
      make("b", {}, call.method),
      make("span", { class: good ? "status" : "status bad" }, call.status ? String(call.status) : "dropped"),
      make("span", { class: "muted" }, duration(call.seconds)),
    ],
    () => [["parameters", call.parameters], ["answer", call.response]],
  );
}

function updateRow(/** @type {any} */ pushed) {
  const kind = Object.keys(pushed.update).find((name) => name !== "update_id") ?? "update";
  const content = [make("span", { class: "way" }, "update"), make("b", {}, kind)];
  return row(pushed.time, "update", content, () => [["update", pushed.update]]);
}

const duration = (/** @type {number} */ seconds) =>
  seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;

function row(/** @type {number} */ time, /** @type {string} */ kind, /** @type {HTMLElement[]} */ head, /** @type {() => [string, any][]} */ parts) {
  const body = make("div", { class: "json" });
  const details = make(
    "details",
    {
      ontoggle: () => {
        if (!body.children.length) body.append(...parts().flatMap(([name, value]) => asJson(name, value)));
      },
    },
    make("summary", {}, make("time", { class: "muted" }, CLOCK.format(time * 1000)), ...head),
    body,
  );
  return make("li", { class: kind }, details);
}

function asJson(/** @type {string} */ name, /** @type {any} */ value) {
  return [
    make("p", { class: "muted" }, name),
    make("pre", { tabindex: "0", role: "group", "aria-label": name }, JSON.stringify(value, null, 2)),
  ];
}
