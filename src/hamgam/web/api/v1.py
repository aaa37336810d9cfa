"""`/api/v1`: which doors stand in it."""

from __future__ import annotations

from hamgam import __version__
from hamgam.agencies.api import agencies, inbox, notices, people
from hamgam.completion.api import (
    comparing,
    estimates,
    openings,
    plans,
    portfolios,
    sheets,
    stages,
    tasks,
    term,
)
from hamgam.coordination.api import (
    cases,
    cooperation,
    inquiries,
    joint,
    permits,
    settlements,
    talk,
    ties,
)
from hamgam.field.api import meetings as site_meetings
from hamgam.field.api import obstacles, orders, pursuit, records, tours
from hamgam.register.api import (
    claims,
    contracts,
    findings,
    funding,
    ground,
    meetings,
    papers,
    parties,
    projects,
    promises,
    rivals,
    rules,
    shadows,
    works,
)
from hamgam.service import api as service
from hamgam.showcase import api as showcase
from hamgam.web.api import papers as files
from hamgam.web.api import views
from hamgam.web.api.contract import Contract
from hamgam.web.api.form import PlainPersian, StrictJson, speak_problems

api = Contract(
    title="Hamgam",
    version=__version__,
    description="The shared register of a city's works.",
    renderer=PlainPersian(),
    parser=StrictJson(),
    urls_namespace="api-v1",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
speak_problems(api)
REGISTER = (works, findings, projects, contracts, claims, funding, promises, ground, papers)
SHARING = (parties, rivals, shadows, rules)
COMPLETION = (estimates, stages, tasks, portfolios, sheets, openings, comparing, plans, term)
COORDINATION = (cases, settlements, permits, meetings, ties, talk)
ASKING = (inquiries, cooperation, joint)
FIELD = (obstacles, tours, site_meetings, pursuit, orders, records)
ROOMS = (*REGISTER, *COMPLETION, *COORDINATION, *ASKING, *FIELD)
PEOPLE = (service, showcase)
for part in (*PEOPLE, *ROOMS, *SHARING, agencies, people, inbox, notices, views, files):
    api.add_router("", part.router)
