"""The command `bot`: every part of the product mounts its own commands here."""

import typer

from bot.conversation import cli as conversation
from bot.conversation.records_cli import app as records
from bot.knowledge.cli import app as knowledge
from bot.learning.cli import app as questions
from bot.run import cli as run
from bot.staff.cli import app as staff

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The assistant that tells employers what Nav can do for them.",
)
app.add_typer(knowledge, name="kb")
app.add_typer(staff, name="staff")
app.add_typer(records, name="conversations")
app.add_typer(questions, name="questions")
conversation.register(app)
run.register(app)


@app.callback()
def main() -> None:
    """The assistant that tells employers what Nav can do for them."""
