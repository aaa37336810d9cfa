"""The addresses of the register's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.register.views import (
    deeds,
    emergencies,
    findings,
    ground,
    history,
    maps,
    projects,
    readiness,
    rivals,
    uploads,
    works,
)
from hamgam.register.views import parties as party_pages

urlpatterns: list[URLPattern] = [
    path("works/", works.works, name="works"),
    path("works/new", works.record, name="record_work"),
    path("works/emergency", emergencies.emergency, name="record_emergency"),
    path("works/<str:work_id>", works.work, name="work"),
    path("works/<str:work_id>/edit", works.edit, name="edit_work"),
    path("works/<str:work_id>/withdraw", works.withdraw, name="withdraw_work"),
    path("overlaps/", findings.overlaps, name="overlaps"),
    path("overlaps/<str:identity>", findings.overlap, name="overlap"),
    path("overlaps/<str:identity>/dismiss", findings.dismiss, name="dismiss"),
    path("promises/", deeds.promises, name="promises"),
    path("promises/new", deeds.make_promise, name="make_promise"),
    path("promises/<str:commitment_id>/fulfil", deeds.fulfil_promise, name="fulfil_promise"),
    path("promises/<str:commitment_id>/postpone", deeds.postpone_promise, name="postpone_promise"),
    path("claims/<str:claim_id>/approve", deeds.approve, name="approve_claim"),
    path("reports/<str:progress_id>/verify", deeds.verify_report, name="verify_report"),
    path("projects/<str:project_id>/report", deeds.report_progress, name="report_progress"),
    path("projects/", projects.projects, name="projects"),
    path("projects/<str:project_id>", projects.project, name="project"),
    path("streets/", ground.streets, name="streets"),
    path("streets/<str:key>", ground.street, name="street"),
    path("map/", maps.city_map, name="map"),
    path("map/works.json", maps.map_works, name="map_works"),
    path("map/ground.json", maps.map_ground, name="map_ground"),
    path("map/foresee", maps.foresee, name="map_foresee"),
    path("seasons/", ground.seasons, name="seasons"),
    path("seasons/readiness/", readiness.overview, name="readiness"),
    path("seasons/readiness/<str:key>", readiness.season, name="readiness_season"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/waiting/<str:token>", uploads.preview, name="upload_preview"),
    path("uploads/waiting/<str:token>/columns", uploads.settle_columns, name="settle_columns"),
    path("uploads/waiting/<str:token>/place", uploads.place_row, name="place_row"),
    path("uploads/waiting/<str:token>/workbook", uploads.workbook, name="upload_workbook"),
    path("uploads/waiting/<str:token>/give-up", uploads.give_up, name="give_up_upload"),
    path("uploads/<str:upload_id>/undo", uploads.undo, name="undo_upload"),
    path("rivals/<str:rival_id>", rivals.rival, name="rival"),
    path("rivals/<str:rival_id>/settle", rivals.settle, name="settle_rival"),
    path("parties/add", party_pages.add, name="add_party"),
    path("parties/<int:party_number>/remove", party_pages.remove, name="remove_party"),
    path("history/", history.history, name="history"),
]
