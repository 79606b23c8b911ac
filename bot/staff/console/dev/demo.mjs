/** Made-up cases for the stand-in server. Nobody in them exists. */

const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const QUEUES = [
  { id: "vest", title: "Nav Vest", open: true, opens_at: null },
  { id: "ost", title: "Nav Øst-Viken", open: true, opens_at: null },
  { id: "nord", title: "Nav Nord", open: false, opens_at: new Date(Date.now() + 15 * 3_600_000).toISOString() },
  { id: "landsdekkende", title: "Arbeidsgivertelefonen", open: true, opens_at: null },
];
export const THEMES = [
  { id: "rekruttering", title: "Rekruttere eller ansette" },
  { id: "tilskudd", title: "Tilskudd og refusjon" },
  { id: "sykefravaer", title: "Sykefravær og tilrettelegging" },
  { id: "permittering", title: "Permittering og nedbemanning" },
  { id: "annet", title: "Noe annet" },
];
export const REASONS = [
  { id: "answered", title: "Besvart" },
  { id: "referred", title: "Vist videre til Nav-kontoret" },
  { id: "silent", title: "Arbeidsgiveren svarte ikke" },
  { id: "other", title: "Annet" },
];
export const COLLEAGUES = [
  {
    id: "u1",
    name: "Ingrid Solbakken",
    username: "ingrid",
    roles: ["agent", "lead", "editor", "admin"],
    presence: "available",
    active: 2,
  },
  { id: "u2", name: "Mohammed Ali Hagen", username: "mohammed", roles: ["agent"], presence: "busy", active: 3 },
  { id: "u3", name: "Siri Aarnes", username: "siri", roles: ["agent", "editor"], presence: "away", active: 0 },
  { id: "u4", name: "Jonas Lervik", username: "jonas", roles: ["agent"], presence: "off", active: 0 },
];

const MENTOR = {
  title: "Tiltaksforskriften (Lovdata)",
  url: "https://lovdata.no/dokument/SF/forskrift/2015-12-11-1598",
  checked: "2026-07-02",
};
const NAV = { title: "Mentortilskudd (nav.no)", url: "https://www.nav.no/arbeidsgiver/mentor", checked: "2026-06-11" };
const LONN = {
  title: "Midlertidig lønnstilskudd (nav.no)",
  url: "https://www.nav.no/arbeidsgiver/midlertidig-lonnstilskudd",
  checked: "2026-06-11",
};

export const SUGGESTIONS = [
  {
    scheme: "mentor",
    topic: "apply",
    title: "Mentortilskudd: Hvordan søker vi?",
    language: "nb",
    sources: [NAV, MENTOR],
    text: "Ta kontakt med Nav-kontoret eller veilederen til den som trenger støtte. Dere lager en avtale sammen, og den må være på plass før mentoren begynner.\n\n- Avtalen sier hvor mange timer mentoren bruker.\n- Dere søker refusjon i etterkant.",
  },
  {
    scheme: "mentor",
    topic: "duration",
    title: "Mentortilskudd: Hvor lenge?",
    language: "nb",
    sources: [MENTOR],
    text: "Tilskuddet varer en begrenset tid, og kan i noen tilfeller forlenges. Nav vurderer behovet underveis.",
  },
  {
    scheme: "midlertidig-lonnstilskudd",
    topic: "combine",
    title: "Midlertidig lønnstilskudd: Kan det kombineres?",
    language: "nb",
    sources: [LONN],
    text: "Lønnstilskudd og mentortilskudd kan brukes samtidig for samme person, når de dekker ulike behov.",
  },
];
export const SCHEMES = [
  {
    scheme: "mentor",
    title: "Mentortilskudd",
    url: "https://www.nav.no/arbeidsgiver/mentor",
    status: { state: "active", note: null },
    facts: [
      {
        topic: "amount",
        title: "Hvor mye?",
        text: "Nav dekker timelønnen til mentoren med sosiale utgifter, innenfor et tak.",
        sources: [MENTOR],
      },
      { topic: "duration", title: "Hvor lenge?", text: SUGGESTIONS[1].text, sources: [MENTOR] },
      { topic: "apply", title: "Hvordan søker vi?", text: SUGGESTIONS[0].text, sources: [NAV, MENTOR] },
    ],
  },
  {
    scheme: "firearig-lonnstilskudd",
    title: "Fireårig lønnstilskudd for unge",
    url: null,
    status: { state: "trial", note: "Et forsøk. Spør Nav-kontoret om det gjelder hos dere." },
    facts: [
      {
        topic: "eligibility",
        title: "Hvem kan få det?",
        text: "Unge som trenger mer enn et vanlig lønnstilskudd for å komme i arbeid.",
        sources: [LONN],
      },
    ],
  },
];
export const CANNED = [
  {
    id: 1,
    title: "Hilsen",
    shared: true,
    text: {
      nb: "Hei {name}, jeg heter {me} og jobber i Nav. Jeg leser gjennom det du har skrevet, og svarer om litt.",
      nn: "Hei {name}, eg heiter {me} og jobbar i Nav. Eg les gjennom det du har skrive, og svarer om litt.",
      en: "Hello {name}, my name is {me} and I work at Nav. I am reading what you have written and will answer shortly.",
    },
  },
  {
    id: 2,
    title: "Vi trenger mer tid",
    shared: true,
    text: {
      nb: "Jeg må sjekke dette med en kollega. Du får svar innen {answer_by}. Saksnummeret ditt er {reference}.",
      nn: "Eg må sjekke dette med ein kollega. Du får svar innan {answer_by}. Saksnummeret ditt er {reference}.",
      en: "I have to check this with a colleague. You will get an answer by {answer_by}. Your reference is {reference}.",
    },
  },
  {
    id: 3,
    title: "Refusjonskrav",
    shared: false,
    text: {
      nb: "Refusjonskravet sender dere i tiltak-refusjon.nav.no. Logg inn med BankID og velg avtalen.",
      nn: "Refusjonskravet sender de i tiltak-refusjon.nav.no. Logg inn med BankID og vel avtalen.",
      en: "You send the refund claim at tiltak-refusjon.nav.no. Log in with BankID and choose the agreement.",
    },
  },
];

const message = (seq, author, text, minutes, more = {}) => ({
  seq,
  author,
  text,
  at: minutesAgo(minutes),
  client_id: null,
  ...more,
});

const CALCULATION = {
  scheme: "midlertidig-lonnstilskudd",
  inputs: {
    start: "2026-12-01",
    end: "2027-11-30",
    group: "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE",
    percent: 60,
    month_wage: 42000,
    holiday_pay: 0.12,
    pension: 0.02,
    employer_tax: 0.141,
    position_percent: 80,
    assumed: ["holiday_pay", "pension"],
  },
  periods: [
    { from: "2026-12-01", to: "2027-05-31", percent: 60, amount: 182400 },
    { from: "2027-06-01", to: "2027-11-30", percent: 50, amount: 152000 },
  ],
  monthly: [
    { percent: 60, amount: 30400 },
    { percent: 50, amount: 25333 },
  ],
  total: 334400,
};

function makeCase(number, values) {
  const started = values.minutes ?? 10;
  return {
    id: `h${number}`,
    reference: `NAV-${(4711 + number * 137).toString(36).toUpperCase()}-${20 + number}`,
    state: "queued",
    theme: THEMES[1],
    queue: QUEUES[0],
    region: "Nav Vestland",
    municipality: "Bergen",
    language: "nb",
    channel: "web",
    created_at: minutesAgo(started),
    waiting_since: minutesAgo(started),
    answer_by: minutesAgo(started - 120),
    claimed_by: null,
    labels: [],
    unread: 0,
    version: 1,
    events: [],
    notes: [],
    rating: null,
    contact: { name: null, phone: null, email: null, organisation: null },
    summary: { asked: [], schemes: [], calculation: null, finder: null },
    messages: [
      message(1, "employer", values.question ?? "", started),
      message(2, "system", "Du står i kø. Vi svarer så snart vi kan.", started - 0.2),
    ],
    ...values,
  };
}

export function makeCases() {
  const mine = { id: "u1", name: "Ingrid Solbakken" };
  const cases = [
    makeCase(1, {
      minutes: 134,
      question:
        "Vi har en ansatt som har vært sykmeldt lenge, og vil gjerne tilrettelegge. Hva kan Nav hjelpe oss med, og hvem snakker vi med?",
      theme: THEMES[2],
      answer_by: minutesAgo(14),
      labels: ["haster"],
    }),
    makeCase(2, {
      minutes: 22,
      question: "Kan vi få lønnstilskudd for en person som begynner på mandag?",
      queue: QUEUES[1],
      region: "Nav Øst-Viken",
      municipality: "Fredrikstad",
      channel: "telegram",
      answer_by: minutesAgo(-6),
    }),
    makeCase(3, {
      minutes: 9,
      question: "Kven kan hjelpe oss med å finne folk til fiskeindustrien?",
      language: "nn",
      theme: THEMES[0],
      municipality: "Kinn",
      answer_by: minutesAgo(-111),
    }),
    makeCase(4, {
      minutes: 3,
      question: "We would like to hire a refugee. Which schemes can we apply for?",
      language: "en",
      theme: THEMES[0],
      queue: QUEUES[3],
      region: null,
      municipality: null,
      answer_by: minutesAgo(-117),
    }),
    makeCase(5, {
      minutes: 41,
      state: "active",
      claimed_by: mine,
      unread: 1,
      labels: ["mentor"],
      version: 4,
      question: "Hvordan søker vi om mentortilskudd for en ny kollega, og kan vi få lønnstilskudd samtidig?",
      contact: {
        name: "Astrid Fjellheim",
        phone: "+47 999 99 999",
        email: "astrid@eksempel.no",
        organisation: "999888777",
      },
      answer_by: minutesAgo(-79),
      summary: {
        asked: ["Hva er mentortilskudd?", "Hvor mye får vi i lønnstilskudd?", "Hvordan søker vi?"],
        schemes: [
          { id: "mentor", title: "Mentortilskudd", url: "https://www.nav.no/arbeidsgiver/mentor" },
          {
            id: "midlertidig-lonnstilskudd",
            title: "Midlertidig lønnstilskudd",
            url: "https://www.nav.no/arbeidsgiver/midlertidig-lonnstilskudd",
          },
        ],
        calculation: CALCULATION,
        finder: {
          answers: ["Ny ansettelse", "Personen trenger ekstra støtte"],
          recommended: [{ scheme: "mentor", title: "Mentortilskudd", why: ["Noen på jobben kan støtte den nye."] }],
        },
      },
      notes: [
        {
          id: 1,
          author: { id: "u2", name: "Mohammed Ali Hagen" },
          text: "Snakket med Nav Bergenhus: de har plass til et møte på torsdag.",
          at: minutesAgo(20),
        },
      ],
      events: [
        {
          seq: 1,
          action: "request",
          from: null,
          to: "requested",
          at: minutesAgo(41),
          actor: { kind: "employer", name: null },
          data: {},
        },
        {
          seq: 2,
          action: "queue",
          from: "requested",
          to: "queued",
          at: minutesAgo(40.9),
          actor: { kind: "system", name: null },
          data: {},
        },
        {
          seq: 3,
          action: "claim",
          from: "queued",
          to: "claimed",
          at: minutesAgo(33),
          actor: { kind: "staff", name: mine.name },
          data: {},
        },
      ],
      messages: [
        message(1, "employer", "Hva er mentortilskudd?", 48),
        message(
          2,
          "bot",
          "Mentortilskudd dekker lønnen til en kollega som bruker tid på å støtte og lære opp en som trenger det.\n\nKilde: Mentortilskudd (nav.no).",
          48,
          {
            buttons: [{ title: "Hvor mye?" }, { title: "Hvor lenge?" }, { title: "Snakk med et menneske" }],
            custom: { kind: "answer", language: "nb" },
          },
        ),
        message(3, "employer", "Snakk med et menneske", 42),
        message(4, "system", "Du står først i køen hos Nav Vest. Du får svar i dag.", 40.8, {
          custom: { kind: "handoff", language: "nb" },
        }),
        message(5, "system", "Ingrid fra Nav er her nå.", 33),
        message(
          6,
          "person",
          "Hei Astrid! Jeg heter Ingrid. Ja, de to tilskuddene kan brukes samtidig når de dekker ulike behov. Avtalen må være på plass før mentoren begynner.",
          31,
          {
            person: { name: mine.name, role: "Nav" },
            client_id: "demo-1",
            custom: { sources: [NAV, MENTOR] },
          },
        ),
        message(
          7,
          "employer",
          "Så bra! Vi har lest litt på https://www.nav.no/arbeidsgiver/mentor, men skjønner ikke helt hvem som lager avtalen.",
          29,
        ),
        message(8, "employer", "Er det vi eller dere? <b>Og haster det?</b>", 28.5),
      ],
    }),
    makeCase(6, {
      minutes: 75,
      state: "active",
      claimed_by: { id: "u2", name: "Mohammed Ali Hagen" },
      question: "Refusjonen for september er ikke kommet. Hva gjør vi?",
      contact: { name: "Per Olav", phone: null, email: null, organisation: null },
    }),
    makeCase(7, {
      minutes: 18,
      state: "claimed",
      claimed_by: mine,
      language: "nn",
      question: "Kor lenge kan vi få tilskot til tilrettelegging?",
      theme: THEMES[2],
      municipality: "Voss",
    }),
  ];
  for (let number = 8; number < 40; number += 1) {
    cases.push(
      makeCase(number, {
        minutes: number * 610,
        state: number % 9 === 0 ? "expired" : number % 7 === 0 ? "cancelled" : "closed",
        question: [
          "Hvordan melder vi permittering?",
          "Kan vi forlenge avtalen om arbeidstrening?",
          "Hvem svarer på spørsmål om IA-bistand?",
        ][number % 3],
        claimed_by: number % 7 ? { id: COLLEAGUES[number % 4].id, name: COLLEAGUES[number % 4].name } : null,
        rating: number % 2 ? { score: 3 + (number % 3), comment: number % 3 ? null : "Raskt og greit svar." } : null,
        theme: THEMES[number % 5],
      }),
    );
  }
  for (const one of cases) one.question ??= one.messages[0].text;
  return cases;
}

export function dashboard(from, to) {
  const days = [];
  for (
    let at = new Date(`${from}T12:00:00Z`);
    at <= new Date(`${to}T13:00:00Z`) && days.length < 400;
    at.setUTCDate(at.getUTCDate() + 1)
  ) {
    const weekend = at.getUTCDay() % 6 === 0;
    const requests = weekend ? 1 : 9 + ((at.getUTCDate() * 7) % 11);
    days.push({
      day: at.toISOString().slice(0, 10),
      requests,
      closed: weekend ? 0 : requests - (at.getUTCDate() % 3),
      handed_off_share: weekend ? null : 0.11 + ((at.getUTCDate() * 3) % 7) / 100,
      kept: weekend ? null : 0.9,
    });
  }
  const requests = days.reduce((sum, day) => sum + day.requests, 0);
  return {
    requests,
    waiting: { median_s: 412, p90_s: 2790 },
    first_answer: { median_s: 655, p90_s: 3900 },
    promise: { kept: Math.round(requests * 0.91), broken: Math.round(requests * 0.06), open: 4 },
    share_handed_off: 0.138,
    closed_reasons: REASONS.map((reason, index) => ({ ...reason, n: [168, 61, 22, 9][index] })),
    ratings: [5, 4, 3, 2, 1].map((score, index) => ({ score, n: [74, 41, 12, 5, 3][index] })),
    themes: THEMES.map((theme, index) => ({ ...theme, n: [58, 121, 64, 17, 23][index] })),
    unanswered: [
      { text: "hva skjer med pensjonen når avtalen er over", n: 7 },
      { text: "kan vi bruke to mentorer for samme person", n: 5 },
      { text: "når kommer refusjonen", n: 4 },
    ],
    by_day: days,
    by_region: [
      { region: "Nav Vestland", requests: 92, median_wait_s: 380 },
      { region: "Nav Øst-Viken", requests: 71, median_wait_s: 512 },
      { region: "Nav Troms og Finnmark", requests: 23, median_wait_s: 1310 },
      { region: null, requests: 41, median_wait_s: 295 },
    ],
  };
}
