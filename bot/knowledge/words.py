"""Word lists: what a search leaves out, and which place names are ordinary words too."""

from collections.abc import Mapping

from bot.knowledge.terms import Language

_NB = """
og i pa for til fra av med om som er var vaere blir a at den det de en ei et vi du jeg dere oss har ha
kan ma skal vil hva hvem hvor hvordan nar hvilke hvilken ikke noe noen man seg sin sitt min vare eller
hvis nav far fa ja nei hei
"""

_NN = """
og i pa for til fra av med om som er var vere blir a at den det dei ein ei eit vi du eg de oss har ha kan
ma skal vil kva kven kor korleis nar kva ikkje noko nokon seg sin sitt min vare eller dersom nav far fa
ja nei hei
"""

_EN = """
and i in on for to from of with about as is was be a an at the it we you me us our have has can must
shall will what who where how when which not some any one or if nav do does get my they them yes no hi
"""

STOP_WORDS: Mapping[Language, frozenset[str]] = {
    "nb": frozenset(_NB.split()),
    "nn": frozenset(_NN.split()),
    "en": frozenset(_EN.split()),
}
"""Words that say nothing about what is asked, in the folded spelling of `search.fold`."""

_PLACES = """
time sel hole gran moss vik stad heim os lom vang nes lund sund bø ås ål hå sula vega hol flå ski eid
fjord kvam våler lier sola etne leka tana nome gol grue alver strand stranda råde hvaler marker stange
øyer grane valle sande otta kinn røst rost strømmen strommen straume bryne
"""

ORDINARY_PLACE_NAMES = frozenset(_PLACES.split())
"""Names that are also ordinary words, word forms or surnames; alone they are no sign of a municipality."""

_CUES = """
i in på fra from frå ved near nav kommune kommunen municipality
"""

PLACE_CUES = frozenset(_CUES.split())
"""A word next to one of these is likely to be a place."""
