"""The addresses of the field's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.field.views import meetings, minutes, obstacles, orders, phone, pursuit, tours

urlpatterns: list[URLPattern] = [
    path("obstacles/", obstacles.obstacles, name="obstacles"),
    path("obstacles/new/<str:project_id>", obstacles.report, name="report_obstacle"),
    path("obstacles/<str:obstacle_id>", obstacles.obstacle, name="obstacle"),
    path("obstacles/<str:obstacle_id>/promise", obstacles.promise, name="promise_removal"),
    path("obstacles/<str:obstacle_id>/raise", obstacles.raise_it, name="raise_obstacle"),
    path("obstacles/<str:obstacle_id>/remove", obstacles.remove, name="remove_obstacle"),
    path("obstacles/<str:obstacle_id>/verify", obstacles.verify, name="verify_removal"),
    path("obstacles/<str:obstacle_id>/reopen", obstacles.reopen, name="reopen_obstacle"),
    path("visits/", tours.visits, name="visits"),
    path("visits/ask", tours.ask, name="ask_tour"),
    path("visits/stops/<str:stop_id>/brief.pdf", tours.brief, name="stop_brief"),
    path("visits/stops/<str:stop_id>/cancel", tours.cancel, name="cancel_stop"),
    path("visits/<str:tour_id>", tours.tour, name="tour"),
    path("visits/<str:tour_id>/progress", tours.progress, name="tour_progress"),
    path("visits/<str:tour_id>/accept", tours.accept, name="accept_tour"),
    path("visits/<str:tour_id>/replan", tours.replan, name="replan_tour"),
    path("visits/<str:tour_id>/calendar.ics", tours.calendar, name="tour_calendar"),
    path("site-meetings/", meetings.meetings, name="site_meetings"),
    path("site-meetings/new/<str:project_id>", meetings.call, name="call_site_meeting"),
    path("site-meetings/<str:meeting_id>", meetings.meeting, name="site_meeting"),
    path("site-meetings/<str:meeting_id>/authority", meetings.authority, name="record_authority"),
    path("site-meetings/<str:meeting_id>/present", meetings.present, name="site_presence"),
    path("site-meetings/<str:meeting_id>/items/<int:number>", meetings.conclude, name="site_item"),
    path("site-meetings/<str:meeting_id>/sign/<int:presence>", meetings.sign, name="sign_minutes"),
    path("site-meetings/<str:meeting_id>/close", meetings.close, name="close_site_meeting"),
    path("site-meetings/<str:meeting_id>/minutes.pdf", minutes.pdf, name="minutes_pdf"),
    path(
        "site-meetings/<str:meeting_id>/letters/<str:key>.pdf",
        minutes.letter,
        name="minutes_letter",
    ),
    path("minutes/<str:meeting_id>", minutes.check, name="check_minutes"),
    path("follow-up/", pursuit.follow_up, name="follow_up"),
    path("follow-up/<str:commitment_id>/prove", pursuit.prove, name="prove_promise"),
    path("follow-up/<str:commitment_id>/verify", pursuit.verify, name="verify_promise"),
    path("follow-up/<str:commitment_id>/return", pursuit.give_back, name="return_promise"),
    path("follow-up/<str:commitment_id>/extend", pursuit.extend, name="extend_promise"),
    path("orders/", orders.orders, name="orders"),
    path("orders/directives/issue", orders.issue, name="issue_directive"),
    path("orders/directives/<str:directive_id>/answer", orders.answer, name="answer_directive"),
    path("orders/sprints/begin", orders.begin, name="open_sprint"),
    path("orders/sprints/<str:sprint_id>/end", orders.end, name="end_sprint"),
    path("site/", phone.phone, name="phone"),
    path("site/worker.js", phone.worker, name="phone_worker"),
    path("site/app.webmanifest", phone.manifest, name="phone_manifest"),
    path("site/records/", phone.records, name="records"),
    path("site/records/<str:record_id>/settle", phone.settle, name="settle_record"),
]
