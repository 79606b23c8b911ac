"""The fixed words of the arithmetic: schemes, groups of participants, kinds of wage, states of a period."""

from enum import StrEnum


class Scheme(StrEnum):
    """The schemes Nav's agreement system computes or checks; the values are the public scheme ids."""

    MIDLERTIDIG = "midlertidig-lonnstilskudd"
    VARIG = "varig-lonnstilskudd"
    FIREARIG = "firearig-lonnstilskudd"
    SOMMERJOBB = "sommerjobb"
    MENTOR = "mentor"
    INKLUDERING = "inkluderingstilskudd"
    ARBEIDSTRENING = "arbeidstrening"
    VTAO = "vta-o"


WAGE_SCHEMES = frozenset({Scheme.MIDLERTIDIG, Scheme.VARIG, Scheme.FIREARIG, Scheme.SOMMERJOBB})
"""The four schemes that pay a percentage of the employer's wage cost."""

AUTOMATIC_SCHEMES = frozenset({Scheme.MENTOR, Scheme.VTAO})
"""Schemes that Nav pays by itself with the agreed amount; the employer sends no refund claim."""

PERIOD_SCHEMES = WAGE_SCHEMES | AUTOMATIC_SCHEMES
"""Schemes whose agreements have subsidy periods with amounts."""

CALCULATOR_SCHEMES = PERIOD_SCHEMES | {Scheme.INKLUDERING}
"""Schemes the calculator answers for."""


class Group(StrEnum):
    """Innsatsgruppe: Nav's assessment (§ 14 a) of how much help the participant needs."""

    GODE_MULIGHETER = "GODE_MULIGHETER"
    TRENGER_VEILEDNING = "TRENGER_VEILEDNING"
    NEDSATT_ARBEIDSEVNE = "TRENGER_VEILEDNING_NEDSATT_ARBEIDSEVNE"
    JOBBE_DELVIS = "JOBBE_DELVIS"
    LITEN_MULIGHET = "LITEN_MULIGHET_TIL_A_JOBBE"
    UKJENT = "UKJENT"


GROUP_BY_QUALIFICATION: dict[str, Group] = {
    "IKVAL": Group.GODE_MULIGHETER,
    "BFORM": Group.TRENGER_VEILEDNING,
    "BATT": Group.NEDSATT_ARBEIDSEVNE,
    "VARIG": Group.LITEN_MULIGHET,
}
"""Arena's kvalifiseringsgruppe, in use until 2026-08-19; VARIG also covers those who can work partly."""


class PositionType(StrEnum):
    """Stillingstype: whether the post itself is permanent or temporary."""

    FAST = "FAST"
    MIDLERTIDIG = "MIDLERTIDIG"


class WageType(StrEnum):
    """The span of time a mentor's wage is stated for."""

    YEAR = "ÅRSLØNN"
    MONTH = "MÅNEDSLØNN"
    WEEK = "UKELØNN"
    DAY = "DAGSLØNN"
    HOUR = "TIMELØNN"


class PeriodStatus(StrEnum):
    """Where a subsidy period stands in Nav's approval."""

    UBEHANDLET = "UBEHANDLET"
    GODKJENT = "GODKJENT"
    ANNULLERT = "ANNULLERT"
    BEHANDLET_I_ARENA = "BEHANDLET_I_ARENA"


class RefundStatus(StrEnum):
    """What the sign of a refund leads to when the employer sends it."""

    SENDT_KRAV = "SENDT_KRAV"
    GODKJENT_NULLBELOP = "GODKJENT_NULLBELØP"
    GODKJENT_MINUSBELOP = "GODKJENT_MINUSBELØP"


WAGE_INCOME_TYPE = "LOENNSINNTEKT"
"""The only income type of a-meldingen that a refund counts."""

COUNTED_INCOME = frozenset(
    {
        "fastloenn",
        "timeloenn",
        "fastTillegg",
        "uregelmessigeTilleggKnyttetTilArbeidetTid",
        "loennUtbetaltAvVeldedigEllerAllmennyttigInstitusjonEllerOrganisasjon",
        "loennEtterDoedsfall",
    }
)
"""The six kinds of wage a refund counts; overtime, bonus, paid-out holiday pay and fees never do."""

HOLIDAY_DEDUCTION = "trekkILoennForFerie"
"""The kind of income line that takes holiday off the wage; its amount is normally negative."""


class ErrorCode(StrEnum):
    """Why Nav's agreement system refuses an agreement; the values are its own codes."""

    START_ETTER_SLUTT = "START_ETTER_SLUTT"
    FORTIDLIG_STARTDATO = "FORTIDLIG_STARTDATO"
    SLUTTDATO_GRENSE_NADD = "SLUTTDATO_GRENSE_NÅDD"
    DELTAKER_67_AAR = "DELTAKER_67_AAR"
    DELTAKER_72_AAR = "DELTAKER_72_AAR"
    IKKE_GAMMEL_NOK = "SOMMERJOBB_IKKE_GAMMEL_NOK"
    SOMMERJOBB_FOR_GAMMEL = "SOMMERJOBB_FOR_GAMMEL"
    SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO = "SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO"
    SOMMERJOBB_FOR_TIDLIG = "SOMMERJOBB_FOR_TIDLIG"
    SOMMERJOBB_FOR_SENT = "SOMMERJOBB_FOR_SENT"
    SOMMERJOBB_FOR_LANG_VARIGHET = "SOMMERJOBB_FOR_LANG_VARIGHET"
    FIREARIG_FOR_TIDLIG_OPPSTART = "FIREARIG_LONNSTILSKUDD_FOR_TIDLIG_OPPSTART"
    FIREARIG_FOR_GAMMEL = "FIREARIG_LONNSTILSKUDD_FOR_GAMMEL_FRA_OPPSTARTDATO"
    FIREARIG_FOR_SEN_SLUTTDATO = "FIREARIG_LONNSTILSKUDD_FOR_SEN_SLUTTDATO"
    FIREARIG_BEHOLDE_ARBEID = "FIREARIG_LONNSTILSKUDD_KAN_IKKE_BRUKES_TIL_A_BEHOLDE_ARBEID"
    FOR_LANG_FIREARIG_2_AAR = "VARIGHET_FOR_LANG_FIREARIG_LONNSTILSKUDD_2_AAR"
    FOR_LANG_FIREARIG_4_AAR = "VARIGHET_FOR_LANG_FIREARIG_LONNSTILSKUDD_4_AAR"
    FOR_LANG_MIDLERTIDIG_12_MND = "VARIGHET_FOR_LANG_MIDLERTIDIG_LONNSTILSKUDD_12_MND"
    FOR_LANG_MIDLERTIDIG_24_MND = "VARIGHET_FOR_LANG_MIDLERTIDIG_LONNSTILSKUDD_24_MND"
    FOR_LANG_MENTOR_6_MND = "VARIGHET_FOR_LANG_MENTOR_6_MND"
    FOR_LANG_MENTOR_36_MND = "VARIGHET_FOR_LANG_MENTOR_36_MND"
    FOR_LANG_INKLUDERING = "VARIGHET_FOR_LANG_INKLUDERINGSTILSKUDD"
    FOR_LANG_ARBEIDSTRENING = "VARIGHET_FOR_LANG_ARBEIDSTRENING"
    FOR_SEN_STARTDATO_VTAO = "FOR_SEN_STARTDATO_VTAO"
    FEIL_OTP_SATS = "FEIL_OTP_SATS"
    PROSENT_UGYLDIG = "LONNSTILSKUDD_PROSENT_ER_UGYLDIG"
    INKLUDERING_SUM_FOR_HOY = "INKLUDERINGSTILSKUDD_SUM_FOR_HØY"
    FORKORTE_ETTER_SLUTTDATO = "KAN_IKKE_FORKORTE_ETTER_SLUTTDATO"
    FORKORTE_FOR_UTBETALT = "KAN_IKKE_FORKORTE_FOR_UTBETALT_TILSKUDDSPERIODE"
    FORLENGE_FEIL_SLUTTDATO = "KAN_IKKE_FORLENGE_FEIL_SLUTTDATO"
