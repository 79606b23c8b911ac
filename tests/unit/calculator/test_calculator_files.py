"""Signed addresses, and the files that are drawn from them."""

import asyncio
import io
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from PIL import Image

from bot.calculator import chart
from bot.calculator.links import SECRET_FILE, Links, shared_secret
from bot.calculator.wording import Words
from bot.channels import errors, files
from bot.dialogue.payloads import Message
from bot.knowledge.model import Language
from bot.settings import Settings
from bot.subsidy import Rules
from bot.texts import Texts
from tests.unit.calculator.conftest import Talk

Make = Callable[..., Talk]

FIRST = {
    "midlertidig-lonnstilskudd": "28 000, nedsatt arbeidsevne, Tromsø, fra 1. mars",
    "varig-lonnstilskudd": "varig lønnstilskudd 40 000 i Oslo",
    "firearig-lonnstilskudd": "fireårig lønnstilskudd 32 000 i Oslo",
    "sommerjobb": "sommerjobb 24 000, nedsatt arbeidsevne, Oslo",
    "mentor": "mentor 250 kr timen 10 timer Oslo",
    "inkluderingstilskudd": "inkluderingstilskudd 50 000",
    "vta-o": "vta-o gammel avtale",
}


class Client:
    """Fetches from the routes without a server."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app)

    def get(self, path: str) -> httpx.Response:
        async def fetch() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://gateway") as client:
                return await client.get(path)

        return asyncio.run(fetch())


@pytest.fixture(scope="module")
def client(texts: Texts, rules: Rules, links: Links) -> Client:
    app = FastAPI()
    errors.install(app)
    app.include_router(files.router(Settings(var_dir=links._directory), texts, rules))
    return Client(app)


def addresses(message: Message) -> dict[str, str]:
    found: dict[str, str] = message.custom["files"]
    return found


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("scheme", FIRST)
def test_every_calculation_has_its_files(talk: Make, client: Client, scheme: str, language: Language) -> None:
    message = talk(language).last(FIRST[scheme])
    assert message.custom["scheme"] == scheme
    where = addresses(message)
    picture = client.get(where["chart"])
    assert picture.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(picture.content))
    assert image.size == (1080, 1080)
    assert image.info["Description"] == message.custom["alt"]
    book = client.get(where["calendar"])
    assert book.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(book.content).walk("VEVENT")
    assert len(events) >= 2
    page = client.get(where["page"])
    assert page.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}">' in page.text
    assert message.custom["estimate"] in page.text and message.custom["next_step"] in page.text
    paper = client.get(where["pdf"])
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"] == f'inline; filename="{scheme}.pdf"'
    assert paper.content.startswith(b"%PDF-1.") and client.get(where["pdf"]).content == paper.content
    assert {"nb": b"(nb-NO)", "nn": b"(nn-NO)", "en": b"(en-GB)"}[language] in paper.content
    assert b"/Subtype /Image" in paper.content and b"DejaVuSans" in paper.content
    assert "http" not in page.text.replace("http-equiv", "") and "{" not in page.text.split("</style>")[1]


def test_the_calendar_has_steps_and_deadlines(talk: Make, client: Client) -> None:
    message = talk().last(FIRST["midlertidig-lonnstilskudd"])
    book = client.get(addresses(message)["calendar"]).content
    events = Calendar.from_ical(book).walk("VEVENT")
    days = {str(event["SUMMARY"]).split(":")[0]: event.decoded("DTSTART") for event in events}
    assert days["Avtalen begynner"] == date(2027, 3, 1)
    assert days["Tilskuddet går ned til 50\u00a0%"] == date(2028, 3, 1)
    assert days["Siste dag i avtalen"] == date(2029, 2, 28)
    assert days["Frist for refusjonskrav, 01.03.2027 – 31.03.2027"] == date(2027, 5, 31)
    assert len({str(event["UID"]) for event in events}) == len(events) == 3 + 24
    alarms = [alarm for event in events for alarm in event.walk("VALARM")]
    assert len(alarms) == 24
    assert alarms[0].decoded("TRIGGER") == timedelta(days=-7, hours=9)
    assert client.get(addresses(message)["calendar"]).content == book


def test_the_page_has_every_period_and_its_own_rules(talk: Make, client: Client) -> None:
    answer = client.get(addresses(talk().last(FIRST["midlertidig-lonnstilskudd"]))["page"])
    assert "30.04.2027</td>" in answer.text and "455\u00a0580\u00a0kr" in answer.text
    assert "data:image/png;base64," in answer.text and "@media print" in answer.text
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize("file", ["chart.png", "calendar.ics", "calculation.html", "calculation.pdf"])
def test_a_false_address_is_not_found(talk: Make, client: Client, file: str) -> None:
    token = addresses(talk().last(FIRST["mentor"]))["chart"].split("/")[2]
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    for wrong in (changed, token[:-1], token + "A", "x", "A" * 5000, "%00", token.swapcase()):
        answer = client.get(f"/files/{wrong}/{file}")
        assert answer.status_code == 404
        assert answer.json() == {"error": {"code": "not_found", "message": "There is nothing at this address."}}


def test_the_address_tells_nothing_about_the_person(talk: Make, links: Links) -> None:
    message = talk().last("30 000, nedsatt arbeidsevne, Tromsø, hun er 24 år")
    drawing = links.read(addresses(message)["chart"].split("/")[2])
    assert drawing is not None
    assert drawing.case.given.age is None and drawing.case.given.today is None
    assert drawing.made == date(2026, 11, 21) and drawing.language == "nb"


def test_another_secret_does_not_read_the_address(talk: Make, var: Path) -> None:
    token = addresses(talk().last(FIRST["mentor"]))["chart"].split("/")[2]
    assert Links(var).read(token) is None


def test_the_secret_is_made_once_and_only_its_owner_reads_it(var: Path) -> None:
    first = shared_secret(var / SECRET_FILE)
    assert len(first) == 32 and shared_secret(var / SECRET_FILE) == first
    assert stat.S_IMODE((var / SECRET_FILE).stat().st_mode) == 0o600
    assert [path.name for path in var.iterdir()] == [SECRET_FILE]


@given(st.text(max_size=200))
def test_no_text_is_taken_for_an_address(links: Links, token: str) -> None:
    assert links.read(token) is None


def test_the_chart_is_told_in_words(talk: Make, texts: Texts, rules: Rules, links: Links) -> None:
    message = talk().last(FIRST["midlertidig-lonnstilskudd"])
    drawing = links.read(addresses(message)["chart"].split("/")[2])
    assert drawing is not None
    told = chart.alt_text(drawing.case.calculation(rules), Words(texts, "nb")).replace("\u00a0", " ")
    assert "20 708 kroner" in told and "17 257 kroner" in told and "Nav avgjør" in told
