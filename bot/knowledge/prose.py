"""What may stand in a text: no typed figures, only known placeholders, not too long."""

import re

from bot.knowledge.render import PLACEHOLDER

_MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    "|january|february|march|may|june|july|october|december"
)
_COUNTED = (
    r"%|prosent\b|percent\b|kr\b|kroner\b|måned(?:er)?\b|månad(?:er)?\b|months?\b|dag(?:er|ar)?\b|days?\b"
    r"|uker?\b|veker?\b|weeks?\b|år\b|years?\b|timer?\b|timar\b|hours?\b|minutt(?:er)?\b|minutes?\b"
    r"|gang(?:er)?\b|gong(?:er)?\b"
)
"""What makes a number after a comma a figure again and not one more section."""

_LETTER = r"(?:\s?[A-Za-z](?![A-Za-zæøåÆØÅ]))?"
_SECTION = rf"\d+(?!\d)(?!\s?(?:{_COUNTED})){_LETTER}(?:[-–]\d+(?!\d){_LETTER})?"
_SECTIONS = rf"{_SECTION}(?:(?:\s?[-–]\s?|,\s?|\s(?:og|eller|til|and|or|to)\s){_SECTION})*"

_ALLOWED = re.compile(
    "|".join(
        (
            PLACEHOLDER.pattern.replace("?P<name>", "?:").replace("?P<format>", "?:"),
            rf"§+\s*{_SECTIONS}",
            rf"\b(?:kapitla|kapitlene|kapitlet|kapittel|kap\.?|chapters?|paragraf|sections?|artikkel|articles?)"
            rf"\s+{_SECTIONS}",
            r"\b(?:nr\.?|nummer|no\.?|number)\s*\d+\b",
            rf"\b\d{{1,2}}\.?\s(?:{_MONTHS})\s(?:19|20)\d\d\b",
            rf"\b(?:{_MONTHS})\s\d{{1,2}},\s(?:19|20)\d\d\b",
            r"\b(?:19|20)\d\d-\d\d-\d\d(?:-\d+)?\b",
            rf"\b(?:19|20)\d\d\b(?!\s?(?:{_COUNTED}))",
            r"\b55 55 33 36\b",
            r"\bAltinn [23]\b",
        )
    ),
    re.IGNORECASE,
)

_FIGURE = re.compile(r"\S*\d\S*")


def typed_figures(text: str) -> list[tuple[int, str]]:
    """Return every figure typed in prose: the line within the text (from 0) and the word it stands in.

    Placeholders, law references, full dates, years and Nav's telephone number are allowed.
    """
    masked = _ALLOWED.sub(lambda match: re.sub(r"\S", "_", match.group()), text)
    return [
        (index, match.group()) for index, line in enumerate(masked.splitlines()) for match in _FIGURE.finditer(line)
    ]


def stray_braces(text: str) -> list[str]:
    """Return pieces with braces that are no well-formed placeholder."""
    rest = PLACEHOLDER.sub("", text)
    return [match.group() for match in re.finditer(r"[{}][^{}\s]*[{}]?", rest)]


def words(text: str) -> int:
    """Count the words of a text; a placeholder counts as one."""
    return len([word for word in text.split() if word != "-"])


def unwrap(text: str) -> str:
    """Join lines that were only broken to fit the file; blank lines and `- ` bullets stay."""
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        for line in (piece.strip() for piece in block.splitlines()):
            if lines and not line.startswith("- "):
                lines[-1] += f" {line}"
            else:
                lines.append(line)
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)
