"""The addresses of service's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.service import open311
from hamgam.service.views import desk, importing, reporting

urlpatterns: list[URLPattern] = [
    path("requests/", desk.reports, name="citizen_reports"),
    path("requests/import", importing.import_reports, name="import_reports"),
    path("requests/privacy", desk.privacy, name="report_privacy"),
    path("requests/new", reporting.report, name="report_problem"),
    path("requests/follow/<str:secret>", reporting.follow, name="follow_report"),
    path("requests/follow/<str:secret>/confirm", reporting.confirm, name="confirm_solution"),
    path("requests/follow/<str:secret>/dispute", reporting.dispute, name="dispute_solution"),
    path("requests/follow/<str:secret>/erase", reporting.erase, name="erase_reporter"),
    path("requests/<str:report_id>", desk.report, name="citizen_report"),
    path("requests/<str:report_id>/photo", desk.photo, name="citizen_photo"),
    path("requests/<str:report_id>/also", reporting.also, name="join_report"),
    path("requests/<str:report_id>/answer", desk.answer, name="answer_report"),
    path("requests/<str:report_id>/solve", desk.solve, name="solve_report"),
    path("requests/<str:report_id>/decline", desk.decline, name="decline_report"),
    path("requests/<str:report_id>/pass_on", desk.pass_on, name="pass_on_report"),
    path("requests/<str:report_id>/link", desk.link, name="link_reports"),
    path("requests/<str:report_id>/publish", desk.publish, name="publish_report"),
    path("discovery.<str:form>", open311.discovery, name="open311_discovery"),
    path("open311/v2/services.<str:form>", open311.services, name="open311_services"),
    path(
        "open311/v2/services/<str:service_code>.<str:form>", open311.service, name="open311_service"
    ),
    path("open311/v2/requests.<str:form>", open311.requests, name="open311_requests"),
    path(
        "open311/v2/requests/<str:report_id>.<str:form>",
        open311.one_request,
        name="open311_request",
    ),
]
