"""What admins did is kept, with who and when."""

from telegram import User

from handlers.records import AdminAction
from handlers.services import Services


async def note(services: Services, admin: User, action: str, detail: str = "") -> None:
    """Remember what an admin does; `detail` holds nobody's name or id."""
    await services.admin_log.note(AdminAction(services.clock(), admin.id, action, detail))
