"""Makes `python -m bot` the command `bot`."""

from bot.cli import app

if __name__ == "__main__":
    app(prog_name="bot")
