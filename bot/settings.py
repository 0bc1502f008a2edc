"""The settings: from the environment or a `.env` file, each named TANYA_…, checked once at start."""

import re
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, unquote, urlsplit

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.problems import StartError

PREFIX = "TANYA_"
BUNDLED_FACTS = Path(__file__).parent.parent / "knowledge" / "facts"
# A century: days that far back are still dates.
MOST_DAYS = 36500
# "Authorizing your bot", Bot API: a number, a colon, letters, digits, hyphens and underscores.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
# Bot API, setWebhook, secret_token.
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def index_cache() -> Path:
    """Give the folder in which built indexes are kept, the user's own."""
    return user_cache_path("tanya")


class Mode(StrEnum):
    """How updates reach the bot."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class LogFormat(StrEnum):
    """The form of a log line."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """All settings of the process; `read_settings` makes one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather; without one the bot runs on the local Bot API."
    )
    api_url: str = Field(default="https://api.telegram.org", description="Address of a Bot API server.")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="User ids of the admins, separated by commas."
    )
    facts: Path = Field(default=BUNDLED_FACTS, description="Folder of the fact base; default: the bundled facts.")
    database: str = Field(
        default="sqlite+aiosqlite:///data/tanya.sqlite", description="SQLAlchemy URL of the question log."
    )
    mode: Mode = Field(default=Mode.POLLING, description="How updates arrive: `polling` or `webhook`.")
    webhook_url: str | None = Field(
        default=None, validate_default=True, description="Address that Telegram posts updates to, in webhook mode."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, validate_default=True, description="What Telegram shows with each post, in webhook mode."
    )
    listen: str = Field(
        default="127.0.0.1:8081",
        description="Host and port of the webhook, or of the local Bot API, on loopback; port 0 takes a free one.",
    )
    retention_days: int = Field(
        default=90, ge=1, le=MOST_DAYS, description="Days after which the log forgets a question's text and asker."
    )
    messages_per_second: int = Field(
        default=30, ge=1, description="Messages that this process sends a second at most; Telegram allows a bot 30."
    )
    health: str = Field(
        default="", description="Host and port of /healthz, /readyz and /metrics; off where it is not set."
    )
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="Log lines as `text` or `json`.")

    @field_validator("token")
    @classmethod
    def _token_has_its_form(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not _TOKEN.fullmatch(token.get_secret_value().strip()):
            raise ValueError("is not a bot token; copy it from @BotFather, it looks like 123456:ABC-DEF")
        return SecretStr(token.get_secret_value().strip()) if token else None

    @field_validator("api_url")
    @classmethod
    def _address_is_http(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
            raise ValueError("is not an http(s) address")
        return url.rstrip("/")

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = re.split(r"[\s,;]+", value.strip("[] "))
        if not all(part.isdecimal() for part in parts if part):
            raise ValueError("must be numbers separated by commas; @userinfobot tells a person's id")
        return frozenset(int(part) for part in parts if part)

    @field_validator("mode")
    @classmethod
    def _webhooks_need_a_token(cls, mode: Mode, info: ValidationInfo) -> Mode:
        if mode is Mode.WEBHOOK and info.data.get("token", "wrong") is None:
            raise ValueError("is webhook, which needs TANYA_TOKEN; set it, or TANYA_MODE=polling")
        return mode

    @field_validator("webhook_url")
    @classmethod
    def _webhook_has_an_address(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            if info.data.get("mode") is Mode.WEBHOOK:
                raise ValueError("is missing; in webhook mode it is the https address that Telegram posts to")
            return None
        parts = _split_url(url)
        host = parts.hostname if parts else None
        is_local = host == "localhost" or (host is not None and _is_loopback(host))
        if not parts or not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_local)):
            raise ValueError("must be an https address (http on loopback only), such as https://example.org/tanya")
        if parts.query or parts.fragment or parts.username is not None or set("{}") & set(unquote(parts.path)):
            raise ValueError("must be an address without ?, #, @ or braces, such as https://example.org/tanya")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_has_a_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None:
            if info.data.get("mode") is Mode.WEBHOOK:
                raise ValueError(
                    "is missing; in webhook mode it is a random text, such as `openssl rand -hex 32` prints"
                )
            return None
        if not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -")
        return secret

    @field_validator("listen")
    @classmethod
    def _address_is_one(cls, address: str, info: ValidationInfo) -> str:
        host, port = _split_address(address)
        if info.data.get("mode") is Mode.WEBHOOK:
            if not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
                raise ValueError("must be a host and a port, such as 0.0.0.0:8081")
        elif host != "localhost" and not _is_loopback(host):
            raise ValueError("must be on loopback, such as 127.0.0.1:8081")
        if not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the largest port number
            raise ValueError("must end in a port number, such as 127.0.0.1:8081")
        return address

    @field_validator("health")
    @classmethod
    def _address_can_be_listened_on(cls, address: str) -> str:
        if not address:
            return address
        host, port = _split_address(address)
        if host != "localhost" and not _is_address(host):
            raise ValueError("must begin with an address of this machine, such as 127.0.0.1:8082")
        if not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the largest port number
            raise ValueError("must end in a port number, such as 127.0.0.1:8082")
        return address

    @property
    def health_address(self) -> tuple[str, int] | None:
        """The address and port of the operator's pages; None if they are off."""
        if not self.health:
            return None
        host, port = _split_address(self.health)
        return "127.0.0.1" if host == "localhost" else host, int(port)

    @property
    def host(self) -> str:
        """The host to listen on."""
        return _split_address(self.listen)[0]

    @property
    def port(self) -> int:
        """The port to listen on; 0 for any free one."""
        return int(_split_address(self.listen)[1])


def read_settings() -> Settings:
    """Read the settings. Raises StartError that names each wrong one and says how to mend it."""
    try:
        return Settings()
    except (UnicodeDecodeError, OSError) as error:
        raise StartError(f"the file .env cannot be read as UTF-8 text ({error}); save it in that encoding") from None
    except ValidationError as error:
        wrong = [f"{PREFIX}{str(item['loc'][0]).upper()} {_complaint(item['msg'])}" for item in error.errors()]
        raise StartError("; ".join(wrong)) from None


def _complaint(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text if text[0].islower() else f"is wrong: {text[0].lower()}{text[1:]}"


def _split_url(url: str) -> SplitResult | None:
    """Give the parts of an address; None for one that is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    return parts if re.fullmatch(r"[!-~]+", url) else None


def _split_address(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
