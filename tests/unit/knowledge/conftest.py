"""A small complete content for tests, and databases to put it in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import database, migrations
from bot.knowledge import loader
from bot.knowledge.content import Content
from bot.knowledge.model import Knowledge
from bot.knowledge.terms import SCHEME_IDS

TODAY = date(2026, 11, 21)

SCHEME = """\
id: {id}
name: {{nb: Navn {id}, nn: Namn {id}, en: Name {id}}}
summary:
  nb: Et sammendrag.
  nn: Eit samandrag.
  en: A summary.
group: lonn
owner: nav
status:
  state: active
synonyms:
  nb: [Kallenavn {id}]
related:
  combines_with: []
topics:
  overview:
    sources: [law]
    confidence: high
    text:
      nb: Dette er {id}.
      nn: Dette er {id} òg.
      en: This is {id}.
"""

MENTOR = """\
id: mentor
name: {nb: Mentortilskudd, nn: Mentortilskot, en: Mentor grant}
summary:
  nb: Betaler en kollega for å støtte en som trenger det.
  nn: Betaler ein kollega for å støtte ein som treng det.
  en: Pays a colleague to support someone who needs it.
group: stotte
owner: nav
status:
  state: changed
  note:
    nb: Nav betaler nå ut av seg selv.
    nn: Nav betaler no ut av seg sjølv.
    en: Nav now pays without a claim.
  replaced_by: [vta-o]
synonyms:
  nb: [Mentorordning, fadderordning]
  nn: [mentorordning]
  en: [mentor scheme]
url: https://www.nav.no/arbeidsgiver/mentor
related:
  combines_with: [arbeidstrening, sommerjobb]
parameters:
  max_months:
    unit: months
    description: Longest duration
    values:
      - {value: 6, from: 2016-01-01, sources: [law]}
  half_g:
    unit: NOK
    description: Half the grunnbelop
    derived: {of: grunnbelop, factor: 0.5}
topics:
  duration:
    sources: [law, page]
    confidence: high
    text:
      nb: |
        Inntil {max_months} etter § 5-4,
        og ikke lenger.

        - Først {max_months:n},
        - så ferdig.
      nn: |
        Inntil {max_months} etter § 5-4.

        - Først {max_months:n}.
      en: |
        Up to {max_months}, see section 5-4.

        - First {max_months:n}.
  amount:
    sources: [page]
    confidence: medium
    text:
      nb: Inntil {grunnbelop} og {half_g}.
      nn: Inntil {mentor.half_g} og {grunnbelop}.
      en: Up to {grunnbelop} and {half_g}.
"""

VTA_O = """\
id: vta-o
name: {nb: Varig tilrettelagt arbeid, nn: Varig tilrettelagt arbeid, en: Permanently adapted work}
summary: {nb: Arbeid for den med uføretrygd., nn: Arbeid for den med uføretrygd., en: Work on a pension.}
group: varig
owner: annen
owner_name: {nb: Andre, nn: Andre, en: Others}
status: {state: active}
parameters:
  rate:
    unit: NOK_per_month
    description: Monthly grant
    values:
      - {value: 7067, from: 2025-01-01, to: 2025-12-31, sources: [law]}
      - {value: 7321, from: 2026-01-01, to: 2026-08-31, sources: [law]}
topics:
  amount:
    - valid_to: 2026-08-31
      sources: [law]
      confidence: high
      text: {nb: "Dere får {rate}.", nn: "De får {rate}.", en: "You get {rate}."}
    - valid_from: 2026-09-01
      sources: [law]
      confidence: high
      text: {nb: Dere får ikke noe., nn: De får ikkje noko., en: You get nothing.}
"""

PARAMETERS = """\
grunnbelop:
  unit: NOK_per_year
  description: G
  values:
    - {value: 130160, from: 2025-05-01, to: 2026-04-30, sources: [law]}
    - {value: 136549, from: 2026-05-01, sources: [law]}
fem_g:
  unit: NOK
  description: Five G
  derived: {of: grunnbelop, factor: 5}
"""

SOURCES = """\
law: {title: Loven, url: https://lovdata.no/lov, checked: 2026-07-02, vintage: konsolidert}
page: {title: Nav.no, url: https://www.nav.no/side, checked: 2023-06-07, vintage: side}
"""

CONTACTS = """\
phone:
  number: "55 55 33 36"
  name: Arbeidsgivertelefonen
  hours:
    mon: ["09:00-15:00"]
    fri: ["12:00-15:00", "09:00-11:30"]
    exceptions: {2026-12-24: ["09:00-12:00"]}
  sources: [law]
chat: {name: Frida, url: https://www.nav.no/chat, hours: {}, sources: [law]}
contact_form: https://www.nav.no/skjema
find_office: https://www.nav.no/sok-nav-kontor
urls: {refunds: https://tiltak-refusjon.nav.no}
regions:
  - name: Nav Troms og Finnmark
    seat: Tromsø
    arbeidslivssenter: Nav Arbeidslivssenter Troms og Finnmark
    counties: [Finnmark]
sources: [law]
"""

MUNICIPALITIES = """\
number,name,name_other,county_number,county,nav_region,zone,zone_note,confidence
5601,Alta,,56,Finnmark,Nav Troms og Finnmark,V,,high
5610,Karasjok,Kárášjohka;Kaarasjoki,56,Finnmark,Nav Troms og Finnmark,V,"a note, with comma",medium
"""

GENERAL = """\
topics:
  apply:
    sources: [law]
    confidence: high
    text: {nb: Ring Nav., nn: Ring Nav., en: Call Nav.}
"""


HANDOFF = """\
phone: "55 55 33 36"
fallback: line
limits: {answer_within: 120, handling: 12, warn_before: 30, staff_silent: 20, employer_silent: 60,
         employer_close: 1440, expire_days: 14, contact_days: 90}
themes: [{id: other, title: {nb: Annet, nn: Anna, en: Other}}]
queues:
  - id: line
    title: {nb: Nav, nn: Nav, en: Nav}
    languages: [nb, nn, en]
    capacity: 1
    hours: {mon: ["09:00-15:00"]}
"""


def write_content(directory: Path) -> Path:
    """Write a small content of all schemes and return its directory."""
    (directory / "schemes").mkdir(parents=True)
    (directory / "messages").mkdir()
    for scheme_id in SCHEME_IDS:
        (directory / "schemes" / f"{scheme_id}.yml").write_text(SCHEME.format(id=scheme_id), encoding="utf-8")
    for name, text in {
        "schemes/mentor.yml": MENTOR,
        "schemes/vta-o.yml": VTA_O,
        "parameters.yml": PARAMETERS,
        "sources.yml": SOURCES,
        "contacts.yml": CONTACTS,
        "municipalities.csv": MUNICIPALITIES,
        "general.yml": GENERAL,
        "handoff.yml": HANDOFF,
        "messages/all.yml": "hello: {nb: 'Hei {name}', nn: 'Hei {name}', en: 'Hi {name}'}\n",
    }.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    return write_content(tmp_path / "data" / "knowledge")


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return loader.load(write_content(tmp_path_factory.mktemp("content") / "knowledge"), TODAY)


@pytest.fixture
def knowledge(content: Content) -> Knowledge:
    return Knowledge("test", content)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = database.create(f"sqlite:///{tmp_path / 'test.db'}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = database.create(postgresql_url)
    migrations.upgrade(engine)
    yield engine
    migrations.downgrade(engine, "base")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Either database; what holds for one has to hold for the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Engine)
    return found
