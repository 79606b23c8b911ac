"""Signing in with a password: sessions, cookies, one-time passwords, lock-out, and attempts to get around them."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.staff import passwords, site
from bot.staff.models import StaffAccount, StaffSession
from bot.staff.roles import Role
from bot.staff.sessions import digest
from tests.staff.serving import PASSWORD, Browser, Served

SignIn = Callable[..., Browser]
Start = Callable[..., Served]


def code(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


def test_a_session_tells_who_is_signed_in(sign_in: SignIn) -> None:
    anna = sign_in("anna")
    told = anna.get("session").json()
    assert told["user"]["username"] == "anna" and told["user"]["roles"] == ["agent"]
    assert told["user"]["must_change_password"] is False
    assert told["csrf"] == anna.csrf and len(anna.csrf) == 64
    assert told["idle_seconds"] == 1800
    assert datetime.fromisoformat(told["expires_at"]) > datetime.now(UTC) + timedelta(hours=9)


def test_without_a_session_nothing_is_told(sign_in: SignIn) -> None:
    nobody = sign_in()
    for path in (
        "session",
        "canned",
        "knowledge?q=mentor",
        "audit",
        "accounts",
        "handoffs",
        "dashboard",
        "colleagues",
        "meta",
    ):
        response = nobody.get(path)
        assert response.status_code == 401 and code(response) == "not_signed_in", path
    assert nobody.get("login").json() == {"local": True, "oidc": None}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(running: Served) -> None:
    response = running.browser().post("login", {"username": "anna", "password": PASSWORD})
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("nav-staff=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_bound_to_the_host(start: Start) -> None:
    served = start(public_url="https://hjelp.example.no")
    served.account("anna", Role.AGENT)
    origin = {"Origin": "https://hjelp.example.no"}
    body = {"username": "anna", "password": PASSWORD}
    response = httpx.post(f"{served.url}/staff/api/login", json=body, headers=origin, trust_env=False)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-nav-staff=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(cookie.split("; ")) and "Domain" not in cookie
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    # A cookie without the prefix, which any host of the domain could have planted, opens nothing.
    token = cookie.split(";")[0].split("=", 1)[1]
    for name, status in {"nav-staff": 401, "__Host-nav-staff": 200}.items():
        got = httpx.get(f"{served.url}/staff/api/session", headers={"Cookie": f"{name}={token}"}, trust_env=False)
        assert got.status_code == status


def test_only_hashes_are_stored(running: Served, sign_in: SignIn) -> None:
    token = sign_in("anna").cookie
    with running.parts.engine.connect() as connection:
        hashes = set(connection.execute(select(StaffSession.token_hash)).scalars())
        stored = connection.execute(select(StaffAccount.password_hash).where(StaffAccount.login == "anna")).scalar_one()
    assert digest(token) in hashes and token not in hashes
    assert stored.startswith("$argon2id$") and PASSWORD not in stored


def test_signing_in_gives_a_new_session_and_ends_the_old_one(running: Served) -> None:
    browser = running.browser("anna")
    first = browser.cookie
    browser.sign_in("anna")
    assert browser.cookie != first
    old = httpx.get(f"{running.url}/staff/api/session", cookies={"nav-staff": first}, trust_env=False)
    assert old.status_code == 401


def test_a_cookie_planted_before_signing_in_is_not_taken_over(running: Served) -> None:
    planted = "x" * 43
    browser = running.browser()
    browser.http.cookies.set("nav-staff", planted, domain="127.0.0.1")
    browser.http.headers["Cookie"] = f"nav-staff={planted}"
    response = browser.post("login", {"username": "anna", "password": PASSWORD})
    assert response.status_code == 200 and planted not in response.headers["set-cookie"]
    again = httpx.get(f"{running.url}/staff/api/session", cookies={"nav-staff": planted}, trust_env=False)
    assert again.status_code == 401


def test_after_signing_out_the_cookie_opens_nothing(running: Served, sign_in: SignIn) -> None:
    anna = sign_in("anna")
    token = anna.cookie
    anna.put("presence", {"presence": "available"})
    response = anna.post("logout")
    shown = {person["name"]: person["presence"] for person in sign_in("lars").get("colleagues").json()}
    assert shown["Anna"] == "off", "who signs out takes no cases"
    assert response.json() == {"redirect": None}
    assert 'nav-staff=""' in response.headers["set-cookie"] and "Max-Age=0" in response.headers["set-cookie"]
    again = httpx.get(f"{running.url}/staff/api/session", cookies={"nav-staff": token}, trust_env=False)
    assert again.status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "../../etc", "%00", "é" * 20, "a" * 6000])
def test_forged_cookies_open_nothing(running: Served, token: str) -> None:
    headers = {"Cookie": f"nav-staff={token}".encode()}
    response = httpx.get(f"{running.url}/staff/api/session", headers=headers, trust_env=False)  # type: ignore[arg-type]
    assert response.status_code == 401


@pytest.mark.parametrize("shown", ["", "0" * 64, "another"])
def test_a_missing_or_wrong_csrf_token_is_refused(sign_in: SignIn, shown: str) -> None:
    anna = sign_in("anna")
    response = anna.put("presence", {"presence": "busy"}, X_CSRF_Token=shown)
    assert response.status_code == 403 and code(response) == "csrf"
    another = sign_in("berit").csrf
    assert anna.put("presence", {"presence": "busy"}, X_CSRF_Token=another).status_code == 403
    assert anna.put("presence", {"presence": "busy"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://[::1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_posts_of_other_sites_are_refused(sign_in: SignIn, headers: dict[str, str]) -> None:
    anna = sign_in("anna")
    if "Sec_Fetch_Site" in headers:
        sent = {"X-CSRF-Token": anna.csrf, "Sec-Fetch-Site": headers["Sec_Fetch_Site"]}
        response = anna.http.put("/staff/api/presence", json={"presence": "busy"}, headers=sent)
    else:
        response = anna.put("presence", {"presence": "busy"}, **headers)
    assert response.status_code == 403 and code(response) == "cross_site"
    body = {"username": "anna", "password": PASSWORD}
    assert code(anna.post("login", body, Origin="https://evil.example")) == "cross_site"


def test_a_form_of_another_site_cannot_post(sign_in: SignIn) -> None:
    anna = sign_in("anna")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        headers = {"Content-Type": kind, "Origin": anna.url}
        response = anna.http.post("/staff/api/login", content=b'{"username":"a","password":"b"}', headers=headers)
        assert response.status_code == 415


def test_a_one_time_password_opens_only_the_way_to_a_new_one(running: Served) -> None:
    made = running.parts.accounts.add(f"ny-{time.monotonic_ns()}", "Ny", (Role.AGENT, Role.ADMIN))
    username = made.staff.username
    browser = running.browser()
    assert browser.sign_in(username, made.password)["user"]["must_change_password"] is True
    for path in ("accounts", "canned", "knowledge?q=mentor", "handoffs"):
        assert code(browser.get(path)) == "password_change"
    for weak in ("kort", made.password, f"{username}-og-mer-til", "aaaaaaaaaaaaaaaaaaaa", "x" * 300):
        response = browser.post("password", {"old": made.password, "new": weak})
        assert response.status_code == 422 and code(response) == "weak_password", weak
    assert browser.post("password", {"old": "feil", "new": PASSWORD}).status_code == 403
    other = running.browser()
    other.sign_in(username, made.password)
    changed = browser.post("password", {"old": made.password, "new": PASSWORD})
    assert changed.status_code == 200 and changed.json()["user"]["must_change_password"] is False
    assert browser.get("canned").status_code == 200
    assert other.get("session").status_code == 401, "every other session ends"
    assert running.browser().post("login", {"username": username, "password": made.password}).status_code == 401


def test_sessions_end_when_idle_and_after_some_hours_in_any_case(running: Served, sign_in: SignIn) -> None:
    def age(browser: Browser, **values: datetime) -> None:
        with running.parts.engine.begin() as connection:
            which = StaffSession.token_hash == digest(browser.cookie)
            connection.execute(update(StaffSession).where(which).values(**values))

    now = datetime.now(UTC)
    anna = sign_in("anna")
    age(anna, last_seen_at=now - timedelta(minutes=29))
    assert anna.get("session").status_code == 200  # looking does not keep it alive …
    age(anna, last_seen_at=now - timedelta(minutes=31))
    assert anna.get("canned").status_code == 401
    berit = sign_in("berit")
    age(berit, last_seen_at=now - timedelta(minutes=29))
    assert berit.get("canned").status_code == 200  # … but using it does
    with running.parts.engine.connect() as connection:
        which = StaffSession.token_hash == digest(berit.cookie)
        seen = connection.execute(select(StaffSession.last_seen_at).where(which)).scalar_one()
    assert seen > now - timedelta(minutes=1)
    age(berit, expires_at=now - timedelta(seconds=1))
    assert berit.get("canned").status_code == 401


def test_guessing_locks_for_a_while_and_tells_nothing(start: Start) -> None:
    served = start(staff_login_attempts=3)
    served.account("anna", Role.AGENT)
    browser = served.browser()
    answers: dict[str, list[tuple[int, str]]] = {}
    for username in ("anna", "finnes-ikke"):
        tried = [browser.post("login", {"username": username, "password": f"feil {n}"}) for n in range(5)]
        answers[username] = [(response.status_code, code(response)) for response in tried]
        assert 0 < int(tried[-1].headers["retry-after"]) <= 900
        assert tried[-1].json()["error"]["retry_after"] == int(tried[-1].headers["retry-after"])
    assert answers["anna"] == [(401, "wrong_password")] * 3 + [(423, "locked")] * 2
    assert answers["finnes-ikke"] == answers["anna"], "a lock does not tell which names exist"
    right = browser.post("login", {"username": " ANNA", "password": PASSWORD})
    assert right.status_code == 423, "not even the right password helps while it is locked"
    assert any(entry["action"] == "locked" for entry in served.parts.audit.page(1)["items"])


def test_many_guesses_at_the_same_moment_do_not_slip_through(start: Start) -> None:
    served = start(staff_login_attempts=5)
    served.account("anna", Role.AGENT)

    def guess(number: int) -> int:
        body = {"username": "anna", "password": f"gjett nummer {number}"}
        return httpx.post(f"{served.url}/staff/api/login", json=body, trust_env=False, timeout=60).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(guess, range(40)))
    assert statuses.count(401) <= 5 and set(statuses) == {401, 423}


def test_an_unknown_name_takes_as_long_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    passwords._of_nobody.cache_clear()
    stored = passwords.hashed(PASSWORD)

    def seconds(hashed: str | None) -> float:
        started = time.perf_counter()
        assert passwords.matches(hashed, "feil passord") is False
        return time.perf_counter() - started

    seconds(None)
    unknown = min(seconds(None) for _ in range(3))
    known = min(seconds(stored) for _ in range(3))
    passwords._of_nobody.cache_clear()
    assert known > 0.01 and 1 / 3 < unknown / known < 3


def test_headers_and_pages(sign_in: SignIn) -> None:
    anna = sign_in("anna")
    for path in ("/staff", "/staff/cases/7", "/staff/api/session", "/staff/api/nothing", "/staff/assets/none.js"):
        response = anna.http.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert len(response.headers.get_list("content-security-policy")) == 1
    assert anna.http.get("/staff/api/nothing").status_code == 404
    assert anna.http.get("/staff/login/nothing").status_code == 404
    assert anna.http.get("/staff/assets/..%2f..%2f..%2finstall.py").status_code == 404
    assert "content-security-policy" in anna.http.get("/health").headers


def test_a_console_that_is_not_built_says_so(tmp_path: Path) -> None:
    app = FastAPI()
    site.install(app, tmp_path)
    with Served(app) as served:
        page = httpx.get(f"{served.url}/staff", trust_env=False)
        assert page.status_code == 503 and "make setup" in page.text and 'lang="nb"' in page.text
        (tmp_path / "index.html").write_text("<!doctype html><title>Konsoll</title>")
        assert "Konsoll" in httpx.get(f"{served.url}/staff/queue", trust_env=False).text
