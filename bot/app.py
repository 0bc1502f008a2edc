"""The bot assembled: facts, question log, Telegram application; opened in order and closed in reverse."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, Defaults, ExtBot

from bot.delivery.backoff import until_reached
from bot.delivery.delivery import CONCURRENCY, Delivery
from bot.delivery.flood_control import FloodControl
from bot.delivery.floor import Floor
from bot.delivery.http_request import Wire
from bot.delivery.polling import Polling
from bot.delivery.registration import Hook
from bot.delivery.sent import SendingRequest
from bot.delivery.updates import UpdatesRequest
from bot.delivery.webhook import Webhook
from bot.keeper import Keeper
from bot.operation.contact import Contact, keep_contact
from bot.operation.health import health_app, serve_health
from bot.operation.metrics import ErrorKind, Metrics
from bot.operation.readiness import Readiness
from bot.retention import forget_daily
from bot.settings import Mode, Settings, index_cache
from bot.sharing import SharedKnowledge, Sharing
from bot.storage.log import SqlQuestionLog
from bot.storage.stores import Stores
from handlers.admin.teaching import examples_of
from handlers.commands import Commands
from handlers.context import BotApplication, Context
from handlers.limits import Limits
from handlers.profile import Profile
from handlers.routes import add_handlers
from handlers.services import KnowledgeKeeper, Services
from handlers.texts import Texts
from knowledge.facts_model import FactBase

logger = logging.getLogger(__name__)

# How long Telegram may take for an answer, and for updates that wait already.
REPLY_SECONDS = 20
UPDATES_SECONDS = 10


@dataclass(frozen=True)
class Endpoint:
    """A Bot API server and the token to use there; `local` if no proxy may stand between."""

    url: str
    token: str
    local: bool = False


@dataclass(frozen=True)
class App:
    """A bot that is ready to serve: by `hook` where it has one, else by polling."""

    application: BotApplication
    log: SqlQuestionLog
    knowledge: Keeper
    metrics: Metrics
    delivery: Delivery
    hook: Hook | None = None

    async def serve(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set. Raises StartError if Telegram refuses the token for good."""
        self.metrics.watch_queue(lambda: len(self.delivery.open), lambda: len(self.log.unsaved))
        if self.hook:
            await Webhook(self.application, self.log, self.delivery, self.hook).run(stop)
        else:
            await Polling(self.application, self.log, self.delivery).run(stop)


@asynccontextmanager
async def open_app(
    settings: Settings, endpoint: Endpoint, stop: asyncio.Event, limits: Limits | None = None
) -> AsyncIterator[App]:
    """Open all parts of the bot; `limits` are how much people may ask, where not the usual.

    Raises FactBaseError, StorageError or StartError; what was opened by then is closed. Waits for a Telegram that
    cannot be reached, until `stop` is set.
    """
    async with AsyncExitStack() as stack:
        metrics, contact = Metrics(CollectorRegistry()), Contact()
        metrics.watch_contact(lambda: contact.silence)
        readiness = Readiness(contact)
        if settings.health_address:
            await stack.enter_async_context(serve_health(health_app(readiness, metrics), settings.health_address))
        key = user_key(endpoint.token)
        stores = await stack.enter_async_context(Stores.open(settings.database, key, metrics, check=True))
        readiness.stores = stores
        sharing = await Sharing.begin(stores)
        taught = examples_of(await stores.lessons.taught())
        keeper = await stack.enter_async_context(Keeper.open(settings.facts, index_cache(), taught, metrics))
        readiness.keeper = keeper
        metrics.watch_facts(lambda: len(keeper.current.facts.facts))
        await stack.enter_async_context(sharing.following(keeper))
        await stack.enter_async_context(forget_daily(stores, settings.retention_days, _now))
        texts = await asyncio.to_thread(Texts.load)
        commands = Commands(texts, sorted(settings.admins))
        floor = Floor()
        calls, updates = await stack.enter_async_context(_requests(endpoint, contact))
        limiter = FloodControl(metrics, floor, settings.messages_per_second)
        application = _application(endpoint, calls, updates, limiter)
        services = _services(settings, SharedKnowledge(keeper, stores.changes), stores, texts, limits or Limits())
        errors = add_handlers(application, services, commands)

        async def count(_: object, context: Context) -> None:
            metrics.raised(context.error)

        application.add_error_handler(count)
        await _initialize(application, stop)
        stack.push_async_callback(application.shutdown)
        if not stop.is_set():
            await application.start()
            stack.push_async_callback(application.stop)
            await stack.enter_async_context(keep_contact(contact, application.bot.get_me))
            facts = keeper.current.facts
            await stack.enter_async_context(_beside(_introduce(application.bot, commands, Profile(texts), facts)))
            logger.info("@%s answers from %d facts", application.bot.username, len(facts.facts))
        delivery = Delivery(
            application, stores.log, stores.claims, errors, lambda: metrics.failed(ErrorKind.UPDATE), floor
        )
        yield App(application, stores.log, keeper, metrics, delivery, _hook(settings))


@asynccontextmanager
async def open_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Open what is stored alone, for commands that look into it. Raises StorageError."""
    key = user_key(settings.token.get_secret_value() if settings.token else "")
    async with Stores.open(settings.database, key) as stores:
        yield stores


def user_key(token: str) -> bytes:
    """Give the key under which user ids are hashed.

    It comes from the token, which is secret and not in the database: who steals the log cannot try out ids.
    """
    return hashlib.sha256(b"tanya: user ids in the question log\0" + token.encode()).digest()


def _hook(settings: Settings) -> Hook | None:
    if settings.mode is not Mode.WEBHOOK or settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return Hook(settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.host, settings.port)


def _services(settings: Settings, knowledge: KnowledgeKeeper, stores: Stores, texts: Texts, limits: Limits) -> Services:
    return Services(
        knowledge=knowledge,
        log=stores.log,
        people=stores.people,
        votes=stores.votes,
        lessons=stores.lessons,
        admin_log=stores.admin_log,
        maintenance=stores.maintenance,
        quiet_chats=stores.quiet_chats,
        texts=texts,
        limits=limits,
        admins=settings.admins,
        retention_days=settings.retention_days,
        clock=_now,
    )


@asynccontextmanager
async def _requests(endpoint: Endpoint, contact: Contact) -> AsyncIterator[tuple[SendingRequest, UpdatesRequest]]:
    """Give the ways to Telegram, for calls and for `getUpdates`; closed at the end, whatever became of the start."""
    wire = Wire.to(endpoint.url, contact.note, direct=endpoint.local)
    # The library adds the seconds of the long poll itself.
    calls, updates = SendingRequest(CONCURRENCY * 2, REPLY_SECONDS, wire), UpdatesRequest(1, UPDATES_SECONDS, wire)
    try:
        yield calls, updates
    finally:
        await calls.shutdown()
        await updates.shutdown()


def _application(
    endpoint: Endpoint, calls: SendingRequest, updates: UpdatesRequest, limiter: FloodControl
) -> BotApplication:
    return (
        Application.builder()
        .token(endpoint.token)
        .base_url(f"{endpoint.url}/bot")
        .base_file_url(f"{endpoint.url}/file/bot")
        .request(calls)
        .get_updates_request(updates)
        .rate_limiter(limiter)
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .updater(None)
        .build()
    )


async def _initialize(application: BotApplication, stop: asyncio.Event) -> None:
    """Introduce the bot to Telegram, however long that cannot be reached."""
    stopping = asyncio.create_task(stop.wait())
    try:
        await until_reached(application.initialize, stopping)
    finally:
        stopping.cancel()


async def _introduce(bot: ExtBot[int], commands: Commands, profile: Profile, facts: FactBase) -> None:
    await commands.register(bot)
    await profile.register(bot, facts)


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Have some work done while the context is open; what is not done at its end is called off."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _now() -> datetime:
    return datetime.now(UTC)
