"""One object of every kind, owned by the civil deputyship, with a canary in every field that
others must not read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from shapely.geometry import LineString, box
from tests.platform.conftest import TESTER, City
from tests.platform.web.case_objects import furnish_cases
from tests.platform.web.field_objects import furnish_field
from tests.platform.web.people_objects import furnish_people
from tests.platform.web.plan_objects import furnish_plans
from tests.platform.web.share_objects import furnish_sharing
from tests.platform.web.tie_objects import furnish_ties

from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.actions.people import delegate
from hamgam.agencies.actions.tokens import issue_token
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.actions import money, projects, promises, rivals, works
from hamgam.register.actions.duplicates import propose_duplicate
from hamgam.register.actions.papers import Paper, attach_document, write_note
from hamgam.register.actions.parties import add_party
from hamgam.register.actions.rules import try_rule
from hamgam.register.actions.uploads import File, upload_works
from hamgam.register.actions.watches import watch_area
from hamgam.register.models import Finding, RivalVersion
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import FundingSource, StakeKind
from hamgam.web.saved_views import ViewValues, save_view

CANARY = "canary-of-civil"
"""Stands in every confidential field of the owner: who else meets it has met a leak."""
MARKUP = CANARY + '"><img onerror=x>'
"""The canary as somebody hostile would write it: a page that tells it as it is written runs it."""
OWNER = "civil"
PHOTO = b"\x89PNG\r\n\x1a\n a photo"
STREET = LineString([(59.60, 36.29), (59.602, 36.29)])


@dataclass
class Objects:
    """Ids by the name of the path parameter: those hidden from other agencies, those they may
    read."""

    hidden: dict[str, list[Any]] = field(default_factory=dict)
    shared: dict[str, list[Any]] = field(default_factory=dict)

    def every(self, name: str) -> list[Any]:
        return self.hidden.get(name, []) + self.shared.get(name, [])


def _work(city: City, sharing: Sharing, title: str) -> str:
    values = WorkValues(
        title=title,
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=STREET,
        begins=city.today + timedelta(days=10),
        ends=city.today + timedelta(days=30),
        sharing=sharing,
    )
    agency = city.agencies[OWNER]
    return str(works.record_work(by=city.acting(OWNER), agency=agency, values=values).public_id)


def _project(city: City, sharing: Sharing, title: str) -> tuple[str, str]:
    project = projects.record_project(
        by=city.acting(OWNER),
        agency=city.agencies[OWNER],
        values=projects.ProjectValues(title=title, sharing=sharing),
    )
    reported = projects.Reported(on=city.today, physical_permille=400)
    progress = projects.record_progress(
        by=city.acting(OWNER, Role.FIELD), project=project.public_id, reported=reported
    )
    projects.add_task(
        by=city.acting(OWNER), project=project.public_id, title=title, days=(None, None)
    )
    return project.public_id, progress.public_id


def _money(city: City, project: str, made: Objects) -> None:
    by = city.acting(OWNER, Role.FINANCE)
    values = money.ContractValues(
        number=MARKUP, contractor=MARKUP, amount_rials=10**12, price_year=1405
    )
    contract = money.record_contract(by=by, project=project, values=values)
    claim = money.submit_claim(
        by=by, contract=contract.public_id, number=MARKUP, on=city.today, rials=10**9
    )
    line = money.record_funding(
        by=by,
        project=project,
        values=money.FundingValues(source=FundingSource.MUNICIPAL, year=1405, price_year=1405),
    )
    made.hidden.setdefault("contract_id", []).append(contract.public_id)
    made.hidden.setdefault("claim_id", []).append(claim.public_id)
    made.hidden.setdefault("line_id", []).append(line.public_id)


def _papers(city: City, subject: str, made: Objects) -> None:
    by = city.acting(OWNER)
    write_note(by=by, subject=subject, text=MARKUP)
    paper = Paper(title=MARKUP, file_name="a.pdf", content=b"%PDF-1.7 " + MARKUP.encode())
    hidden = attach_document(by=by, subject=subject, paper=paper)
    photo = Paper(
        title="عکس", file_name="a.png", content=PHOTO, sharing=Sharing.AGENCIES, taken_on=city.today
    )
    shared = attach_document(by=by, subject=subject, paper=photo)
    made.hidden["document_id"] = [hidden.public_id]
    made.shared["document_id"] = [shared.public_id]


def _rival(city: City, work: str) -> str:
    """Two versions of a work, told without knowing of each other."""
    by = city.acting(OWNER)
    works.edit_work(by=by, work=work, version=1, values=WorkValues(title="همگانی ۲"))
    with suppress(Refused):
        rivals.record_from_field(by=by, work=work, version=1, values=WorkValues(title=MARKUP))
    return str(RivalVersion.objects.get(work__public_id=work).public_id)


def _promises(city: City, made: Objects) -> None:
    agency, by = city.agencies[OWNER], city.acting(OWNER)
    row = promises.record_commitment(
        by=by, agency=agency, promise=promises.Promise(text="قول", due=city.today)
    )
    made.shared["commitment_id"] = [row.public_id]
    promises.record_stake(
        by=by, agency=agency, values=promises.StakeValues(kind=StakeKind.SUBJECT, title="موضوع")
    )
    watch = watch_area(by=by, title=MARKUP, area=box(59.5, 36.2, 59.7, 36.4))
    made.hidden["watch_id"] = [watch.public_id]
    view = save_view(by=by, told=ViewValues(page="works", name=MARKUP, query="when=all"))
    made.hidden["view_id"] = [view.public_id]


def _people(city: City, made: Objects) -> None:
    agency = city.agencies[OWNER]
    head = city.person(OWNER, Role.HEAD)
    post = head.posts.get()
    delegation = delegate(
        by=city.acting(OWNER, Role.HEAD),
        post=post,
        to=city.person(OWNER, Role.DEPUTY),
        rights=[Right.RECORD_WORK],
        span=(city.today, city.today),
    )
    token, _ = issue_token(
        by=city.acting(OWNER, Role.ADMINISTRATOR),
        agency=agency,
        name=MARKUP,
        rights=[Right.READ_REGISTER],
        expires=timezone.now() + timedelta(days=1),
    )
    with signed(TESTER):
        item = put_in_inbox(agency, kind="work_near_stake", subject="w", about={"stake": MARKUP})
    made.hidden["number"] = [post.pk]
    made.hidden["delegation"] = [delegation.pk]
    made.hidden["token_id"] = [token.public_id]
    made.hidden["item_id"] = [item.public_id]


def furnish(city: City) -> Objects:
    """Make everything once."""
    made = Objects()
    hidden = _work(city, Sharing.OWN, MARKUP)
    restricted = _work(city, Sharing.RESTRICTED, MARKUP)
    shared = _work(city, Sharing.AGENCIES, "همگانی")
    twin = _work(city, Sharing.AGENCIES, "همگانی ۲")
    made.hidden["work_id"], made.shared["work_id"] = [hidden, restricted], [shared]
    secret, secret_progress = _project(city, Sharing.OWN, MARKUP)
    known, known_progress = _project(city, Sharing.AGENCIES, "پل")
    made.hidden["project_id"], made.shared["project_id"] = [secret], [known]
    made.hidden["progress_id"], made.shared["progress_id"] = [secret_progress], [known_progress]
    for project in (secret, known):
        _money(city, project, made)
    _papers(city, shared, made)
    _promises(city, made)
    _people(city, made)
    by = city.acting(OWNER)
    made.hidden["rival_id"] = [_rival(city, twin)]
    party = add_party(by=by, subject=shared, agency=city.agencies["water"])
    made.hidden["party_number"] = [party.pk]
    told = [WorkValues(ref=f"U-{shared}", title=MARKUP, sharing=Sharing.OWN)]
    file = File(name=MARKUP, digest="0" * 64)
    upload, _ = upload_works(by=by, agency=city.agencies[OWNER], file=file, told=told)
    made.hidden["upload_id"] = [upload.public_id]
    duplicate = propose_duplicate(by=by, keep=shared, drop=twin, reason="یکی است")
    made.shared["duplicate_id"] = [duplicate.public_id]
    made.shared["rule_id"] = ["notice"]
    trial = try_rule(by=by, rule="notice", told={"least.working_days": 30}, today=city.today)
    made.shared["trial_id"] = [trial.public_id]
    main = WorkValues(
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        geometry=STREET,
        begins=city.today + timedelta(days=12),
        ends=city.today + timedelta(days=20),
    )
    works.record_work(by=city.acting("gas"), agency=city.agencies["gas"], values=main)
    made.hidden["identity"] = list(
        Finding.objects.filter(
            Q(a__public_id__in=[hidden, restricted]) | Q(b__public_id__in=[hidden, restricted])
        ).values_list("identity", flat=True)
    )
    furnish_cases(city, made, MARKUP)
    furnish_sharing(city, made)
    furnish_ties(city, made, MARKUP)
    furnish_plans(city, made, OWNER, MARKUP)
    furnish_people(city, made, OWNER, MARKUP)
    furnish_field(city, made, OWNER, MARKUP)
    return made
