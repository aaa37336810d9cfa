"""How a person wants to be told: by which channels, how often."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import NoticeChoice
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Rhythm
from hamgam.exchange.persian import latin_digits
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact

_MOBILE = re.compile(r"\+?[0-9]{10,15}")
_CHAT = re.compile(r"@[A-Za-z0-9_]{3,32}|-?[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Channels with their addresses, and the rhythm. The e-mail address is the account's own."""

    rhythm: Rhythm = Rhythm.AT_ONCE
    by_email: bool = True
    by_sms: bool = False
    by_bale: bool = False
    mobile: str = ""
    bale_chat: str = ""

    def faults(self) -> list[dict[str, str]]:
        """What is no address, or missing for a channel that is chosen."""
        wrong = []
        if (self.by_sms or self.mobile) and not _MOBILE.fullmatch(self.mobile):
            wrong.append("mobile")
        if (self.by_bale or self.bale_chat) and not _CHAT.fullmatch(self.bale_chat):
            wrong.append("bale_chat")
        return [{"pointer": f"#/{name}", "detail": "required"} for name in wrong]


def plain_number(text: str) -> str:
    """A telephone number as machines write it: Latin digits, no spaces or dashes."""
    return re.sub(r"[\s()\u200c-]", "", latin_digits(text))


def choose_notices(*, by: Acting, choice: Choice) -> NoticeChoice:
    """Choose how one is told. Everybody, for himself; records `notices_chosen`."""
    if by.person is None:
        code = "forbidden" if by.is_known else "not_signed_in"
        raise Refused(code, right=Right.SIGN_IN.value)
    if faults := choice.faults():
        raise Refused("validation", errors=faults)
    with deed(by):
        row, _ = NoticeChoice.objects.update_or_create(
            person=by.person,
            defaults={
                "rhythm": choice.rhythm.value,
                "by_email": choice.by_email,
                "by_sms": choice.by_sms,
                "by_bale": choice.by_bale,
                "mobile": choice.mobile,
                "bale_chat": choice.bale_chat,
            },
        )
        payload = {"rhythm": row.rhythm}
        record_fact("notices_chosen", subject=by.person.public_id, payload=payload)
    return row
