"""Tokens: an agency's keys to the API."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.doors import digest_of
from hamgam.agencies.models import Agency, Token
from hamgam.agencies.rights import Right
from hamgam.kit.ids import new_id
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact

NEVER_BY_TOKEN = frozenset(
    {Right.APPOINT, Right.DELEGATE, Right.ISSUE_TOKEN, Right.FOUND_AGENCY, Right.SIGN_IN}
)
"""What only a person may do: a leaked token must not be able to make itself at home."""


def issue_token(
    *, by: Acting, agency: Agency, name: str, rights: Sequence[Right], expires: datetime
) -> tuple[Token, str]:
    """Make a token and its secret, shown once. An administrator of the agency's branch; records
    `token_issued`."""
    by.require(Right.ISSUE_TOKEN, agency.path)
    if not rights or NEVER_BY_TOKEN & set(rights) or expires <= timezone.now():
        raise Refused("state")
    secret = f"hamgam_{secrets.token_urlsafe(32)}"
    with deed(by):
        row = Token.objects.create(
            public_id=new_id("t"),
            agency=agency,
            name=name,
            digest=digest_of(secret),
            rights=sorted(right.value for right in rights),
            expires=expires,
        )
        record_fact(
            "token_issued",
            subject=row.public_id,
            payload={"agency": agency.key, "name": name, "rights": row.rights},
        )
    return row, secret


def revoke_token(*, by: Acting, token: Token) -> Token:
    """Make a token worthless at once. An administrator of its branch; records `token_revoked`."""
    by.require(Right.ISSUE_TOKEN, token.agency.path)
    with deed(by):
        token.revoked = token.revoked or timezone.now()
        token.save(update_fields=["revoked"])
        record_fact("token_revoked", subject=token.public_id)
    return token
