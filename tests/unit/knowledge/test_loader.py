"""Every fault an editor can make is found, with file and line."""

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge import loader
from bot.knowledge.content import Content
from bot.knowledge.marks import ContentErrors

from .conftest import TODAY


def faults(directory: Path) -> list[str]:
    """Return the faults as `file:line: message`, with the file's name only."""
    return [
        f"{Path(error.file).name}:{error.line}: {error.message}"
        for error in loader.check(directory, TODAY).all_errors()
    ]


def change(directory: Path, name: str, old: str, new: str) -> int:
    """Replace text in a file and return the line it stood on."""
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_good_content_has_no_faults(content_dir: Path) -> None:
    assert faults(content_dir) == []


CASES = {
    "unknown key": (
        "mentor.yml",
        "group: stotte",
        "grupp: x\ngroup: stotte",
        "unknown key `grupp`; did you mean",
    ),
    "unknown key inside": (
        "mentor.yml",
        "      nb: Inntil {g",
        "      no: x\n      nb: Inntil {g",
        "unknown key `no`",
    ),
    "missing language": ("mentor.yml", "  en: Pays", "  # en: Pays", "`summary` is missing in language `en`"),
    "missing key": ("mentor.yml", "owner: nav\n", "", "`owner` is missing"),
    "bad value": (
        "mentor.yml",
        "confidence: medium",
        "confidence: low",
        "input should be 'high' or 'medium'",
    ),
    "empty text": (
        "mentor.yml",
        "      nb: Inntil {grunnbelop} og {half_g}.",
        "      nb: ''",
        "at least 1 character",
    ),
    "unknown parameter": (
        "mentor.yml",
        "Først {max_months:n}",
        "Først {max_month:n}",
        "did you mean `max_months`",
    ),
    "unknown format": (
        "mentor.yml",
        "Først {max_months:n}",
        "Først {max_months:x}",
        "the only format is `:n`",
    ),
    "half a placeholder": (
        "mentor.yml",
        "Først {max_months:n}",
        "Først {max_months:n} {x",
        "is no placeholder",
    ),
    "placeholder in one language": ("mentor.yml", "og {half_g}.\n      nn", "og.\n      nn", "not in `nb`"),
    "typed figure": ("mentor.yml", "og ikke lenger.", "og ikke 12 lenger.", "the figure `12` is typed"),
    "typed figure in summary": ("mentor.yml", "  en: Pays a", "  en: Pays 40", "the figure `40` is typed"),
    "long summary": ("mentor.yml", "  en: Pays a", f"  en: Pays {'a' * 120}", "at most 120"),
    "placeholder in summary": (
        "mentor.yml",
        "  en: Pays a",
        "  en: Pays {max_months}",
        "a summary holds no figures",
    ),
    "long text": ("mentor.yml", "og ikke lenger.", "og " * 161, "at most 160"),
    "unknown source": (
        "mentor.yml",
        "    sources: [law, page]",
        "    sources: [lawe]",
        "no source `lawe`; did you mean",
    ),
    "no source": ("mentor.yml", "    sources: [law, page]", "    sources: []", "at least 1 item"),
    "dangling reference": (
        "mentor.yml",
        "[arbeidstrening,",
        "[arbeidstreningen,",
        "no scheme `arbeidstreningen`",
    ),
    "dangling replacement": ("mentor.yml", "replaced_by: [vta-o]", "replaced_by: [vtao]", "no scheme `vtao`"),
    "own reference": ("mentor.yml", "[arbeidstrening,", "[mentor,", "does not refer to itself"),
    "wrong id": ("mentor.yml", "id: mentor", "id: mentoring", "the file is called `mentor.yml`"),
    "unknown topic": (
        "mentor.yml",
        "  duration:",
        "  durations:",
        "no topic `durations`; did you mean `duration`",
    ),
    "note missing": ("vta-o.yml", "{state: active}", "{state: historic}", "needs a `note`"),
    "owner name missing": ("vta-o.yml", "owner_name: {nb", "# {nb", "`owner_name` is missing"),
    "overlapping texts": (
        "vta-o.yml",
        "valid_from: 2026-09-01",
        "valid_from: 2026-08-31",
        "hold on the same day",
    ),
    "reversed text": (
        "vta-o.yml",
        "valid_from: 2026-09-01",
        "valid_from: 2026-09-01\n      valid_to: 2026-01-01",
        "lies before",
    ),
    "overlapping values": ("vta-o.yml", "to: 2025-12-31", "to: 2026-01-31", "two values hold on 2026-01-01"),
    "value ended": ("parameters.yml", "from: 2026-05-01,", "from: 2027-05-01,", "has no value on 2026-11-21"),
    "derived from nothing": ("parameters.yml", "of: grunnbelop", "of: grunnbeløp", "which has no values"),
    "source without date": ("sources.yml", "checked: 2023-06-07, ", "", "`checked` is missing in `page`"),
    "source without address": ("sources.yml", "url: https://www.nav.no/side", "url: nav", "`page.url`: "),
    "bad hours": ("contacts.yml", "09:00-15:00", "9-15", "`phone.hours.mon.0`: "),
    "hours overlap": ("contacts.yml", "09:00-11:30", "09:00-12:30", "two intervals overlap"),
    "hours reversed": ("contacts.yml", "09:00-11:30", "11:30-09:00", "ends before it begins"),
    "unknown region": (
        "contacts.yml",
        "name: Nav Troms og",
        "name: Nav Troms &",
        "the region `Nav Troms og Finnmark`",
    ),
    "bad zone": ("municipalities.csv", ",V,,high", ",VI,,high", "`VI` is no zone"),
    "bad county": ("municipalities.csv", "5601,Alta,,56", "5601,Alta,,18", "does not belong to county 18"),
    "twice in the table": ("municipalities.csv", "5610,", "5601,", "listed twice"),
    "missing column": ("municipalities.csv", ",V,,high", ",V,high", "needs 9 columns"),
    "bad head": ("municipalities.csv", "number,", "nr,", "the first line must be"),
    "broken YAML": ("mentor.yml", "nb: Inntil {g", 'nb: "Inntil {g', "not valid YAML"),
    "same key twice": ("mentor.yml", "owner: nav", "owner: nav\nowner: nav", "`owner` is written twice"),
    "general: unknown topic": ("general.yml", "  apply:", "  aply:", "no topic `aply`; did you mean `apply`"),
    "general: scheme figure": (
        "general.yml",
        "nb: Ring Nav.",
        "nb: '{max_months}'",
        "there is no such parameter",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), CASES.values(), ids=CASES.keys())
def test_a_fault_is_found_where_it_is(content_dir: Path, name: str, old: str, new: str, message: str) -> None:
    path = name if (content_dir / name).exists() else f"schemes/{name}"
    line = change(content_dir, path, old, new)
    found = [fault for fault in faults(content_dir) if message in fault]
    assert found, faults(content_dir)
    reported = int(found[0].split(":")[1])
    assert found[0].startswith(f"{name}:")
    assert abs(reported - line) <= 12, (found[0], line)


def test_a_typed_figure_is_shown_on_its_own_line(content_dir: Path) -> None:
    line = change(content_dir, "schemes/mentor.yml", "- så ferdig.", "- så 12 ferdig.")
    assert faults(content_dir) == [f"mentor.yml:{line}: the figure `12` is typed; use a {{parameter}} or a word"]


def test_all_faults_are_reported_at_once(content_dir: Path) -> None:
    change(content_dir, "schemes/mentor.yml", "group: stotte", "gruppe: stotte\ngroup: stotte")
    change(content_dir, "schemes/mentor.yml", "og ikke lenger.", "og ikke 12 lenger.")
    change(content_dir, "schemes/vta-o.yml", "{state: active}", "{state: gone}")
    change(content_dir, "sources.yml", "checked: 2023-06-07, ", "")
    (content_dir / "schemes" / "bio.yml").unlink()
    found = "\n".join(faults(content_dir))
    for piece in (
        "`gruppe`",
        "`12`",
        "vta-o.yml:7",
        "`checked`",
        "bio.yml:1: the file of this scheme is missing",
    ):
        assert piece in found


def test_a_file_that_is_no_scheme_is_reported(content_dir: Path) -> None:
    (content_dir / "schemes" / "mentorr.yml").write_text("id: mentorr\n", encoding="utf-8")
    assert faults(content_dir) == ["mentorr.yml:1: there is no scheme `mentorr`; did you mean `mentor`?"]


@pytest.mark.parametrize("name", ["parameters.yml", "sources.yml", "contacts.yml", "municipalities.csv"])
def test_a_missing_file_is_reported(content_dir: Path, name: str) -> None:
    (content_dir / name).unlink()
    assert f"{name}:1: the file is missing" in faults(content_dir)


def test_loading_faulty_content_raises_with_every_fault(content_dir: Path) -> None:
    change(content_dir, "schemes/mentor.yml", "og ikke lenger.", "og 12 og 13.")
    with pytest.raises(ContentErrors) as caught:
        loader.load(content_dir, TODAY)
    assert len(caught.value.errors) == 2
    assert "mentor.yml" in str(caught.value)


def test_content_is_never_checked_for_a_day_before_its_sources(content_dir: Path) -> None:
    content = loader.load(content_dir, date(2020, 1, 1))
    assert len(content.schemes) == 31


def test_what_was_written_is_what_is_built(content: Content) -> None:
    mentor = content.schemes["mentor"]
    assert mentor.synonyms["nb"] == ("mentorordning", "fadderordning")
    assert mentor.topics["duration"][0].text["nb"] == (
        "Inntil {max_months} etter § 5-4, og ikke lenger.\n\n- Først {max_months:n},\n- så ferdig."
    )
    assert list(mentor.topics) == ["amount", "duration"]
    assert [len(topics) for topics in content.schemes["vta-o"].topics.values()] == [2]
    assert content.municipalities[1].other_names == ("Kárášjohka", "Kaarasjoki")
    assert content.contacts.phone.hours.week[4][0].opens == 9 * 60
