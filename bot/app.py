"""Assembles the gateway, the only public door of the assistant.

`uvicorn --factory bot.app:app` serves it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI

from bot import database, logs, migrations
from bot.channels import errors, files, handoff, health, live, municipalities, rest, web
from bot.channels.embedding import EmbeddingMiddleware
from bot.channels.follow import Followers
from bot.channels.limits import Limits
from bot.channels.middleware import RequestMiddleware
from bot.channels.telegram import webhook
from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.codes import Codes
from bot.conversation.feedback import FeedbackStore
from bot.conversation.hub import Hub
from bot.conversation.language import LanguageDetector
from bot.conversation.masking import mask
from bot.conversation.notices import Notices
from bot.conversation.rasa_client import RasaClient
from bot.conversation.relays import relay_for
from bot.conversation.retention import keep_expiring
from bot.conversation.service import ConversationService
from bot.conversation.store import ConversationStore
from bot.handoff import tick
from bot.handoff.delivery import Deliveries
from bot.handoff.desk import Desk
from bot.handoff.front_desk import FrontDesk
from bot.settings import Settings, get_settings
from bot.staff.install import install as install_staff
from bot.staff.presence import PresenceBoard
from bot.texts import Texts
from bot.web import pages

_WRITERS = 10
"""Database calls at a time on a server; SQLite has one write lock and gets one."""


def create_app(settings: Settings) -> FastAPI:
    """Return the gateway for some settings.

    `app.state.service` is the `ConversationService`, for other channels in this process.
    """
    engine = database.create(settings.resolved_database_url)
    knowledge = settings.data_dir / "knowledge"
    texts = Texts.load(knowledge / "messages")
    notices = Notices(texts, settings.message_max_characters)
    rasa = RasaClient(settings)
    store = ConversationStore(engine)
    hub = Hub(relay_for(settings))
    desk = Desk.create(engine, hub, settings, PresenceBoard(engine))
    front_desk = FrontDesk(desk, store, texts)
    deliveries = Deliveries(engine, desk, store, settings)
    service = ConversationService(
        store,
        rasa,
        LanguageDetector(knowledge / "language_words.yml"),
        notices,
        message_max_characters=settings.message_max_characters,
        writers=1 if engine.dialect.name == "sqlite" else _WRITERS,
        hub=hub,
        reception=front_desk,
    )
    limits = Limits(settings)
    followers = Followers(store, hub, front_desk.state)
    codes = Codes(engine)
    telegram = TelegramChannel(settings, engine, service, store, hub, codes, limits, texts)
    web_channel = web.WebChannel(
        settings,
        store,
        service,
        followers,
        hub,
        codes,
        FeedbackStore(engine),
        limits,
        notices,
        texts,
        telegram.link,
        desk.rate,
    )
    readiness = health.Readiness(settings, engine)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(migrations.upgrade, engine)
        mask("+46 70 123 45 67")  # loads the tables of telephone numbers, which takes a while, before anyone waits
        await hub.start()
        chores = [
            asyncio.create_task(keep_expiring(engine, settings.retention_days)),
            asyncio.create_task(tick.run_forever(desk, settings.handoff_tick_seconds)),
            asyncio.create_task(deliveries.run()),
        ]
        await telegram.start()
        yield
        await telegram.stop()
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await deliveries.close()
        await hub.stop()
        await staff.close()
        await rasa.close()
        await readiness.close()
        await limits.close()
        engine.dispose()

    app = FastAPI(
        title="Nav employer assistant",
        description="Tells Norwegian employers what Nav can do for them.",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    for name, part in {
        "settings": settings,
        "engine": engine,
        "store": store,
        "hub": hub,
        "desk": desk,
        "service": service,
        "limits": limits,
        "telegram": telegram,
    }.items():
        setattr(app.state, name, part)
    app.add_middleware(EmbeddingMiddleware, origins=settings.embed_origin_list)
    app.add_middleware(RequestMiddleware)
    errors.install(app)
    app.include_router(rest.router(settings, service, limits, notices))
    app.include_router(web.router(web_channel))
    app.include_router(handoff.router(web_channel, front_desk))
    app.include_router(live.router(store, hub, followers, settings.embed_origin_list))
    app.include_router(municipalities.router(municipalities.Suggestions.read(knowledge / "municipalities.csv")))
    app.include_router(webhook.router(telegram))
    app.include_router(health.router(readiness))
    app.include_router(files.router(settings, texts))
    staff = install_staff(app, settings, engine, hub, texts, desk)
    pages.install(app, knowledge, telegram.address)
    return app


def app() -> FastAPI:
    """Return the gateway for this process's environment, with its logs set up."""
    settings = get_settings()
    logs.configure(settings.log_level, settings.log_format)
    return create_app(settings)
