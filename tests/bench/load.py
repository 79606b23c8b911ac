"""Bounded load on an assistant that runs on this machine: messages that are never quite the same, and clocks."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import httpx

QUESTIONS = (
    "hva er mentortilskudd for et {trade} i {place}",
    "hvor mye får vi i midlertidig lønnstilskudd på {trade}et vårt i {place}?",
    "hvordan søker et {trade} i {place} om inkluderingstilskudd",
    "Vi driver et {trade} i {place} og har en ansatt som ikke orker full dag lenger. Hva kan Nav gjøre?",
    "kor lenge kan eit {trade} i {place} ha nokon på arbeidstrening?",
    "når må {trade}et i {place} sende refusjonskravet for varig lønnstilskudd",
    "who can get a summer job grant at a {trade} in {place}?",
    "forskjellen på mentor og funksjonsassistanse for {trade} i {place}",
    "hvem ringer vi fra {trade}et i {place}",
    "what does functional assistance cover in our {trade} in {place}",
)
TRADES = ("bakeri", "verksted", "hotell", "sykehjem", "gartneri", "trykkeri", "sagbruk", "kjøkken", "lager", "bryggeri")
PLACES = ("Alta", "Bodø", "Førde", "Gjøvik", "Halden", "Kirkenes", "Larvik", "Molde", "Narvik", "Odda", "Risør", "Voss")


FORM_TURNS = (
    "kan dere regne ut hva et lønnstilskudd blir når lønna er {wage} i måneden",
    "60 % stilling",
    "for full stilling",
    "nedsatt arbeidsevne",
    "{place}",
    "hva hvis hun jobber 80 %?",
    "endre til 14,1 %",
    "fra 1. mars",
    "uten OTP",
)
"""One guided conversation: a calculation from the first message to the result, and then changes of it."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Waiting times of some messages, in milliseconds, and how many were answered per second."""

    n: int
    p50: float
    p95: float
    per_second: float
    failed: int


def form_conversation(number: int) -> list[str]:
    """Return the messages of a guided conversation; no two of them begin alike."""
    place = PLACES[number % len(PLACES)]
    return [turn.format(place=place, wage=25_000 + 100 * number) for turn in FORM_TURNS]


def messages() -> Iterator[str]:
    """Return messages without end, mixed in kind and language, the first twelve hundred all different."""
    combinations = [
        question.format(trade=trade, place=place)
        for place, trade, question in itertools.product(PLACES, TRADES, QUESTIONS)
    ]
    return itertools.cycle(combinations)


FORM_KINDS = frozenset({"question", "calculation"})


class Load:
    """A client of the running assistant."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._texts = messages()

    async def _one(
        self, http: httpx.AsyncClient, sender: str, text: str, kinds: frozenset[str] = frozenset()
    ) -> tuple[float, bool]:
        """Send a message; it went well where there is a reply, of one of these kinds if any are told."""
        started = time.perf_counter()
        response = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        took = (time.perf_counter() - started) * 1000
        replies = response.json() if response.status_code == httpx.codes.OK else []
        well = bool(replies) and (not kinds or replies[-1]["custom"]["kind"] in kinds)
        return took, well

    async def _conversation(self, http: httpx.AsyncClient, number: int, *, fresh: bool) -> list[tuple[float, bool]]:
        run, times = uuid4().hex[:12], []
        for turn in range(number):
            times.append(await self._one(http, f"bench-{run}-{turn if fresh else 0}", next(self._texts)))
        return times

    async def _all(self, conversations: int, each: int, *, fresh: bool) -> Timing:
        limits = httpx.Limits(max_connections=conversations)
        async with httpx.AsyncClient(base_url=self._url, timeout=60, trust_env=False, limits=limits) as http:
            started = time.perf_counter()
            parts = await asyncio.gather(*(self._conversation(http, each, fresh=fresh) for _ in range(conversations)))
            seconds = time.perf_counter() - started
        return timing([pair for part in parts for pair in part], seconds)

    def run(self, conversations: int, each: int, *, fresh: bool = False) -> Timing:
        """Send `each` messages in each of so many conversations at a time; fresh: each message in a new one."""
        return asyncio.run(self._all(conversations, each, fresh=fresh))

    def run_forms(self, conversations: int) -> Timing:
        """Hold so many guided conversations one after the other, each of the turns of `FORM_TURNS`."""
        return asyncio.run(self._forms(conversations))

    async def _forms(self, conversations: int) -> Timing:
        pairs = []
        async with httpx.AsyncClient(base_url=self._url, timeout=60, trust_env=False) as http:
            started = time.perf_counter()
            for number in range(conversations):
                sender = f"bench-form-{uuid4().hex[:12]}"
                pairs += [await self._one(http, sender, text, FORM_KINDS) for text in form_conversation(number)]
            seconds = time.perf_counter() - started
        return timing(pairs, seconds)


def timing(pairs: Sequence[tuple[float, bool]], seconds: float) -> Timing:
    """Return the middle, the slow end and the throughput of some messages."""
    times = [milliseconds for milliseconds, _ in pairs]
    return Timing(
        n=len(pairs),
        p50=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[18],
        per_second=len(pairs) / seconds,
        failed=sum(not well for _, well in pairs),
    )


def first_answer(url: str) -> None:
    """Wait until one message is answered."""
    body = {"sender": f"bench-{uuid4().hex[:12]}", "message": "hva er ekspertbistand?"}
    httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60, trust_env=False).raise_for_status()
