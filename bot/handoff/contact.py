"""Checks what an employer gives to be reached by: organisation number, telephone, e-mail."""

import email_validator
import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr

from bot.handoff.errors import Invalid


def organisation(text: str) -> str:
    """Return an organisation number as nine digits; main units and sub-units have the same form.

    Raises:
        Invalid: The length or the check digit is wrong.
    """
    try:
        return str(orgnr.validate(text.strip().upper().removeprefix("NO").removesuffix("MVA")))
    except ValidationError:
        raise Invalid("organisation") from None


def phone(text: str) -> str:
    """Return a telephone number in international form; without a country code it is Norwegian.

    Raises:
        Invalid: No numbering plan has it.
    """
    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException:
        raise Invalid("phone") from None
    if not phonenumbers.is_valid_number(number):
        raise Invalid("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email(text: str) -> str:
    """Return an e-mail address in its normal form; nothing is looked up in the network.

    Raises:
        Invalid: It cannot be an address.
    """
    try:
        return email_validator.validate_email(text.strip(), check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        raise Invalid("email") from None
