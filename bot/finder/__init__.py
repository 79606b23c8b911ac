"""The finder: from a described situation to ranked schemes, by rules that are data."""

from bot.finder.form import FinderForm
from bot.finder.loader import load_finder, read_finder
from bot.finder.schema import Finder

__all__ = ["Finder", "FinderForm", "load_finder", "read_finder"]
