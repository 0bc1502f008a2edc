"""What a person does on the chat page, and what they see there."""

from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect

from bot.local_api.client_types import PlayedUser


@dataclass(frozen=True)
class ChatPage:
    """The page, by its labels; `faults` are what its console said, and requests that left this machine."""

    page: Page
    faults: list[str] = field(default_factory=list)

    @property
    def entry(self) -> Locator:
        """The message field."""
        return self.page.get_by_label("Message", exact=True)

    @property
    def log(self) -> Locator:
        """The messages that are shown."""
        return self.page.get_by_role("log")

    @property
    def messages(self) -> Locator:
        """The bubbles, oldest first."""
        return self.log.get_by_role("article")

    @property
    def options(self) -> Locator:
        """What the list above the field offers."""
        return self.page.get_by_role("listbox").get_by_role("option")

    async def speak_as(self, who: PlayedUser | str) -> None:
        """Choose who speaks; in a private chat it becomes theirs."""
        label = who if isinstance(who, str) else who.first_name
        await self.page.get_by_label("Speaking as").select_option(label=label)

    async def open(self, title: str) -> None:
        """Open a chat of the list by its title."""
        await self.page.get_by_label("Chats").get_by_role("button", name=title).first.click()

    async def say(self, text: str) -> None:
        """Type a text and press Enter."""
        await self.entry.fill(text)
        await self.entry.press("Enter")

    async def ask(self, text: str) -> Locator:
        """Say a text; give the bot's reply, the message after it."""
        await self.say(text)
        said = self.log.locator("article.own").filter(has_text=text).last
        await expect(said).to_be_visible()
        reply = said.locator("xpath=following-sibling::article[1]")
        await expect(reply).to_be_visible()
        return reply

    async def press(self, message: Locator, text: str) -> None:
        """Press a button under a message."""
        await message.get_by_role("button", name=text).first.click()
