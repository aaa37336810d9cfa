"""Addresses of inquiries, cooperation, joint works and seals."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.coordination.views import cooperation, inquiries, joint

urlpatterns: list[URLPattern] = [
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/ask", inquiries.ask, name="ask_utilities"),
    path("inquiries/answer/<str:asked_id>", inquiries.answer, name="answer_inquiry"),
    path("inquiries/<str:inquiry_id>", inquiries.inquiry, name="inquiry"),
    path("cooperation/", cooperation.cooperations, name="cooperations"),
    path("cooperation/new", cooperation.new_cooperation, name="new_cooperation"),
    path("cooperation/<str:cooperation_id>", cooperation.cooperation, name="cooperation"),
    path("cooperation/<str:cooperation_id>/answer", cooperation.answer, name="answer_cooperation"),
    path("cooperation/<str:cooperation_id>/accept", cooperation.accept, name="accept_offer"),
    path("cooperation/<str:cooperation_id>/up", cooperation.carry_up, name="carry_request_up"),
    path("cooperation/<str:cooperation_id>/fulfil", cooperation.fulfil, name="fulfil_request"),
    path(
        "cooperation/<str:cooperation_id>/withdraw", cooperation.withdraw, name="withdraw_request"
    ),
    path("joint/", joint.joints, name="joints"),
    path("joint/found", joint.found, name="found_joint"),
    path("joint/<str:joint_id>", joint.joint, name="joint"),
    path("joint/<str:joint_id>/join", joint.join, name="ask_to_join"),
    path("joint/<str:joint_id>/end", joint.end, name="end_joint"),
    path("joint/members/<str:member_id>/answer", joint.answer, name="answer_joining"),
    path("joint/members/<str:member_id>/leave", joint.leave, name="leave_joint"),
    path("seals/", joint.seals, name="seals"),
    path("seals/plan/<str:work_id>", joint.seal, name="seal_plan"),
    path("seals/<str:seal_id>/open", joint.unseal, name="unseal_plan"),
]
