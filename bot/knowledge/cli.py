"""`bot kb`: check, load and look at the content."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot import clock, database, migrations
from bot.finder import read_finder
from bot.handoff import routing_file
from bot.knowledge import difference, loader
from bot.knowledge.content import Content
from bot.knowledge.marks import ContentError, ContentErrors
from bot.knowledge.model import Knowledge
from bot.knowledge.render import render
from bot.knowledge.store import KnowledgeStore, NoContentError
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, TOPICS, Language
from bot.settings import get_settings
from bot.texts import read_texts

app = typer.Typer(no_args_is_help=True, help="Check, load and look at the content.")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

FAULTS = 1
"""Exit code: something has to be put right."""

MISUSE = 2
"""Exit code: the command was used wrongly."""


@app.command()
def check(
    path: Annotated[list[Path] | None, typer.Option("--path", help="Only these files; others may be missing.")] = None,
) -> None:
    """Check the content files and say what is wrong, file by file and line by line."""
    files = loader.check(_directory(), _real_today())
    errors = files.all_errors()
    messages = sorted((_directory() / "messages").glob("*.yml"))
    errors += read_texts(_directory() / "messages", {item: files.shown(item) for item in messages})[1]
    finder = _directory() / "finder.yml"
    errors += _finder_faults(finder, known_good=not errors)
    errors += routing_file.read(_directory())[2]
    if path:
        known = {
            files.shown(finder),
            *files.documents,
            files.shown(_directory() / routing_file.NAME),
            files.shown(_directory() / "municipalities.csv"),
            *(files.shown(item) for item in messages),
        }
        for item in path:
            if not item.exists():
                _stop(f"There is no file {item}.", MISUSE)
            if files.shown(item) not in known and not any(error.file == files.shown(item) for error in errors):
                _stop(f"{item} is no content file.", MISUSE)
        wanted = {files.shown(item) for item in path}
        errors = [error for error in errors if error.file in wanted]
    _report(errors)
    out.print("[green]OK[/]: " + (", ".join(sorted(wanted)) if path else "all content files are in order."))


@app.command()
def load() -> None:
    """Check the content files and make them what the assistant answers from."""
    content = _read()
    with _database() as store:
        result = store.load(content)
    if result.changed:
        out.print(f"[green]Loaded[/] {len(content.schemes)} schemes; version {result.version[:12]}.")
    else:
        out.print(f"Nothing has changed; version {result.version[:12]} goes on.")


@app.command()
def show(
    scheme: Annotated[str, typer.Argument(help="Id of a scheme, such as mentor, or `general`.")],
    lang: Annotated[str, typer.Option(help="nb, nn or en.")] = "nb",
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to answer for.")] = None,
) -> None:
    """Show everything the files tell about a scheme, with the figures of a day filled in."""
    language = next((item for item in LANGUAGES if item == lang), None)
    if language is None:
        _stop(f"{lang} is no language; choose nb, nn or en.", MISUSE)
        return
    if scheme not in (*SCHEME_IDS, "general"):
        _stop(f"There is no scheme {scheme}. The schemes are: {', '.join(SCHEME_IDS)}.", MISUSE)
    knowledge = Knowledge("files", _read(), get_settings().stale_after_days)
    on = at.date() if at else clock.today()
    if scheme != "general":
        _show_head(knowledge, scheme, language, on)
    for topic in TOPICS:
        told = (
            knowledge.general(topic, language, on)
            if scheme == "general"
            else knowledge.answer(scheme, topic, language, on)
        )
        if told is None:
            continue
        out.print(f"\n[bold]{topic}[/]" + (" [yellow](uncertain)[/]" if told.confidence == "medium" else ""))
        if told.valid_from and told.valid_from > on:
            out.print(f"[yellow]holds only from {told.valid_from}[/]")
        if told.valid_to and told.valid_to < on:
            out.print(f"[yellow]held until {told.valid_to}[/]")
        out.print(told.text, markup=False)
        titles = "; ".join(f"{source.title} ({source.checked})" for source in told.sources)
        out.print(f"Sources: {titles}" + (" - OLD" if told.stale else ""), style="dim", markup=False)


@app.command()
def stale(
    days: Annotated[
        int | None, typer.Option(min=0, help="Older than this many days; default STALE_AFTER_DAYS.")
    ] = None,
) -> None:
    """List the texts whose oldest source was read long ago, oldest first."""
    limit = days if days is not None else get_settings().stale_after_days
    content = _read()
    before = clock.today() - timedelta(days=limit)
    rows = []
    texts = [text for scheme in content.schemes.values() for group in scheme.topics.values() for text in group]
    texts += [text for group in content.general.values() for text in group]
    for text in texts:
        oldest = min((content.sources[source] for source in text.sources), key=lambda source: source.checked)
        if oldest.checked < before:
            rows.append((oldest.checked.isoformat(), text.scheme or "general", text.topic, oldest.title))
    for checked, scheme, topic, title in sorted(rows):
        out.print(f"{checked}  {scheme} / {topic}  ({title})", markup=False)
    out.print(f"{len(rows)} of {len(texts)} texts rest on a source read before {before.isoformat()}.")


@app.command()
def diff() -> None:
    """Compare the files with what the assistant answers from now."""
    content = _read()
    with _database() as store:
        try:
            running = store.snapshot().content
        except NoContentError:
            out.print("Nothing is loaded yet; `bot kb load` would load everything.")
            raise typer.Exit(FAULTS) from None
    changes = difference.between(running, content)
    for change in changes:
        out.print(change, markup=False)
    if changes:
        out.print(f"[yellow]{len(changes)} difference(s)[/]; `bot kb load` makes the files what runs.")
        raise typer.Exit(FAULTS)
    out.print("[green]The files are what runs.[/]")


def _directory() -> Path:
    return get_settings().data_dir / "knowledge"


def _finder_faults(path: Path, *, known_good: bool) -> list[ContentError]:
    """Return the faults of the finder's rules; they name schemes and figures, so the rest must be in order first."""
    if not known_good or not path.exists():
        return []
    today = _real_today()
    return read_finder(Knowledge("files", loader.load(_directory(), today)), today, path)[1]


def _real_today() -> date:
    """Return today's date, whatever BOT_NOW says: content is checked for the day it is put to use."""
    return datetime.now(clock.OSLO).date()


def _read() -> Content:
    try:
        return loader.load(_directory(), _real_today())
    except ContentErrors as error:
        _report(error.errors)
        raise typer.Exit(FAULTS) from None


@contextmanager
def _database() -> Iterator[KnowledgeStore]:
    settings = get_settings()
    engine = database.create(settings.resolved_database_url)
    try:
        migrations.upgrade(engine)
        yield KnowledgeStore(engine, settings.stale_after_days)
    except SQLAlchemyError as error:
        err.print("[red]The database does not answer as it should; the content that ran before goes on.[/]")
        err.print(str(error).splitlines()[0], markup=False)
        raise typer.Exit(FAULTS) from None
    finally:
        engine.dispose()


def _show_head(knowledge: Knowledge, scheme: str, language: Language, on: date) -> None:
    known = knowledge.schemes[scheme]
    out.print(f"[bold]{known.name[language]}[/] ({scheme}, {known.group}, {known.status.state})")
    summary = render(known.summary[language], language, on, knowledge.parameters, scheme).text
    out.print(summary, markup=False)
    note = knowledge.note(scheme, language, on)
    if note:
        out.print(note, style="yellow", markup=False)
    if known.url:
        out.print(known.url, style="dim", markup=False)


def _report(errors: list[ContentError]) -> None:
    """Print faults, one a line, and end the command if there are any."""
    for error in sorted(set(errors)):
        err.print(f"[bold]{error.file}:{error.line}[/]: ", end="")
        err.print(error.message, markup=False)
    if errors:
        err.print(f"[red]{len(errors)} fault(s) in {len({error.file for error in errors})} file(s).[/]")
        raise typer.Exit(FAULTS)


def _stop(message: str, code: int) -> None:
    err.print(f"[red]{message}[/]")
    raise typer.Exit(code)
