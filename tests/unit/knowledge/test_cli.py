"""`bot kb`, as an editor meets it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import ROOT, get_settings

MENTOR = "schemes/mentor.yml"


@pytest.fixture(autouse=True)
def settings(content_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATA_DIR", str(content_dir.parent))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BOT_NOW", "2026-11-21T10:00")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def kb(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["kb", *map(str, arguments)])


def spoil(path: Path, old: str = "og ikke lenger.", new: str = "og ikke 12 lenger.") -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_check_says_ok() -> None:
    result = kb("check")
    assert result.exit_code == 0
    assert "all content files are in order" in result.output


def test_check_shows_faults_without_a_stack_trace(content_dir: Path) -> None:
    spoil(content_dir / MENTOR)
    spoil(content_dir / "messages" / "all.yml", "Hi {name}", "Hi")
    result = kb("check")
    assert result.exit_code == 1
    assert "mentor.yml:40: the figure `12` is typed" in result.output
    assert "all.yml:1: the text `hello` has different placeholders" in result.output
    assert "2 fault(s) in 2 file(s)" in result.output
    assert "Traceback" not in result.output


def test_check_of_one_file_leaves_the_others_out(content_dir: Path) -> None:
    (content_dir / "schemes" / "bio.yml").unlink()
    spoil(content_dir / "schemes" / "ips.yml", "Dette er ips.", "Dette er 1.")
    assert kb("check", "--path", content_dir / MENTOR).exit_code == 0
    assert kb("check", "--path", content_dir / "messages" / "all.yml").exit_code == 0
    assert kb("check", "--path", content_dir / "municipalities.csv").exit_code == 0
    both = kb("check", "--path", content_dir / MENTOR, "--path", content_dir / "schemes" / "ips.yml")
    assert both.exit_code == 1
    assert "ips.yml" in both.output
    assert "bio.yml" not in both.output
    assert kb("check", "--path", content_dir / "schemes" / "bio.yml").exit_code == 2


def test_figures_of_a_missing_scheme_do_not_stop_a_single_check(content_dir: Path) -> None:
    (content_dir / "schemes" / "bio.yml").unlink()
    for old in ("Dette er ips.", "Dette er ips òg.", "This is ips."):
        spoil(content_dir / "schemes" / "ips.yml", old, "'{bio.rate}'")
    assert kb("check", "--path", content_dir / "schemes" / "ips.yml").exit_code == 0


def test_check_of_a_file_that_is_no_content(tmp_path: Path) -> None:
    other = tmp_path / "other.yml"
    other.write_text("a: 1\n", encoding="utf-8")
    result = kb("check", "--path", other)
    assert result.exit_code == 2
    assert "is no content file" in result.output


def test_load_then_diff_then_load(content_dir: Path) -> None:
    assert kb("diff").exit_code == 1
    assert "Loaded 31 schemes" in kb("load").output
    assert "Nothing has changed" in kb("load").output
    assert kb("diff").exit_code == 0
    spoil(content_dir / MENTOR, "og ikke lenger.", "og slutt.")
    spoil(content_dir / "parameters.yml", "136549", "140000")
    result = kb("diff")
    assert result.exit_code == 1
    assert "~ parameters.grunnbelop.values.2026-05-01.value: 136549 -> 140000" in result.output
    assert "~ schemes.mentor.topics.duration.0.text.nb" in result.output
    assert "2 difference(s)" in result.output
    assert kb("load").exit_code == 0
    assert "The files are what runs" in kb("diff").output


def test_faulty_content_is_not_loaded(content_dir: Path) -> None:
    kb("load")
    spoil(content_dir / MENTOR)
    assert kb("load").exit_code == 1
    spoil(content_dir / MENTOR, "og ikke 12 lenger.", "og ikke lenger.")
    assert kb("diff").exit_code == 0


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}")
    get_settings.cache_clear()
    result = kb("load")
    assert result.exit_code == 1
    assert "The database does not answer" in result.output
    assert "Traceback" not in result.output


def test_show_fills_in_the_figures_of_the_day() -> None:
    result = kb("show", "mentor", "--lang", "nn", "--at", "2026-04-30")
    assert result.exit_code == 0
    assert "Mentortilskot" in result.output
    assert "6 månader" in result.output
    assert "130\u00a0160\u00a0kroner" in result.output
    assert "Nav betaler no ut av seg sjølv." in result.output
    assert "136\u00a0549" in kb("show", "mentor").output
    assert "Ring Nav." in kb("show", "general").output
    assert "holds only from 2025-01-01" in kb("show", "vta-o", "--at", "2024-01-01").output


def test_show_of_something_unknown() -> None:
    assert kb("show", "mentoring").exit_code == 2
    assert kb("show", "mentor", "--lang", "sv").exit_code == 2


def test_stale_lists_what_rests_on_old_sources() -> None:
    result = kb("stale")
    assert "2023-06-07  mentor / amount  (Nav.no)" in result.output
    assert "2 of 34 texts" in result.output
    assert "34 of 34 texts" in kb("stale", "--days", "0").output


def test_check_reads_the_rules_of_the_finder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "real"
    shutil.copytree(ROOT / "data" / "knowledge", data / "knowledge")
    monkeypatch.setenv("DATA_DIR", str(data))
    get_settings.cache_clear()
    rules = data / "knowledge" / "finder.yml"
    assert kb("check").exit_code == 0
    assert kb("check", "--path", rules).exit_code == 0
    spoil(rules, "first: [apprentice,", "first: [aprentice,")
    result = kb("check", "--path", rules)
    assert result.exit_code == 1
    assert "finder.yml:" in result.output and "aprentice" in result.output
