"""The queue and the cases over HTTP: who gets one, who may see and change it, and what the employer sees."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine

from bot.conversation.hub import Hub
from bot.conversation.models import Author
from bot.handoff.views import Filter, Shelf
from bot.knowledge.loader import load
from bot.knowledge.store import KnowledgeStore
from bot.settings import ROOT
from bot.staff.audit import Action
from bot.staff.parts import Parts
from bot.staff.period import Period
from bot.staff.roles import Role
from bot.texts import Texts
from tests.staff.employers import Employer, employer
from tests.staff.serving import Browser, Served, settings_for

SignIn = Callable[..., Browser]


def code(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


def listed(browser: Browser, **query: Any) -> dict[str, Any]:
    response = browser.get("handoffs", params=query)
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["items"]]


def claimed(browser: Browser, case: Employer) -> dict[str, Any]:
    response = browser.post(f"handoffs/{case.handoff}/claim")
    assert response.status_code == 200, response.text
    detail: dict[str, Any] = response.json()
    return detail


@pytest.fixture
def case(running: Served) -> Employer:
    return employer(running.parts)


def test_what_the_queue_shows(sign_in: SignIn, case: Employer) -> None:
    anna = sign_in("anna")
    page = listed(anna, q=case.reference)
    assert page["total"] == 1 and page["counts"]["queue"] == 1
    item = page["items"][0]
    assert item["reference"] == case.reference and item["state"] == "queued" and item["claimed_by"] is None
    assert item["theme"]["id"] == "inkludere" and item["theme"]["title"]
    assert item["queue"]["id"] == "oslo" and item["region"] and item["municipality"] == "Oslo"
    assert item["question"] == "Kan jeg snakke med noen om mentor?" and item["language"] == "nb"
    assert item["channel"] == "web" and item["overdue"] is False and item["unread"] == 0
    assert item["last_message"]["author"] == "bot" and item["last_message"]["text"] == "Disse kan passe"
    assert ids(listed(anna, queue="nordland", q=case.reference)) == []
    assert ids(listed(anna, theme="rekruttere", q=case.reference)) == []
    assert ids(listed(anna, language="en", q=case.reference)) == []


def test_a_case_with_everything_in_it(sign_in: SignIn, case: Employer) -> None:
    detail = sign_in("anna").get(f"handoffs/{case.handoff}").json()
    assert [message["seq"] for message in detail["messages"]] == sorted(m["seq"] for m in detail["messages"])
    assert detail["messages"][0] == detail["messages"][0] | {"author": "employer", "text": "Hva er mentortilskudd?"}
    assert detail["contact"] == {"name": "Ola Nordmann", "phone": None, "email": "ola@bedrift.no", "organisation": None}
    assert [event["to"] for event in detail["events"]] == ["requested", "queued"]
    assert detail["events"][0]["from"] is None and detail["events"][0]["actor"]["kind"] == "employer"
    told = detail["summary"]
    assert told["asked"] == ["Hva er mentortilskudd?"]
    assert [scheme["id"] for scheme in told["schemes"]] == ["mentor", "midlertidig-lonnstilskudd"]
    assert told["schemes"][0]["title"] == "Mentortilskudd" and told["schemes"][0]["url"].startswith("https://")
    assert told["calculation"]["total"] == 100000 and told["calculation"]["inputs"]["wage"] == 40000
    assert told["finder"]["answers"] == ["under 30 år"]
    assert told["finder"]["recommended"][0]["why"] == ["trenger støtte"]
    assert detail["can"] == {"claim": True, "reply": False, "transfer": True, "close": True}


def test_a_conversation_from_the_claim_to_the_end(sign_in: SignIn, case: Employer) -> None:
    anna = sign_in("anna")
    detail = claimed(anna, case)
    assert detail["state"] == "claimed" and detail["claimed_by"]["name"] == "Anna" and detail["can"]["reply"]
    assert case.owner == ""  # found by its token only
    source = {"title": "Nav", "url": "https://www.nav.no/x", "checked": "2026-07-02"}
    body = {"client_id": "m1", "text": "  Hei!\n\nJeg ser på det.  ", "sources": [source]}
    first = anna.post(f"handoffs/{case.handoff}/messages", body).json()["message"]
    assert first["author"] == "person" and first["text"] == "Hei!\n\nJeg ser på det."
    assert first["person"] == {"name": "Anna", "role": "rådgiver i Nav"} and first["custom"]["sources"] == [source]
    again = anna.post(f"handoffs/{case.handoff}/messages", body).json()["message"]
    assert again["seq"] == first["seq"], "the same id is sent once"
    case.say("Takk!")
    assert listed(anna, view="mine", q=case.reference)["items"][0]["unread"] == 1
    seq = case.messages()[-1].seq
    assert anna.post(f"handoffs/{case.handoff}/read", {"seq": seq}).status_code == 204
    assert listed(anna, view="mine", q=case.reference)["items"][0]["unread"] == 0
    body = {"reason": "answered", "note": "Ble avklart.", "message": "Ha en fin dag."}
    closed = anna.post(f"handoffs/{case.handoff}/close", body).json()
    assert closed["state"] == "closed" and closed["notes"][0]["text"] == "Ble avklart."
    assert [message["text"] for message in closed["messages"] if message["author"] == "person"] == [
        "Hei!\n\nJeg ser på det.",
        "Ha en fin dag.",
    ]
    assert code(anna.post(f"handoffs/{case.handoff}/messages", {"client_id": "m2", "text": "x"})) == "ended"
    assert ids(listed(anna, view="closed", q=case.reference)) == [case.handoff]
    case.parts.desk.rate(case.conversation, 5, "Veldig bra")
    assert anna.get(f"handoffs/{case.handoff}").json()["rating"] == {"score": 5, "comment": "Veldig bra"}


def test_of_many_who_take_a_case_at_once_one_gets_it(running: Served, sign_in: SignIn) -> None:
    browsers = [sign_in(name) for name in ("anna", "berit", "lars")]
    for _ in range(3):
        case = employer(running.parts)

        def claim(browser: Browser, wanted: Employer = case) -> httpx.Response:
            return browser.post(f"handoffs/{wanted.handoff}/claim")

        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(claim, browsers))
        winners = [answer.json()["claimed_by"]["name"] for answer in answers if answer.status_code == 200]
        losers = [answer for answer in answers if answer.status_code != 200]
        assert len(winners) == 1 and [answer.status_code for answer in losers] == [409, 409]
        for loser in losers:
            assert code(loser) == "already_claimed" and loser.json()["error"]["by"]["name"] == winners[0]


def test_an_agent_sees_the_queue_and_own_cases_only(running: Served, sign_in: SignIn, case: Employer) -> None:
    anna, berit, lars = sign_in("anna"), sign_in("berit"), sign_in("lars")
    claimed(anna, case)
    path = f"handoffs/{case.handoff}"
    assert berit.get(path).status_code == 403 and code(berit.get(path)) == "not_allowed"
    for way in ("notes", "suggestions", "schemes"):
        assert berit.get(f"{path}/{way}").status_code == 403
    acts: dict[str, Any] = {
        "messages": {"client_id": "x", "text": "Jeg tar over"},
        "release": {"note": ""},
        "close": {"reason": "other"},
        "bot": {},
        "typing": {},
        "notes": {"text": "sniker"},
        "read": {"seq": 3},
        "transfer": {"to_queue": "landslinja"},
    }
    for act, body in acts.items():
        assert berit.post(f"{path}/{act}", body).status_code == 403, act
    assert berit.put(f"{path}/labels", {"labels": ["x"]}).status_code == 403
    for view in ("open", "mine", "queue", "closed"):
        assert ids(listed(berit, view=view, q=case.reference)) == []
    assert ids(listed(lars, view="open", q=case.reference)) == [case.handoff]
    detail = lars.get(path).json()
    assert detail["can"] == {"claim": False, "reply": False, "transfer": True, "close": False}
    # A lead sees and passes on the cases of others, but does not speak in them.
    assert code(lars.post(f"{path}/messages", acts["messages"])) == "not_yours"
    assert lars.post(f"{path}/messages", acts["messages"]).json()["error"]["by"]["name"] == "Anna"
    anna.post(f"{path}/close", {"reason": "answered"})
    assert anna.get(path).status_code == 200, "what one has had, one may look up"
    assert berit.get(path).status_code == 403


def test_who_works_with_no_cases_sees_none(sign_in: SignIn, case: Employer) -> None:
    for username in ("eva", "adam"):
        browser = sign_in(username)
        for path in ("handoffs", f"handoffs/{case.handoff}"):
            assert code(browser.get(path)) == "not_allowed"
        assert code(browser.post(f"handoffs/{case.handoff}/claim")) == "not_allowed"


@pytest.mark.parametrize("handoff", [str(UUID(int=1)), "1", "0 OR 1=1", "%2e%2e", "null"])
def test_ids_that_are_none_lead_nowhere(sign_in: SignIn, handoff: str) -> None:
    anna = sign_in("anna")
    assert anna.get(f"handoffs/{handoff}").status_code in {404, 422}
    assert anna.post(f"handoffs/{handoff}/claim").status_code in {404, 422}


def test_passing_on_to_a_colleague_and_to_a_queue(running: Served, sign_in: SignIn, case: Employer) -> None:
    anna, berit, lars = sign_in("anna"), sign_in("berit"), sign_in("lars")
    claimed(anna, case)
    people = {person["name"]: person["id"] for person in anna.get("colleagues").json()}
    assert set(people) >= {"Anna", "Berit", "Lars"} and "Eva" not in people and "Adam" not in people
    path = f"handoffs/{case.handoff}"
    for body in ({}, {"to_staff": people["Berit"], "to_queue": "oslo"}, {"to_staff": str(uuid4())}, {"to_queue": "x"}):
        assert anna.post(f"{path}/transfer", body).status_code == 422
    passed = anna.post(f"{path}/transfer", {"to_staff": people["Berit"], "note": "Kan du?"}).json()
    assert passed["state"] == "transferred" and passed["claimed_by"]["name"] == "Berit"
    assert passed["notes"][0]["text"] == "Kan du?" and passed["notes"][0]["author"]["name"] == "Anna"
    assert code(anna.get(path)) == "not_allowed", "it is Berit's now"
    assert claimed(berit, case)["state"] == "claimed"
    back = lars.post(f"{path}/transfer", {"to_queue": "landslinja", "note": ""}).json()
    assert back["state"] == "queued" and back["queue"]["id"] == "landslinja" and back["claimed_by"] is None
    assert [event["actor"]["name"] for event in back["events"] if event["action"] == "transfer"] == ["Anna", "Lars"]
    assert claimed(anna, case)["can"]["reply"] is True


def test_putting_back_and_giving_to_the_bot(sign_in: SignIn, case: Employer) -> None:
    anna = sign_in("anna")
    claimed(anna, case)
    assert anna.post(f"handoffs/{case.handoff}/release", {"note": "Lunsj"}).json()["state"] == "queued"
    claimed(anna, case)
    ended = anna.post(f"handoffs/{case.handoff}/bot").json()
    assert ended["state"] == "closed" and ended["close_reason"] == "to_bot"
    assert code(anna.post(f"handoffs/{case.handoff}/close", {"reason": "to_bot"})) == "invalid_body"


def test_notes_and_labels(sign_in: SignIn, case: Employer) -> None:
    anna, lars = sign_in("anna"), sign_in("lars")
    path = f"handoffs/{case.handoff}"
    note = anna.post(f"{path}/notes", {"text": "Ring tilbake"}).json()
    assert note["author"]["name"] == "Anna"
    assert anna.get(f"{path}/notes").json() == [note]
    assert lars.send("DELETE", f"{path}/notes/{note['id']}").status_code == 409, "only the author deletes a note"
    assert anna.send("DELETE", f"{path}/notes/{note['id']}").status_code == 204
    assert anna.send("DELETE", f"{path}/notes/{note['id']}").status_code == 404
    assert anna.put(f"{path}/labels", {"labels": ["Haster", "haster ", "oslo"]}).json() == {
        "labels": ["haster", "oslo"]
    }
    assert {"haster", "oslo"} <= set(anna.get("meta").json()["labels"])
    assert ids(listed(anna, label="haster", q=case.reference)) == [case.handoff]
    assert anna.put(f"{path}/labels", {"labels": ["x" * 50]}).status_code == 422
    assert all("Ring tilbake" not in message.text for message in case.messages())


def test_every_view_and_act_is_written_down(sign_in: SignIn, case: Employer) -> None:
    anna, lars, adam, eva = (sign_in(name) for name in ("anna", "lars", "adam", "eva"))
    anna.get(f"handoffs/{case.handoff}")
    claimed(anna, case)
    anna.post(f"handoffs/{case.handoff}/messages", {"client_id": "a", "text": "hemmelig tekst"})
    lars.get(f"handoffs/{case.handoff}")
    anna.post(f"handoffs/{case.handoff}/bot")
    entries = adam.get("audit").json()["items"]
    mine = [(e["staff"], e["action"]) for e in reversed(entries) if e["object"].startswith(case.reference)]
    assert mine == [("Anna", "view"), ("Anna", "claim"), ("Anna", "reply"), ("Lars", "view"), ("Anna", "to_bot")]
    assert "hemmelig" not in adam.get("audit").text
    assert lars.get("audit").status_code == 200
    assert anna.get("audit").status_code == 403 and eva.get("audit").status_code == 403
    for query in ("page=0", "page=x", "page=-1"):
        assert adam.get(f"audit?{query}").status_code == 422


NASTY = '<img src=x onerror="alert(1)"><script>alert(2)</script> [klikk](javascript:alert(3)) **fet** &lt;b&gt;'


def test_markup_stays_text_in_both_directions(running: Served, sign_in: SignIn) -> None:
    case = employer(running.parts, question=NASTY, name="<b>Ola</b>")
    case.say(NASTY)
    anna = sign_in("anna")
    response = anna.get(f"handoffs/{case.handoff}")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    detail = response.json()
    assert detail["question"] == NASTY and detail["contact"]["name"] == "<b>Ola</b>"
    assert detail["messages"][-1]["text"] == NASTY and "html" not in detail["messages"][-1]
    claimed(anna, case)
    text = f"{NASTY}\u202egnp.exe\x00\x1b[31m"
    sent = anna.post(f"handoffs/{case.handoff}/messages", {"client_id": "n", "text": text}).json()["message"]
    assert sent["text"] == NASTY + "gnp.exe[31m", "what is invisible goes, what is written stays as it is"
    assert case.messages()[-1].text == sent["text"] and case.messages()[-1].author is Author.PERSON


@pytest.mark.parametrize(
    "source",
    [
        {"title": "x", "url": "javascript:alert(1)"},
        {"title": "x", "url": "http://nav.no"},
        {"title": "x", "url": 'https://nav.no/"onclick="x'},
        {"title": "", "url": "https://nav.no"},
        {"title": "x", "url": "https://nav.no", "checked": "i går"},
    ],
)
def test_sources_must_be_safe_to_click(sign_in: SignIn, case: Employer, source: dict[str, str]) -> None:
    anna = sign_in("anna")
    claimed(anna, case)
    body = {"client_id": "s", "text": "Se her", "sources": [source]}
    assert code(anna.post(f"handoffs/{case.handoff}/messages", body)) == "invalid_body"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "x"},
        {"client_id": "x", "text": ""},
        {"client_id": "x", "text": " \u202e\n"},
        {"client_id": "x", "text": "x" * 5000},
        [],
        "x",
    ],
)
def test_replies_that_say_nothing_are_refused(sign_in: SignIn, case: Employer, body: Any) -> None:
    anna = sign_in("anna")
    claimed(anna, case)
    assert anna.post(f"handoffs/{case.handoff}/messages", body).status_code == 422


def test_help_beside_the_conversation(sign_in: SignIn, running: Served) -> None:
    case = employer(running.parts, language="nn")
    case.say("Kor lenge kan vi få mentor?")
    anna = sign_in("anna")
    found = anna.get(f"handoffs/{case.handoff}/suggestions").json()
    assert 1 < len(found) <= 5 and found[0]["scheme"] == "mentor"
    assert any(entry["topic"] == "duration" for entry in found)
    for entry in found:
        assert entry["language"] == "nn" and entry["text"] and entry["title"]
        assert all(source["url"].startswith("https://") and source["checked"] for source in entry["sources"])
    cards = anna.get(f"handoffs/{case.handoff}/schemes").json()
    assert [card["scheme"] for card in cards] == ["mentor", "midlertidig-lonnstilskudd"]
    assert cards[0]["title"] == "Mentortilskot"
    assert {fact["topic"] for fact in cards[0]["facts"]} >= {"amount", "duration"}
    assert all(fact["sources"] and fact["title"] for card in cards for fact in card["facts"])
    hits = anna.get("knowledge", params={"q": "how long mentor", "language": "en"}).json()
    assert hits[0]["scheme"] == "mentor" and "…" in hits[0]["excerpt"] + "…" and len(hits[0]["excerpt"]) < 240
    assert anna.get("knowledge", params={"q": '") OR 1=1 --'}).status_code == 200
    assert anna.get("knowledge", params={"q": " "}).json() == []


def test_what_the_console_needs_to_name_things(sign_in: SignIn) -> None:
    meta = sign_in("anna").get("meta").json()
    assert {queue["id"] for queue in meta["queues"]} >= {"landslinja", "oslo"}
    for queue in meta["queues"]:
        assert queue["title"] and (queue["open"] is (queue["opens_at"] is None))
    assert {theme["id"] for theme in meta["themes"]} >= {"inkludere", "rekruttere"}
    assert {"answered", "other"} <= {reason["id"] for reason in meta["close_reasons"]}
    assert "to_bot" not in {reason["id"] for reason in meta["close_reasons"]}
    assert meta["languages"] == ["nb", "nn", "en"] and meta["demo"] is False and len(meta["regions"]) > 5


def test_presence_counts_only_with_an_open_console(running: Served, sign_in: SignIn) -> None:
    board = running.parts.presence
    anna, eva = sign_in("anna"), sign_in("eva")
    before = board.available("oslo")
    for browser in (anna, eva):
        assert browser.put("presence", {"presence": "available"}).json() == {"presence": "available"}
    assert board.available("oslo") == before + 1, "an editor takes no cases"
    assert anna.get("session").json()["user"]["presence"] == "available"
    shown = {person["name"]: person["presence"] for person in anna.get("colleagues").json()}
    assert shown["Anna"] == "available"
    anna.put("presence", {"presence": "away"})
    assert board.available("oslo") == before
    assert anna.put("presence", {"presence": "asleep"}).status_code == 422


def test_both_databases_tell_the_same(engine: Engine, tmp_path: Path) -> None:
    texts = Texts.load(ROOT / "data" / "knowledge" / "messages")
    parts = Parts.of(settings_for(tmp_path), engine, Hub(), texts)
    KnowledgeStore(engine).load(load(ROOT / "data" / "knowledge", date(2026, 11, 22)))
    anna = parts.accounts.add("anna", "Anna", [Role.AGENT]).staff
    cases = [employer(parts) for _ in range(3)]
    first = cases[0]
    actor = parts.cases.actor(anna, "nb")
    view = parts.desk.claim(UUID(first.handoff), actor)
    first.say("Hei?")
    assert parts.cases.active() == {str(anna.id): 1}
    mine = parts.cases.page(anna, Filter(Shelf.MINE, staff=str(anna.id), only=str(anna.id)))
    assert mine["counts"] == {"queue": 2, "mine": 1, "open": 3}
    assert mine["items"][0]["unread"] == 2, "what was asked before nobody has read either"
    assert mine["items"][0]["last_message"]["text"] == "Hei?"
    detail = parts.cases.detail(anna, view)
    assert detail["summary"]["schemes"][0]["title"] == "Mentortilskudd" and detail["can"]["reply"]
    assert detail["messages"][-1]["text"] == "Hei?"
    assert parts.figures.all(Period(date(2026, 1, 1), date(2026, 12, 31)), "", parts.desk.clock())["requests"] in {0, 3}
    assert parts.library.search("mentor", "nb")[0]["scheme"] == "mentor"
    parts.audit.write(anna, Action.VIEW, "ref")
    assert parts.audit.page(1)["total"] == 1
