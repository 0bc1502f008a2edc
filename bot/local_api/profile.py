"""What the bot says of itself: commands by scope and language, name and descriptions by language."""

from dataclasses import dataclass

from bot.local_api.json_types import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom commands are meant (Bot API, BotCommandScope). Ids are 0 where the type has none."""

    type: str = "default"
    chat_id: int = 0
    user_id: int = 0

    def to_json(self) -> JsonObject:
        """Give the BotCommandScope object."""
        ids = {"chat_id": self.chat_id, "user_id": self.user_id}
        return {"type": self.type} | {name: value for name, value in ids.items() if value}


class Profile:
    """Commands and texts as the bot set them. The language "" is the default."""

    def __init__(self, name: str) -> None:
        self._commands: dict[tuple[Scope, str], list[JsonObject]] = {}
        self._texts: dict[tuple[str, str], str] = {("name", ""): name}

    def set_commands(self, scope: Scope, language: str, commands: list[JsonObject]) -> None:
        """Replace the commands of one scope and language; none deletes them."""
        self._commands.pop((scope, language), None)
        if commands:
            self._commands[scope, language] = commands

    def commands(self, scope: Scope, language: str) -> list[JsonValue]:
        """Give the commands of exactly this scope and language."""
        return list(self._commands.get((scope, language), []))

    def all_commands(self) -> list[JsonValue]:
        """Give every set of commands as {"scope", "language_code", "commands"}."""
        return [
            {"scope": scope.to_json(), "language_code": language, "commands": list(commands)}
            for (scope, language), commands in self._commands.items()
        ]

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set the `name`, `description` or `short_description` in a language; an empty text deletes it."""
        self._texts.pop((kind, language), None)
        if text:
            self._texts[kind, language] = text

    def text(self, kind: str, language: str) -> str:
        """Give a text in a language, else in the default one."""
        return self._texts.get((kind, language)) or self._texts.get((kind, ""), "")
