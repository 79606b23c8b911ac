"""Accounts, roles and canned answers; the command line; the first account; attempts to get more than one has."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot import database, migrations
from bot import settings as settings_module
from bot.cli import app
from bot.database import Base
from bot.run import cli as run_cli
from bot.staff.accounts import AccountError, Accounts, Identity
from bot.staff.bootstrap import first_account
from bot.staff.lockout import Lockout
from bot.staff.models import Presence
from bot.staff.passwords import one_time
from bot.staff.presence import PresenceBoard
from bot.staff.roles import Role
from bot.staff.sessions import Sessions
from tests.staff.serving import PASSWORD, Browser, Served, settings_for

SignIn = Callable[..., Browser]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: int) -> None:
        self.now += timedelta(**time)


def test_models_and_migrations_agree(engine: Engine) -> None:
    names = {"staff_account", "staff_session", "login_attempt", "oidc_login", "audit_log", "canned_answer"}
    with engine.connect() as connection:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name in names,
            "include_object": lambda _, name, kind, *__: kind != "table" or name in names,
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_sessions_with_a_clock(engine: Engine) -> None:
    clock = Clock()
    accounts = Accounts(engine, clock)
    staff = accounts.add("anna", "Anna", [Role.AGENT]).staff
    sessions = Sessions(engine, idle=timedelta(minutes=30), longest=timedelta(hours=2), local_allowed=True, clock=clock)
    token = sessions.open(staff.id)
    found = sessions.find(token)
    assert found is not None and found.staff == staff and found.expires_at == clock.now + timedelta(hours=2)
    for _ in range(4):
        clock.pass_(minutes=29)
        assert sessions.find(token) is not None
    clock.pass_(minutes=5)
    assert sessions.find(token) is None, "over after two hours, however busy"
    idle = sessions.open(staff.id)
    clock.pass_(minutes=20)
    assert sessions.find(idle, touch=False) is not None
    clock.pass_(minutes=10)
    assert sessions.find(idle) is None
    sessions.open(staff.id)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM staff_session").scalar_one() == 1, "old ones are gone"


def test_a_lock_ends_by_itself_and_knows_account_and_address(engine: Engine) -> None:
    clock = Clock()
    lockout = Lockout(engine, attempts=3, lock=timedelta(minutes=15), clock=clock)
    for _ in range(3):
        assert lockout.begin("anna", "10.0.0.1") == 0
        clock.pass_(minutes=1)
    assert lockout.begin("ANNA ", "10.0.0.1") == 12 * 60
    assert lockout.begin("anna", "10.0.0.2") == 0, "her own address still works"
    assert lockout.begin("berit", "10.0.0.1") == 0
    clock.pass_(minutes=12)
    assert lockout.begin("anna", "10.0.0.1") == 0, "the first failure is old enough now"
    assert lockout.begin("anna", "10.0.0.1") > 0, "and only one more is allowed for it"
    clock.pass_(minutes=16)
    for number in range(12):
        assert lockout.begin("anna", f"10.1.0.{number}") == 0
    assert lockout.begin("anna", "10.2.0.1") > 0, "many addresses together lock the account for all"
    clock.pass_(minutes=16)
    for number in range(12):
        assert lockout.begin(f"name-{number}", "10.0.0.1") == 0
    assert lockout.begin("another", "10.0.0.1") > 0, "many names together lock the address"
    clock.pass_(minutes=16)
    for _ in range(10):
        assert lockout.begin("anna", "10.0.0.1") == 0
        lockout.succeeded("anna", "10.0.0.1")


def test_presence_fades_without_an_open_console(engine: Engine) -> None:
    clock = Clock()
    board, accounts = PresenceBoard(engine, clock), Accounts(engine, clock)
    anna = accounts.add("anna", "Anna", [Role.AGENT]).staff
    assert board.available("oslo") == 0 and board.shown() == {anna.id: Presence.OFF}
    board.set(anna.id, Presence.AVAILABLE)
    assert board.available("oslo") == 1
    clock.pass_(seconds=60)
    board.seen(anna.id)
    clock.pass_(seconds=80)
    assert board.available("oslo") == 1
    clock.pass_(seconds=20)
    assert board.available("oslo") == 0 and board.shown() == {anna.id: Presence.OFF}
    board.seen(anna.id)
    accounts.add("adam", "Adam", [Role.ADMIN])
    accounts.change(anna.id, disabled=True)
    assert board.available("oslo") == 0 and anna.id not in board.shown()


def test_accounts_that_cannot_be_made(engine: Engine) -> None:
    accounts = Accounts(engine)
    accounts.add("Anna", "Anna", [Role.ADMIN])
    for username, name, roles in (
        ("anna", "En annen", [Role.AGENT]),
        (" ANNA ", "En annen", [Role.AGENT]),
        ("", "x", [Role.AGENT]),
        ("to ord", "x", [Role.AGENT]),
        ("x\x00", "x", [Role.AGENT]),
        ("berit", "\u202e", [Role.AGENT]),
        ("berit", "Berit", []),
        ("b" * 129, "Berit", [Role.AGENT]),
    ):
        with pytest.raises(AccountError):
            accounts.add(username, name, roles)
    assert [staff.username for staff in accounts.all()] == ["Anna"]


def test_one_admin_always_stays(engine: Engine) -> None:
    accounts = Accounts(engine)
    adam = accounts.add("adam", "Adam", [Role.ADMIN]).staff
    anna = accounts.add("anna", "Anna", [Role.AGENT]).staff
    for change in ({"disabled": True}, {"roles": [Role.AGENT]}):
        with pytest.raises(AccountError, match="admin"):
            accounts.change(adam.id, **change)  # type: ignore[arg-type]
    assert accounts.get(adam.id) == adam, "nothing of it was kept"
    accounts.change(anna.id, roles=[Role.ADMIN])
    assert accounts.change(adam.id, disabled=True).disabled
    with pytest.raises(AccountError):
        accounts.change(uuid4(), disabled=True)


def test_the_same_person_arriving_twice_at_once_gets_one_account(engine: Engine) -> None:
    accounts = Accounts(engine)
    identity = Identity("https://issuer.example", "sub-1", "Kari", "kari", frozenset({Role.AGENT}))
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: accounts.of_provider(identity).id, range(12)))
    assert len(set(found)) == 1 and len(accounts.all()) == 1
    with pytest.raises(AccountError):
        accounts.reset(found[0])


def test_one_time_passwords_are_never_the_same() -> None:
    made = {one_time() for _ in range(1000)}
    assert len(made) == 1000 and all(len(password) == 23 for password in made)


def test_the_first_account_is_made_once(engine: Engine, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        made = [one for one in pool.map(lambda _: first_account(settings, engine), range(4)) if one]
    assert len(made) == 1
    assert made[0].staff.username == "admin" and made[0].staff.roles == frozenset(Role)
    assert made[0].staff.must_change_password
    assert Accounts(engine).authenticate("admin", made[0].password) is not None
    for guess in ("admin", "password", "", "changeme"):
        assert Accounts(engine).authenticate("admin", guess) is None
    assert first_account(settings, engine) is None


def test_the_first_start_prints_its_password_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_for(tmp_path)
    engine = database.create(settings.resolved_database_url)
    migrations.upgrade(engine)
    run_cli._first_account(settings)
    printed = capsys.readouterr().out
    assert "/staff" in printed and "User name: admin" in printed
    password = printed.strip().rsplit(" ", 1)[1]
    assert Accounts(engine).authenticate("admin", password) is not None
    run_cli._first_account(settings)
    assert capsys.readouterr().out == ""
    engine.dispose()


def test_with_a_provider_no_account_is_made(engine: Engine, tmp_path: Path) -> None:
    assert first_account(settings_for(tmp_path, oidc_issuer="https://issuer.example"), engine) is None
    assert not Accounts(engine).any()


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    settings_module.get_settings.cache_clear()
    run = CliRunner()

    def bot(*arguments: str) -> tuple[int, str]:
        result = run.invoke(app, ["staff", *arguments])
        return result.exit_code, result.output

    try:
        code, out = bot("add", "anna", "--name", "Anna Nav", "--role", "agent", "--role", "lead")
        assert code == 0 and "User name: anna" in out
        password = out.rsplit(" ", 1)[1].strip()
        assert len(password) == 23
        assert bot("add", "anna")[0] == 1
        assert bot("add", "x", "--role", "king")[0] == 2
        assert bot("list") == (0, "anna\tAnna Nav\tagent,lead\tlocal\tmust change password\n")
        again = bot("reset", "Anna")[1]
        assert password not in again
        assert "admin" in bot("disable", "anna")[1], "no account could manage the others"
        assert bot("enable", "anna")[0] == 0, "letting somebody in takes no admin away"
        assert bot("add", "sjef", "--role", "admin")[0] == 0
        assert bot("disable", "anna") == (0, "anna is disabled.\n")
        assert "\tdisabled" in bot("list")[1]
        assert bot("enable", "anna") == (0, "anna may sign in again.\n")
        assert bot("reset", "ukjent")[0] == 1 and bot("disable", "ukjent")[0] == 1
    finally:
        settings_module.get_settings.cache_clear()


def test_managing_accounts_in_the_console(running: Served, sign_in: SignIn) -> None:
    adam = sign_in("adam")
    username = f"ny-{uuid4().hex[:8]}"
    made = adam.post("accounts", {"username": username, "name": "Ny Ansatt", "roles": ["agent"]})
    assert made.status_code == 201 and made.json()["must_change_password"] is True
    account, password = made.json()["id"], made.json()["password"]
    assert adam.post("accounts", {"username": username, "name": "Igjen", "roles": ["agent"]}).status_code == 409
    listed = next(item for item in adam.get("accounts").json() if item["id"] == account)
    assert "password" not in listed and listed["roles"] == ["agent"]
    newcomer = running.browser()
    newcomer.sign_in(username, password)
    changed = newcomer.post("password", {"old": password, "new": PASSWORD})
    newcomer.csrf = changed.json()["csrf"]
    assert adam.send("PATCH", f"accounts/{account}", {"roles": ["agent", "lead"]}).json()["roles"] == ["agent", "lead"]
    assert newcomer.get("dashboard").status_code == 200, "roles hold at once"
    reset = adam.send("PATCH", f"accounts/{account}", {"reset_password": True}).json()
    assert reset["password"] != password and newcomer.get("session").status_code == 401
    assert running.browser().post("login", {"username": username, "password": PASSWORD}).status_code == 401
    assert adam.send("PATCH", f"accounts/{account}", {"disabled": True}).json()["disabled"] is True
    again = running.browser().post("login", {"username": username, "password": reset["password"]})
    assert again.status_code == 401
    assert any(e["object"] == f"changed {account}" for e in adam.get("audit").json()["items"])
    assert password not in adam.get("audit").text


@pytest.mark.parametrize(
    "body",
    [
        {"roles": ["king"]},
        {"roles": []},
        {"disabled": "kanskje"},
        {"id": "x"},
        {"password_hash": "x"},
        {"must_change_password": False},
        {"reset_password": False},
    ],
)
def test_fields_that_are_not_for_changing(running: Served, sign_in: SignIn, body: dict[str, Any]) -> None:
    account = running.parts.accounts.by_login("anna")
    assert account is not None
    assert sign_in("adam").send("PATCH", f"accounts/{account.id}", body).status_code == 422
    assert running.parts.accounts.get(account.id) == account


def test_nobody_makes_themselves_more_than_they_are(running: Served, sign_in: SignIn) -> None:
    for username in ("anna", "lars", "eva"):
        browser = sign_in(username)
        own = browser.get("session").json()["user"]["id"]
        assert browser.send("PATCH", f"accounts/{own}", {"roles": ["admin"]}).status_code == 403
        assert browser.post("accounts", {"username": "x", "name": "x", "roles": ["admin"]}).status_code == 403
        assert browser.get("accounts").status_code == 403
        browser.put("presence", {"presence": "busy", "roles": ["admin"], "disabled": False})
        assert browser.get("session").json()["user"]["roles"] == [
            {"anna": "agent", "lars": "lead", "eva": "editor"}[username]
        ]
    adam = sign_in("adam")
    assert adam.send("PATCH", f"accounts/{uuid4()}", {"disabled": True}).status_code == 404
    assert adam.send("PATCH", "accounts/1", {"disabled": True}).status_code == 422


TEXT = {"nb": "Hei {name}, sak {reference}. {me}", "nn": "Hei {name}", "en": "Hello {name}, by {answer_by}"}


def test_canned_answers_of_ones_own_and_shared(sign_in: SignIn) -> None:
    anna, berit, eva = sign_in("anna"), sign_in("berit"), sign_in("eva")
    own = anna.post("canned", {"title": "Min", "text": TEXT, "shared": False})
    assert own.status_code == 201 and own.json() == {
        "id": own.json()["id"],
        "title": "Min",
        "text": TEXT,
        "shared": False,
    }
    number = own.json()["id"]
    assert anna.post("canned", {"title": "Delt", "text": TEXT, "shared": True}).status_code == 403
    assert anna.put(f"canned/{number}", {"title": "Min", "text": TEXT, "shared": True}).status_code == 403
    assert number not in [item["id"] for item in berit.get("canned").json()]
    for method, body in (("PUT", {"title": "x", "text": TEXT}), ("DELETE", None)):
        assert berit.send(method, f"canned/{number}", body).status_code == 404, "another's own is not even there"
    shared = eva.post("canned", {"title": "Delt", "text": TEXT, "shared": True}).json()["id"]
    assert shared in [item["id"] for item in anna.get("canned").json()]
    assert anna.put(f"canned/{shared}", {"title": "Kapret", "text": TEXT, "shared": False}).status_code == 403
    assert anna.send("DELETE", f"canned/{shared}").status_code == 403
    assert eva.put(f"canned/{shared}", {"title": "Delt 2", "text": TEXT, "shared": True}).json()["title"] == "Delt 2"
    assert eva.send("DELETE", f"canned/{shared}").status_code == 204
    assert anna.send("DELETE", f"canned/{number}").status_code == 204
    assert anna.send("DELETE", f"canned/{number}").status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        {"nb": "x", "nn": "x"},
        {"nb": "x", "nn": "x", "en": " "},
        {**TEXT, "se": "x"},
        {**TEXT, "nb": "{password}"},
        {**TEXT, "nb": "{name.__class__}"},
        {**TEXT, "nb": "{0}"},
        {**TEXT, "nb": "{"},
        {**TEXT, "nb": "x" * 5000},
        {**TEXT, "nb": 7},
        "x",
    ],
)
def test_canned_answers_that_are_not_in_order(sign_in: SignIn, text: Any) -> None:
    assert sign_in("anna").post("canned", {"title": "x", "text": text}).status_code == 422
