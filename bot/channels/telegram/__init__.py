"""The Telegram channel: the same conversations in the employer's pocket.

Updates are stored before they are acknowledged, and everything that is said is sent from the database in order, so a
process that dies loses nothing. See `docs/telegram.md`.
"""

CHANNEL = "telegram"
"""How conversations name this channel."""
