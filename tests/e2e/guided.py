"""What is expected of guided conversations, beyond what the other conversations are judged by."""

from typing import Any

from tests.e2e.client import Message, Talk

_PLAIN = ("slot", "form", "total", "own_total", "ceiling", "over_ceiling", "schemes", "open", "region", "errand")
KEYS = {*_PLAIN, "kinds", "monthly", "assumed", "inputs", "files", "rows", "why", "starts", "text_contains_not"}
"""Expectations of this kind: most are a value in `custom`; the others are explained in `faults`."""

_FILES = {
    "chart": ("image/png", b"\x89PNG"),
    "calendar": ("text/calendar", b"BEGIN:VCALENDAR"),
    "page": ("text/html", b"<!doctype html>"),
    "pdf": ("application/pdf", b"%PDF-"),
}


def faults(expect: dict[str, Any], talk: Talk) -> list[str]:
    """Return the expectations that do not hold for the last reply."""
    last = talk.reply[-1]["custom"]
    text = talk.text.replace("\u00a0", " ")
    found = {key: last.get(key) == expect[key] for key in _PLAIN if key in expect}
    if "kinds" in expect:
        found["kinds"] = talk.kinds == expect["kinds"]
    if "monthly" in expect:
        found["monthly"] = [[step["percent"], step["amount"]] for step in last.get("monthly", [])] == expect["monthly"]
    if "assumed" in expect:
        found["assumed"] = sorted(last.get("inputs", {}).get("assumed", ())) == sorted(expect["assumed"])
    if "inputs" in expect:
        inputs = last.get("inputs", {})
        found["inputs"] = all(inputs.get(name) == value for name, value in expect["inputs"].items())
    if "starts" in expect:
        found["starts"] = text.startswith(expect["starts"])
    if "text_contains_not" in expect:
        found["text_contains_not"] = not any(part in text for part in expect["text_contains_not"])
    if expect.get("rows"):
        found["rows"] = bool(last.get("rows")) and all(len(set(row["values"])) > 1 for row in last["rows"])
    if expect.get("why"):
        found["why"] = bool(last.get("schemes")) and all(entry["why"] and entry["source"] for entry in last["schemes"])
    if expect.get("files"):
        found["files"] = _files_answer(talk, talk.reply[-1])
    return [key for key, holds in found.items() if not holds]


def _files_answer(talk: Talk, message: Message) -> bool:
    """Tell whether chart, calendar, page and PDF are there, and are what they say."""
    files = message["custom"].get("files", {})
    if set(files) != set(_FILES) or message.get("image") != files["chart"]:
        return False
    for name, (media_type, begins) in _FILES.items():
        answer = talk.http.get(files[name])
        right = answer.headers["content-type"].startswith(media_type) and answer.content.startswith(begins)
        if answer.status_code != 200 or not right:
            return False
    return True
