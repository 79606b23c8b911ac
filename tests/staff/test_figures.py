"""The dashboard's figures, against the same counted by hand, in both databases; and the file for spreadsheets."""

import csv
import io
import math
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert

from bot.conversation.models import Author, Conversation, Message, Owner
from bot.handoff.models import Handoff, HandoffEvent
from bot.handoff.people import ActorKind
from bot.handoff.routing import Routing
from bot.handoff.states import CloseReason, State
from bot.settings import ROOT
from bot.staff import spreadsheet
from bot.staff.figures import Figures
from bot.staff.period import Period
from bot.texts import Texts
from tests.staff.serving import Browser

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 11, 2), date(2026, 11, 8))
HOUR = timedelta(hours=1)


@pytest.fixture
def figures(engine: Engine) -> Figures:
    return Figures(
        engine, Routing.load(ROOT / "data" / "knowledge"), Texts.load(ROOT / "data" / "knowledge" / "messages")
    )


def conversation(engine: Engine, at: datetime) -> Any:
    new = {"id": uuid4(), "channel": "web", "sender_hash": uuid4().hex, "owner": Owner.BOT}
    with engine.begin() as connection:
        connection.execute(insert(Conversation), new | {"created_at": at, "updated_at": at, "next_seq": 1})
    return new["id"]


def case(
    engine: Engine, at: datetime, taken: timedelta | None = None, answered: timedelta | None = None, **more: Any
) -> None:
    """Store a case as the desk leaves it."""
    row = {
        "id": uuid4(),
        "reference": uuid4().hex[:12],
        "conversation_id": conversation(engine, at),
        "state": State.QUEUED,
        "version": 1,
        "next_event": 1,
        "language": "nb",
        "channel": "web",
        "queue": "oslo",
        "created_at": at,
        "waiting_since": at,
        "first_answer_by": at + 2 * HOUR,
        "answer_by": at + 2 * HOUR,
        "apologies": 0,
        "heard_seq": 0,
        "read_seq": 0,
        "first_answer_at": at + answered if answered else None,
    } | more
    event = {"handoff_id": row["id"], "from_state": State.QUEUED, "to_state": State.CLAIMED, "action": "claim"}
    with engine.begin() as connection:
        connection.execute(insert(Handoff), row)
        if taken is not None:
            for seq, later in enumerate((taken, taken + 5 * HOUR), 1):  # taken again after it was put back
                times = {"seq": seq, "at": at + later, "actor_kind": ActorKind.STAFF}
                connection.execute(insert(HandoffEvent), event | times)


def test_nothing_gives_noughts_and_no_figures(figures: Figures) -> None:
    told = figures.all(PERIOD, "", NOW)
    assert told["requests"] == 0 and told["waiting"] == {"median_s": None, "p90_s": None}
    assert told["promise"] == {"kept": 0, "broken": 0, "open": 0} and told["share_handed_off"] is None
    assert [day["day"] for day in told["by_day"]] == [f"2026-11-0{n}" for n in range(2, 9)]
    assert all(day["requests"] == 0 and day["kept"] is None for day in told["by_day"])
    assert told["themes"] == told["ratings"] == told["unanswered"] == told["by_region"] == []


def test_waiting_and_answers(engine: Engine, figures: Figures) -> None:
    start = datetime(2026, 11, 3, 8, 0, 0, 500_000, tzinfo=UTC)
    waits = [timedelta(seconds=seconds) for seconds in (30, 60, 90, 120, 600, 3600, 45, 15, 5, 7200, 333)]
    for wait in waits:
        case(engine, start, wait, wait + timedelta(seconds=30))
    case(engine, start)  # still waits, and so has no waiting time yet
    told = figures.all(PERIOD, "", NOW)
    seconds = sorted(wait.total_seconds() for wait in waits)

    def nearest(share: float) -> int:
        return round(seconds[math.ceil(share * len(seconds)) - 1])

    assert told["requests"] == 12
    assert told["waiting"] == {"median_s": nearest(0.5), "p90_s": nearest(0.9)} == {"median_s": 90, "p90_s": 3600}
    assert told["first_answer"] == {"median_s": 120, "p90_s": 3630}


def test_the_promise_is_measured_against_what_happened(engine: Engine, figures: Figures) -> None:
    at = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
    case(engine, at, HOUR, HOUR)  # kept
    case(engine, at, HOUR, 2 * HOUR)  # kept, just
    case(engine, at, HOUR, 2 * HOUR + timedelta(seconds=1))  # broken by a second
    case(engine, at)  # broken: nobody has answered yet
    case(engine, at, state=State.EXPIRED, closed_at=at + 300 * HOUR)  # broken: given up
    case(engine, at, state=State.CANCELLED, closed_at=at + HOUR)  # withdrawn in time: neither
    case(engine, at, first_answer_by=NOW + HOUR)  # still runs
    told = figures.all(PERIOD, "", NOW)
    assert told["promise"] == {"kept": 2, "broken": 3, "open": 1}
    day = next(day for day in told["by_day"] if day["day"] == "2026-11-04")
    assert day["requests"] == 7 and day["kept"] == 0.4


def test_days_are_norwegian_days(engine: Engine, figures: Figures) -> None:
    case(engine, datetime(2026, 11, 1, 22, 59, 59, tzinfo=UTC))  # 23.59.59 on the first: not in the period
    case(engine, datetime(2026, 11, 1, 23, 0, tzinfo=UTC))  # midnight, the second
    case(engine, datetime(2026, 11, 8, 22, 59, tzinfo=UTC), closed_at=datetime(2026, 11, 9, 8, tzinfo=UTC))
    case(engine, datetime(2026, 11, 8, 23, 0, tzinfo=UTC))  # the ninth: not in the period
    told = figures.all(PERIOD, "", NOW)
    assert told["requests"] == 2
    assert {day["day"]: day["requests"] for day in told["by_day"] if day["requests"]} == {
        "2026-11-02": 1,
        "2026-11-08": 1,
    }
    summer = figures.all(Period(date(2026, 3, 29), date(2026, 3, 29)), "", NOW)
    assert len(summer["by_day"]) == 1, "the day on which the clocks change"


def test_shares_reasons_ratings_themes_and_regions(engine: Engine, figures: Figures) -> None:
    at = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
    closed = {"state": State.CLOSED, "closed_at": at + 3 * HOUR}
    case(
        engine,
        at,
        HOUR,
        HOUR,
        **closed,
        close_reason=CloseReason.ANSWERED,
        rating=5,
        theme="inkludere",
        region="Nav Oslo",
    )
    case(engine, at, 3 * HOUR, 3 * HOUR, **closed, close_reason=CloseReason.ANSWERED, rating=2, theme="inkludere")
    case(engine, at, HOUR, **closed, close_reason=CloseReason.OTHER, rating=5, theme="gone", region="Nav Oslo")
    case(engine, at, queue="landslinja", region="Nav Agder")
    for _ in range(4):
        conversation(engine, at)
    told = figures.all(PERIOD, "", NOW)
    assert told["share_handed_off"] == 0.5
    assert told["closed_reasons"] == [
        {"id": "answered", "title": "Spørsmålet er besvart", "n": 2},
        {"id": "other", "title": "Annet", "n": 1},
    ]
    assert told["ratings"] == [{"score": 5, "n": 2}, {"score": 2, "n": 1}]
    assert [(theme["id"], theme["n"]) for theme in told["themes"]] == [("inkludere", 2), ("gone", 1)]
    assert told["by_region"] == [
        {"region": "Nav Oslo", "requests": 2, "median_wait_s": 3600},
        {"region": None, "requests": 1, "median_wait_s": 10800},
        {"region": "Nav Agder", "requests": 1, "median_wait_s": None},
    ]
    day = next(day for day in told["by_day"] if day["day"] == "2026-11-05")
    assert day == {"day": "2026-11-05", "requests": 4, "closed": 3, "handed_off_share": 0.5, "kept": 0.25}
    one = figures.all(PERIOD, "landslinja", NOW)
    assert one["requests"] == 1 and one["share_handed_off"] == 0.125 and one["queue"] == "landslinja"


def test_what_was_not_understood(engine: Engine, figures: Figures) -> None:
    at = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
    said = [
        ("Hva med Robotstøtte?", {"kind": "fallback"}),
        ("hva med robotstøtte?", {"kind": "fallback", "offer": "handoff"}),
        ("Hva er mentor?", {"kind": "answer"}),
        ("Er du der?", {"kind": "fallback", "reason": "unavailable"}),
        ("=1+1", {"kind": "fallback"}),
        ("takk", None),
    ]
    known = conversation(engine, at)
    rows = []
    for number, (text, custom) in enumerate(said):
        common = {"conversation_id": known, "client_id": None, "created_at": at}
        rows.append(common | {"seq": 2 * number + 1, "author": Author.EMPLOYER, "text": text, "payload": None})
        payload = {"custom": custom} if custom else None
        rows.append(common | {"seq": 2 * number + 2, "author": Author.BOT, "text": "svar", "payload": payload})
    with engine.begin() as connection:
        connection.execute(insert(Message), rows)
    told = figures.all(PERIOD, "", NOW)["unanswered"]
    assert Counter({item["text"]: item["n"] for item in told}) == Counter({"hva med robotstøtte?": 2, "=1+1": 1})
    assert figures.all(Period(date(2026, 11, 7), date(2026, 11, 7)), "", NOW)["unanswered"] == []


def test_periods_that_make_no_sense() -> None:
    for first, last in ((date(2026, 11, 2), date(2026, 11, 1)), (date(2024, 1, 1), date(2026, 1, 1))):
        with pytest.raises(ValueError, match="366"):
            Period(first, last)
    assert len(Period(date(2024, 1, 1), date(2024, 12, 31)).days()) == 366


def test_a_year_is_counted_too(figures: Figures) -> None:
    assert len(figures.all(Period(date(2024, 1, 1), date(2024, 12, 31)), "", NOW)["by_day"]) == 366


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(\"https://evil.example\")", "'=HYPERLINK(\"https://evil.example\")"),
        ("+47", "'+47"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\r=1", "'\r=1"),
        ("vanlig = tekst", "vanlig = tekst"),
        (-3, "-3"),
        (0.5, "0.5"),
        (None, ""),
    ],
)  # fmt: skip
def test_cells_are_never_formulas(value: object, cell: str) -> None:
    assert spreadsheet.safe(value) == cell


def test_the_file_for_spreadsheets() -> None:
    content = spreadsheet.written(
        {
            "requests": 3,
            "waiting": {"median_s": 60, "p90_s": None},
            "themes": [{"id": "inkludere", "title": "Inkludere; mangfold", "n": 2}],
            "unanswered": [{"text": '=cmd|"/c calc"!A1\n;x', "n": 1}],
        }
    )
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["section", "name", "measure", "value"],
        ["requests", "", "", "3"],
        ["waiting", "", "median_s", "60"],
        ["waiting", "", "p90_s", ""],
        ["themes", "Inkludere; mangfold", "n", "2"],
        ["unanswered", '\'=cmd|"/c calc"!A1\n;x', "n", "1"],
    ]


def test_the_dashboard_is_for_leads(sign_in: Callable[..., Browser]) -> None:
    for username, status in {"lars": 200, "anna": 403, "eva": 403, "adam": 403}.items():
        assert sign_in(username).get("dashboard").status_code == status
    lars = sign_in("lars")
    told = lars.get("dashboard", params={"from": "2026-11-01", "to": "2026-11-30"}).json()
    assert told["from"] == "2026-11-01" and len(told["by_day"]) == 30
    assert len(lars.get("dashboard").json()["by_day"]) == 30
    file = lars.get("dashboard.csv", params={"from": "2026-11-01", "to": "2026-11-02"})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"] == 'attachment; filename="dashboard-2026-11-01-2026-11-02.csv"'
    assert '"by_day";"2026-11-01";"requests"' in file.text
    for query in ({"from": "i går"}, {"from": "2026-11-02", "to": "2026-11-01"}, {"from": "2020-01-01"}):
        assert lars.get("dashboard", params=query).status_code == 422
    assert any(entry["action"] == "export" for entry in lars.get("audit").json()["items"])
