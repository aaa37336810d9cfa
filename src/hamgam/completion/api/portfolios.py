"""A list of projects laid on the table by a machine: the columns of the workbook, told as JSON."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.completion.actions.uploads import MOST_ROWS, Tally, upload_portfolio
from hamgam.exchange.portfolio import PortfolioRow
from hamgam.kit.fields import Code, Day, Flag, In, JalaliYear, Key, Line, Out, Rials, Told
from hamgam.register.api.works import agency_for

router = Router(tags=["portfolio"])
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]


class CreditIn(In):
    """The approved credit of one Jalali year."""

    year: JalaliYear
    rials: Rials


class RowIn(In):
    """One half-finished project, or a new start."""

    ref: Code = ""
    title: Told
    physical_percent: Percent = 0.0
    paid_percent: Percent = 0.0
    remaining_rials: Rials
    price_year: JalaliYear | None = None
    credits: Annotated[tuple[CreditIn, ...], Field(max_length=12)] = ()
    promised: Day | None = None
    began: Day | None = None
    zone: Annotated[Line, Field(max_length=120)] = ""
    benefit_rials_per_month: Rials | None = None
    total_rials: Rials | None = None
    is_new_start: Flag = False

    def row(self, number: int) -> PortfolioRow:
        """As the workbook would tell it."""
        told = self.model_dump(exclude={"credits", "ref"})
        credits_rials = {one.year: one.rials for one in self.credits}
        ref = self.ref or str(number)
        return PortfolioRow(**told, ref=ref, agency="", credits_rials=credits_rials, row=number)


class PortfolioIn(In):
    """A list of projects of one agency; without `agency` it is the acting one's."""

    agency: Key | None = None
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class TallyOut(Out):
    """What the list did."""

    recorded: int
    edited: int
    unchanged: int
    credits_left_out: int


@router.post(
    "/portfolios",
    response={201: TallyOut},
    auth=Door(Right.RECORD_PROJECT),
    operation_id="upload_portfolio",
)
def post_portfolio(request: HttpRequest, body: PortfolioIn) -> Status[Tally]:
    """Lay a list of projects on the table: all of it or nothing; sent again it changes nothing."""
    rows = [row.row(number) for number, row in enumerate(body.rows, 1)]
    tally = upload_portfolio(
        by=acting_of(request),
        agency=agency_for(request, body.agency),
        rows=rows,
        today=timezone.localdate(),
    )
    return Status(201, tally)
