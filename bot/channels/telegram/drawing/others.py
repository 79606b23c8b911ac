"""Everything that is no answer from the knowledge base: forms, calculations, contact, people, the system."""

from bot.channels.telegram.drawing.answers import Message, sources
from bot.channels.telegram.drawing.markup import bold, italic, pack, paragraphs, plain
from bot.channels.telegram.drawing.parts import File, Part, WebLink, text_parts
from bot.conversation.stored import Stored

_CAPTION = 1000
"""Telegram takes 1024 characters under a photo."""

PHONE_SLOTS = frozenset({"phone", "contact"})
"""What the handover form asks for that the app can share with one tap."""


def simple(message: Message) -> list[Part]:
    """Draw a text with its buttons."""
    return text_parts(paragraphs(message.text), message.buttons)


def question(message: Message) -> list[Part]:
    """Draw a question of a form: one choice answers it."""
    blocks = paragraphs(message.text)
    if message.custom.get("step") and message.custom.get("most"):
        step, most = message.custom["step"], message.custom["most"]
        blocks.append(italic(message.words.say("telegram_step", step=step, most=most)))
    if message.string("form") == "handoff" and message.string("slot") in PHONE_SLOTS:
        share = message.words.say("telegram_share_phone")
        return text_parts(blocks, keys=[button.title for button in message.buttons], share_phone=share)
    return text_parts(blocks, message.buttons, once=True)


def calculation(message: Message) -> list[Part]:
    """Draw a calculation: the chart with the result, the files, then how it came about and what can be changed."""
    blocks = paragraphs(message.text)
    files = message.custom.get("files")
    address = files.get("chart", "") if isinstance(files, dict) else ""
    token = address.removeprefix("/files/").partition("/")[0]
    title, estimate = message.string("title"), message.string("estimate")
    if title and estimate:
        blocks[0] = f"{bold(title)}\n{italic(estimate)}"
    if not token:
        return text_parts(blocks, message.buttons)
    head = pack(blocks[:2], _CAPTION)
    caption, rest = (head[0], blocks[2:]) if len(head) == 1 else ("", blocks)
    say = message.words.say
    return [
        Part(caption, file=File.CHART, token=token),
        Part(plain(say("telegram_calendar")), file=File.CALENDAR, token=token),
        Part(plain(say("telegram_pdf")), file=File.PDF, token=token),
        *text_parts(rest, message.buttons),
    ]


def contact(message: Message) -> list[Part]:
    """Draw how to reach Nav, with buttons that open the form and the list of offices."""
    links = [
        WebLink(message.words.say(f"telegram_open_{key}"), message.string(key))
        for key in ("url", "find_office")
        if message.string(key).startswith("https://")
    ]
    return text_parts(paragraphs(message.text), message.buttons, links)


def handoff(message: Message) -> list[Part]:
    """Draw the state of a handover; its number stands out, since it is what to name on the telephone."""
    blocks = paragraphs(message.text)
    reference = plain(message.string("reference"))
    if reference:
        blocks = [block.replace(reference, f"<b>{reference}</b>", 1) for block in blocks]
    return text_parts(blocks, message.buttons)


def crisis(message: Message) -> list[Part]:
    """Draw help in an emergency: nothing to choose, nothing in the way."""
    return text_parts(paragraphs(message.text))


def person(stored: Stored, message: Message) -> list[Part]:
    """Draw what a person at Nav wrote, with name and role."""
    who = (stored.payload or {}).get("person") or {}
    name = " – ".join(str(who[key]) for key in ("name", "role") if who.get(key))
    heading = bold(name or message.words.say("telegram_person"))
    blocks = [heading, *paragraphs(message.text)]
    shown = (stored.payload or {}).get("sources") or message.custom.get("sources") or []
    if isinstance(shown, list):
        blocks.append(sources(shown, message.words))
    return text_parts([f"{blocks[0]}\n{blocks[1]}", *blocks[2:]] if len(blocks) > 1 else blocks, message.buttons)


def system(message: Message) -> list[Part]:
    """Draw what happened, told by the system itself."""
    if message.string("kind") == "handoff":
        return handoff(message)
    return text_parts([italic(message.text.replace("\n\n", "\n"))], message.buttons)


def elsewhere(message: Message) -> list[Part]:
    """Draw what the employer wrote in another channel, so that the answer is understood."""
    return text_parts([f"{italic(message.words.say('telegram_elsewhere'))}\n{plain(message.text)}"])
