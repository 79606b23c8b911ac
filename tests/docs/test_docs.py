"""The documentation must name what the code has: settings, routes, commands, kinds, intents, schemes, files."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
import yaml
from pydantic import SecretStr

from bot.app import create_app
from bot.cli import app as command_line
from bot.knowledge.terms import SCHEME_IDS
from bot.settings import ROOT, Settings

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]

MADE_LATER = re.compile(r"docs/(images/[\w-]+\.png|evaluation\.md|benchmarks\.md)")
"""Pictures and measurements are made by running the product, so a fresh checkout may lack them."""

MADE_BY_USE = ("var", "models/model-", "bot/staff/console/dist", "bot/web/widget/dist")
"""Files that running the assistant makes, and `make clean` takes away."""

TEXT_FILES = {"", ".css", ".csv", ".html", ".in", ".js", ".json", ".md", ".py", ".sh", ".svg", ".toml", ".txt", ".yml"}


def page(name: str) -> str:
    """Return a page of the documentation."""
    return (DOCS / name).read_text("utf-8")


def coded(text: str) -> set[str]:
    """Return everything in a page that stands in backticks on one line."""
    return set(re.findall(r"`([^`\n]+)`", text))


def committed() -> list[Path]:
    """Return the text files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT_FILES and path.is_file()]


# -- operations ------------------------------------------------------------------------------------------------


def setting_rows() -> dict[str, str]:
    """Return each setting in operations.md with its default."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", page("operations.md"), re.MULTILINE))


def written(default: Any) -> str:
    """Return a default as the table of settings writes it."""
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    if value is None or value == "":
        return "empty"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    if isinstance(value, float) and value.is_integer():
        return f"`{int(value)}`"
    return f"`{value}`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    assert setting_rows().get(name.upper()) == written(Settings.model_fields[name].default)


def test_no_setting_is_documented_that_does_not_exist() -> None:
    settings = page("operations.md").split("## Settings", 1)[1].split("Two more are read", 1)[0]
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", settings, re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def commands(group: Any, prefix: str = "bot") -> Iterator[str]:
    """Return all commands of the command line, with their groups."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


@pytest.mark.parametrize("command", sorted(commands(typer.main.get_command(command_line))))
def test_every_command_is_documented(command: str) -> None:
    assert any(code == command or code.startswith(f"{command} ") for code in coded(page("operations.md")))


def targets() -> set[str]:
    """Return the targets of the Makefile that are meant for people."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("target", sorted(targets()))
def test_every_make_target_is_documented(target: str) -> None:
    assert f"make {target}" in coded(page("operations.md"))


def test_no_make_target_is_documented_that_does_not_exist() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PAGES)
    named = re.findall(r"(?:`|^|\b\d+ )make ([a-z][a-z-]*)(?=`| +#|$)", text, re.MULTILINE)
    assert set(named) <= targets()
    assert {"run", "test", "train"} <= set(named)


def test_every_message_of_a_fault_is_one_the_code_says() -> None:
    """The messages quoted under "Common faults", with … for what varies."""
    said = "\n".join(
        re.sub(r"`make setup`", "…", path.read_text("utf-8"))
        for path in [*(ROOT / "bot").rglob("*.py"), *(DOCS.parent / "data").rglob("messages/*.yml"), ROOT / "Makefile"]
    )
    faults = page("operations.md").split("## Common faults", 1)[1].split("\n## ", 1)[0]
    quoted = re.findall(r"^\| `([^`]+)` \|", faults, re.MULTILINE) + re.findall(r"«([^»]+)»", faults.split("429")[0])
    assert len(quoted) > 10
    parts = [part.strip() for message in quoted for part in message.split("…") if part.strip()]
    assert [part for part in parts if part not in said] == []


# -- API -------------------------------------------------------------------------------------------------------


def paths_of(routes: Iterable[Any]) -> Iterator[str]:
    """Return the paths of routes, also of those that stand in an included router."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from paths_of(router.routes)
        else:
            yield route.path


def gateway_paths() -> list[str]:
    """Return every path the gateway answers."""
    return sorted(set(paths_of(create_app(Settings(database_url="sqlite://")).routes)))


def test_every_route_is_documented() -> None:
    paths = gateway_paths()
    assert "/webhooks/rest/webhook" in paths
    text = page("api.md")
    missing = [
        path for path in paths if not re.search(rf"\b(GET|POST|PUT|PATCH|DELETE|WS) {re.escape(path)}(?![\w/])", text)
    ]
    assert missing == []


def test_no_route_is_documented_that_does_not_exist() -> None:
    assert set(re.findall(r"\b(?:GET|POST|PUT|PATCH|DELETE|WS) (/[\w./{}:-]*)", page("api.md"))) <= set(gateway_paths())


def kinds_in_code() -> set[str]:
    """Return the values of `custom.kind` that the code may send."""
    found: set[str] = set()
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]:
        if "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        found.update(re.findall(r"""["']kind["']: ["'](\w+)["']""", text))
        found.update(re.findall(r"""_plain\(["'](\w+)["']""", text))
        if re.search(r"^class Kind\(StrEnum\)", text, re.MULTILINE):
            kinds: type[StrEnum] = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)).Kind
            found.update(kind.value for kind in kinds)
    return found


def test_every_kind_of_answer_is_documented_with_an_example() -> None:
    kinds = kinds_in_code()
    assert {"answer", "clarify", "fallback", "crisis", "comparison", "question"} <= kinds
    examples = set(re.findall(r'"kind": "(\w+)"', page("api.md")))
    assert kinds - examples == set()


def test_the_examples_are_json() -> None:
    blocks = re.findall(r"```json\n(.*?)```", page("api.md"), re.DOTALL)
    assert len(blocks) > 8
    for block in blocks:
        if re.search(r"\}\n\{", block):
            assert all(json.loads(line)["kind"] for line in block.splitlines())
        else:
            assert json.loads(block)


def test_every_error_of_the_gateway_is_documented() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "channels").glob("*.py"))
    codes = set(re.findall(r'(?:HTTPStatus\.\w+,|HTTPStatus\.\w+: \(|_invalid\(|error_response\(500,)\s*"(\w+)"', text))
    assert {"invalid_json", "too_large", "rate_limited", "not_found", "internal"} <= codes
    assert codes - coded(page("api.md")) == set()


# -- understanding ---------------------------------------------------------------------------------------------


def intents() -> list[str]:
    """Return the intents that Rasa knows."""
    listed: list[str] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
    return listed


@pytest.mark.parametrize("intent", intents())
def test_every_intent_is_documented(intent: str) -> None:
    assert intent in coded(page("understanding.md").split("## Intents", 1)[1].split("\n## ", 1)[0])


def test_the_list_of_schemes_is_complete() -> None:
    section = page("understanding.md").split("## Schemes", 1)[1].split("\n## ", 1)[0]
    listed = re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)
    assert sorted(listed) == sorted(SCHEME_IDS)


def thresholds() -> set[str]:
    """Return the rows that the table of thresholds must have, as they begin."""
    found = []
    for name in (
        "dialogue/known.py",
        "dialogue/outside.py",
        "dialogue/plan.py",
        "dialogue/resolve.py",
        "dialogue/sums.py",
        "nlu/model.py",
    ):
        found += re.findall(r"^([A-Z_]+) = (\d+\.\d+)$", (ROOT / "bot" / name).read_text("utf-8"), re.MULTILINE)
    return {f"| `{name}` | {value} |" for name, value in found}


def test_the_thresholds_are_those_of_the_code() -> None:
    rows = set(re.findall(r"^(\| `[A-Z_]+` \| [\d.]+ \|)", page("understanding.md"), re.MULTILINE))
    assert "ANSWER_NAMED" in str(thresholds())
    assert rows == thresholds()


def test_the_settings_of_the_model_are_documented() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    settings = {key for part in config["pipeline"] for key in part if part["name"].startswith("bot.")} - {"name"}
    assert settings
    assert settings <= coded(page("understanding.md").split("## Settings of the model", 1)[1])


def test_the_place_for_measurements_is_marked() -> None:
    text = page("understanding.md")
    assert 0 < text.index("<!-- tried:begin -->") < text.index("<!-- tried:end -->")


# -- links, paths, and what must not be said -------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_there(path: Path) -> bool:
    """Tell whether a file exists, or is one of those that are made later."""
    return path.exists() or bool(MADE_LATER.fullmatch(path.resolve().relative_to(ROOT).as_posix()))


@pytest.mark.parametrize("source", PAGES, ids=lambda path: path.name)
def test_every_internal_link_leads_somewhere(source: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", source.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (source.parent / name) if name else source
        if not is_there(path) or (anchor and path.exists() and anchor not in anchors(path)):
            broken.append(target)
    assert broken == []


def named_paths(text: str) -> Iterator[str]:
    """Return what stands in backticks and looks like a file or folder of this checkout."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} | {"var", "models"}
    for code in coded(text):
        name = code.rstrip("/")
        first, _, rest = name.partition("/")
        if first in folders and rest and re.fullmatch(r"[\w./*-]+", name) and not name.startswith(MADE_BY_USE):
            yield name


@pytest.mark.parametrize("source", PAGES, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(source: Path) -> None:
    missing = [
        name
        for name in named_paths(source.read_text("utf-8"))
        if not (any(ROOT.glob(name)) if "*" in name else is_there(ROOT / name))
    ]
    assert missing == []


def test_named_paths_are_found_at_all() -> None:
    assert {"bot/nlu", "data/nlu", "bot/migrations"} <= set(named_paths((ROOT / "README.md").read_text("utf-8")))


HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))]
HOSTS += [".".join(parts) for parts in (("proxy", "golang", "org"), ("crates", "io"), ("registry", "yarnpkg", "com"))]
FOLDERS = ["".join(("/", name, "/")) for name in ("root", "home", "work", "tmp", "Users")]
ABSOLUTE = re.compile(r"(?:^|(?<=[\s\"'`=(:,]))(?:" + "|".join(map(re.escape, FOLDERS)) + r")[\w.-]")
FILE_SCHEME = re.compile("file:" + "//" + r"/\w")


def test_no_registry_and_no_machine_is_named() -> None:
    found = []
    for path in committed():
        text = path.read_text("utf-8")
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}: {host}" for host in HOSTS if host in text]
        found += [
            f"{name}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if ABSOLUTE.search(line) or FILE_SCHEME.search(line)
        ]
    assert found == []


def test_the_search_for_machines_finds_one() -> None:
    assert ABSOLUTE.search("see " + "/".join(("", "home", "someone", "x.py")))
    assert not ABSOLUTE.search("https://www.nav.no/" + "/".join(("arbeid", "work", "x")))
