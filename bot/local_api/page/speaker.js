// @ts-check
/** The switches: who speaks, the language of their Telegram, light and dark. */

import { control } from "./api.js";
import { byId, make } from "./dom.js";
import { on, speakAs, speaker, speakers, state } from "./state.js";
import { attempt } from "./toast.js";

/** Let the switches work. */
export function setUpSpeaker() {
  byId("speaker").addEventListener("change", () => speakAs(Number(byId("speaker").value)));
  byId("language").addEventListener("change", () => {
    attempt(() => control("PATCH", `/users/${state.speakerId}`, { language_code: byId("language").value }));
  });
  on("people", draw);
  on("place", draw);
  setUpTheme();
}

function draw() {
  const options = speakers().map((user) => make("option", { value: user.id }, user.first_name));
  const select = byId("speaker");
  if (select.options.length !== options.length || options.some((one, i) => one.textContent !== select.options[i].text)) {
    select.replaceChildren(...options);
  }
  select.value = String(state.speakerId);
  const language = speaker()?.language_code || "en";
  if (![...byId("language").options].some((option) => option.value === language)) {
    byId("language").append(make("option", { value: language }, language));
  }
  byId("language").value = language;
}

function setUpTheme() {
  const select = byId("theme");
  select.value = document.documentElement.dataset.theme ?? "system";
  select.addEventListener("change", () => {
    if (select.value === "system") {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    } else {
      document.documentElement.dataset.theme = select.value;
      localStorage.setItem("theme", select.value);
    }
  });
}
