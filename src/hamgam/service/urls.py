"""The addresses of service's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.service.views import desk, reporting

urlpatterns: list[URLPattern] = [
    path("requests/", desk.reports, name="citizen_reports"),
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
    path("requests/<str:report_id>/publish", desk.publish, name="publish_report"),
]
