"""Let English and Norwegian sentences share the sparse features: everyday words meet in the Norwegian word.

Most training sentences are Norwegian. Without this, "how long" learns nothing from "hvor lenge". The list holds
words of questions and of working life only; words that mean something else in Norwegian ("for", "her", "fire") are
left out. Embeddings see what was written, and names of schemes are found before this.
"""

from bot.nlu.normalise import fold

_PAIRS = """
what hva|who hvem|whom hvem|where hvor|when når|why hvorfor|how hvordan|which hvilken|whether om|if hvis|we vi
our vår|ours vår|us oss|you dere|your deres|they de|their deres|them dem|he han|him ham|his hans|she hun|hers hennes
it det|its dens|this dette|that det|these disse|those de|there der|here her|my min|is er|are er|were var|been vært
has har|have har|had hadde|does gjør|did gjorde|done gjort|doing gjør|can kan|could kunne|must må|shall skal
should bør|would ville|will vil|want vil|wants vil|need trenger|needs trenger|needed nødvendig|get får|gets får
got fikk|give gir|gives gir|given gitt|take tar|takes tar|make lager|makes lager|go går|goes går|going går
come kommer|comes kommer|keep beholde|help hjelp|helps hjelper|use bruke|used brukt|using bruker|not ikke|yes ja
and og|or eller|but men|with med|without uten|from fra|of av|about om|after etter|before før|during under|while mens
until til|since siden|into inn|between mellom|both begge|also også|only bare|still fortsatt|again igjen|now nå
then da|first første|last siste|same samme|other andre|another annen|more mer|less mindre|many mange|much mye
any noen|some noen|someone noen|somebody noen|anyone noen|something noe|anything noe|each hver|every hver|one en
two to|three tre|four fire|five fem|six seks|twelve tolv|half halve|long lenge|longer lenger|short kort|day dag
days dager|week uke|weeks uker|month måned|months måneder|year år|years år|hour time|hours timer|summer sommer
maximum maks|max maks|minimum minste|limit grense|limits grenser|ceiling tak|cap tak|upper øvre|rate sats
rates satser|percent prosent|percentage prosent|share andel|amount beløp|money penger|cost kostnad|costs kostnader
free gratis|expenses utgifter|expense utgift|price pris|pay betaler|pays betaler|paid betalt|paying betaler
payment utbetaling|payout utbetaling|payments utbetalinger|account konto|invoice faktura|receipt kvittering
receipts kvitteringer|claim krav|claims krav|claimed krevd|claiming kreve|refund refusjon|refunds refusjon
refunded refundert|reimburse refundere|reimbursed refundert|reimbursement refusjon|deadline frist|deadlines frister
late sen|cover dekker|covers dekker|covered dekket|covering dekker|include inkluderer|includes inkluderer
included inkludert|count teller|counts teller|equipment utstyr|tools verktøy|clothes klær|travel reise|course kurs
courses kurs|training opplæring|holiday ferie|vacation ferie|overtime overtid|pension pensjon|tax skatt
insurance forsikring|insured forsikret|wage lønn|wages lønn|salary lønn|salaries lønn|subsidy tilskudd
subsidies tilskudd|grant tilskudd|grants tilskudd|support støtte|supports støtter|supported støttet|funding støtte
scheme ordning|schemes ordninger|programme ordning|program ordning|measure tiltak|measures tiltak|benefit ytelse
benefits ytelser|exemption fritak|exempt fritatt|employer arbeidsgiver|employers arbeidsgivere|employee ansatt
employees ansatte|worker ansatt|workers ansatte|staff ansatte|colleague kollega|colleagues kolleger|coworker kollega
boss sjef|manager leder|owner eier|company bedrift|companies bedrifter|business bedrift|businesses bedrifter
firm bedrift|firms bedrifter|workplace arbeidsplass|workplaces arbeidsplasser|job jobb|jobs jobber|work arbeid
works jobber|worked jobbet|working jobber|position stilling|positions stillinger|hire ansette|hires ansetter
hired ansatt|hiring ansette|employ ansette|employed ansatt|employing ansette|recruit rekruttere|candidate kandidat
candidates kandidater|applicant søker|participant deltaker|participants deltakere|trainee praktikant
trainees praktikanter|apprentice lærling|apprentices lærlinger|people folk|young unge|youth unge|teenager ungdom
teenagers ungdommer|refugee flyktning|refugees flyktninger|immigrant innvandrer|students studenter|apply søke
applies gjelder|applying søke|application søknad|applications søknader|applied søkt|form skjema|forms skjemaer
send sende|submit sende|start starte|starts starter|started startet|starting starter|begin begynne|begins begynner
approve godkjenne|approved godkjent|approval godkjenning|agreement avtale|agreements avtaler|contract kontrakt
sign underskrive|signed signert|contact kontakt|call ringe|phone telefon|office kontor|adviser veileder
advisor veileder|answer svar|reply svar|require krever|requires krever|required påkrevd|requirement krav
requirements krav|condition vilkår|conditions vilkår|obligation plikt|obligations plikter|obliged pliktig|duty plikt
duties plikter|responsible ansvarlig|responsibility ansvar|allowed lov|permitted tillatt|rules regler|rule regel
law lov|act lov|regulation forskrift|regulations forskrifter|legal lovlig|section paragraf|right rett
rights rettigheter|entitled berettiget|eligible berettiget|qualify kvalifisere|qualifies kvalifiserer|age alder
old gammel|older eldre|disability funksjonsnedsettelse|disabled ufør|illness sykdom|ill syk|sick syk|disease sykdom
chronic kronisk|chronically kronisk|pregnant gravid|pregnancy svangerskap|health helse|injury skade|deaf døv
wheelchair rullestol|depression depresjon|anxiety angst|doctor lege|diagnosis diagnose|reduced nedsatt|capacity evne
leave permisjon|absence fravær|absent fraværende|meeting møte|meetings møter|follow følge|adapt tilpasse
adapted tilpasset|accommodate tilrettelegge|accommodation tilrettelegging|adaptation tilrettelegging|quit slutter
quits slutter|quitting slutter|resign slutter|resigns slutter|resigned sluttet|ends slutter|ended sluttet
stop stanse|stops stanser|stopped stanset|terminate avslutte|cancel avbryte|extend forlenge|extended forlenget
extension forlengelse|prolong forlenge|change endre|changes endres|changed endret|increase øke|dismiss oppsi
dismissal oppsigelse|fired oppsagt|replace erstatte|permanent varig|temporary midlertidig|ordinary vanlig
normal vanlig|small liten|new ny|combine kombinere|combined kombinert|together sammen|simultaneously samtidig
compare sammenligne|difference forskjell|versus kontra|example eksempel|examples eksempler|typical typisk
case tilfelle|practice praksis|explain forklare|tell fortelle|mean betyr|means betyr|know vite|find finne
finding finne|show vise|list liste|calculate beregne|calculation beregning|speak snakke|talk snakke|human menneske
thanks takk|thank takk|hello hei|hi hei|bye hadet|goodbye hadet|weather vær|union fagforening
representative tillitsvalgt|assistant assistent|expert ekspert|interpreter tolk|device hjelpemiddel
devices hjelpemidler|aids hjelpemidler|monthly månedlig|yearly årlig|back tilbake|child barn|children barn
unemployed arbeidsledig|unemployment arbeidsledighet|apprenticeship læretid|shop butikk|warehouse lager
"""

ENGLISH: dict[str, str] = {
    english: fold(norwegian)
    for pair in _PAIRS.replace("\n", "|").split("|")
    if pair.strip()
    for english, norwegian in [pair.split()]
}
"""English word, and the folded Norwegian word it meets in."""

DEGREE = {
    "long", "much", "many", "often", "old", "high", "large", "big", "far", "soon", "quickly", "early", "late",
}  # fmt: skip
"""Before these, "how" is "hvor" and not "hvordan"."""


def to_norwegian(folded: str) -> str:
    """Return folded words with the English ones replaced."""
    words = folded.split()
    following = [*words[1:], ""]
    return " ".join(
        "hvor" if word == "how" and after in DEGREE else ENGLISH.get(word, word)
        for word, after in zip(words, following)
    )
