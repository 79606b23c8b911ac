"""`bot questions`: from what was not understood to training sentences, with a person in between."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from bot import database, migrations
from bot.learning import labelling
from bot.learning.checking import Checked
from bot.learning.checking import check as check_labels
from bot.learning.collect import Unclear, collect
from bot.learning.grouping import Group, grouped
from bot.learning.heldout import NoHeldOutError
from bot.learning.labelling import FileError, Labelling, Proposal
from bot.learning.proposals import NoProposalsError, propose
from bot.learning.training_data import append
from bot.learning.trial import Change, try_out
from bot.run.preflight import NotReadyError
from bot.run.training import model_path
from bot.settings import get_settings

app = typer.Typer(no_args_is_help=True, help="Learn from use: list what was not understood, label, try, accept.")
out = Console(highlight=False, soft_wrap=True, markup=False)

FAULTS = 1
"""Exit code: something has to be put right."""

File = Annotated[Path, typer.Argument(help="File made by `bot questions unclear --out`, with labels.")]


@app.command()
def unclear(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was said from this day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most questions, the ones asked most often first.")] = 200,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write a file to label.")] = None,
    proposals: Annotated[bool, typer.Option(help="Let the model propose labels.")] = True,
) -> None:
    """List what was not understood, was turned down, or got a thumb down; masked, and near copies counted together."""
    groups = grouped(_collected(since))[:limit]
    if not groups:
        out.print("Nothing was unclear, turned down or judged badly.")
        return
    if out_file is None:
        _show(groups)
        return
    if out_file.exists():
        _stop(f"{out_file} exists already: its labels would be lost.")
    entries = labelling.entries(groups, _proposed(groups) if proposals else [[] for _ in groups])
    labelling.write(out_file, Labelling(made=date.today(), questions=entries))
    out.print(f"{len(entries)} questions written to {out_file}. Label them, then: bot questions check {out_file}")


@app.command()
def check(file: File) -> None:
    """Check the labels: known, without personal data, and none of the held-out questions."""
    _told(_checked(file)[1])


@app.command("try")
def try_labels(
    file: File,
    split: Annotated[str, typer.Option(help="Part of the held-out set: dev, or test for a last look.")] = "dev",
) -> None:
    """Train a candidate with the labelled questions and show the effect on the evaluation; changes nothing."""
    if split not in {"dev", "test"}:
        _stop("--split must be dev or test.")
    _labelling, checked = _checked(file)
    _told(checked)
    if not checked.examples:
        _stop("There is nothing new to learn in the file.")
    out.print("Training a candidate and measuring both; this takes some minutes …")
    with tempfile.TemporaryDirectory(prefix="candidate-") as folder:
        try:
            changes = try_out(checked.examples, get_settings(), Path(folder), split)
        except NotReadyError as error:
            _stop(str(error))
    _show_changes(changes, len(checked.examples), split)


@app.command()
def accept(
    file: File,
    reviewer: Annotated[str, typer.Option(help="Who reviewed the labels; default: `reviewer` of the file.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Add the labelled questions to the training sentences, with the reviewer's name."""
    labelled, checked = _checked(file)
    _told(checked)
    name = " ".join((reviewer or labelled.reviewer or "").split())
    if not name:
        _stop("Write who reviewed the labels: `reviewer:` in the file, or --reviewer.")
    if not checked.examples:
        _stop("There is nothing new to learn in the file.")
    if not yes and not typer.confirm(f"Teach {len(checked.examples)} questions, reviewed by {name}?"):
        _stop("Nothing was changed.")
    path = append(get_settings().data_dir / "nlu", checked.examples, name, date.today())
    out.print(
        f"{len(checked.examples)} questions added to {path}. Now: make train, make evaluate, and commit the file."
    )


def _collected(since: datetime | None) -> list[Unclear]:
    engine = database.create(get_settings().resolved_database_url)
    try:
        migrations.upgrade(engine)
        return collect(engine, since.replace(tzinfo=UTC) if since else None)
    except SQLAlchemyError as error:
        _stop(f"The database could not be read ({type(error).__name__}).")
    finally:
        engine.dispose()


def _proposed(groups: list[Group]) -> list[list[Proposal]]:
    try:
        return propose([group.first.text for group in groups], model_path(get_settings()))
    except NoProposalsError as error:
        typer.echo(f"No labels are proposed: {error}.", err=True)
        return [[] for _ in groups]


def _checked(file: Path) -> tuple[Labelling, Checked]:
    try:
        labelled = labelling.read(file)
        return labelled, check_labels(labelled, get_settings().data_dir / "nlu")
    except (FileError, NoHeldOutError) as error:
        _stop(str(error))


def _told(checked: Checked) -> None:
    """Say what was found; stop where something is wrong."""
    for fault in checked.faults:
        out.print(str(fault))
    out.print(
        f"{len(checked.examples)} to learn, {checked.known} known already, {checked.skipped} skipped, "
        f"{checked.unlabelled} without a label, {len(checked.faults)} fault(s)."
    )
    if checked.faults:
        raise typer.Exit(FAULTS)


def _show(groups: list[Group]) -> None:
    table = Table("times", "why", "language", "question", "answered")
    for group in groups:
        why = ", ".join(kind.value for kind in group.kinds)
        table.add_row(str(group.count), why, group.first.language, group.first.text, group.first.answered)
    out.print(table)


def _show_changes(changes: list[Change], count: int, split: str) -> None:
    table = Table("", "n", "before", "after", "items")
    for change in changes:
        moved = f"{change.items:+d}" if change.items else "="
        table.add_row(change.title, str(change.n), f"{change.before:.1%}", f"{change.after:.1%}", moved)
    out.print(table)
    worse = [change.title for change in changes if change.items < 0]
    out.print(f"{count} new questions, measured on the {split} part; `items`: better (+) or worse (-) by so many.")
    out.print(f"Worse: {'; '.join(worse)}." if worse else "Nothing became worse.")


def _stop(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(FAULTS)
