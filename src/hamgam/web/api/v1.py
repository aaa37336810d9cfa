"""`/api/v1`: which doors stand in it."""

from __future__ import annotations

from hamgam import __version__
from hamgam.agencies.api import agencies, inbox, people
from hamgam.completion.api import estimates, plans, portfolios, stages, term
from hamgam.coordination.api import cases, permits, settlements
from hamgam.field.api import site
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
COMPLETION = (estimates, stages, portfolios, plans, term)
COORDINATION = (cases, settlements, permits, meetings)
FIELD = (site,)
ROOMS = (*REGISTER, *COMPLETION, *COORDINATION, *FIELD)
PEOPLE = (service, showcase)
for part in (*PEOPLE, *ROOMS, *SHARING, agencies, people, inbox, views):
    api.add_router("", part.router)
