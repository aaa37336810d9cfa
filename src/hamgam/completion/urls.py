"""The addresses of completion's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.completion.views import (
    compare,
    gate,
    openings,
    plans,
    portfolio,
    projects,
    sheets,
    stages,
    tasks,
    term,
    uploads,
)

urlpatterns: list[URLPattern] = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/upload", uploads.upload, name="upload_portfolio"),
    path("portfolio/template.xlsx", uploads.template, name="portfolio_template"),
    path("portfolio/waiting/<str:token>", uploads.preview, name="portfolio_preview"),
    path("portfolio/reports", sheets.sheets, name="report_sheets"),
    path("portfolio/reports.xlsx", sheets.template, name="reports_template"),
    path("portfolio/reports/waiting/<str:token>", sheets.preview, name="report_sheet"),
    path("portfolio/reports/<str:sheet_id>/undo", sheets.undo, name="take_back_reports"),
    path("plan/", plans.plans, name="plans"),
    path("plan/compare", compare.compare, name="compare_plans"),
    path("plan/ask", plans.ask, name="ask_plan"),
    path("plan/<str:plan_id>", plans.plan, name="plan"),
    path("plan/<str:plan_id>/progress", plans.progress, name="plan_progress"),
    path("plan/<str:plan_id>/stop", plans.stop, name="stop_plan"),
    path("plan/<str:plan_id>/adopt", plans.adopt, name="adopt_plan"),
    path("projects/<str:project_id>/report", projects.report, name="report_progress"),
    path("projects/<str:project_id>/estimate", projects.estimate, name="estimate"),
    path("projects/<str:project_id>/tasks", tasks.tasks, name="project_tasks"),
    path("projects/<str:project_id>/tasks/add", tasks.add, name="add_task"),
    path("tasks/<str:task_id>/estimate", tasks.estimate, name="estimate_task"),
    path("progress/<str:progress_id>/verify", projects.verify, name="verify_progress"),
    path("gate/", gate.gate, name="gate"),
    path("gate/<str:project_id>/decide", gate.decide, name="decide_start"),
    path("openings/", openings.openings, name="openings"),
    path("mega/", stages.mega, name="mega"),
    path("gate/<str:project_id>/phase", stages.phase, name="add_phase"),
    path("phases/<str:phase_id>/conditions/<str:key>", stages.condition, name="tell_condition"),
    path("phases/<str:phase_id>/pass", stages.passing, name="pass_phase"),
    path("term/", term.term, name="term"),
    path("term/new", term.new_term, name="open_term"),
    path("term/<str:term_id>/promise", term.promise, name="term_promise"),
    path("term/council.pdf", term.council_report, name="council_report"),
    path("term/brief.pdf", term.governor_brief, name="governor_brief"),
    path("term/handover.zip", term.handover, name="hand_over"),
    path("proposals/new", term.new_proposal, name="propose"),
    path("proposals/<str:proposal_id>/answer", term.reply, name="answer_proposal"),
]
