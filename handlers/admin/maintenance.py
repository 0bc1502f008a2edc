"""The bot closed to everybody but the admins, and opened again."""

from telegram import Update

from handlers.admin.deeds import note
from handlers.context import Context
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices

_SWITCHES = {"on": True, "off": False}


class MaintenanceSwitch:
    """Serves /maintenance."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def maintenance(self, update: Update, context: Context) -> None:
        """Close or open the bot; with anything but "on" and "off", tell what it is and how to switch."""
        message = update.message
        if message is None or message.from_user is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        switch = self._services.maintenance
        wanted = " ".join(context.args or ()).lower()
        if wanted in _SWITCHES:
            await switch.switch(on=_SWITCHES[wanted])
            await note(self._services, message.from_user, "maintenance", wanted)
        await send(message, Reply(state_text(speech, on=switch.on)))


def state_text(speech: Translations, *, on: bool) -> str:
    """Tell whether the bot is closed, and how to change that."""
    if on:
        return speech.gettext(
            "Maintenance is on: I answer nobody but the admins.\n<code>/maintenance off</code> ends it."
        )
    return speech.gettext(
        "Maintenance is off: I answer everybody.\n<code>/maintenance on</code> closes me to all but the admins."
    )
