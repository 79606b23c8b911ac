"""A served gateway with accounts, and browsers that sign in to it."""

from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from bot.app import create_app
from bot.settings import Settings
from bot.staff.parts import Parts
from bot.staff.roles import Role
from tests.gateway.conftest import Served as GatewayServed

PASSWORD = "korrekt hest batteri stift"
NOWHERE = "http://127.0.0.1:9"


class Served(GatewayServed):
    """A served gateway with a staff console."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app)
        self.app = app
        self.browsers: list[Browser] = []

    @property
    def parts(self) -> Parts:
        found: Parts = self.app.state.staff
        return found

    def __enter__(self) -> "Served":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        for browser in self.browsers:
            browser.http.close()
        self.stop()

    def account(self, username: str, *roles: Role, name: str = "") -> None:
        """Make an account that has changed its one-time password."""
        made = self.parts.accounts.add(username, name or username.title(), roles)
        assert self.parts.accounts.set_password(made.staff.id, username, made.password, PASSWORD)

    def browser(self, username: str = "", password: str = PASSWORD) -> "Browser":
        """Return a browser, signed in if a user name is given."""
        browser = Browser(self.url)
        self.browsers.append(browser)
        if username:
            browser.sign_in(username, password)
        return browser


class Browser:
    """An HTTP client that keeps cookies and sends what the console's script sends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.csrf = ""

    def sign_in(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        response = self.post("login", {"username": username, "password": password})
        assert response.status_code == 200, response.text
        self.csrf = response.json()["csrf"]
        session: dict[str, Any] = response.json()
        return session

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.http.get(f"/staff/api/{path}", **options)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {"Origin": self.url, "X-CSRF-Token": self.csrf, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.http.request(method, f"/staff/api/{path}", json={} if body is None else body, headers=sent)

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.send("PUT", path, body, **headers)

    @property
    def cookie(self) -> str:
        return self.http.cookies["nav-staff"]


def settings_for(folder: Any, **changes: Any) -> Settings:
    """Return the settings of a gateway with a database of its own."""
    values: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'staff.db'}",
        "var_dir": folder,
        "bot_now": None,
        "rasa_url": NOWHERE,
        "actions_url": NOWHERE,
        "internal_token": SecretStr("internal"),
        "rasa_timeout_seconds": 1.0,
        "oidc_issuer": "",
        "public_url": "",
    }
    return Settings(**(values | changes))


def serve(folder: Any, **changes: Any) -> Served:
    """Return a gateway that is not started yet."""
    return Served(create_app(settings_for(folder, **changes)))
