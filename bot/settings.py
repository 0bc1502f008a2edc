"""The settings: from the environment or a `.env` file, each named TANYA_…, checked once at start."""

import re
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.problems import StartError

PREFIX = "TANYA_"
BUNDLED_FACTS = Path(__file__).parent.parent / "knowledge" / "facts"
# A century: days that far back are still dates.
MOST_DAYS = 36500
# "Authorizing your bot", Bot API: a number, a colon, letters, digits, hyphens and underscores.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def index_cache() -> Path:
    """Give the folder in which built indexes are kept, the user's own."""
    return user_cache_path("tanya")


class Mode(StrEnum):
    """How updates reach the bot."""

    POLLING = "polling"


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
    mode: Mode = Field(default=Mode.POLLING, description="How updates arrive: `polling`.")
    listen: str = Field(
        default="127.0.0.1:8081",
        description="Host and port of the local Bot API, on loopback; port 0 takes a free one.",
    )
    retention_days: int = Field(
        default=90, ge=1, le=MOST_DAYS, description="Days after which the log forgets a question's text and asker."
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

    @field_validator("listen")
    @classmethod
    def _address_is_loopback(cls, address: str) -> str:
        host, port = _split_address(address)
        if host != "localhost" and not _is_loopback(host):
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
