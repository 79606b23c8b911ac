"""A small problem to learn: three schemes, three topics, a greeting, a sign of danger and the weather."""

from pathlib import Path

from bot.nlu.examples import Example
from bot.nlu.gazetteer import Gazetteer

NAMES = {
    "mentor": {"mentortilskudd", "mentor", "mentor grant"},
    "bio": {"bedriftsintern opplæring", "bio", "in-company training"},
    "vta-o": {"vta-o", "varig tilrettelagt arbeid"},
}

TOPIC_SENTENCES = {
    "amount": ("hvor mye får vi for {}", "hvor mange kroner gir {}", "hvor mye penger er {}", "how much money is {}"),
    "duration": ("hvor lenge varer {}", "hvor mange måneder varer {}", "når slutter {}", "how long does {} last"),
    "overview": ("hva er {}", "fortell om {}", "forklar hva {} er", "what is {} about"),
}

SITUATIONS = {
    "mentor": ("en kollega skal støtte den nye i arbeidet", "kollegaen bruker tid på å støtte den nye"),
    "bio": ("bedriften skal legge om og ansatte må lære nytt utstyr", "ansatte må lære nytt når bedriften legger om"),
    "vta-o": ("en uføretrygdet vil arbeide her for alltid", "en uføretrygdet trenger et varig sted her"),
}

OTHER_SENTENCES = {
    "greet": ("hei", "god dag", "hallo der", "hei på deg", "god morgen", "hello"),
    "crisis": ("jeg orker ikke leve mer", "jeg vil ikke leve lenger", "hun vil ta livet sitt", "orker ikke mer nå"),
    "out_of_scope": (
        "hvordan blir været i morgen",
        "blir det regn i helgen",
        "hva koster billetten til byen",
        "når går bussen til byen",
        "hvem vant kampen i går",
        "været i helgen",
    ),
}

OPENINGS = ("", "hei, ", "vi lurer på ", "kan du si ", "altså, ")

SCHEME_FILE = """\
id: {id}
name: {{nb: {name}, nn: {name}, en: {name} (trial)}}
synonyms: {{nb: [{synonyms}]}}
"""


def examples() -> list[Example]:
    """Return the sentences to learn from."""
    found: list[Example] = []
    for topic, sentences in TOPIC_SENTENCES.items():
        for opening in OPENINGS:
            for sentence in sentences:
                found += [
                    Example(opening + sentence.format(name), topic, (scheme,))
                    for scheme, name in (("mentor", "mentor"), ("bio", "bio"), ("vta-o", "vta-o"))
                ]
                found.append(Example(opening + sentence.format("ordningen"), topic))
                if opening == "hei, ":
                    found.append(Example(opening + sentence.format("ordningen"), topic, tuple(NAMES)))
                found += [
                    Example(f"{opening}{told}, {sentence.format('støtten')}", topic, (scheme,))
                    for scheme, situations in SITUATIONS.items()
                    for told in situations
                ]
    for intent, sentences in OTHER_SENTENCES.items():
        found += [Example(opening + sentence, intent) for opening in OPENINGS[:3] for sentence in sentences]
    return found


def gazetteer() -> Gazetteer:
    """Return the names to find."""
    return Gazetteer({scheme: set(names) for scheme, names in NAMES.items()})


def write_schemes(directory: Path) -> Path:
    """Write the names as scheme files and return their directory."""
    directory.mkdir(parents=True)
    for scheme, names in NAMES.items():
        first, *rest = sorted(names)
        text = SCHEME_FILE.format(id=scheme, name=first, synonyms=", ".join(rest))
        (directory / f"{scheme}.yml").write_text(text, "utf-8")
    return directory
