"""The small parts: states, references, contact details, routing and its checks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.models import Owner
from bot.handoff import contact, reference, routing_file, states
from bot.handoff.errors import Invalid
from bot.handoff.routing import Routing
from bot.handoff.states import ENDED, OPEN, OWNED, State, WrongTransition
from bot.knowledge.marks import ContentErrors
from tests.unit.handoff.kit import KNOWLEDGE, LINE, ROUTING

# -- states ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [None, *State])
@pytest.mark.parametrize("new", State)
def test_only_listed_transitions_are_allowed(old: State | None, new: State) -> None:
    if new in states.following(old) or (new is old and new in OPEN):
        assert states.check(old, new) is new
    else:
        with pytest.raises(WrongTransition):
            states.check(old, new)


def test_ended_is_ended_and_everything_can_end() -> None:
    assert all(not states.following(state) for state in ENDED)
    for state in OPEN:
        assert states.following(state) & ENDED
    assert {state for state in State if states.owner(state) is Owner.PERSON} == OWNED


# -- references ------------------------------------------------------------------------------------------------------


def test_references_look_as_promised() -> None:
    drawn = {reference.new() for _ in range(500)}
    assert len(drawn) == 500
    for item in drawn:
        assert re.fullmatch(r"NAV-[2346789ACDEFHJKMNPQRTVWXY]{4}-[2346789ACDEFHJKMNPQRTVWXY]{4}", item)
        assert reference.normalise(item) == item == reference.find(f"hvor er saken min? {item}, takk")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nav-7k4m-2qxd", "NAV-7K4M-2QXD"),
        (" NAV 7K4M 2QXD ", "NAV-7K4M-2QXD"),
        ("7k4m2qxd", "NAV-7K4M-2QXD"),
        ("nav–7k4m–zqxd", "NAV-7K4M-2QXD"),
        ("NAV-BGZU-2QXD", "NAV-862V-2QXD"),
        ("NAV-7K4M-2QX", None),
        ("NAV-0O1I-2QXD", None),
        ("hei", None),
        ("", None),
    ],
)
def test_references_are_read_however_they_are_typed(typed: str, meant: str | None) -> None:
    assert reference.normalise(typed) == meant


@given(st.text(max_size=60))
def test_any_text_may_hold_a_reference_or_not(text: str) -> None:
    found = reference.find(text)
    assert found is None or reference.normalise(found) == found


def test_words_are_no_references() -> None:
    assert reference.find("Hva gjør NAV arbeidsgivere med dette?") is None
    assert reference.find("hvor er sak nav 7k4m 2qxd?") == "NAV-7K4M-2QXD"


# -- contact details ---------------------------------------------------------------------------------------------------


def test_contact_details_in_their_normal_form() -> None:
    assert contact.organisation(" 889 640 782 ") == "889640782"
    assert contact.organisation("NO 889640782 MVA") == "889640782"
    assert contact.phone("55 55 33 36") == "+47 55 55 33 36"
    assert contact.phone("+46 70 123 45 67") == "+46 70 123 45 67"
    assert contact.email(" Per@Example.ORG ") == "Per@example.org"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (contact.organisation, "889640783"),
        (contact.organisation, "12345678"),
        (contact.organisation, "firma"),
        (contact.phone, "12"),
        (contact.phone, "ring meg"),
        (contact.phone, "+47 1234"),
        (contact.email, "per"),
        (contact.email, "per@firma"),
        (contact.email, "per@@firma.no"),
    ],
)
def test_what_cannot_be_used_is_refused(check: object, text: str) -> None:
    with pytest.raises(Invalid):
        check(text)  # type: ignore[operator]


# -- routing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "municipality", "queue"),
    [
        ("rekruttere", "0301", "oslo"),
        ("inkludere", "1804", "nordland"),
        ("forebygge-fravaer", "5601", "troms-og-finnmark"),
        ("rekruttere", None, LINE),
        ("annet", "0301", LINE),
        (None, "0301", LINE),
        (None, None, LINE),
    ],
)
def test_where_requests_go(theme: str | None, municipality: str | None, queue: str) -> None:
    for language in ("nb", "nn", "en"):
        assert ROUTING.route(theme, municipality, language).queue.id == queue


def test_every_municipality_has_its_regions_queue() -> None:
    for number, municipality in ROUTING.municipalities.items():
        route = ROUTING.route("rekruttere", number, "nb")
        assert municipality.region in route.queue.regions and route.region == municipality.region
    with pytest.raises(KeyError):
        ROUTING.route("rekruttere", "9999", "nb")
    assert ROUTING.queue("gone") is ROUTING.fallback


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("handoff.yml", "municipalities.csv"):
        (tmp_path / name).write_text((KNOWLEDGE / name).read_text("utf-8"), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fallback: landslinja", "fallback: nowhere", "there is no queue `nowhere`"),
        ("fallback: landslinja", "fallback: oslo", "others end nowhere"),
        ("regions: [Nav Agder]", "regions: [Nav Adger]", "no municipality lies in the region `Nav Adger`"),
        ("regions: [Nav Agder]", "regions: [Nav Oslo]", "is regional, but no queue takes it in `Nav Agder`"),
        ("- id: agder", "- id: oslo", "`oslo` is listed twice"),
        ("themes: [rekruttere, inkludere, forebygge-fravaer]", "themes: [vær]", "queues.1.themes.0"),
        ("themes: [rekruttere, inkludere, forebygge-fravaer]", "themes: [vaer]", "there is no theme `vaer`"),
        ('mon: ["09:00-15:00"]', 'mon: ["15:00-09:00"]', "ends before it begins"),
        ('mon: ["09:00-15:00"]', 'mon: ["09:00-12:00", "11:00-15:00"]', "two intervals overlap"),
        ("answer_within: 120", "answer_within: 0", "answer_within"),
        ("capacity: 3", "capasity: 3", "did you mean `capacity`"),
    ],
)
def test_mistakes_are_found_before_anybody_waits(content: Path, old: str, new: str, said: str) -> None:
    path = content / "handoff.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentErrors) as refused:
        Routing.load(content)
    assert said in str(refused.value)
    assert all(error.line > 0 for error in routing_file.read(content)[2])


def test_a_queue_that_never_opens_is_a_mistake(content: Path) -> None:
    path = content / "handoff.yml"
    text = path.read_text("utf-8")
    start = text.index("    hours:                 #")
    path.write_text(text[:start] + "    hours: {}\n" + text[text.index("  # The regions answer") :], "utf-8")
    with pytest.raises(ContentErrors, match="`landslinja` is never open"):
        Routing.load(content)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match="the file is missing"):
        Routing.load(tmp_path)
