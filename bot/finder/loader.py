"""Reads and checks `data/knowledge/finder.yml`; every fault is told with its file and line."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from bot.finder.schema import UNKNOWN, Condition, Effect, Finder, QuestionRule
from bot.knowledge import prose
from bot.knowledge.marks import ContentError, ContentErrors, Document, Path_, read
from bot.knowledge.model import Knowledge, ParameterNotSet
from bot.knowledge.render import placeholders
from bot.knowledge.schema import Localized
from bot.knowledge.terms import LANGUAGES
from bot.settings import ROOT

DEFAULT_PATH = ROOT / "data" / "knowledge" / "finder.yml"
"""Where the rules lie in this repository."""

LABEL_BYTES = 64
"""Longest button; it is its own payload, and Telegram takes no more."""

FORMATS = frozenset({None, "n"})


def load_finder(knowledge: Knowledge, on: date, path: Path = DEFAULT_PATH) -> Finder:
    """Return the checked rules.

    Raises:
        ContentErrors: With every fault; nothing is returned then.
    """
    finder, errors = read_finder(knowledge, on, path)
    if finder is None or errors:
        raise ContentErrors(errors)
    return finder


def read_finder(knowledge: Knowledge, on: date, path: Path = DEFAULT_PATH) -> tuple[Finder | None, list[ContentError]]:
    """Return the rules, as far as they could be read, and their faults."""
    document = read(path, _shown(path))
    if document.data is None:
        return None, document.errors
    try:
        finder = Finder.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors():
            where = tuple(step for step in detail["loc"] if step != "[key]")
            document.fail(where, _explained(where, detail["type"], detail["msg"]))
        return None, sorted(set(document.errors))
    _Checker(document, finder, knowledge, on).run()
    return finder, sorted(set(document.errors))


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _explained(where: Path_, kind: str, message: str) -> str:
    name = where[-1] if where else ""
    if kind == "extra_forbidden":
        return f"unknown key `{name}`"
    if kind == "missing" and name in LANGUAGES:
        return f"`{'.'.join(map(str, where[:-1]))}` is missing in language `{name}`"
    if kind == "missing":
        return f"`{name}` is missing"
    return f"`{'.'.join(map(str, where))}`: {message}"


class _Checker:
    """Checks what needs more than one place of the file, or the knowledge base."""

    def __init__(self, document: Document, finder: Finder, knowledge: Knowledge, on: date) -> None:
        self.document = document
        self.finder = finder
        self.knowledge = knowledge
        self.on = on

    def run(self) -> None:
        """Note every fault in the document."""
        self.facts()
        asked_for = {question.fact for question in self.finder.questions}
        for index, question in enumerate(self.finder.questions):
            self.question(("questions", index), question)
        self.cues()
        for name, starter in self.finder.starters.items():
            self.source(("starters", name, "source"), starter.source)
            self.text(("starters", name, "text"), starter.text, None)
        for scheme, entry in self.finder.schemes.items():
            self.known(("schemes", scheme), scheme, self.knowledge.schemes, "scheme")
            self.known(("schemes", scheme, "starts"), entry.starts, self.finder.starters, "starter")
            for index, rule in enumerate(entry.rules):
                path: Path_ = ("schemes", scheme, "rules", index)
                self.condition((*path, "when"), rule.when)
                self.condition((*path, "unless"), rule.unless)
                self.source((*path, "source"), rule.source)
                self.text((*path, "why"), rule.why, scheme)
                if rule.effect is Effect.EXCLUDED and any(UNKNOWN in values for values in rule.when.values()):
                    self.document.fail(path, "what is not known excludes nothing: `unknown` in an `excluded` rule")
                if rule.effect is Effect.EXCLUDED and rule.unless.keys() & asked_for:
                    self.document.fail(path, "`unless` names a fact that is asked for: not knowing it would exclude")
                if rule.effect is Effect.FITS and not rule.weight:
                    self.document.fail(path, "a reason that fits needs a weight")
        for index, note in enumerate(self.finder.notes):
            self.condition(("notes", index, "when"), note.when)
            self.source(("notes", index, "source"), note.source)
            self.text(("notes", index, "text"), note.text, None)

    def facts(self) -> None:
        """Check the facts: vague values, ages and spans name what exists."""
        for name, fact in self.finder.facts.items():
            path: Path_ = ("facts", name)
            named = [*fact.first, *(span.value for span in fact.spans)]
            named += [value for vague, finer in fact.vague.items() for value in (vague, *finer)]
            parameters = [span.parameter for span in fact.spans if span.parameter]
            if fact.age:
                named += [fact.age.below, fact.age.from_]
                parameters.append(fact.age.limit)
            for value in named:
                self.known(path, value, fact.values, f"value of `{name}`")
            for parameter in parameters:
                self.parameter(path, parameter, None)
            if not sum(value.prior for value in fact.values.values()):
                self.document.fail(path, f"`{name}` needs a value with a `prior`")
            for value, entry in fact.values.items():
                self.text((*path, "values", value, "told"), entry.told, None)

    def question(self, path: Path_, question: QuestionRule) -> None:
        """Check a question: its fact, its choices, that no two buttons are alike."""
        self.text((*path, "text"), question.text, None)
        if not self.known((*path, "fact"), question.fact, self.finder.facts, "fact"):
            return
        if [other.fact for other in self.finder.questions].count(question.fact) > 1:
            self.document.fail(path, f"`{question.fact}` is asked for twice")
        self.condition((*path, "when"), question.when)
        values = self.finder.facts[question.fact].values
        for named in (question.yes, question.no):
            if named:
                self.known(path, named, values, f"value of `{question.fact}`")
        for index, choice in enumerate(question.choices):
            here: Path_ = (*path, "choices", index)
            self.known((*here, "value"), choice.value, values, f"value of `{question.fact}`")
            self.text((*here, "label"), choice.label, None)
            for language in LANGUAGES:
                label = getattr(choice.label, language)
                if len(label.encode()) > LABEL_BYTES:
                    self.document.fail((*here, "label", language), f"the button is longer than {LABEL_BYTES} bytes")
                if [getattr(other.label, language) for other in question.choices].count(label) > 1:
                    self.document.fail((*here, "label", language), f"two buttons are called `{label}`")

    def cues(self) -> None:
        """Check that cues tell values that exist."""
        for fact, cues in self.finder.cues.items():
            if not self.known(("cues", fact), fact, self.finder.facts, "fact"):
                continue
            values = self.finder.facts[fact].values
            for value, cue in cues.items():
                self.known(("cues", fact, value), value, values, f"value of `{fact}`")
                if cue.negated:
                    self.known(("cues", fact, value, "negated"), cue.negated, values, f"value of `{fact}`")

    def condition(self, path: Path_, condition: Condition) -> None:
        """Check that a condition names facts and values that exist."""
        for fact, values in condition.items():
            if not self.known((*path, fact), fact, self.finder.facts, "fact"):
                continue
            for value in values:
                if value != UNKNOWN:
                    self.known((*path, fact), value, self.finder.facts[fact].values, f"value of `{fact}`")

    def source(self, path: Path_, source: str) -> None:
        """Check that a source exists."""
        self.known(path, source, self.knowledge.sources, "source")

    def known(self, path: Path_, name: str, names: Iterable[str], what: str) -> bool:
        """Note a name that does not exist; tell whether it does."""
        choices = list(names)
        if name in choices:
            return True
        close = get_close_matches(name, choices, n=1)
        hint = f"; did you mean `{close[0]}`?" if close else ""
        self.document.fail(path, f"there is no {what} `{name}`{hint}")
        return False

    def parameter(self, path: Path_, name: str, scheme: str | None) -> None:
        """Check that a parameter exists and has a value."""
        key = self.knowledge.parameters.resolve(name, scheme)
        try:
            if key is None:
                self.document.fail(path, f"`{{{name}}}`: there is no such parameter")
            else:
                self.knowledge.parameters.nearest(key, self.on)
        except ParameterNotSet:
            self.document.fail(path, f"`{{{name}}}` has no value")

    def text(self, path: Path_, text: Localized, scheme: str | None) -> None:
        """Check a text: no typed figures, known placeholders, the same ones in every language."""
        used = {language: set(placeholders(getattr(text, language))) for language in LANGUAGES}
        for language in LANGUAGES:
            body, here = getattr(text, language), (*path, language)
            for _, word in prose.typed_figures(body):
                self.document.fail(here, f"the figure `{word}` is typed; use a {{parameter}} or a word")
            for piece in prose.stray_braces(body):
                self.document.fail(here, f"`{piece}` is no placeholder; write {{name}} or {{name:n}}")
            for name, form in used[language]:
                if form not in FORMATS:
                    self.document.fail(here, f"`{{{name}:{form}}}`: the only format is `:n`")
                self.parameter(here, name, scheme)
            if used[language] != used["nb"]:
                self.document.fail(here, "the placeholders differ from those of `nb`")
