from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.toy_plan import HOSTILE, ROWS, plan_report

from hamgam.engine.completion.explain import explain
from hamgam.engine.completion.problem import TimeGrid
from hamgam.exchange.documents.plan_page import gap_sentence, plan_page
from hamgam.exchange.findings_out.words import LANGUAGES
from hamgam.exchange.plans_out.calendar import calendar
from hamgam.exchange.plans_out.lines import crew_lines, lines, source_lines
from hamgam.exchange.plans_out.plain import plain_json
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.words import money, plan_words
from hamgam.exchange.plans_out.workbook import workbook
from hamgam.exchange.plans_out.write import write_plan

MADE = datetime(2026, 11, 24, 8, tzinfo=UTC)
FA = plan_words("fa")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def report() -> PlanReport:
    return plan_report()


def test_the_languages_hold_the_same_keys_and_placeholders() -> None:
    books = [
        {
            (group, key): sorted(PLACEHOLDER.findall(text))
            for group, texts in plan_words(code).texts.items()
            if group != "language"
            for key, text in texts.items()
        }
        for code in LANGUAGES
    ]
    assert books[0] == books[1] == books[2]


@pytest.mark.parametrize(
    ("rials", "told"),
    [
        (12 * 10**12, "۱٫۲ همت"),
        (10**10, "۱ میلیارد تومان"),
        (5 * 10**12, "۵۰۰ میلیارد تومان"),
        (3 * 10**7, "۳ میلیون تومان"),
        (0, "۰ تومان"),
    ],
)
def test_money_is_said_in_its_largest_unit(rials: float, told: str) -> None:
    assert money(FA, rials) == told


def test_lines_tell_finished_projects_in_order_and_then_the_rest(report: PlanReport) -> None:
    told = lines(report)
    done = [line for line in told if line.ends is not None]
    assert [line.place for line in done] == [1, 2]
    assert [line.ends for line in done] == sorted(line.ends or 0 for line in done)
    assert told[-1].project.ref == "3"
    assert told[-1].place is None
    assert next(line for line in told if line.project.ref == "1").promised == ROWS[0].promised


def test_the_chart_and_the_sentences_agree_on_promises(report: PlanReport) -> None:
    promised = [line for line in lines(report) if line.promised and line.ends is not None]
    for month in (0, 1, 4, 9, 20):
        projects = tuple(
            replace(project, due=month, late_rials_per_month=1e9)
            for project in report.problem.projects
        )
        problem = replace(report.problem, projects=projects)
        told = replace(report, problem=problem, explained=explain(problem, report.plan))
        page = plan_page(told, FA).decode()
        for line in promised:
            why = told.explained[line.project.ref].why["fa"]
            if found := re.search(r"با (\d+ ماه) تأخیر", why):
                assert f"{found[1]} پس از وعده" in page
        kept = sum("نگه می‌دارد" in told.explained[line.project.ref].why["fa"] for line in promised)
        assert month == 0 or page.count("در موعد") == kept


def test_money_paid_never_exceeds_what_came(report: PlanReport) -> None:
    for source in source_lines(report.problem, report.plan):
        assert min(source.unspent) >= 0
        assert sum(year.paid for year in source.years.values()) == sum(source.paid)
    for crew in crew_lines(report.problem, report.plan):
        assert all(used <= there for used, there in zip(crew.used, crew.there, strict=True))


def test_the_workbook_runs_right_to_left_with_every_project(report: PlanReport) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report, FA)))
    assert book.sheet_names == [
        "برنامه",
        "ترتیب امروز",
        "پول",
        "رقم‌های تعیین‌کننده",
        "فرض‌ها",
        "خطاها",
    ]
    rows = book.get_sheet_by_name("برنامه").to_python()
    assert [row[2] for row in rows[1:]].count(HOSTILE) == 1
    assert len(rows) == 4
    assert "ناتمام" in rows[3]


def events(block: bytes) -> list[dict[str, str]]:
    """Unfolded properties of each event."""
    text = block.decode().replace("\r\n ", "")
    parts = [part.split("END:VEVENT")[0] for part in text.split("BEGIN:VEVENT\r\n")[1:]]
    return [dict(line.split(":", 1) for line in part.splitlines()) for part in parts]


def test_the_calendar_keeps_the_rules_of_its_format(report: PlanReport) -> None:
    block = calendar(report, FA, made=MADE)
    assert block.count(b"\r\n") == block.count(b"\n")
    assert max(map(len, block.split(b"\r\n"))) <= 75
    block.decode()
    told = events(block)
    assert len({event["UID"] for event in told}) == len(told) == 2
    for event in told:
        first, after = event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]
        assert "1900" < first < after < "2100"
        assert event["DTSTAMP"] == "20261124T080000Z"
    hostile = next(event for event in told if "script" in event["SUMMARY"])
    assert hostile["SUMMARY"].endswith("=1+1\\;\\,\\\\")


def test_a_later_calendar_keeps_its_uids_and_raises_the_sequence(report: PlanReport) -> None:
    first = events(calendar(report, FA, made=MADE))
    later = events(calendar(report, FA, made=MADE.replace(hour=9)))
    assert [e["UID"] for e in first] == [e["UID"] for e in later]
    assert int(later[0]["SEQUENCE"]) > int(first[0]["SEQUENCE"])


def test_a_plan_without_days_has_no_calendar(report: PlanReport) -> None:
    bare = replace(report.problem, grid=TimeGrid(horizon=report.problem.grid.horizon))
    with pytest.raises(ValueError, match="without days"):
        calendar(replace(report, problem=bare), FA, made=MADE)


def test_the_object_tells_days_reasons_and_figures(report: PlanReport) -> None:
    told = json.loads(plain_json(report))
    assert date.fromisoformat(told["starts"]["2/rest"]) >= report.today
    assert told["finishes"].keys() == {"1", "2"}
    assert set(told["explanations"]) == {"1", "2", "3"}
    assert told["without_scenario"]["objective"] == told["objective"]
    assert {"swings", "tried", "survives"} <= told["deciding_figures"].keys()
    assert "percent_complete" in told["other_orders"]


def test_the_page_stands_alone_and_nothing_in_it_runs(report: PlanReport) -> None:
    page = plan_page(report, FA).decode()
    assert page.count("<script>") == 1
    assert "<script>alert" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert "default-src 'none'" in html.unescape(page)
    for told in ("فرضی", "ترتیب امروز", "۲۰ درصد کمتر", "ضریب تحقق", "سناریو"):
        assert told in page
    assert '<html lang="en" dir="ltr">' in plan_page(report, plan_words("en")).decode()


def test_the_gap_is_said_as_far_as_it_is_known(report: PlanReport) -> None:
    def said(bound: float | None) -> str:
        plan = replace(report.plan, objective=100.0, bound=bound, proved=bound == 100)
        return gap_sentence(replace(report, plan=plan), FA)

    assert "سنجیده نشده" in said(None)
    assert "حداکثر ۹٫۱ درصد" in said(110)
    assert "تا اینجا" in said(200)
    assert "بهتر از این نیست" in said(100)
    assert "سنجیده نشده" in said(1e-3)


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".json", ".ics"])
def test_each_ending_is_written(report: PlanReport, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"plan{ending}"
    write_plan(report, path, FA, made=MADE)
    assert path.stat().st_size > 200


def test_another_ending_is_refused(report: PlanReport, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="none of"):
        write_plan(report, tmp_path / "plan.doc", FA, made=MADE)
