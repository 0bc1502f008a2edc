"""An admin who presses buttons on one screen of the bot's, as tests of the admins' screens need it."""

from dataclasses import dataclass, field

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import CallbackAnswer, Message, PlayedUser
from tests.handlers.bots import ADMIN, Running, ask


@dataclass
class PlayedAdmin:
    """The admin, and the screen that the admin sees."""

    client: LocalApiClient
    user: PlayedUser
    screens: list[Message] = field(default_factory=list)

    @property
    def screen(self) -> Message:
        """What the admin sees."""
        return self.screens[-1]

    @property
    def labels(self) -> list[str]:
        """The buttons' labels, row by row."""
        return [button.text for button in self.screen.buttons]

    async def say(self, text: str) -> Message:
        """Say something; the reply is the screen from then on."""
        self.screens.append(await ask(self.client, self.user, text))
        return self.screen

    async def press(self, text: str = "", *, data: str = "") -> CallbackAnswer:
        """Press a button of the screen, by its label or with any data; what the screen becomes is seen."""
        answer = await self.client.press(self.user, self.screen, text=text, data=data, stale=bool(data))
        await self.client.settle()
        self.screens += await self.client.wait_messages(self.user.id, after=self.screen.sequence, timeout=0)
        return answer


async def admin_of(running: Running, language: str = "en", user_id: int = ADMIN) -> PlayedAdmin:
    """Bring in the admin."""
    user = await running.client.add_user("Ada <&>", language_code=language, user_id=user_id)
    return PlayedAdmin(running.client, user)
