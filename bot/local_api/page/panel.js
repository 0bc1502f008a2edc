// @ts-check
/** The side panel: it opens and closes, and has two tabs. */

import { byId } from "./dom.js";
import { emit, on } from "./state.js";

const OVERLAY = matchMedia("(max-width: 1000px)");
const TABS = ["traffic", "explanation"];

/** Let the panel work. */
export function setUpPanel() {
  byId("panel-toggle").addEventListener("click", () => (byId("panel").hidden ? openPanel() : closePanel()));
  byId("panel-close").addEventListener("click", closePanel);
  byId("panel").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") closePanel();
  });
  for (const name of TABS) {
    byId(`tab-${name}`).addEventListener("click", () => showTab(name));
    byId(`tab-${name}`).addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = TABS[1 - TABS.indexOf(name)];
      showTab(other);
      byId(`tab-${other}`).focus();
    });
  }
  on("explain", () => {
    openPanel();
    showTab("explanation");
    byId("explanation").focus();
  });
}

function openPanel() {
  byId("panel").hidden = false;
  byId("app").dataset.panel = "open";
  byId("panel-toggle").setAttribute("aria-expanded", "true");
  emit("panel");
  // There it lies over the chat, so the keyboard goes along.
  if (OVERLAY.matches) byId("panel").querySelector('[role="tab"][aria-selected="true"]').focus();
}

function closePanel() {
  byId("panel").hidden = true;
  delete byId("app").dataset.panel;
  byId("panel-toggle").setAttribute("aria-expanded", "false");
  byId("panel-toggle").focus();
}

function showTab(/** @type {string} */ shown) {
  for (const name of TABS) {
    byId(name).hidden = name !== shown;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === shown));
    byId(`tab-${name}`).tabIndex = name === shown ? 0 : -1;
  }
}
