"""Which scheme a message names: a named one goes before what is lasting about the person."""

import pytest

from bot.calculator.phrases import scheme_named
from bot.subsidy import Scheme


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("regn ut midlertidig lønnstilskudd, hun har varig nedsatt arbeidsevne", Scheme.MIDLERTIDIG),
        ("mellombels lønstilskot for ein med varig nedsett arbeidsevne", Scheme.MIDLERTIDIG),
        ("mentor for en med varig sykdom", Scheme.MENTOR),
        ("hva får vi for en med varig nedsatt arbeidsevne?", Scheme.VARIG),
        ("regn ut varig lønnstilskudd", Scheme.VARIG),
        ("det varige i stedet for midlertidig", Scheme.VARIG),
        ("varig tilrettelagt arbeid i ordinær virksomhet", Scheme.VTAO),
        ("hvor lang er varigheten?", None),
    ],
)
def test_the_scheme_that_is_named_counts(text: str, scheme: Scheme | None) -> None:
    found = scheme_named(text)
    assert (found[0] if found else None) is scheme
