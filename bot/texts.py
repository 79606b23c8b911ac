"""The fixed texts of the assistant: greetings, questions of forms, errors, and so on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from bot.knowledge.marks import ContentError, ContentErrors, Document, read
from bot.knowledge.terms import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Texts:
    """Every fixed text by key, in every language."""

    messages: Mapping[str, Mapping[Language, str]]

    @classmethod
    def load(cls, directory: Path) -> "Texts":
        """Read every `*.yml` of a directory.

        Raises:
            ContentErrors: With every fault: a missing language, placeholders that differ, a key in two files.
        """
        texts, errors = read_texts(directory, {})
        if errors:
            raise ContentErrors(errors)
        return texts

    def get(self, key: str, language: Language, **values: object) -> str:
        """Return a text with its placeholders filled.

        Raises:
            KeyError: There is no such text, or a value for one of its placeholders is missing.
        """
        text = self.messages[key][language]
        return text.format(**values)

    def listed(self, parts: Sequence[str], language: Language, joiner: str = "calc_and") -> str:
        """Return "a, b og c"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.get(joiner, language)} {parts[-1]}"

    def __contains__(self, key: object) -> bool:
        return key in self.messages


def read_texts(directory: Path, shown: Mapping[Path, str]) -> tuple[Texts, list[ContentError]]:
    """Return all texts that are in order, and the faults of the others; `shown` renames files in messages."""
    messages: dict[str, Mapping[Language, str]] = {}
    errors: list[ContentError] = []
    for path in sorted(directory.glob("*.yml")):
        document = read(path, shown.get(path, str(path)))
        if document.data is not None and not isinstance(document.data, dict):
            document.fail((), "the file must list texts as `key: {nb: …, nn: …, en: …}`")
        elif document.data is not None:
            for key, entry in document.data.items():
                if key in messages:
                    document.fail((str(key),), f"the text `{key}` exists in another file too")
                elif _valid(document, str(key), entry):
                    messages[str(key)] = {language: entry[language].strip() for language in LANGUAGES}
        errors.extend(document.errors)
    return Texts(messages), errors


def _valid(document: Document, key: str, entry: Any) -> bool:
    """Note what is wrong with one text; tell whether nothing is."""
    before = len(document.errors)
    if not isinstance(entry, dict):
        document.fail((key,), f"the text `{key}` must have nb, nn and en")
        return False
    for language in entry:
        if language not in LANGUAGES:
            document.fail((key, str(language)), f"`{key}`: unknown language `{language}`")
    names: dict[Language, set[str]] = {}
    for language in LANGUAGES:
        text = entry.get(language)
        if not isinstance(text, str) or not text.strip():
            document.fail((key,), f"the text `{key}` is missing in language `{language}`")
            continue
        try:
            names[language] = _placeholders(text)
        except ValueError as error:
            document.fail((key, language), f"`{key}`: {error}")
    if len({frozenset(found) for found in names.values()}) > 1:
        listed = "; ".join(f"{language}: {', '.join(sorted(found)) or '-'}" for language, found in names.items())
        document.fail((key,), f"the text `{key}` has different placeholders ({listed})")
    return len(document.errors) == before


def _placeholders(text: str) -> set[str]:
    found: set[str] = set()
    for _, name, _, _ in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier():
            raise ValueError(f"`{{{name}}}` is no placeholder; write {{name}}, and {{{{ for a brace")
        found.add(name)
    return found
