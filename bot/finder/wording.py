"""The finder's questions and recommendations in the employer's language."""

from datetime import date
from typing import Any

from bot.dialogue.answers import source_json
from bot.dialogue.payloads import Button, Message, choose, choose_intent
from bot.dialogue.voice import Voice
from bot.finder.engine import Known, Ranked, Result, Truth, holds
from bot.finder.schema import Finder, Rule
from bot.knowledge.render import render
from bot.knowledge.schema import Localized
from bot.knowledge.terms import Group, Relation
from bot.subsidy.terms import WAGE_SCHEMES, Scheme

CALCULATED = WAGE_SCHEMES | {Scheme.MENTOR}
"""Schemes that a calculation is offered for."""

COMBINED = 4
"""Most schemes named that one can be combined with."""

SOURCES = 3
"""Most sources named in the text of one scheme; the payload names the source of every reason."""


def told(text: Localized, voice: Voice, scheme: str | None = None) -> str:
    """Return a text in the employer's language with today's figures."""
    return render(getattr(text, voice.language), voice.language, voice.today, voice.knowledge.parameters, scheme).text


def facts_text(finder: Finder, known: Known, voice: Voice) -> str:
    """Return what is known as one line."""
    return "; ".join(entry["text"] for entry in facts_json(finder, known, voice))


def facts_json(finder: Finder, known: Known, voice: Voice) -> list[dict[str, str]]:
    """Return what is known, in the order of the rules."""
    return [
        {"fact": name, "value": value, "text": told(entry.told, voice)}
        for name, fact in finder.facts.items()
        for value, entry in fact.values.items()
        if value in known.get(name, frozenset())
    ]


def question_message(finder: Finder, fact: str, step: int, voice: Voice, lead: str = "") -> Message:
    """Return the message that asks for a fact."""
    question = finder.question(fact)
    labels = [getattr(choice.label, voice.language) for choice in question.choices]
    labels.append(voice.say("finder_dont_know"))
    text = told(question.text, voice)
    custom = {
        "kind": "question",
        "form": "finder",
        "slot": fact,
        "language": voice.language,
        "input": "choice",
        "step": step,
        "most": finder.limits.questions,
    }
    return Message(f"{lead}\n\n{text}" if lead else text, custom, tuple(Button(label, label) for label in labels))


def recommendation_message(finder: Finder, result: Result, known: Known, voice: Voice, lead: str = "") -> Message:
    """Return the recommendation: what may fit and why, what does not, and where to go from here."""
    schemes = [_scheme_json(finder, entry, result, voice) for entry in result.ranked]
    excluded: list[dict[str, Any]] = [
        {
            "scheme": entry.scheme,
            "title": voice.name(entry.scheme),
            "why": told(entry.reason.why, voice, entry.scheme),
            "source": source_json(voice.knowledge.sources[entry.reason.source]),
        }
        for entry in result.excluded
    ]
    notes = [note for note in finder.notes if holds(finder, note.when, known) is Truth.YES]
    facts = facts_json(finder, known, voice)
    opening = "finder_result" if known and schemes else "finder_little" if schemes else "finder_none"
    paragraphs = [lead, voice.say(opening)]
    starters = [entry["who_starts"] for entry in schemes]
    paragraphs += [
        _scheme_text(place, entry, starters.index(entry["who_starts"]) + 1, voice)
        for place, entry in enumerate(schemes, 1)
    ]
    if excluded:
        lines = [f"- {entry['title']}: {entry['why']} ({entry['source']['title']})" for entry in excluded]
        paragraphs.append("\n".join([voice.say("finder_excluded"), *lines]))
    told_notes: list[dict[str, Any]] = [
        {"text": told(note.text, voice), "source": source_json(voice.knowledge.sources[note.source])} for note in notes
    ]
    paragraphs += [f"{voice.say('finder_note', text=note['text'])} ({note['source']['title']})" for note in told_notes]
    if facts:
        paragraphs.append(voice.say("finder_assumed", facts=facts_text(finder, known, voice)))
    custom = {
        "kind": "recommendation",
        "form": "finder",
        "language": voice.language,
        "schemes": schemes,
        "excluded": excluded,
        "notes": told_notes,
        "facts": facts,
        "intro": voice.say(opening),
    }
    return Message("\n\n".join(part for part in paragraphs if part), custom, _buttons(result, voice))


def _scheme_json(finder: Finder, entry: Ranked, result: Result, voice: Voice) -> dict[str, Any]:
    shown = _shown(entry, finder.limits.reasons)
    reasons = [
        {"text": told(rule.why, voice, entry.scheme), "source": source_json(voice.knowledge.sources[rule.source])}
        for rule in shown
    ]
    starter = finder.starters[finder.schemes[entry.scheme].starts]
    combines = _combines(entry.scheme, result, voice)
    return {
        "scheme": entry.scheme,
        "title": voice.name(entry.scheme),
        "match": "fits" if entry.fits else "possible",
        "why": [reason["text"] for reason in reasons],
        "reasons": reasons,
        "combines_with": [{"scheme": other, "title": voice.name(other)} for other in combines],
        "who_starts": told(starter.text, voice),
        "who_starts_source": source_json(voice.knowledge.sources[starter.source]),
        "source": source_json(voice.knowledge.sources[shown[0].source]),
        "sources": [source_json(voice.knowledge.sources[name]) for name in dict.fromkeys(r.source for r in shown)],
        "note": voice.knowledge.note(entry.scheme, voice.language, voice.today),
    }


def _shown(entry: Ranked, most: int) -> tuple[Rule, ...]:
    """Return the strongest reasons; a condition to be cleared is told before a third reason."""
    reasons = [rule for rule in entry.reasons if rule.weight]
    conditions = [rule for rule in entry.reasons if not rule.weight][:1]
    return (*reasons[: most - len(conditions)], *conditions)


def _combines(scheme: str, result: Result, voice: Voice) -> list[str]:
    """Return what a scheme goes together with: the other recommended schemes first, nothing that is ruled out."""
    known = voice.knowledge.schemes
    others = [
        other
        for other in known[scheme].related.get(Relation.COMBINES_WITH, ())
        if other in known and other not in result.ruled_out and known[other].group is not Group.AVSLUTTET
    ]
    recommended = [entry.scheme for entry in result.ranked]
    others.sort(key=lambda other: recommended.index(other) if other in recommended else len(recommended))
    return others[:COMBINED]


def _scheme_text(place: int, entry: dict[str, Any], starts_as: int, voice: Voice) -> str:
    """Return one scheme as text; who starts is told once where several start alike."""
    lines = [f"{place}. {entry['title']}", *(f"- {why}" for why in entry["why"])]
    if entry["note"]:
        lines.append(entry["note"])
    if entry["combines_with"]:
        names = ", ".join(voice.name_within(other["scheme"]) for other in entry["combines_with"])
        lines.append(voice.say("finder_combines", schemes=names))
    if starts_as == place:
        lines.append(voice.say("finder_starts", text=entry["who_starts"]))
    else:
        lines.append(voice.say("finder_starts_same", place=starts_as))
    sources = entry["sources"][:SOURCES]
    titles = "; ".join(f"{source['title']} ({source['url']})" for source in sources)
    oldest = min(date.fromisoformat(source["checked"]) for source in sources)
    lines.append(voice.say("finder_source", titles=titles, date=voice.date(oldest)))
    return "\n".join(lines)


def _buttons(result: Result, voice: Voice) -> tuple[Button, ...]:
    ranked = [entry.scheme for entry in result.ranked]
    buttons = [
        Button(voice.say("finder_read_more", scheme=voice.name_within(scheme)), choose(scheme, "overview"))
        for scheme in ranked[:2]
    ]
    if CALCULATED & set(ranked):
        buttons.append(Button(voice.say("finder_calculate"), choose_intent("calculate_subsidy")))
    buttons.append(Button(voice.say("finder_talk"), choose_intent("handoff")))
    return tuple(buttons)
