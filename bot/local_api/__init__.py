"""The local Bot API: Telegram's Bot API on loopback, over real HTTP, strict where Telegram is.

A bot talks to it through the real python-telegram-bot (`base_url`, `base_file_url`); a test or a terminal plays the
users through the control API, and so does a person on the chat page (`GET /`). Nothing is kept beyond the process.
Start with `server.LocalApiServer` and `client.LocalApiClient`; every other module is behind those two.
docs/local-api.md has the tables of methods and limits.

Covered: getMe, getUpdates, set/deleteWebhook, getWebhookInfo, sendMessage, editMessageText, editMessageCaption,
editMessageReplyMarkup, deleteMessage(s), sendChatAction, sendDocument, sendPhoto, getFile and the download,
answerCallbackQuery, answerInlineQuery, answerGuestQuery, getBusinessConnection, deleteBusinessMessages,
readBusinessMessage, `business_connection_id` in sending and editing, set/get/deleteMyCommands, set/getMyName,
set/getMyDescription, set/getMyShortDescription, getChat, getChatMember, getChatMemberCount, getChatAdministrators,
leaveChat; the parse modes HTML and MarkdownV2; text limits, keyboards, inline results; privacy mode in groups,
restricted members, topics, groups that become supergroups; webhooks with redelivery; the life span of updates and
queries; flood limits, once switched on. Anything else that Telegram has answers 501 "Not Implemented: the local Bot API
does not cover …", never a pretended success: legacy Markdown, media other than documents and photos, inline results
without a text. Not imitated: smaller sizes of a photo, hashtags, e-mail addresses and telephone numbers as entities,
rights of administrators beside that of deleting.

State: `world` (the whole), `users` (users, chats, members, messages), `business` (connections and their chats),
`files`, `update_queue`, `webhook`, `profile`, `call_log`, `faults`, `flood`, `settings`, and `changes`, by which every
change wakes whoever waits.
Checks: `entities`, `html_mode`, `markdown_mode`, `formatting`, `keyboards`, `inline_results`, `images`, `privacy`.
Deeds: `methods` (the bot's, one registry); the users': `players` (writing), `askers` (buttons, inline and guest
queries), `memberships` (what happens to chats), `business_players`, with `playing` for what they share.
HTTP: `guard` (this machine's own programs and pages only), `parameters`, `calling` (one call, with faults, limits and
log), `bot_api`, `webhook_sender`, `server`; `control` with `control_chats`, `control_deeds`, `control_business`,
`control_conditions` (routes by what they are about), `control_http` and `control_bodies`; `client` with `client_chats`,
`client_writing`, `client_asking`, `client_business`, `client_conditions`, `client_http` and `client_types`.
The page: `page` (its routes) with `stream` (what happens, as it happens), `pushed` (the updates that were queued) and
`cast` (whom it brings in); the folder `page` holds its HTML, CSS and JavaScript, without a build step.

The control API, JSON, answers {"ok": true, "result": …} or {"ok": false, "error_code", "description"}. Every `wait`
is in seconds, at most 600, and answers at once when there is something. {user} and {chat} are ids.

GET    /control/state                          bot, users, chats, pending updates, last sequence number
PATCH  /control/bot                            {can_join_groups, can_read_all_group_messages, supports_inline_queries,
                                               can_connect_to_business, supports_guest_queries}: what getMe tells
POST   /control/users                          {first_name, last_name, username, language_code, id, is_bot} → User
PATCH  /control/users/{user}                   {first_name, last_name, username, language_code} → User
POST   /control/chats                          {type, title, username, id, is_forum, members, administrators, bot}
                                               → Chat; `bot` is the bot's standing ("member", "administrator", …)
PATCH  /control/chats/{chat}                   {title, username, is_forum} → Chat
PUT    /control/chats/{chat}/members/{user}    {status, by, permissions}: the bot learns of its own by my_chat_member;
                                               `permissions` are what a restricted member may still do,
                                               or an administrator's rights (none: all but promoting others)
POST   /control/chats/{chat}/migrate           {by}: a group becomes a supergroup → Chat
POST   /control/chats/{chat}/forward           {from_chat_id, message_id}: Telegram forwards a channel's post to its
                                               discussion group → entry
PUT    /control/chats/{chat}/topics/{thread}   {closed, by}: a forum's topic
GET    /control/chats/{chat}/messages          ?after=SEQUENCE&wait= → entries {sequence, message, deleted, keyboard,
                                               inline_message_id} that came or changed since, in that order
POST   /control/users/{user}/say               {text, entities, …place} → entry; `place` is chat_id (0: the private
                                               chat), reply_to_message_id, message_thread_id, as_chat_id (in whose
                                               name: the group itself or a channel)
POST   /control/users/{user}/document          {file_name, content (base64), mime_type, caption, …place} → entry
POST   /control/users/{user}/send              {message: the Message's own fields, …place} → entry
POST   /control/users/{user}/edit              {chat_id, message_id, text} → entry
POST   /control/users/{user}/press             {chat_id, message_id or inline_message_id, business_connection_id, data
                                               or text, stale} → query
POST   /control/users/{user}/inline            {query, offset, chat_type, cached} → query; `cached` takes an answer that
                                               Telegram still keeps
POST   /control/users/{user}/choose            {inline_query_id, result_id, chat_id} → entry
POST   /control/users/{user}/guest             {text, …place}: names the bot where it is no member → query; saying it
                                               asks the bot as well
POST   /control/users/{user}/block             and /unblock
PUT    /control/business/{user}                {rights}: connects the bot to the user's account, or changes its rights
                                               → BusinessConnection; DELETE disconnects it
GET    /control/business/{user}/chats/{chat}/messages  as for other chats; {chat} is the customer's id
POST   /control/business/{user}/chats/{chat}/say       {sender, text, reply_to_message_id} → entry; `sender` is the
                                               owner or the customer
POST   /control/business/{user}/chats/{chat}/send      {sender, message, reply_to_message_id} → entry
POST   /control/business/{user}/chats/{chat}/edit      {sender, message_id, text} → entry
POST   /control/business/{user}/chats/{chat}/delete    {sender, message_ids}
GET    /control/files/{file_id}                → {file_name, mime_type, content (base64)}
GET    /control/files/{file_id}/content        the bytes: a photo to be shown, anything else to be downloaded
GET    /control/queries/{id}                   ?wait= → {id, kind, user_id, answered, answer, expired}
POST   /control/queries/{id}/expire            it is too old to be answered from now on
POST   /control/updates                        any update object, queued as it is → {update_id}
GET    /control/updates                        ?wait= until none is pending and no call runs → {pending, running}
GET    /control/commands                       → [{scope, language_code, commands}]
GET    /control/calls                          ?method=&after=NUMBER&wait= → the bot's calls (without a method: all but
                                               getUpdates): {number, time, method, parameters, status, response,
                                               seconds}
GET    /control/events                         Server-Sent Events: `state` (bot, users, chats), `message`, `call`,
                                               `update`, and `ready` once all is told; Last-Event-ID takes it up again
POST   /control/cast                           brings in users and chats where there are none → {admin_id, explains}
GET    /control/explain                        ?text= → the verdict on a text and its reasons, where somebody can tell
GET    /control/settings                       life spans, flood limits, the webhook's patience: see `settings.Settings`
PATCH  /control/settings                       {any of them} → all of them
POST   /control/clock                          {seconds} that pass at once → {time}
POST   /control/faults                         {kind: error, delay, drop_before, drop_after, timeout_before or
                                               timeout_after; method ("": all but getUpdates), times (0: without end),
                                               share, seed, for_seconds, status, description, parameters, seconds}:
                                               the next calls fail, a share of them, or all for a time → its id
GET    /control/faults                         the failures still to come, as ordered, with {id, met}
DELETE /control/faults                         calls them all off; /control/faults/{id} one
"""
