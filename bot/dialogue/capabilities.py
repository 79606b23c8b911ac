"""Everything that is not a topic of a scheme: lists, comparison, contact, small talk, danger."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.answers import answer_messages
from bot.dialogue.comparing import comparison, schemes_to_compare
from bot.dialogue.contacting import contact_message
from bot.dialogue.context import Context
from bot.dialogue.guarantee import guarantee_messages
from bot.dialogue.payloads import Button, Message, choose, choose_intent
from bot.dialogue.plan import Plan, Step
from bot.dialogue.references import pair_of
from bot.dialogue.resolve import How
from bot.dialogue.voice import Voice
from bot.knowledge.model import Language

SETTLED = frozenset({"thanks", "goodbye", "feedback"})
"""After these "nei" means that there is nothing more, not that something was wrong."""

SMALLTALK = ("greet", "goodbye", "thanks", "chitchat", "affirm", "more")


@dataclass(frozen=True, slots=True)
class Request:
    """What a capability needs to know."""

    plan: Plan
    text: str
    context: Context
    voice: Voice


def _plain(kind: str, key: str) -> Callable[[Request], list[Message]]:
    def answer(request: Request) -> list[Message]:
        voice = request.voice
        text = voice.say(key, phone=voice.phone, hours=voice.hours(), form=voice.knowledge.contacts.contact_form)
        custom = {"kind": kind, "intent": request.plan.intent, "language": voice.language}
        return [Message(text, custom, _first_steps(voice) if key in _STARTERS else ())]

    return answer


_STARTERS = {"greet", "capabilities", "affirm"}


def _first_steps(voice: Voice) -> tuple[Button, ...]:
    return tuple(
        Button(voice.say(f"intent_{intent}"), choose_intent(intent))
        for intent in ("list_schemes", "find_scheme", "contact_nav")
    )


def list_schemes(request: Request) -> list[Message]:
    """List the schemes by group; what has ended comes last."""
    voice = request.voice
    groups: dict[str, list[str]] = {}
    for scheme in voice.knowledge.schemes.values():
        groups.setdefault(scheme.group.value, []).append(scheme.id)
    order = sorted(groups, key=lambda group: (group == "avsluttet", _GROUPS.index(group)))
    paragraphs = []
    for group in order:
        names = "\n".join(f"- {voice.name(scheme)}" for scheme in groups[group])
        paragraphs.append(f"{voice.say(f'group_{group}')}:\n{names}")
    schemes = [
        {
            "scheme": scheme,
            "title": voice.name(scheme),
            "summary": voice.knowledge.schemes[scheme].summary[voice.language],
            "group": voice.say(f"group_{group}"),
        }
        for group in order
        for scheme in groups[group]
    ]
    text = "\n\n".join([voice.say("list"), *paragraphs])
    custom = {"kind": "list", "language": voice.language, "schemes": schemes, "intro": voice.say("list")}
    return [Message(text, custom, _first_steps(voice)[1:])]


_GROUPS = (
    "lonn", "stotte", "utstyr", "oppfolging", "opplaering", "varig", "sykefravaer", "rekruttering", "samarbeid",
    "avsluttet",
)  # fmt: skip


def compare(request: Request) -> list[Message]:
    """Set two schemes side by side over the topics that differ."""
    voice = request.voice
    named = [] if request.plan.how is How.INFERRED else list(request.plan.schemes)
    named = named or list(pair_of(request.text, request.context))
    schemes = schemes_to_compare(named, request.text, request.context.scheme)
    if len(schemes) < 2:
        custom: dict[str, Any] = {"kind": "clarify", "language": voice.language, "options": []}
        return [Message(voice.say("compare_which"), custom, (_first_steps(voice)[0],))]
    return [comparison(schemes[0], schemes[1], voice)]


def find(request: Request) -> list[Message]:
    """Point to the schemes that a described situation may fit, as a question."""
    voice = request.voice
    likely = [scheme for scheme in request.plan.schemes if scheme in voice.knowledge.schemes][:3]
    if not likely:
        custom: dict[str, Any] = {"kind": "clarify", "language": voice.language, "options": []}
        return [Message(voice.say("situation_unknown"), custom, (_first_steps(voice)[0],))]
    lines = [f"- {voice.name(s)}: {voice.knowledge.schemes[s].summary[voice.language]}" for s in likely]
    text = "{}\n\n{}".format(voice.say("situation"), "\n".join(lines))
    options = [{"scheme": scheme, "topic": "overview", "title": voice.name(scheme)} for scheme in likely]
    buttons = tuple(Button(voice.name(scheme), choose(scheme, "overview")) for scheme in likely)
    return [Message(text, {"kind": "clarify", "language": voice.language, "options": options}, buttons)]


def calculate(request: Request) -> list[Message]:
    """Tell the rule of the calculation and the rates of the scheme meant."""
    voice = request.voice
    scheme = (request.plan.schemes or ("midlertidig-lonnstilskudd",))[0]
    rule = Message(
        voice.say("calculate"), {"kind": "smalltalk", "intent": "calculate_subsidy", "language": voice.language}
    )
    rates = answer_messages(Plan(Step.ANSWER, "amount", (scheme,), request.plan.how), voice)
    return [rule, *rates]


def contact(request: Request) -> list[Message]:
    """Tell whom to call, the hours now, and the right place for the errand."""
    return [contact_message(request.text, request.voice)]


def handoff(request: Request) -> list[Message]:
    """Tell how to reach a person."""
    voice = request.voice
    contacts = voice.knowledge.contacts
    text = voice.say("handoff", phone=voice.phone, hours=voice.hours(), form=contacts.contact_form)
    custom = {
        "kind": "contact",
        "intent": request.plan.intent,
        "language": voice.language,
        "phone": voice.phone,
        "hours": voice.hours(),
        "url": contacts.contact_form,
    }
    return [Message(text, custom)]


def switch_language(request: Request) -> list[Message]:
    """Confirm, in the language asked for, that it is used from now on."""
    wanted = wanted_language(request.text) or request.voice.language
    text = request.voice.texts.get("language", wanted)
    return [Message(text, {"kind": "smalltalk", "intent": "language_switch", "language": wanted})]


_LANGUAGE_WORDS: tuple[tuple[Language, tuple[str, ...]], ...] = (
    ("nn", ("nynorsk", "sidemål")),
    ("nb", ("bokmål", "bokmal", "bokmaal")),
    ("en", ("engelsk", "english", "anglais")),
    ("nb", ("norsk", "norwegian")),
)


def wanted_language(text: str) -> Language | None:
    """Return the language a message asks for, the last one where it names several."""
    folded = text.lower()
    # "Nynorsk" ends in "norsk": of two words that end at the same place the longer one is meant.
    found = [
        (folded.rfind(word) + len(word), len(word), language)
        for language, words in _LANGUAGE_WORDS
        for word in words
        if word in folded
    ]
    return max(found)[2] if found else None


def deny(request: Request) -> list[Message]:
    """Take a "nei": the end of the conversation after thanks, else a wish to say it in another way."""
    voice = request.voice
    key = "deny_done" if request.context.last in SETTLED else "deny"
    return [Message(voice.say(key), {"kind": "smalltalk", "intent": "deny", "language": voice.language})]


def turn_down(request: Request) -> list[Message]:
    """Say kindly what it does not do: attempts to make it do something else, and a second question in a row."""
    voice = request.voice
    again = request.context.misses > 0
    attempt = _ATTEMPT.search(request.text)
    key = "out_of_scope_attempt" if attempt else "out_of_scope_again" if again else "out_of_scope"
    custom = {"kind": "out_of_scope", "intent": "out_of_scope", "language": voice.language}
    buttons = _first_steps(voice)
    if again:
        custom["offer"] = "handoff"
        buttons = (*buttons[:2], Button(voice.say("intent_handoff"), choose_intent("handoff")))
    return [Message(voice.say(key, phone=voice.phone), custom, buttons)]


_ATTEMPT = re.compile(
    r"\b(?:instruks\w*|instruct\w*|prompt\w*|regl\w+|reglar\w*|rules?|glem|gløym|forget|ignore\w*|disregard|overstyr\w*|"
    r"override|lat|late|pretend|imagine|act as|rolle\w*|role\w*|debug\w*|test ?mod\w+|filter\w*|system\w*|passord\w*|"
    r"password\w*|api|nøkkel\w*|sql|select|drop|script|kode\w*|code|kjør|køyr|run|execute|sudo|rm|admin\w*|utvikler\w*|"
    r"utviklar\w*|developer\w*|logg\w*|logs?|gjenta|repeat|bekreft|stadfest|confirm|godkjen\w*|approve\w*|innvilg\w*|"
    r"falsk\w*|fake|fornærm\w*|insult\w*|bann|swear|hemmelig\w*|løynleg\w*|secret|hidden|skjult\w*)\b|[<{]{2}|<\w+>",
    re.IGNORECASE,
)
"""Words of attempts to make it promise, reveal or run something; an ordinary question outside its scope lacks them."""

CAPABILITIES: dict[str, Callable[[Request], list[Message]]] = {
    "list_schemes": list_schemes,
    "compare_schemes": compare,
    "find_scheme": find,
    "calculate_subsidy": calculate,
    "contact_nav": contact,
    "handoff": handoff,
    "handoff_status": _plain("contact", "handoff_status"),
    "complaint": _plain("smalltalk", "complaint"),
    "privacy": _plain("privacy", "privacy"),
    "language_switch": switch_language,
    "out_of_scope": turn_down,
    "guarantee": lambda request: guarantee_messages(request.plan, request.voice),
    "crisis": _plain("crisis", "crisis"),
    "bot_challenge": _plain("smalltalk", "bot_challenge"),
    "capabilities": _plain("smalltalk", "capabilities"),
    "feedback": _plain("smalltalk", "feedback"),
    **{intent: _plain("smalltalk", "affirm" if intent == "more" else intent) for intent in SMALLTALK},
    "deny": deny,
}
"""What answers each intent that is no topic."""
