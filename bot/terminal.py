"""A chat in the terminal: a person types, the real bot answers through the local Bot API."""

import asyncio
import codecs
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import Button, InlineAnswer, Message, PlayedUser

# Seconds to wait for the bot's reply; Telegram's own limit for a callback query is of this order.
REPLY_SECONDS = 60.0
_BLOCK = 65536
# A longer number is no choice: a message has 100 buttons at most.
_DIGITS = 3


class StandardInput:
    """The lines of standard input, typed, piped or from a file."""

    def __init__(self, descriptor: int = 0) -> None:
        self._descriptor = descriptor

    @property
    def is_terminal(self) -> bool:
        """Whether a person types here."""
        return os.isatty(self._descriptor)

    async def lines(self) -> AsyncIterator[str]:
        """Give the lines without their ends, until the input ends."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        if sys.stdin is None:
            return  # closed before the start: its descriptor may be some other file of the process by now
        # A read cannot be called off, and the loop cannot watch every kind of input (a file, say): a thread that
        # dies with the process reads. It bypasses sys.stdin, whose lock it would hold while the process ends.
        threading.Thread(target=self._read, args=(queue, loop), daemon=True, name="standard input").start()
        while (line := await queue.get()) is not None:
            yield line

    def _read(self, queue: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        try:
            while block := os.read(self._descriptor, _BLOCK):
                *lines, rest = (rest + decoder.decode(block)).split("\n")
                for line in lines:
                    loop.call_soon_threadsafe(queue.put_nowait, line)
            if rest := rest + decoder.decode(b"", final=True):
                loop.call_soon_threadsafe(queue.put_nowait, rest)
        except (OSError, RuntimeError):
            pass  # standard input is closed, which is the same as its end; or the loop has ended
        finally:
            with suppress(RuntimeError):  # the loop has ended: nobody waits for lines any more
                loop.call_soon_threadsafe(queue.put_nowait, None)


@dataclass(frozen=True)
class _Choices:
    """What a number stands for: a button of a message, or an inline result."""

    message: Message | None = None
    inline: InlineAnswer | None = None

    def button(self, number: int) -> tuple[Message, Button] | None:
        """Give the button with this number, counted from 1."""
        if self.message and 1 <= number <= len(self.message.buttons):
            return self.message, self.message.buttons[number - 1]
        return None


class Terminal:
    """Plays one person, whose language is `language` (IETF tag), in a private chat with the bot."""

    def __init__(self, client: LocalApiClient, standard_input: StandardInput, *, language: str) -> None:
        self._client = client
        self._input = standard_input
        self._language = language
        # Highlighting and emoji codes would change what the bot said.
        self._console = Console(file=sys.stdout, highlight=False, emoji=False, soft_wrap=True)
        self._choices = _Choices()
        self._sequence = 0

    async def say(self, text: str) -> None:
        """Show a line of the program's own."""
        self._console.print(Text(text, style="dim"))

    async def talk(self, user_id: int) -> bool:
        """Carry lines to the bot and its replies back until the input ends; False if there was no line at all."""
        user = await self._client.add_user("Admin", language_code=self._language, user_id=user_id)
        used = False
        self._prompt()
        async for line in self._input.lines():
            used = True
            if line.strip():
                await self._turn(user, line.strip())
            self._prompt()
        return used

    async def _turn(self, user: PlayedUser, line: str) -> None:
        if not self._input.is_terminal:
            self._console.print(Text(f"> {line}", style="bold cyan"))
        try:
            await self._send(user, line)
            await self._show_replies(user)
        except TimeoutError:
            await self.say("(no reply yet)")
        except RefusedError as error:
            await self.say(f"({error})")

    async def _send(self, user: PlayedUser, line: str) -> None:
        if line.isdecimal() and len(line) <= _DIGITS and await self._choose(user, int(line)):
            return
        if line.startswith("@"):
            await self._search(user, line.partition(" ")[2])
            return
        said = await self._client.say(user, line)
        self._sequence = said.sequence
        self._choices = _Choices()

    async def _choose(self, user: PlayedUser, number: int) -> bool:
        """Press the button or take the inline result with this number; False if there is none."""
        if pressed := self._choices.button(number):
            await self._press(user, *pressed)
            return True
        inline = self._choices.inline
        if inline and 1 <= number <= len(inline.results):
            message = await self._client.choose(user, inline, inline.results[number - 1].id, chat_id=user.id)
            self._show(message)
            self._sequence = message.sequence
            return True
        return False

    async def _press(self, user: PlayedUser, message: Message, button: Button) -> None:
        if button.data:
            answer = await self._client.press(user, message, data=button.data, timeout=REPLY_SECONDS)
            if answer.text:
                await self.say(answer.text)
        elif button.switch_inline_query is not None:
            # Where Telegram asks for a chat to share to, there is this one only.
            await self._search(user, button.switch_inline_query)
        else:
            await self.say(button.url or button.copy_text)

    async def _search(self, user: PlayedUser, query: str) -> None:
        answer = await self._client.inline(user, query.strip(), timeout=REPLY_SECONDS)
        for number, result in enumerate(answer.results, start=1):
            self._console.print(Text.assemble((f"  [{number}] ", "cyan"), (result.title, "bold")))
            self._console.print(Text(f"      {result.description}", style="dim"))
        if not answer.results:
            await self.say("(nothing found)")
        self._choices = _Choices(inline=answer)

    async def _show_replies(self, user: PlayedUser) -> None:
        await self._client.settle(REPLY_SECONDS)
        for message in await self._client.wait_messages(user.id, after=self._sequence, timeout=0):
            self._sequence = max(self._sequence, message.sequence)
            if message.from_bot and not message.deleted:
                self._show(message)

    def _show(self, message: Message) -> None:
        if attached := _attached(message):
            self._console.print(Text(attached, style="dim"))
        if message.text:
            self._console.print(Text(message.text))
        for number, button in enumerate(message.buttons, start=1):
            self._console.print(Text.assemble((f"  [{number}] ", "cyan"), button.text))
        self._console.print()
        if message.buttons:
            self._choices = _Choices(message=message)

    def _prompt(self) -> None:
        if self._input.is_terminal:
            self._console.print(Text("> ", style="bold cyan"), end="")


def _attached(message: Message) -> str:
    """Give a line in place of what a terminal cannot show."""
    document = message.json.get("document")
    if isinstance(document, dict):
        return f"({document.get('file_name', 'a file')}, {document.get('file_size', 0)} bytes)"
    return "(a picture)" if "photo" in message.json else ""
