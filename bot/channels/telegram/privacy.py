"""Hides who writes: Telegram's ids are kept as keyed hashes, and sealed where a message must be sent later."""

import base64
import hashlib
import hmac
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.calculator.links import SECRET_FILE, shared_secret
from bot.settings import Settings

_BYTES = 32


class Vault:
    """Hashes, seals and opens with keys that are derived from one secret, each for its own purpose."""

    def __init__(self, secret: bytes) -> None:
        self._chats = _derive(secret, b"telegram chat")
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(secret, b"telegram seal")))
        self.webhook_token = base64.urlsafe_b64encode(_derive(secret, b"telegram webhook")).decode().rstrip("=")
        """What Telegram has to show with each call of the webhook."""

    @classmethod
    def of(cls, settings: Settings) -> "Vault":
        """Return the vault of an installation."""
        own = settings.telegram_secret.get_secret_value()
        return cls(own.encode() if own else shared_secret(Path(settings.var_dir) / SECRET_FILE))

    def key(self, chat_id: int) -> str:
        """Return what stands for a chat; without the secret it cannot be found by trying all ids."""
        return hmac.new(self._chats, str(chat_id).encode(), hashlib.sha256).hexdigest()

    def seal(self, text: str) -> str:
        """Return a text that only this installation can read."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """Return a sealed text; None where it was sealed with another secret."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _BYTES, salt=None, info=purpose).derive(secret)
