"""A case as an e-mail to the office that answers it, over any SMTP server."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import aiosmtplib

from bot.clock import OSLO
from bot.handoff.case_file import CaseFile
from bot.settings import Settings

_TIMEOUT_SECONDS = 20.0
_AUTHORS = {"employer": "Arbeidsgiver", "bot": "Assistenten", "person": "Nav", "system": "Beskjed"}


def compose(case: CaseFile, sender: str, recipient: str) -> EmailMessage:
    """Return the e-mail of a case; the same case always has the same Message-ID, so a repeat is known as one."""
    data = case.as_json()
    message = EmailMessage()
    about = data["theme"]["title"] if data["theme"] else "Henvendelse"
    message["Subject"] = f"{data['reference']}: {about}"
    message["From"] = Address(display_name="Navs arbeidsgiverassistent", addr_spec=sender)
    message["To"] = recipient
    message["Date"] = format_datetime(case.view.created_at)
    message["Message-ID"] = f"<{data['reference'].lower()}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if data["contact"]["email"]:
        message["Reply-To"] = data["contact"]["email"]
    message.set_content("\n\n".join(_parts(case, data)))
    return message


def _parts(case: CaseFile, data: dict[str, Any]) -> list[str]:
    """Return the paragraphs of the e-mail."""
    contact = {
        "Navn": data["contact"]["name"],
        "Telefon": data["contact"]["phone"],
        "E-post": data["contact"]["email"],
        "Organisasjonsnummer": data["contact"]["organisation"],
        "Kommune": data["municipality"]["name"] if data["municipality"] else None,
        "Region": data["region"],
        "Kø": data["queue"]["title"],
        "Språk": data["language"],
        "Kanal": data["channel"],
        "Svar lovet innen": case.view.answer_by.astimezone(OSLO).strftime("%d.%m.%Y kl. %H.%M"),
    }
    facts = "\n".join(f"{name}: {value}" for name, value in contact.items() if value)
    parts = [f"Referanse {data['reference']}", f"Spørsmål:\n{data['question'] or '(ikke oppgitt)'}", facts]
    summary = data["summary"]
    schemes = [f"- {item['title']} {item.get('url') or ''}".rstrip() for item in summary.get("schemes", [])]
    if schemes:
        parts.append("Ordninger i samtalen:\n" + "\n".join(schemes))
    calculation = summary.get("calculation")
    if calculation:
        months = [
            f"- {item['percent']} %: {item['amount']} kroner i måneden" for item in calculation.get("monthly", [])
        ]
        parts.append("\n".join([f"Beregning (anslag), til sammen {calculation.get('total')} kroner:", *months]))
    finder = summary.get("finder")
    if finder and finder.get("recommended"):
        found = [f"- {item.get('title') or item.get('scheme')}" for item in finder["recommended"]]
        parts.append("Veiviseren foreslo:\n" + "\n".join(found))
    lines = [f"{_AUTHORS[message['author']]}: {message['text']}" for message in data["transcript"]]
    parts.append("Samtalen (personopplysninger er fjernet):\n\n" + "\n\n".join(lines))
    return parts


async def send(message: EmailMessage, settings: Settings) -> None:
    """Hand an e-mail to the server.

    Raises:
        aiosmtplib.SMTPException: The server is away or refuses.
        OSError: It cannot be reached.
    """
    await aiosmtplib.send(
        message,
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
        timeout=_TIMEOUT_SECONDS,
    )
