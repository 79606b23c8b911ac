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


@dataclass(frozen=True, slots=True)
class Timing:
    """Waiting times of some messages, in milliseconds, and how many were answered per second."""

    n: int
    p50: float
    p95: float
    per_second: float
    failed: int


def messages() -> Iterator[str]:
    """Return messages without end, mixed in kind and language, the first twelve hundred all different."""
    combinations = [
        question.format(trade=trade, place=place)
        for place, trade, question in itertools.product(PLACES, TRADES, QUESTIONS)
    ]
    return itertools.cycle(combinations)


class Load:
    """A client of the running assistant."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._texts = messages()

    async def _one(self, http: httpx.AsyncClient, sender: str) -> tuple[float, bool]:
        started = time.perf_counter()
        body = {"sender": sender, "message": next(self._texts)}
        response = await http.post("/webhooks/rest/webhook", json=body)
        well = response.status_code == httpx.codes.OK and bool(response.json())
        return (time.perf_counter() - started) * 1000, well

    async def _conversation(self, http: httpx.AsyncClient, number: int, *, fresh: bool) -> list[tuple[float, bool]]:
        run, times = uuid4().hex[:12], []
        for turn in range(number):
            times.append(await self._one(http, f"bench-{run}-{turn if fresh else 0}"))
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
