"""Files, sent and fetched (Bot API, "Sending files", sendDocument, sendPhoto, getFile)."""

from collections.abc import Mapping

from bot.local_api.errors import ApiError, bad_request, not_covered
from bot.local_api.files import StoredFile
from bot.local_api.formatting import caption
from bot.local_api.images import Picture, picture
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.messages import send
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import destination
from bot.local_api.parameters import Parameters, Upload
from bot.local_api.world import World

MAX_UPLOAD = 50 << 20  # bytes: Bot API, "Sending files"
MAX_PHOTO = 10 << 20  # bytes: Bot API, sendPhoto
MAX_DOWNLOAD = 20 << 20  # bytes: Bot API, getFile
MAX_SIDES = 10_000  # pixels, width and height together: Bot API, sendPhoto
MAX_RATIO = 20  # of the sides: Bot API, sendPhoto


async def send_document(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, sendDocument: an uploaded file, or one sent before, by its id."""
    content = _caption(world, parameters)
    chat = destination(world, parameters, "documents")
    content["document"] = _file(world, parameters, "document").to_json()
    return send(world, chat, parameters, content).message


async def send_photo(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, sendPhoto: an uploaded picture, or a photo sent before, by its id."""
    content = _caption(world, parameters)
    chat = destination(world, parameters, "photos")
    content["photo"] = [_file(world, parameters, "photo").to_json()]
    if parameters.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if parameters.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return send(world, chat, parameters, content).message


def _caption(world: World, parameters: Parameters) -> JsonObject:
    entities = parameters.decoded("caption_entities", "caption entities")
    text = caption(parameters.text("caption"), parameters.text("parse_mode"), entities)
    return world.text_fields(text, "caption")


def _file(world: World, parameters: Parameters, kind: str) -> StoredFile:
    given = parameters.text(kind)
    name = given.removeprefix("attach://") if given.startswith("attach://") else kind
    if name in parameters.files:
        return _stored(world, parameters.files[name], kind)
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise not_covered("files by address")
    known = world.files.find(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    of_kind = "photo" if known.picture else "document"
    if of_kind != kind:
        raise bad_request(f"can't use file of type {of_kind.capitalize()} as {kind.capitalize()}")
    return known


def _stored(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    shown = _picture(upload.content) if kind == "photo" else None
    return world.files.add(upload.name, upload.mime_type, upload.content, shown)


def _picture(content: bytes) -> Picture:
    if len(content) > MAX_PHOTO:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    found = picture(content)
    if found is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    shorter, longer = sorted((found.width, found.height))
    if shorter + longer > MAX_SIDES or longer > shorter * MAX_RATIO:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return found


async def get_file(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getFile."""
    stored = world.files.find(parameters.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    fields = stored.to_json()
    return {name: fields[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": stored.path}


METHODS: Mapping[str, Method] = {"sendDocument": send_document, "sendPhoto": send_photo, "getFile": get_file}
