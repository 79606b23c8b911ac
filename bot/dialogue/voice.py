"""Everything needed to put an answer into words: knowledge, fixed texts, language and time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.knowledge.model import Knowledge, Language
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Voice:
    """One employer's language at one moment."""

    knowledge: Knowledge
    texts: Texts
    language: Language
    now: datetime

    @property
    def today(self) -> date:
        """The day that rates and texts are chosen for."""
        return self.now.date()

    @property
    def phone(self) -> str:
        """Number of Nav's employer line."""
        return self.knowledge.contacts.phone.address

    def say(self, key: str, **values: object) -> str:
        """Return a fixed text in the employer's language."""
        return self.texts.get(key, self.language, **values)

    def knows(self, key: str) -> bool:
        """Tell whether there is a fixed text of this name."""
        return key in self.texts

    def name(self, scheme: str) -> str:
        """Return a scheme's name as it stands at the beginning of a sentence."""
        return self.knowledge.schemes[scheme].name[self.language]

    def name_within(self, scheme: str) -> str:
        """Return a scheme's name as it stands inside a sentence: "midlertidig lønnstilskudd", but "VTA-O"."""
        name = self.name(scheme)
        head, _, rest = name.partition(" ")
        if rest[:1].isupper():
            return name
        keeps_capital = head[1:] != head[1:].lower() or head.startswith("Trøndelag") or name.startswith("Vi ")
        return name if keeps_capital else name[:1].lower() + name[1:]

    def date(self, day: date) -> str:
        """Return a date written out: "2. juli 2026", "2 July 2026"."""
        month = self.say(f"month_{day.month}")
        return f"{day.day} {month} {day.year}" if self.language == "en" else f"{day.day}. {month} {day.year}"

    def day(self, moment: datetime) -> str:
        """Return a day near now: "i dag", "i morgen", "på mandag"."""
        if moment.date() == self.today:
            return self.say("day_today")
        if moment.date() == self.today + timedelta(days=1):
            return self.say("day_tomorrow")
        return self.say(f"day_{moment.weekday()}")

    def hours(self) -> str:
        """Return one sentence on whether the employer line is open."""
        hours = self.knowledge.contacts.phone.hours
        closes = hours.closes_at(self.now)
        if closes is not None:
            return self.say("hours_open", time=closes.strftime("%H.%M"))
        opens = hours.next_opening(self.now)
        if opens is None:
            return ""
        return self.say("hours_closed", day=self.day(opens), time=opens.strftime("%H.%M"))
