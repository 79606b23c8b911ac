"""Fixed texts."""

from pathlib import Path

import pytest

from bot.knowledge.marks import ContentErrors
from bot.texts import Texts


def write(directory: Path, **files: str) -> Path:
    for name, text in files.items():
        (directory / f"{name}.yml").write_text(text, encoding="utf-8")
    return directory


def test_a_text_is_filled(tmp_path: Path) -> None:
    texts = Texts.load(
        write(
            tmp_path,
            a="hello: {nb: 'Hei {name}', nn: 'Hei {name}', en: 'Hi {name}'}",
            b="bye: {nb: Ha, nn: Ha, en: Bye}",
        )
    )
    assert texts.get("hello", "en", name="Kari") == "Hi Kari"
    assert texts.get("bye", "nn") == "Ha"
    assert "bye" in texts
    assert "unknown" not in texts
    for key in ("unknown", "hello"):
        with pytest.raises(KeyError):
            texts.get(key, "nb")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {nb: x, en: x}", "missing in language `nn`"),
        ("a: {nb: x, nn: ' ', en: x}", "missing in language `nn`"),
        ("a: {nb: x, nn: x, en: x, sv: x}", "unknown language `sv`"),
        ("a: {nb: '{n}', nn: '{m}', en: '{n}'}", "different placeholders (nb: n; nn: m; en: n)"),
        ("a: {nb: '{', nn: x, en: x}", "`a`: "),
        ("a: {nb: '{0}', nn: '{0}', en: '{0}'}", "is no placeholder"),
        ("a: text", "must have nb, nn and en"),
        ("- a", "must list texts"),
        ("a: [", "not valid YAML"),
        ("a: {nb: x, nn: x, en: x}\nb: {nb: x, nn: x, en: x}", "exists in another file too"),
    ],
)
def test_faults_are_found(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, first="b: {nb: x, nn: x, en: x}", second=text)
    with pytest.raises(ContentErrors) as caught:
        Texts.load(tmp_path)
    assert message in str(caught.value)
    assert "second.yml:" in str(caught.value)
