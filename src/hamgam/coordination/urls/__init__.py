"""The addresses of coordination's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.coordination.urls.sharing import urlpatterns as sharing
from hamgam.coordination.urls.ties import urlpatterns as ties
from hamgam.coordination.views import briefs, cases, deeds, making, meetings, permits

urlpatterns: list[URLPattern] = [
    path("cases/", cases.cases, name="cases"),
    path("cases/open/<str:identity>", deeds.open_case, name="open_case"),
    path("cases/<str:case_id>", cases.case, name="case"),
    path("cases/<str:case_id>/brief", briefs.brief, name="case_brief"),
    path("cases/<str:case_id>/brief.pdf", briefs.brief_pdf, name="case_brief_pdf"),
    path("cases/<str:case_id>/own", making.make_option, name="make_option"),
    path("cases/<str:case_id>/compute", deeds.compute, name="compute_case"),
    path("cases/<str:case_id>/propose", deeds.propose, name="propose"),
    path("cases/<str:case_id>/sign", deeds.sign, name="sign_case"),
    path("cases/<str:case_id>/dissent", deeds.dissent, name="dissent_case"),
    path("cases/<str:case_id>/letter", deeds.letter, name="enter_letter"),
    path("cases/<str:case_id>/up", deeds.carry_up, name="carry_up"),
    path("cases/<str:case_id>/comment", deeds.comment, name="comment_case"),
    path("cases/<str:case_id>/free", deeds.free, name="free_work"),
    path("cases/<str:case_id>/convene", deeds.convene, name="convene_case"),
    path("cases/<str:case_id>/back", deeds.send_back, name="send_back_case"),
    path("cases/<str:case_id>/decide", deeds.decide, name="decide_case"),
    path("permits/", permits.permit_list, name="permits"),
    path("permits/call", permits.call, name="call_session"),
    path("permits/clean", permits.clean, name="grant_connections"),
    path("permits/report", permits.report, name="report_emergency"),
    path("permits/apply/<str:work_id>", permits.apply, name="apply_to_dig"),
    path("permits/verify/<str:permit_id>", permits.verify, name="verify_permit"),
    path("permits/<str:application_id>", permits.application, name="application"),
    path("permits/<str:application_id>/permit.pdf", permits.permit_pdf, name="permit_pdf"),
    path("permits/<str:application_id>/grant", permits.grant, name="grant_permit"),
    path("permits/<str:application_id>/refuse", permits.refuse, name="refuse_permit"),
    path("permits/<str:application_id>/extend", permits.extend, name="extend_permit"),
    path("permits/<str:application_id>/reinstate", permits.reinstate, name="reinstate"),
    path("permits/<str:application_id>/inspect", permits.inspect, name="inspect"),
    path("permits/<str:application_id>/repair", permits.repair, name="repair"),
    path("permits/<str:application_id>/complete", permits.complete, name="complete_emergency"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/call", meetings.call, name="call_meeting"),
    path("meetings/<str:meeting_id>", meetings.meeting, name="meeting"),
    path("meetings/<str:meeting_id>/minutes.pdf", meetings.minutes, name="minutes"),
    path("meetings/<str:meeting_id>/present", meetings.presence, name="note_presence"),
    path("meetings/<str:meeting_id>/conclude", meetings.conclude, name="conclude_item"),
    path("meetings/<str:meeting_id>/close", meetings.close, name="close_meeting"),
    *sharing,
    *ties,
]
