"""The first account of an assistant that has none."""

from sqlalchemy import Engine

from bot.settings import Settings
from bot.staff.accounts import AccountError, Accounts, Made
from bot.staff.roles import Role

USERNAME = "admin"


def first_account(settings: Settings, engine: Engine) -> Made | None:
    """Make the account `admin` with a one-time password where nobody could sign in otherwise.

    Returns:
        The account with the password to print, or None where there is an account or a provider already.
    """
    accounts = Accounts(engine)
    if settings.oidc_issuer or accounts.any():
        return None
    try:
        return accounts.add(USERNAME, "Administrator", Role)
    except AccountError:
        return None  # another process was quicker, and has printed the password
