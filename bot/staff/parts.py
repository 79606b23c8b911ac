"""The parts of the staff console, put together once for each gateway."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine

from bot.conversation.hub import Hub
from bot.conversation.store import ConversationStore
from bot.handoff.desk import Desk
from bot.knowledge.cache import KnowledgeCache
from bot.knowledge.store import KnowledgeStore
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.audit import Audit
from bot.staff.canned import CannedAnswers
from bot.staff.cases import Cases
from bot.staff.cookies import Cookies
from bot.staff.figures import Figures
from bot.staff.library import Library
from bot.staff.lockout import Lockout
from bot.staff.oidc import Oidc
from bot.staff.presence import PresenceBoard
from bot.staff.sessions import Sessions
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the console's routes use."""

    settings: Settings
    engine: Engine
    hub: Hub
    store: ConversationStore
    accounts: Accounts
    sessions: Sessions
    lockout: Lockout
    audit: Audit
    presence: PresenceBoard
    canned: CannedAnswers
    library: Library
    desk: Desk
    cases: Cases
    figures: Figures
    cookies: Cookies
    oidc: Oidc | None

    @classmethod
    def of(cls, settings: Settings, engine: Engine, hub: Hub, texts: Texts, desk: Desk | None = None) -> "Parts":
        """Put the parts together.

        Raises:
            ValueError: The settings of the provider are incomplete.
        """
        oidc = Oidc(settings, engine) if settings.oidc_issuer else None
        cache = KnowledgeCache(KnowledgeStore(engine, settings.stale_after_days), settings.knowledge_refresh_seconds)
        store, presence = ConversationStore(engine), PresenceBoard(engine)
        library = Library(settings, cache, texts)
        desk = desk or Desk.create(engine, hub, settings, presence)
        return cls(
            settings=settings,
            engine=engine,
            hub=hub,
            store=store,
            accounts=Accounts(engine),
            sessions=Sessions(
                engine,
                idle=timedelta(minutes=settings.staff_idle_minutes),
                longest=timedelta(hours=settings.staff_session_hours),
                local_allowed=oidc is None,
            ),
            lockout=Lockout(
                engine,
                attempts=settings.staff_login_attempts,
                lock=timedelta(minutes=settings.staff_lock_minutes),
            ),
            audit=Audit(engine),
            presence=presence,
            canned=CannedAnswers(engine),
            library=library,
            desk=desk,
            cases=Cases(engine, desk, store, library, texts),
            figures=Figures(engine, desk.routing, texts),
            cookies=Cookies(settings),
            oidc=oidc,
        )

    async def close(self) -> None:
        """Let go of the provider."""
        if self.oidc:
            await self.oidc.close()
