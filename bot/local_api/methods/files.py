"""Files, sent and fetched (Bot API, "Sending files", getFile)."""

from collections.abc import Mapping

from bot.local_api.errors import ApiError, bad_request, not_covered
from bot.local_api.formatting import caption
from bot.local_api.json_types import JsonValue
from bot.local_api.methods.messages import send
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import writable_chat
from bot.local_api.parameters import Parameters, Upload
from bot.local_api.world import StoredFile, World

MAX_UPLOAD = 50 << 20  # bytes: Bot API, "Sending files"
MAX_DOWNLOAD = 20 << 20  # bytes: Bot API, getFile


async def send_document(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, sendDocument: an uploaded file, or one sent before, by its id."""
    entities = parameters.decoded("caption_entities", "caption entities")
    text = caption(parameters.text("caption"), parameters.text("parse_mode"), entities)
    chat = writable_chat(world, parameters)
    document = _document(world, parameters)
    content = world.text_fields(text, "caption")
    content["document"] = document.to_json()
    return send(world, chat, parameters, content).message


def _document(world: World, parameters: Parameters) -> StoredFile:
    given = parameters.text("document")
    name = given.removeprefix("attach://") if given.startswith("attach://") else "document"
    if name in parameters.files:
        return _stored(world, parameters.files[name])
    if not given or given.startswith("attach://"):
        raise bad_request("there is no document in the request")
    if given.startswith(("http://", "https://")):
        raise not_covered("files by address")
    if given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[given]


def _stored(world: World, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return world.add_file(upload.name, upload.mime_type, upload.content)


async def get_file(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getFile."""
    stored = world.files.get(parameters.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    fields = stored.to_json()
    return {name: fields[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": stored.path}


METHODS: Mapping[str, Method] = {"sendDocument": send_document, "getFile": get_file}
