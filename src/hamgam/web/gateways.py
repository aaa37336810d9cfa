"""Where messages leave besides by mail: the settings of the city's SMS gateway and of Bale."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

NAMES = frozenset({"HAMGAM_BALE_TOKEN", "HAMGAM_BALE_URL", "HAMGAM_SMS_TOKEN", "HAMGAM_SMS_URL"})
BALE = "https://tapi.bale.ai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateways:
    """Addresses and tokens; an empty address or token leaves its channel shut."""

    sms_url: str
    sms_token: str
    bale_url: str
    bale_token: str

    def faults(self) -> list[str]:
        """One sentence for each setting that cannot be meant."""
        found = [
            f"{name} must be an address such as https://gateway.example.ir/send, not {text!r}."
            for name, text in (("HAMGAM_SMS_URL", self.sms_url), ("HAMGAM_BALE_URL", self.bale_url))
            if text and not _is_address(text)
        ]
        if self.sms_token and not self.sms_url:
            found.append("HAMGAM_SMS_TOKEN means nothing without HAMGAM_SMS_URL.")
        return found


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
