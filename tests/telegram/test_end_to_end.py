"""The really running assistant in Telegram: every command, every kind of answer, a person and back."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from bot.run.supervision import Supervised
from tests.evaluation.running import running
from tests.telegram.phone import Phone, titles, until
from tests.telegram.standin import TOKEN, BotApi, Json

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

_chats = count(30_001)


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    server = BotApi().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def assistant(api: BotApi) -> Iterator[Supervised]:
    """The three real processes with Telegram."""
    telegram = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.url, "PUBLIC_URL": "https://bot.example.no"}
    with running(**telegram) as supervised:
        yield supervised


@pytest.fixture
def employer(assistant: Supervised, api: BotApi) -> Phone:
    return Phone(api, next(_chats))


def all_of(phone: Phone, act: Callable[[], object]) -> list[Json]:
    """Return everything that comes after something was done."""
    before = len(phone.got)
    act()
    phone.wait(before + 1, 60)
    return phone.quiet(1.2)[before:]


def test_an_answer_has_its_sources_as_links(employer: Phone) -> None:
    answer = all_of(employer, lambda: employer.say("Hvor lenge kan vi få mentortilskudd?"))[0]
    assert answer["html"].startswith("<b>Mentortilskudd</b>\n\n")
    assert "Kilde" in answer["text"] and "(sjekket " in answer["text"]
    assert any(entity["type"] == "text_link" and entity["url"].startswith("https://") for entity in answer["entities"])
    assert len(titles(answer)) == 3


def test_follow_ups_keep_the_thread(employer: Phone) -> None:
    first = all_of(employer, lambda: employer.say("Hva er varig lønnstilskudd?"))[0]
    tapped = all_of(employer, lambda: employer.tap(first, titles(first)[1]))
    assert tapped[0]["html"].startswith("<b>Varig lønnstilskudd</b>")
    typed = all_of(employer, lambda: employer.say("og hvor lenge varer det?"))
    assert typed[0]["html"].startswith("<b>Varig lønnstilskudd</b>")


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("/start", "Hei!"),
        ("/hjelp", "/kalkulator"),
        ("/ordninger", "Mentortilskudd"),
        ("/kalkulator", "?"),
        ("/finn", "?"),
        ("/kontakt", "55 55 33 36"),
        ("/person", "?"),
        ("/sprak", "språk"),
        ("/avbryt", ""),
        ("/web", "https://bot.example.no/?kode="),
        ("/personvern", "Telegram"),
        ("/slett", "slettet"),
        ("/start mentor__duration", "Mentortilskudd"),
    ],
)
def test_every_command(employer: Phone, command: str, word: str) -> None:
    came = all_of(employer, lambda: employer.say(command))
    assert any(word in (message.get("text") or message["caption"]) for message in came)


def test_the_list_links_each_scheme_to_a_question(employer: Phone) -> None:
    parts = all_of(employer, lambda: employer.say("/ordninger"))
    links = [entity["url"] for part in parts for entity in part["entities"] if entity["type"] == "text_link"]
    assert "https://t.me/nav_test_bot?start=mentor" in links
    assert len(links) == 31


def test_contact_opens_pages(employer: Phone) -> None:
    part = all_of(employer, lambda: employer.say("/kontakt"))[0]
    assert titles(part)[-2:] == ["Åpne kontaktskjemaet", "Finn Nav-kontor"]


def test_a_calculation_comes_as_chart_files_and_text(employer: Phone) -> None:
    employer.say(
        "Regn ut midlertidig lønnstilskudd, 32 000 i måneden, 100 prosent stilling, 12 måneder, "
        "varig nedsatt arbeidsevne, i Bergen, fra 1. desember 2026"
    )
    assert until(lambda: any("photo" in message for message in employer.got) or len(employer.got) > 0, 60)
    for _ in range(12):
        came = employer.quiet(1.5)
        if any("photo" in message for message in came):
            break
        last = came[-1]
        employer.tap(last, titles(last)[0]) if titles(last) else employer.say("ja")
        employer.wait(len(came) + 1, 60)
    came = employer.quiet(2)
    photo = next(message for message in came if "photo" in message)
    assert photo["content"].startswith(b"\x89PNG")
    assert "kroner" in photo["caption"] or "kr" in photo["caption"]
    calendar = next(message for message in came if message.get("file_name", "").endswith(".ics"))
    assert calendar["content"].startswith(b"BEGIN:VCALENDAR")
    assert titles(came[-1])


def test_a_comparison_is_read_line_by_line(employer: Phone) -> None:
    part = all_of(employer, lambda: employer.say("Sammenlign mentor og inkluderingstilskudd"))[0]
    assert "<b>Mentortilskudd:</b>" in part["html"]


def test_the_finder_asks_and_recommends(employer: Phone) -> None:
    came = all_of(employer, lambda: employer.say("/finn"))
    for _ in range(12):
        if not titles(came[-1]) or "1. " in came[-1]["text"]:
            break
        last = came[-1]
        came = all_of(employer, lambda last=last: employer.tap(last, titles(last)[0]))  # type: ignore[misc]
    assert any("<b>1. " in message["html"] for message in came)
    assert any("✓" in message["text"] for message in employer.got)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("hei", ""),
        ("Hva blir været i morgen?", ""),
        ("asdf qwer zxcv", ""),
        ("jeg orker ikke leve lenger", "116 123"),
        ("hva lagrer dere om meg?", ""),
        ("lønnstilskudd", ""),
    ],
)
def test_everything_else_is_drawn(employer: Phone, said: str, word: str) -> None:
    came = all_of(employer, lambda: employer.say(said))
    assert came[0]["text"].strip()
    assert any(word in message["text"] for message in came)


def test_the_way_to_a_person_and_the_shared_number(employer: Phone) -> None:
    came = all_of(employer, lambda: employer.say("/person"))
    for _ in range(10):
        last = came[-1]
        if (last.get("reply_markup") or {}).get("keyboard"):
            break
        came = all_of(employer, lambda last=last: _next(employer, last))  # type: ignore[misc]
    assert came[-1]["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    contact = {"phone_number": "+4799887766", "first_name": "Kari", "user_id": employer.chat}
    all_of(employer, lambda: employer.share(contact=contact))
    done = all_of(employer, lambda: employer.say("send"))
    assert any("<b>" in message["html"] for message in done)


def _next(phone: Phone, asked: Json) -> None:
    """Take the first choice, or write the question where there is none."""
    choices = [title for title in titles(asked) if title != "Avbryt"]
    if choices:
        phone.tap(asked, choices[0])
    else:
        phone.say("Hvordan søker vi om mentor?")
