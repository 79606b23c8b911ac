"""The widget's script and who may call the web API from a browser."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.settings import Settings
from bot.web import script
from bot.web.pages import POLICY

ELSEWHERE = "https://employer.example"
ASKS = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def built(tmp_path: Path) -> TestClient:
    path = tmp_path / "widget.js"
    path.write_text("console.log('æ')", "utf-8")
    app = FastAPI()
    app.include_router(script.router(script.Script(path)))
    return TestClient(app)


def test_the_script_may_be_used_by_any_page_and_is_cached(built: TestClient) -> None:
    first = built.get("/widget.js")
    assert first.status_code == 200
    assert first.text == "console.log('æ')"
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age" in first.headers["cache-control"]
    again = built.get("/widget.js", headers={"If-None-Match": f'W/{first.headers["etag"]}, "other"'})
    assert again.status_code == 304
    assert again.content == b""


def test_the_script_is_packed_only_for_those_who_unpack(built: TestClient) -> None:
    assert built.get("/widget.js").headers["content-encoding"] == "gzip"
    plain = built.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.compress(plain.content)
    assert plain.headers["vary"] == "Accept-Encoding"


def test_a_new_build_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "widget.js"
    served = script.Script(path)
    assert not served.is_built
    assert served.read() is None
    path.write_text("one", "utf-8")
    first = served.read()
    assert first is not None
    assert served.read() is first
    path.write_text("other", "utf-8")
    second = served.read()
    assert second is not None
    assert second.tag != first.tag


def test_a_missing_build_is_said(tmp_path: Path) -> None:
    app = FastAPI()
    app.include_router(script.router(script.Script(tmp_path / "none.js")))
    response = TestClient(app).get("/widget.js")
    assert response.status_code == 503
    assert "npm run build" in response.text


def test_the_page_says_when_the_widget_is_not_built(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for is_built in (True, False):
        monkeypatch.setattr(script.Script, "is_built", property(lambda _self, value=is_built: value))
        response = gateway.http.get("/")
        assert response.headers["content-security-policy"] == POLICY
        assert ("The widget is not built" in response.text) is not is_built


def test_other_sites_may_not_call_unless_they_are_named(start: Callable[..., Any]) -> None:
    closed = start()
    assert "access-control-allow-origin" not in closed.http.options("/api/conversations", headers=ASKS).headers
    named = start(embed_origins=f"https://other.example, {ELSEWHERE}/")
    allowed = named.http.options("/api/conversations", headers=ASKS)
    assert allowed.headers["access-control-allow-origin"] == ELSEWHERE
    assert "access-control-allow-credentials" not in allowed.headers
    created = named.http.post("/api/conversations", json={}, headers={"Origin": ELSEWHERE})
    assert created.headers["access-control-allow-origin"] == ELSEWHERE
    stranger = named.http.post("/api/conversations", json={}, headers={"Origin": "https://stranger.example"})
    assert "access-control-allow-origin" not in stranger.headers
    other = named.http.get("/health", headers={"Origin": ELSEWHERE})
    assert "access-control-allow-origin" not in other.headers


def test_origins_are_read_as_a_list() -> None:
    assert Settings(embed_origins=" https://a.example/ ,, https://b.example ").embed_origin_list == [
        "https://a.example",
        "https://b.example",
    ]
    assert Settings().embed_origin_list == []
