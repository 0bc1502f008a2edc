// @ts-check
/** The page, put together. */

import { post } from "./api.js";
import { setUpChats } from "./chats.js";
import { setUpComposer } from "./composer.js";
import { byId } from "./dom.js";
import { listen } from "./events.js";
import { setUpExplanation } from "./explanation.js";
import { setUpReplyKeyboard } from "./keyboard.js";
import { setUpMessages } from "./messages.js";
import { setUpPanel } from "./panel.js";
import { setUpPopup } from "./popup.js";
import { setUpSpeaker } from "./speaker.js";
import { on, state } from "./state.js";
import { setUpTraffic } from "./traffic.js";

on("connection", (there) => {
  byId("connection").textContent = there ? "on the local Bot API" : "the bot's process is not there; trying again …";
});
const { admin_id, explains } = await post("/cast");
state.adminId = admin_id;
state.explains = explains;
for (const setUp of [
  setUpSpeaker, setUpChats, setUpMessages, setUpReplyKeyboard, setUpPopup, setUpComposer, setUpPanel, setUpTraffic,
  setUpExplanation,
]) {
  setUp();
}
listen();
