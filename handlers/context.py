"""The library's generic types, as this bot uses them: nothing is kept in its user, chat or bot data."""

from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler, ContextTypes, ExtBot, JobQueue

Context = ContextTypes.DEFAULT_TYPE
# The library's own defaults, which it types with Any; `int` is what its rate limiter takes as an argument of a call.
_Data = dict[Any, Any]
BotApplication = Application[ExtBot[int], Context, _Data, _Data, _Data, JobQueue[Context]]
Handler = BaseHandler[Update, Context, None]
