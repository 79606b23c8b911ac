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

_SPOKEN = """
te til|førr for|dokker dere|dåkker dere|dokk dere|dåkk dere|itte ikke|nåkka noe|nokka noe|nåkke noe|nån noen
nåen noen|nokken noen|bære bare|kem hvem|kossn hvordan|kossen hvordan|hannes hans|hinnes hennes|hennar hennes
viss hvis|vess hvis|sku skulle|våres vår|mæ meg|dæ deg|sæ seg|sjøl selv|sjølv selv|hjå hos|fyrste første|fyrst først
værra være|vorte blitt|vert blir|vart ble|blei ble|seie si|sei si|gje gi|gjev gir|gjer gjør|gjere gjøre|gjera gjøre
kjem kommer|koma komme|kome komme|fekk fikk|jobbar jobber|åleine alene|aleine alene|heile hele|heilt helt
hjelpa hjelpen|støtta støtten|stillinga stillingen|tida tiden|arbeidar arbeider|utan uten|saman sammen|vidare videre
leiar leder|leiaren lederen|rettleiar veileder|rettleiaren veilederen|rettleie veilede|medan mens|sidan siden
vilkåra vilkårene|krava kravene|pengane pengene|pengar penger|kostar koster|gjeld gjelder|finst finnes|høver passer
passar passer|skilnad forskjell|skilnaden forskjellen|døme eksempel|heimel hjemmel|tillitsvald tillitsvalgt
tillitsvalde tillitsvalgte|eige eget|eigen egen|ringjer ringer|ringje ringe|deltakaren deltakeren|deltakar deltaker
søkjar søker|tek tar|gong gang|attende tilbake|att igjen|timar timer|vekene ukene|dagar dager|lengre lenger
heim hjem|heime hjemme|høg høy|høgt høyt|høgste høyeste|låg lav|uføretrygda uføretrygdet|opphald opphold
ungdomar ungdommer|tilsetjing ansettelse|tilsetting ansettelse|tilset ansetter|avtala avtalen|seinare senere
seint sent|sein sen|seinast senest|opplæringa opplæringen
"""
_WORDS.update(pair.split() for pair in _SPOKEN.replace("\n", "|").split("|") if pair)
"""More of nynorsk and of how people speak and write where they live."""

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
