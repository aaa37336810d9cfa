"""The addresses of the workspace, council resolutions, policies and words."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.coordination.views import meetings, policies, resolutions, talk, workspace

urlpatterns: list[URLPattern] = [
    path("together", workspace.workspace, name="workspace"),
    path("together/ask", workspace.ask, name="ask_step"),
    path("together/meet", workspace.call, name="call_bilateral"),
    path("together/<str:step_id>/answer", workspace.answer, name="answer_step"),
    path("together/<str:step_id>/done", workspace.finish, name="finish_step"),
    path("together/<str:step_id>/withdraw", workspace.withdraw, name="withdraw_step"),
    path("resolutions/", resolutions.resolution_list, name="resolutions"),
    path("resolutions/record", resolutions.record, name="record_resolution"),
    path("resolutions/<str:resolution_id>", resolutions.resolution, name="resolution"),
    path("resolutions/<str:resolution_id>/move", resolutions.move, name="move_resolution"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/adopt", policies.adopt, name="adopt_policy"),
    path("policies/<str:policy_id>", policies.policy, name="policy"),
    path("policies/<str:policy_id>/end", policies.end, name="end_policy"),
    path("meetings/<str:meeting_id>/letter", meetings.letter, name="number_minutes"),
    path("words/about/<str:subject>", talk.say_about, name="write_comment"),
    path("words/<str:comment_id>/edit", talk.edit, name="edit_comment"),
    path("words/<str:comment_id>/withdraw", talk.withdraw, name="withdraw_comment"),
]
