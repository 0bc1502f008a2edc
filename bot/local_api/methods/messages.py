"""Sending and editing (Bot API, "Available methods", "Updating messages")."""

from collections.abc import Mapping

from bot.local_api.entities import FormattedText
from bot.local_api.errors import bad_request
from bot.local_api.formatting import caption, message_text
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.keyboards import any_keyboard, inline_keyboard
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import (
    destination,
    own_message,
    reply_fields,
)
from bot.local_api.parameters import Parameters
from bot.local_api.users import Chat, StoredMessage
from bot.local_api.world import World

ACTIONS = frozenset({
    "cancel", "typing", "record_video", "upload_video", "record_audio", "record_voice", "upload_audio",
    "upload_voice", "upload_photo", "upload_document", "choose_sticker", "pick_up_location", "find_location",
    "record_video_note", "upload_video_note",
})  # fmt: skip
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


async def send_message(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, sendMessage."""
    text = _text(parameters, too_long="message is too long")
    chat = destination(world, parameters, "messages")
    return send(world, chat, parameters, world.text_fields(text) | _preview(parameters)).message


def send(world: World, chat: Chat, parameters: Parameters, content: JsonObject) -> StoredMessage:
    """Post the bot's message, with the reply, thread and keyboard that the call asks for."""
    inline, other = any_keyboard(parameters.decoded("reply_markup", "reply keyboard markup"))
    fields = reply_fields(world, chat, parameters) | content
    if inline:
        fields["reply_markup"] = inline
    if parameters.flag("protect_content"):
        fields["has_protected_content"] = True
    connection = world.business.latest(chat.owner_id)
    if connection:
        fields |= {"business_connection_id": connection.id, "sender_business_bot": world.bot.to_json()}
    stored = world.post(chat, connection.owner if connection else world.bot, fields)
    stored.author_id = world.bot.id
    stored.keyboard = other
    return stored


async def edit_message_text(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, editMessageText. A keyboard that is not given again goes away."""
    text = _text(parameters, too_long="MESSAGE_TOO_LONG")
    stored = own_message(world, parameters)
    if "text" not in stored.message:
        raise bad_request("there is no text in the message to edit")
    keyboard = inline_keyboard(parameters.decoded("reply_markup", "reply keyboard markup"))
    content = world.text_fields(text) | _preview(parameters) | _markup(keyboard)
    return _edited(world, stored, content, ("text", "entities", "link_preview_options", "reply_markup"))


async def edit_message_caption(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, editMessageCaption. A keyboard that is not given again goes away."""
    entities = parameters.decoded("caption_entities", "caption entities")
    text = caption(parameters.text("caption"), parameters.text("parse_mode"), entities)
    stored = own_message(world, parameters)
    if not {"photo", "document"} & stored.message.keys():
        raise bad_request("there is no caption in the message to edit")
    keyboard = inline_keyboard(parameters.decoded("reply_markup", "reply keyboard markup"))
    content = world.text_fields(text, "caption") | _markup(keyboard)
    return _edited(world, stored, content, ("caption", "caption_entities", "reply_markup"))


async def edit_message_reply_markup(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, editMessageReplyMarkup."""
    stored = own_message(world, parameters)
    keyboard = inline_keyboard(parameters.decoded("reply_markup", "reply keyboard markup"))
    return _edited(world, stored, _markup(keyboard), ("reply_markup",))


def _edited(world: World, stored: StoredMessage, content: JsonObject, parts: tuple[str, ...]) -> JsonValue:
    if {name: stored.message[name] for name in parts if name in stored.message} == content:
        raise bad_request(_NOT_MODIFIED)
    world.edit(stored, content, gone=parts)
    return True if stored.inline_message_id else stored.message


async def send_chat_action(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, sendChatAction. It leaves no trace but in the call log."""
    destination(world, parameters)
    if parameters.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _text(parameters: Parameters, *, too_long: str) -> FormattedText:
    entities = parameters.decoded("entities", "entities")
    return message_text(parameters.text("text"), parameters.text("parse_mode"), entities, too_long=too_long)


def _preview(parameters: Parameters) -> JsonObject:
    options = parameters.decoded("link_preview_options", "link preview options")
    if options is None:
        return {"link_preview_options": {"is_disabled": True}} if parameters.flag("disable_web_page_preview") else {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options} if options else {}


def _markup(keyboard: JsonObject | None) -> JsonObject:
    return {"reply_markup": keyboard} if keyboard else {}


METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "sendChatAction": send_chat_action,
}
