"""All settings of the assistant, in one place.

Every setting is an environment variable of the same name (documented in `docs/operations.md`, which a test checks).
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: `data/`, `models/` and `var/` lie under it."""


class Settings(BaseSettings):
    """Typed settings, read from the environment."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", case_sensitive=False)

    host: str = "127.0.0.1"
    """Address the gateway listens on; 0.0.0.0 opens it to other machines."""

    port: int = Field(default=8000, ge=1, le=65535)
    """Public port of the gateway."""

    database_url: str = ""
    """SQLAlchemy URL; empty means an embedded SQLite file under `var/`."""

    redis_url: str = ""
    """Redis URL for limits shared by several gateways; empty keeps them in the process."""

    telegram_bot_token: SecretStr = SecretStr("")
    """Token from BotFather; set means the Telegram channel runs."""

    telegram_api_base: str = ""
    """Another Bot API server; empty means Telegram's own."""

    telegram_webhook_url: str = ""
    """Public https address of the gateway's `/webhooks/telegram`; empty means long polling."""

    telegram_secret: SecretStr = SecretStr("")
    """Secret that hides Telegram's ids and signs its calls; empty means the one in `var/secret.key`."""

    telegram_messages_per_second: int = Field(default=30, ge=1)
    """Most messages sent to Telegram in a second; a self-hosted Bot API server may take more."""

    bot_now: datetime | None = None
    """What the assistant takes for now (rates, opening hours); for tests and demonstrations."""

    var_dir: Path = ROOT / "var"
    """Where the embedded database, logs and process files are kept."""

    data_dir: Path = ROOT / "data"
    """Knowledge files and training data."""

    models_dir: Path = ROOT / "models"
    """Trained models."""

    rasa_url: str = "http://127.0.0.1:5005"
    """Where the gateway reaches Rasa; `bot run` sets it to the port it chose."""

    actions_url: str = "http://127.0.0.1:5055"
    """Where Rasa reaches the action server; `bot run` sets it to the port it chose."""

    internal_token: SecretStr = SecretStr("")
    """Shared secret between gateway and Rasa; `bot run` makes one for each start."""

    rasa_timeout_seconds: float = Field(default=10.0, gt=0)
    """Longest the gateway waits for an answer, in seconds."""

    message_max_characters: int = Field(default=2000, ge=50)
    """Longest message an employer may send, in characters."""

    body_max_bytes: int = Field(default=65_536, ge=1024)
    """Largest request body the gateway reads, in bytes."""

    rate_per_conversation: str = "30/minute"
    """Messages one conversation may send."""

    rate_per_address: str = "600/minute"
    """Messages one network address may send; generous, since a whole office may share it."""

    embed_origins: str = ""
    """Origins, by commas, whose pages may embed the widget; `*` means any, empty only the gateway's own."""

    knowledge_refresh_seconds: float = Field(default=5.0, gt=0)
    """How often a process looks for changed content, in seconds."""

    smtp_host: str = ""
    """SMTP server that takes cases as e-mails; empty means none are sent."""

    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Port of the SMTP server."""

    smtp_user: str = ""
    """Name to log in to the SMTP server with; empty means no login."""

    smtp_password: SecretStr = SecretStr("")
    """Password for the SMTP server."""

    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to the SMTP server is secured."""

    mail_from: str = "assistent@localhost"
    """Address cases are sent from."""

    handoff_mail_to: str = ""
    """Address cases are sent to; empty means none are sent."""

    handoff_webhook_url: str = ""
    """Address of a case system that takes cases as JSON; empty means none."""

    handoff_webhook_secret: SecretStr = SecretStr("")
    """Secret that signs what the case system gets."""

    handoff_tick_seconds: float = Field(default=15.0, gt=0)
    """How often the time limits of handovers are looked at, in seconds."""

    retention_days: int = Field(default=90, ge=1)
    """Conversations untouched for longer than this are deleted, in days."""

    stale_after_days: int = Field(default=365, ge=1)
    """A text whose sources were checked longer ago than this is flagged as old, in days."""

    staff_idle_minutes: int = Field(default=30, ge=1)
    """A member of staff who does nothing for so long is signed out, in minutes."""

    staff_session_hours: int = Field(default=10, ge=1)
    """A member of staff signs in again after so long in any case, in hours."""

    staff_login_attempts: int = Field(default=5, ge=1)
    """Wrong passwords for one account from one address before it is locked for a while."""

    staff_lock_minutes: int = Field(default=15, ge=1)
    """How long such a lock lasts, in minutes."""

    public_url: str = ""
    """Address people reach the gateway at, such as `https://hjelp.example.no`; empty means as the request says.

    Links from Telegram to the web need it.
    """

    oidc_issuer: str = ""
    """Issuer of the OpenID Connect provider; set means staff sign in there and local accounts are off."""

    oidc_client_id: str = ""
    """Id of the console at the provider."""

    oidc_client_secret: SecretStr = SecretStr("")
    """Secret of the console at the provider; empty for a public client."""

    oidc_title: str = "Nav"
    """What the button that leads to the provider says after "Logg inn med"."""

    oidc_scope: str = "openid profile"
    """What the provider is asked for."""

    oidc_groups_claim: str = "groups"
    """The claim of the id-token that lists groups (or app roles: `roles`)."""

    oidc_role_agent: str = ""
    """Groups whose members take cases, separated by commas."""

    oidc_role_lead: str = ""
    """Groups whose members lead, separated by commas."""

    oidc_role_editor: str = ""
    """Groups whose members write canned answers, separated by commas."""

    oidc_role_admin: str = ""
    """Groups whose members manage accounts, separated by commas."""

    log_level: str = "INFO"
    """Lowest level written to the logs."""

    log_format: str = "json"
    """`json` for machines, `console` for people."""

    @property
    def embed_origin_list(self) -> list[str]:
        """Return the origins that may embed the widget, one by one."""
        return [origin.strip().rstrip("/") for origin in self.embed_origins.split(",") if origin.strip()]

    @property
    def resolved_database_url(self) -> str:
        """Return the SQLAlchemy URL with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.var_dir / 'assistant.db'}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
