"""`bot staff`: local accounts of the staff console."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from bot import database, migrations
from bot.settings import get_settings
from bot.staff.accounts import AccountError, Accounts, Made, Staff
from bot.staff.roles import Role, written

app = typer.Typer(no_args_is_help=True, help="Accounts of the staff console.")

Username = Annotated[str, typer.Argument(help="User name of the account.")]


@contextmanager
def _accounts() -> Iterator[Accounts]:
    """Give the accounts of the configured database, and say what cannot be done with them."""
    settings = get_settings()
    if settings.oidc_issuer:
        typer.echo("Note: staff sign in at the provider now (OIDC_ISSUER); local accounts are off.", err=True)
    engine = database.create(settings.resolved_database_url)
    try:
        migrations.upgrade(engine)
        yield Accounts(engine)
    except AccountError as error:
        _fail(str(error))
    finally:
        engine.dispose()


@app.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option(help="Name that colleagues and employers see; default: the user name.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="agent, lead, editor or admin; may be given again.")] = None,
) -> None:
    """Make an account and print its one-time password."""
    with _accounts() as accounts:
        _print(accounts.add(username, name or username, role or [Role.AGENT]))


@app.command("list")
def list_accounts() -> None:
    """List all accounts."""
    with _accounts() as accounts:
        for staff in accounts.all():
            kind = "local" if staff.local else "provider"
            state = "disabled" if staff.disabled else "must change password" if staff.must_change_password else "active"
            typer.echo(f"{staff.username}\t{staff.name}\t{','.join(written(staff.roles))}\t{kind}\t{state}")


@app.command()
def disable(username: Username) -> None:
    """Disable an account and sign it out everywhere."""
    with _accounts() as accounts:
        accounts.change(_known(accounts, username).id, disabled=True)
    typer.echo(f"{username} is disabled.")


@app.command()
def enable(username: Username) -> None:
    """Let a disabled account sign in again."""
    with _accounts() as accounts:
        accounts.change(_known(accounts, username).id, disabled=False)
    typer.echo(f"{username} may sign in again.")


@app.command()
def reset(username: Username) -> None:
    """Give an account a new one-time password, print it, and sign the account out everywhere."""
    with _accounts() as accounts:
        _print(accounts.reset(_known(accounts, username).id))


def _known(accounts: Accounts, username: str) -> Staff:
    found = accounts.by_login(username)
    if found is None:
        _fail(f"There is no local account with the user name {username}.")
    return found


def told(made: Made) -> str:
    """Return how a one-time password is handed over."""
    return (
        f"User name: {made.staff.username}\nOne-time password (must be changed at the first sign-in): {made.password}"
    )


def _print(made: Made) -> None:
    typer.echo(told(made))


def _fail(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1)
