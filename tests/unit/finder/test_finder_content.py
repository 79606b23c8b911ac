"""The file that ships is in order, and faults in it are found with file and line."""

import re
from pathlib import Path

import pytest

from bot.finder import Finder, read_finder
from bot.finder.loader import DEFAULT_PATH, load_finder
from bot.finder.schema import Effect
from bot.knowledge.marks import ContentErrors
from bot.knowledge.model import Knowledge
from bot.knowledge.schema import Localized
from bot.knowledge.terms import LANGUAGES, State
from tests.unit.finder.conftest import TODAY

PROMISE = re.compile(
    r"\b(dere får tilskudd|dere vil få|har krav på|har rett på|garanter|de får tilskot|de vil få|you will get|"
    r"you will receive|entitled|guarantee)",
    re.IGNORECASE,
)
NOT_NYNORSK = re.compile(
    r"\b(ikke|hva|hvem|hvordan|jeg|dere|deres|fra|noen|noe|bare|også|hvis|være|ansatt|ansatte|lønn|lønnen|sykmeldt|"
    r"tilskudd|tilskuddet|virksomhet|arbeidsgiver|blir gitt av|gjør|trenger|søker|hjelpemiddelet|hun|mellom|"
    r"arbeidsevnen|stillingen|mer)\b"
)
ADDRESS = re.compile(r"\S+\.no\S*|Min side – arbeidsgiver")


def texts(finder: Finder) -> list[Localized]:
    found = [question.text for question in finder.questions]
    found += [choice.label for question in finder.questions for choice in question.choices]
    found += [value.told for fact in finder.facts.values() for value in fact.values.values()]
    found += [rule.why for entry in finder.schemes.values() for rule in entry.rules]
    found += [starter.text for starter in finder.starters.values()]
    return found + [note.text for note in finder.notes]


def test_nothing_is_promised(finder: Finder) -> None:
    for text in texts(finder):
        for language in LANGUAGES:
            assert not PROMISE.search(getattr(text, language)), getattr(text, language)


def test_nynorsk_is_nynorsk(finder: Finder) -> None:
    for text in texts(finder):
        prose = ADDRESS.sub("", text.nn)
        assert not NOT_NYNORSK.search(prose), prose


def test_every_kind_of_help_has_rules(finder: Finder, knowledge: Knowledge) -> None:
    ended = {State.DISCONTINUED, State.HISTORIC}
    without = {scheme for scheme in knowledge.schemes if scheme not in finder.schemes}
    assert {scheme for scheme in without if knowledge.schemes[scheme].status.state not in ended} == {"tillitsvalgte"}
    for scheme in finder.schemes:
        if knowledge.schemes[scheme].status.state in ended:
            assert any(rule.effect is Effect.EXCLUDED for rule in finder.schemes[scheme].rules)


def test_every_fact_of_the_requirement_can_be_asked_for(finder: Finder) -> None:
    asked = {question.fact for question in finder.questions}
    assert asked == {
        "relation", "nav", "capacity", "age", "sick", "needs", "summer", "benefit", "pay", "post", "norwegian",
        "sector",
    }  # fmt: skip
    assert set(finder.cues) == set(finder.facts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  sommerjobb:\n    starts", "  sommerjob:\n    starts", "there is no scheme `sommerjob`; did you mean"),
        ("    starts: agreement", "    starts: agrement", "there is no starter `agrement`; did you mean `agreement`?"),
        ("{relation: [new], pay: [place]}", "{relation: [newt], pay: [place]}", "no value of `relation` `newt`"),
        ("{relation: [new], pay: [place]}", "{relasjon: [new], pay: [place]}", "there is no fact `relasjon`"),
        ("        source: tf\n", "        source: tff\n", "there is no source `tff`"),
        ("Hvem gjelder det?", "Hvem er 3 av dem?", "the figure `3` is typed"),
        ("{sommerjobb.age_limit}?", "{sommerjobb.age}?", "there is no such parameter"),
        ("effect: excluded", "effect: forbidden", "`schemes.midlertidig-lonnstilskudd"),
        ("{summer: [ja]}\n        effect: exc", "{summer: [unknown]}\n        effect: exc", "excludes nothing"),
        ('{nb: "Hvem gjelder det?", nn: "Kven gjeld det?", en: "Who is it about?"}', '{nb: A, nn: B}', "language `en`"),
        ("unless: {health: [mobility, sight]}", "unless: {age: [young]}", "not knowing it would exclude"),
        ("questions: 6 ", "questions: 7 ", "`limits.questions`"),
        ("  - fact: nav\n", "  - fact: nav\n    hint: x\n", "unknown key `hint`"),
        ("negated: nei", "negated: never", "no value of `nav` `never`"),
        ("label: {nb: Privat, nn: Privat, en: Private}", "label: {nb: Offentlig, nn: X, en: Y}", "two buttons"),
        ("below: young", "below: yung", "no value of `age` `yung`"),
        ("{nb: Fast, nn: Fast, en: Permanent}", f"{{nb: {'x' * 65}, nn: Fast, en: Permanent}}", "longer than 64 bytes"),
        ("personen er ung,", "personen er {ung,", "not valid YAML"),
    ],
)  # fmt: skip
def test_faults_are_told_with_file_and_line(
    knowledge: Knowledge, tmp_path: Path, old: str, new: str, message: str
) -> None:
    content = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in content
    path = tmp_path / "finder.yml"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    _, errors = read_finder(knowledge, TODAY, path)
    assert any(message in error.message for error in errors), errors
    assert all(error.line >= 1 and error.file.endswith("finder.yml") for error in errors)
    with pytest.raises(ContentErrors):
        load_finder(knowledge, TODAY, path)


def test_a_missing_file_is_a_fault(knowledge: Knowledge, tmp_path: Path) -> None:
    finder, errors = read_finder(knowledge, TODAY, tmp_path / "none.yml")
    assert finder is None
    assert errors[0].message == "the file is missing"
