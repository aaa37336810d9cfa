"""How I am told: channels and rhythm."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router

from hamgam.agencies.acting import Acting
from hamgam.agencies.actions.notices import Choice, choose_notices, plain_number
from hamgam.agencies.channels import open_channels
from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.models import NoticeChoice
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Rhythm
from hamgam.kit.fields import Flag, In, Line, Out
from hamgam.kit.refusals import Refused

router = Router(tags=["people"])


class ChoiceIn(In):
    """Channels with their addresses, and the rhythm; the e-mail address is the account's own."""

    rhythm: Rhythm = Rhythm.AT_ONCE
    by_email: Flag = True
    by_sms: Flag = False
    by_bale: Flag = False
    mobile: Annotated[Line, Field(max_length=20)] = ""
    bale_chat: Annotated[Line, Field(max_length=40)] = ""


class ChoiceOut(Out):
    """How I am told; `open` names the channels that the installation has."""

    rhythm: str
    by_email: bool
    by_sms: bool
    by_bale: bool
    mobile: str
    bale_chat: str
    open: list[str]

    @staticmethod
    def resolve_open(row: NoticeChoice) -> list[str]:
        """The channels of the installation."""
        return sorted(channel.value for channel in open_channels())


def choice_of(acting: Acting) -> NoticeChoice:
    """What somebody chose, or what stands for one who chose nothing."""
    if acting.person is None:
        code = "forbidden" if acting.is_known else "not_signed_in"
        raise Refused(code, right=Right.SIGN_IN.value)
    found = NoticeChoice.objects.filter(person=acting.person).first()
    return found or NoticeChoice(person=acting.person)


@router.get("/me/notices", response=ChoiceOut, auth=Door(Right.SIGN_IN), operation_id="my_notices")
def my_notices(request: HttpRequest) -> NoticeChoice:
    """How I am told."""
    return choice_of(acting_of(request))


@router.put(
    "/me/notices", response=ChoiceOut, auth=Door(Right.SIGN_IN), operation_id="choose_notices"
)
def put_notices(request: HttpRequest, body: ChoiceIn) -> NoticeChoice:
    """Choose how I am told."""
    told = body.model_dump() | {"mobile": plain_number(body.mobile)}
    return choose_notices(by=acting_of(request), choice=Choice(**told))
