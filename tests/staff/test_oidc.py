"""Signing in at a real OpenID Connect provider on loopback, and attempts to cheat on the way."""

import base64
import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import httpx
import oidc_provider_mock
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import delete
from werkzeug.serving import make_server

from bot.settings import Settings
from bot.staff.models import StaffAccount
from bot.staff.oidc import Oidc
from bot.staff.roles import Role
from tests.staff.serving import Browser, Served, serve

USERS = {
    "kari": {"name": "Kari Nav", "preferred_username": "kari@nav.example", "groups": ["g-agent", "g-annet"]},
    "leif": {"name": "Leif Leder", "groups": ["g-agent", "g-lead", "g-admin"]},
    "uten": {"name": "Uten Rolle", "groups": ["g-annet"]},
    "ingen": {"name": "Ingen Grupper"},
    "tekst": {"name": "Tekst", "groups": "g-editor"},
}


class Provider:
    """The provider, which also insists on PKCE; `forge` may replace the tokens it gives."""

    def __init__(self) -> None:
        users = [oidc_provider_mock.User(sub=sub, claims=dict(claims)) for sub, claims in USERS.items()]
        self._app = oidc_provider_mock.app(user_claims=users)
        self._app.debug = False
        self._challenges: dict[str, str] = {}
        self.forge: Callable[[dict[str, Any]], dict[str, Any]] | None = None
        self.server = make_server("127.0.0.1", 0, self._pkce, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def _pkce(self, environ: dict[str, Any], start_response: Any) -> Any:
        path, query = environ["PATH_INFO"], parse_qs(environ.get("QUERY_STRING", ""))
        if path == "/oauth2/authorize" and environ["REQUEST_METHOD"] == "POST":
            assert query["code_challenge_method"] == ["S256"] and query["nonce"] and query["state"]
            captured: list[Any] = []
            body = b"".join(self._app(environ, lambda *args: captured.append(args)))
            location = dict(captured[0][1]).get("Location", "")
            for code in parse_qs(urlsplit(location).query).get("code", []):
                self._challenges[code] = query["code_challenge"][0]
            start_response(*captured[0])
            return [body]
        if path == "/oauth2/token":
            sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            form = {key: values[0] for key, values in parse_qs(sent.decode()).items()}
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if self._challenges.get(form["code"]) != base64.urlsafe_b64encode(digest).decode().rstrip("="):
                start_response("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant"}']
            environ["wsgi.input"] = io.BytesIO(sent)
            if self.forge:
                captured = []
                body = b"".join(self._app(environ, lambda *args: captured.append(args)))
                start_response("200 OK", [("Content-Type", "application/json")])
                return [json.dumps(self.forge(json.loads(body))).encode()]
        return self._app(environ, start_response)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        provider = Provider()
        provider.thread.start()
        yield provider
        provider.server.shutdown()
        provider.thread.join(10)
        provider.server.server_close()


def oidc_settings(provider: Provider, **changes: str) -> dict[str, Any]:
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "konsoll",
        "oidc_client_secret": "hemmelig",
        "oidc_title": "Nav-ident",
        "oidc_role_agent": "g-agent",
        "oidc_role_lead": "g-lead",
        "oidc_role_editor": "g-editor, g-annen-editor",
        "oidc_role_admin": "g-admin",
    } | changes


@pytest.fixture(scope="module")
def gateway(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("oidc"), **oidc_settings(provider)) as served:
        yield served


@pytest.fixture
def served(provider: Provider, gateway: Served) -> Iterator[Served]:
    """The gateway without accounts."""
    yield gateway
    provider.forge = None
    with gateway.parts.engine.begin() as connection:
        connection.execute(delete(StaffAccount))


def at_provider(browser: Browser, sub: str) -> str:
    """Go to the provider, sign in there, and return where it sends the browser back to."""
    away = browser.http.get("/staff/login/oidc")
    assert away.status_code == 303
    answer = httpx.post(away.headers["location"], data={"sub": sub}, trust_env=False)
    assert answer.status_code == 302
    return answer.headers["location"]


def come_back(browser: Browser, address: str) -> str:
    """Follow the provider's redirect and return where the console sends the browser."""
    response = browser.http.get(address)
    assert response.status_code == 303
    return response.headers["location"]


def test_signing_in_and_out_at_the_provider(served: Served, provider: Provider) -> None:
    browser = served.browser()
    assert browser.get("login").json() == {"local": False, "oidc": {"title": "Nav-ident"}}
    assert come_back(browser, at_provider(browser, "kari")) == "/staff"
    session = browser.get("session").json()
    assert session["user"]["name"] == "Kari Nav" and session["user"]["username"] == "kari@nav.example"
    assert session["user"]["roles"] == ["agent"] and not session["user"]["must_change_password"]
    browser.csrf = session["csrf"]
    assert browser.get("accounts").status_code == 403
    redirect = browser.post("logout").json()["redirect"]
    assert redirect.startswith(f"{provider.issuer}/oauth2/end_session?") and "client_id=konsoll" in redirect
    assert browser.get("session").status_code == 401


def test_groups_become_roles_and_follow_the_provider(served: Served, provider: Provider) -> None:
    browser = served.browser()
    come_back(browser, at_provider(browser, "leif"))
    first = browser.get("session").json()["user"]
    assert first["roles"] == ["agent", "lead", "admin"]
    claims = {"name": "Leif Ny", "groups": ["g-editor"]}
    assert httpx.put(f"{provider.issuer}/users/leif", json=claims, trust_env=False).status_code == 204
    come_back(browser, at_provider(browser, "leif"))
    again = browser.get("session").json()["user"]
    assert (again["id"], again["name"], again["roles"]) == (first["id"], "Leif Ny", ["editor"])
    httpx.put(f"{provider.issuer}/users/leif", json=USERS["leif"], trust_env=False)


def test_a_single_group_may_come_as_a_text(served: Served) -> None:
    browser = served.browser()
    come_back(browser, at_provider(browser, "tekst"))
    assert browser.get("session").json()["user"]["roles"] == ["editor"]


@pytest.mark.parametrize("sub", ["uten", "ingen", "fremmed"])
def test_without_a_group_that_counts_there_is_no_way_in(served: Served, sub: str) -> None:
    browser = served.browser()
    assert come_back(browser, at_provider(browser, sub)) == "/staff?login=no_role"
    assert browser.get("session").status_code == 401
    assert served.parts.accounts.all() == []


def test_a_disabled_account_stays_out(served: Served) -> None:
    browser = served.browser()
    come_back(browser, at_provider(browser, "kari"))
    account = served.parts.accounts.all()[0]
    served.parts.accounts.change(account.id, disabled=True)
    assert browser.get("session").status_code == 401, "signed out at once"
    assert come_back(browser, at_provider(browser, "kari")) == "/staff?login=disabled"
    assert browser.get("session").status_code == 401


def test_local_accounts_are_off(served: Served) -> None:
    served.account("lokal", Role.ADMIN)
    token = served.parts.sessions.open(served.parts.accounts.all()[0].id)
    response = served.browser().post("login", {"username": "lokal", "password": "korrekt hest batteri stift"})
    assert response.status_code == 403
    old = httpx.get(f"{served.url}/staff/api/session", cookies={"nav-staff": token}, trust_env=False)
    assert old.status_code == 401


def test_a_local_account_of_the_same_name_is_not_taken_over(served: Served) -> None:
    served.account("kari@nav.example", Role.ADMIN, name="Kari Nav")
    browser = served.browser()
    come_back(browser, at_provider(browser, "kari"))
    assert browser.get("session").json()["user"]["roles"] == ["agent"]
    assert len(served.parts.accounts.all()) == 2


def test_a_way_back_works_once_and_in_one_browser(served: Served) -> None:
    mine, thief = served.browser(), served.browser()
    address = at_provider(mine, "kari")
    thief.http.get("/staff/login/oidc")
    assert come_back(thief, address) == "/staff?login=failed", "another browser cannot use it"
    assert come_back(mine, address) == "/staff?login=failed", "and then it is used up"
    address = at_provider(mine, "kari")
    assert come_back(mine, address) == "/staff"
    assert come_back(mine, address) == "/staff?login=failed", "nor can it be used again"


@pytest.mark.parametrize("change", ["state", "code", "no_state", "no_code", "error", "iss"])
def test_a_way_back_that_was_tampered_with_leads_nowhere(served: Served, change: str) -> None:
    browser = served.browser()
    address = urlsplit(at_provider(browser, "kari"))
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    if change.startswith("no_"):
        del query[change.removeprefix("no_")]
    else:
        query[change] = "forged"
    assert come_back(browser, address._replace(query=urlencode(query)).geturl()) == "/staff?login=failed"
    assert browser.get("session").status_code == 401


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def _unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


STRANGER = RSAKey.generate_key(2048)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: _unsigned(token),
        lambda token: token[:-8] + "AAAAAAAA",
        lambda token: jwt.encode({"alg": "RS256"}, _claims(token), STRANGER),
        lambda token: jwt.encode({"alg": "HS256"}, _claims(token), OctKey.import_key("hemmelig" * 4)),
        lambda token: "ikke.et.token",
        lambda token: "",
    ],
    ids=["unsigned", "broken", "another key", "shared secret", "nonsense", "empty"],
)
def test_forged_id_tokens_are_refused(served: Served, provider: Provider, forge: Callable[[str], str]) -> None:
    provider.forge = lambda answer: answer | {"id_token": forge(answer["id_token"])}
    browser = served.browser()
    assert come_back(browser, at_provider(browser, "kari")) == "/staff?login=failed"
    assert served.parts.accounts.all() == []


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["konsoll", "another-client"], "azp": "another-client"},
        {"exp": 1_000_000_000},
        {"iat": 4_000_000_000},
        {"nonce": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
def test_well_signed_tokens_with_wrong_claims_are_refused(
    served: Served, provider: Provider, change: dict[str, Any]
) -> None:
    key = _signing_key(provider)

    def forge(answer: dict[str, Any]) -> dict[str, Any]:
        claims = {k: v for k, v in (_claims(answer["id_token"]) | change).items() if v is not None}
        return answer | {"id_token": jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)}

    provider.forge = forge
    browser = served.browser()
    assert come_back(browser, at_provider(browser, "kari")) == "/staff?login=failed"
    assert served.parts.accounts.all() == []


def test_the_signing_used_above_is_accepted_when_nothing_is_wrong(served: Served, provider: Provider) -> None:
    key = _signing_key(provider)
    provider.forge = lambda answer: (
        answer | {"id_token": jwt.encode({"alg": "RS256", "kid": key.kid}, _claims(answer["id_token"]), key)}
    )
    browser = served.browser()
    assert come_back(browser, at_provider(browser, "kari")) == "/staff"


def _signing_key(provider: Provider) -> RSAKey:
    """Return the provider's private key."""
    with provider._app.test_request_context("/"):
        provider._app.preprocess_request()
        key: RSAKey = flask.g.oidc_provider_mock_storage.jwk
    key.ensure_kid()
    return key


def test_a_provider_that_is_away_is_told(start: Callable[..., Served], provider: Provider) -> None:
    served = start(**oidc_settings(provider, oidc_issuer="http://127.0.0.1:9"))
    response = served.browser().http.get("/staff/login/oidc")
    assert response.status_code == 303 and response.headers["location"] == "/staff?login=failed"


@pytest.mark.parametrize(
    "changes",
    [
        {"oidc_issuer": "http://login.example.no"},
        {"oidc_client_id": ""},
        {"oidc_role_agent": "", "oidc_role_lead": "", "oidc_role_editor": "", "oidc_role_admin": ""},
    ],
)
def test_incomplete_settings_stop_the_start(changes: dict[str, str], engine: Any, provider: Provider) -> None:
    with pytest.raises(ValueError, match=r"OIDC_|At least one"):
        Oidc(Settings(**oidc_settings(provider, **changes)), engine)
