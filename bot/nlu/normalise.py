"""Fold Norwegian spelling so that bokmål, nynorsk and everyday writing meet in one form.

The folded text feeds the sparse features and the scheme gazetteer only; embeddings see what was written.
"""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+", re.UNICODE)
"""A run of letters or digits; hyphens and slashes separate words ("vta-o" is two)."""

_WORDS = {
    "eg": "jeg", "æ": "jeg", "e": "jeg", "ikkje": "ikke", "ikkj": "ikke", "itj": "ikke", "ittj": "ikke",
    "kva": "hva", "ka": "hva", "ke": "hva", "korleis": "hvordan", "koss": "hvordan", "kordan": "hvordan",
    "åssen": "hvordan", "kor": "hvor", "kven": "hvem", "kvifor": "hvorfor", "koffor": "hvorfor",
    "korfor": "hvorfor", "kvar": "hver", "me": "vi", "mi": "vi", "dykk": "dere",
    "dokker": "dere", "dåkke": "dere", "dykkar": "deres", "nokon": "noen", "nokre": "noen", "noko": "noe",
    "någe": "noe", "berre": "bare", "frå": "fra", "ho": "hun", "hu": "hun", "han": "han", "vere": "være",
    "vera": "være", "få": "få", "mykje": "mye", "mye": "mye", "meir": "mer", "fleire": "flere", "dei": "de",
    "deira": "deres", "ein": "en", "eit": "et", "ei": "en", "då": "da", "no": "nå", "nå": "nå", "òg": "og",
    "også": "og", "når": "når", "skal": "skal", "ska": "skal", "må": "må", "tilsett": "ansatt",
    "tilsette": "ansatte", "tilsetje": "ansette", "løn": "lønn", "løna": "lønnen", "veke": "uke",
    "veker": "uker", "månad": "måned", "månader": "måneder", "mnd": "måned", "år": "år", "sjuk": "syk",
    "sjukmeldt": "sykmeldt", "sjukmelding": "sykmelding", "verksemd": "virksomhet", "bedrifta": "bedriften",
    "søkje": "søke", "søkjer": "søker", "høve": "mulighet", "vilkår": "vilkår", "arbeidsgjevar": "arbeidsgiver",
    "arbeidsgjevaren": "arbeidsgiveren", "arbeidstakar": "arbeidstaker", "hjelpemiddel": "hjelpemidler",
    "varar": "varer", "vara": "vare", "lenge": "lenge", "betalar": "betaler", "dekkjer": "dekker",
    "krev": "krever", "treng": "trenger", "byrjar": "begynner", "sluttar": "slutter",
}  # fmt: skip
"""Whole words of nynorsk and dialect, with the bokmål word they meet in."""

_PARTS = (
    ("tilskot", "tilskudd"), ("lønstil", "lønnstil"), ("lønns til", "lønnstil"), ("mellombels", "midlertidig"),
    ("midlertidlig", "midlertidig"), ("sommar", "sommer"), ("arbeidsgjevar", "arbeidsgiver"),
    ("arbeidsgivar", "arbeidsgiver"), ("sjuk", "syk"), ("verksemd", "virksomhet"), ("oppfylg", "oppfølg"),
    ("rettleiing", "veiledning"), ("inkludering", "inkludering"), ("utgifter", "utgifter"),
    ("tilrettelegg", "tilrettelegg"), ("avtalen", "avtale"), ("ordninga", "ordningen"), ("førebygg", "forebygg"),
    ("førebuande", "forberedende"), ("retta", "rettet"), ("skjerma", "skjermet"),
)  # fmt: skip
"""Parts of compounds that differ between the written forms."""


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text`, in Unicode's composed form."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def fold_word(word: str) -> str:
    """Return the common form of one lower-cased word."""
    whole = _WORDS.get(word)
    if whole is not None:
        return whole
    for old, new in _PARTS:
        if old in word:
            word = word.replace(old, new)
    return word


def fold(text: str) -> str:
    """Return the folded words of `text`, separated by single spaces."""
    return " ".join(fold_word(word) for word in words(text))
