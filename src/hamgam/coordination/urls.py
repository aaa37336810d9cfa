"""The addresses of coordination's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.coordination.views import briefs, cases, deeds, making

urlpatterns: list[URLPattern] = [
    path("cases/", cases.cases, name="cases"),
    path("cases/open/<str:identity>", deeds.open_case, name="open_case"),
    path("cases/<str:case_id>", cases.case, name="case"),
    path("cases/<str:case_id>/brief", briefs.brief, name="case_brief"),
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
]
