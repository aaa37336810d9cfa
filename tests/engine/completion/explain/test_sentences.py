"""Each project is told why it stands where it stands, in words people use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.explain import Cause, Explanation, explain
from hamgam.engine.completion.explain.shortage import is_never_enough
from hamgam.engine.completion.phrases import PHRASES
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import (
    Apart,
    Block,
    BlockKind,
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Mode,
    Problem,
    Project,
    Task,
    TimeGrid,
    Unit,
)
from hamgam.engine.completion.words import amount, day_in, months_in
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits
from tests.engine.completion.instances import portfolio

MONTHS = tuple(date(2026 + (m + 2) // 12, (m + 2) % 12 + 1, 21) for m in range(13))


def city(**about: object) -> Problem:
    """Two projects that want the same crew at the same time; what is given is changed."""
    values: dict[str, object] = {
        "grid": TimeGrid(horizon=12, unit=Unit.MONTH, begins=MONTHS),
        "projects": (
            Project(
                ref="a",
                names={"fa": "زیرگذر", "en": "Underpass"},
                benefit_residents_rials_per_month=9e10,
            ),
            Project(
                ref="b", names={"fa": "کتابخانه"}, benefit_residents_rials_per_month=1e10, due=6
            ),
        ),
        "tasks": (
            Task(project="a", ref="1", modes=(Mode(duration=2, cost_rials=10**11),)),
            Task(project="b", ref="1", modes=(Mode(duration=2, cost_rials=10**11),)),
        ),
        "sources": (FundingSource(ref="city", credits=(Credit(period=0, approved_rials=10**13),)),),
    }
    return Problem(**(values | about))  # type: ignore[arg-type]  # a mapping of fields


def told(problem: Problem) -> dict[str, Explanation]:
    outcome = plan(problem, Limits(work=100))
    assert isinstance(outcome, Found)
    return explain(problem, outcome.value)


def with_crew(problem: Problem) -> Problem:
    tasks = tuple(
        replace(task, modes=(replace(task.modes[0], demands={"crew": 1}),))
        for task in problem.tasks
    )
    return replace(problem, tasks=tasks, crews=(Crew(ref="crew", capacity=1),))


def test_nothing_to_wait_for() -> None:
    one = told(city())["a"]
    assert one.wait is not None
    assert one.wait.cause is Cause.WORK
    assert (one.place, one.rank) == (1, 1)
    assert "رتبهٔ ۱ از ۲" in one.why["fa"]
    assert "rank 1 of 2" in one.text("en")


def test_a_crew_and_its_holder() -> None:
    other = told(with_crew(city()))["b"]
    assert other.wait is not None
    assert (other.wait.cause, other.wait.ref, other.wait.holder) == (Cause.CREW, "crew", "a")
    assert "Underpass" in other.waits["en"]
    assert "زیرگذر" in other.waits["fa"]


@pytest.mark.parametrize("kind", list(BlockKind))
def test_blocks_are_told_by_their_kind_and_cause(kind: BlockKind) -> None:
    block = Block(ref="x", kind=kind, begins=0, ends=3, project="b", cause="تیر برق")
    one = told(city(blocks=(block,)))["b"]
    assert one.wait is not None
    assert one.wait.cause == str(kind)
    assert "تیر برق" in one.waits["fa"]
    bare = told(city(blocks=(replace(block, cause=""),)))["b"]
    assert "()" not in bare.text("fa") + bare.text("en")
    spoken = told(city(blocks=(replace(block, names={"en": "electric pole"}),)))["b"]
    assert "electric pole" in spoken.waits["en"]
    assert "تیر برق" in spoken.waits["ar"], "a language without a name of its own"


def test_money_and_what_a_month_sooner_takes() -> None:
    late = FundingSource(
        ref="state", credits=(Credit(period=4, approved_rials=10**13),), eligible=frozenset({"b"})
    )
    own = FundingSource(
        ref="city", credits=(Credit(period=0, approved_rials=10**13),), eligible=frozenset({"a"})
    )
    one = told(city(sources=(own, late)))["b"]
    assert one.wait is not None
    assert (one.wait.cause, one.wait.ref, one.wait.until) == (Cause.MONEY, "state", 4)
    assert one.missing_rials == 5 * 10**10
    assert "۵ میلیارد تومان" in one.sooner["fa"]


def test_readiness_predecessors_and_twins() -> None:
    base = city()
    ready = replace(base.tasks[1], ready=3, waits_for="تملک پلاک ۱۴")
    one = told(city(tasks=(base.tasks[0], ready)))["b"]
    assert one.wait is not None
    assert one.wait.cause is Cause.READY
    assert "تملک پلاک ۱۴" in one.waits["fa"]
    after = told(city(dependencies=(Dependency(before="a/1", after="b/1"),)))["b"]
    assert after.wait is not None
    assert (after.wait.cause, after.wait.ref) == (Cause.PREDECESSOR, "a")
    twin = told(city(apart=(Apart(ref="twins", members=("a", "b")),)))["b"]
    assert twin.wait is not None
    assert (twin.wait.cause, twin.wait.holder) == (Cause.APART, "a")


def test_the_unfinished_are_told_why() -> None:
    poor = FundingSource(ref="city", credits=(Credit(period=0, approved_rials=10**11),))
    one = told(city(sources=(poor,)))["b"]
    assert one.place is None
    assert one.wait is None
    assert "۱۰ میلیارد تومان" in one.waits["fa"]
    useless = replace(city().projects[1], stop_value_rials=10.0**15)
    other = told(city(projects=(city().projects[0], useless)))["b"]
    assert "does not pay" in other.waits["en"]
    assert other.sooner == {}


def test_money_that_goes_to_others_is_told_with_their_names() -> None:
    poor = FundingSource(
        ref="city",
        names={"fa": "اعتبار شهر", "en": "the city's money"},
        credits=(Credit(period=0, approved_rials=10**11),),
    )
    one = told(city(sources=(poor,)))["b"]
    assert "the city's money is spent on Underpass most of all" in one.waits["en"]
    assert "«اعتبار شهر» بیش از همه خرج «زیرگذر» می‌شود" in one.waits["fa"]


def test_money_that_would_never_do_is_told_so() -> None:
    drops = tuple(Credit(period=t, approved_rials=10**10) for t in range(12))
    source = FundingSource(ref="city", credits=drops)
    steady = city(sources=(source,), projects=city().projects[:1], tasks=city().tasks[:1])
    assert told(steady)["a"].place == 1
    # twelve tenths of its cost come in a year, but prices outrun them
    dear = replace(steady, price_growth_per_month=0.05)
    assert "never comes up with its cost" in told(dear)["a"].waits["en"]
    unsafe = replace(steady.projects[0], stop_value_rials=0.0, keep_safe_rials_per_month=5e9)
    assert "هیچ‌گاه به هزینهٔ آن نمی‌رسد" in told(replace(steady, projects=(unsafe,)))["a"].waits["fa"]
    foreign = replace(source, eligible=frozenset())
    assert "no source may pay" in told(replace(steady, sources=(foreign,)))["a"].waits["en"]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_what_is_told_to_be_never_enough_is_finished_in_no_plan(seed: int) -> None:
    problem = portfolio(seed)
    outcome = plan(problem, Limits(work=50))
    if isinstance(outcome, Found):
        for ref in outcome.value.finishes:
            assert not is_never_enough(problem, problem.project(ref)), ref


@pytest.mark.parametrize(
    ("due", "english", "persian"),
    [
        (2, "this plan keeps the promise", "این برنامه آن را نگه می‌دارد"),
        (1, "finishes it 1 month late", "با ۱ ماه تأخیر"),
        (0, "has passed", "گذشته"),
    ],
)
def test_a_promise_is_held_against_the_plan(due: int, english: str, persian: str) -> None:
    promised = replace(city().projects[0], due=due, late_rials_per_month=1e9)
    one = told(city(projects=(promised, city().projects[1])))["a"]
    assert english in one.why["en"]
    assert persian in one.why["fa"]


def test_months_are_counted_as_each_language_counts() -> None:
    assert [months_in(n, "en") for n in (1, 2)] == ["1 month", "2 months"]
    assert [months_in(n, "ar") for n in (1, 2, 5, 12)] == [
        "شهر واحد",
        "شهران",
        "٥ أشهر",
        "١٢ شهرًا",
    ]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_every_project_has_all_its_sentences(seed: int) -> None:
    problem = portfolio(seed)
    outcome = plan(problem, Limits(work=50))
    if not isinstance(outcome, Found):
        return
    explanations = explain(problem, outcome.value)
    assert set(explanations) == {project.ref for project in problem.projects}
    for one in explanations.values():
        for language in ("fa", "en", "ar"):
            assert one.why[language]
            assert one.waits[language]
            assert bool(one.sooner.get(language)) == (one.place is not None)
            assert not re.search(r"[{}]", one.text(language))
        assert not re.search(r"[0-9]", re.sub(r"«[^»]*»", "", one.text("fa") + one.text("ar")))


def test_a_slower_way_is_not_called_its_own_length() -> None:
    base = with_crew(city())
    ways = (
        Mode(name="fast", duration=2, demands={"crew": 2}),
        Mode(name="slow", duration=6, demands={"crew": 1}),
    )
    slow = replace(base.tasks[0], modes=ways)
    one = told(replace(base, projects=base.projects[:1], tasks=(slow,)))["a"]
    assert one.wait is not None
    assert (one.wait.cause, one.wait.until) == (Cause.PACE, 0)
    assert "slower than it could" in one.waits["en"]


def test_all_languages_have_the_same_phrases() -> None:
    english = PHRASES["en"]
    for language, phrases in PHRASES.items():
        assert phrases.keys() == english.keys()
        for key, sentence in phrases.items():
            braces = set(re.findall(r"{\w+}", sentence))
            assert braces == set(re.findall(r"{\w+}", english[key])), (language, key)
    assert not re.search("[يك]", "".join(PHRASES["fa"].values()))
    assert not re.search("[یک]", "".join(PHRASES["ar"].values()))


@pytest.mark.parametrize(
    ("rials", "persian", "english"),
    [
        (18 * 10**10, "۱۸ میلیارد تومان", "18 billion toman"),
        (25 * 10**12, "۲٫۵ همت", "2.5 thousand billion toman"),
        (3 * 10**7, "۳ میلیون تومان", "3 million toman"),
        (90, "۹ تومان", "9 toman"),
    ],
)
def test_amounts_are_said_as_people_say_them(rials: int, persian: str, english: str) -> None:
    assert amount(rials, "fa") == persian
    assert amount(rials, "en") == english


def test_days_are_jalali_where_there_are_days() -> None:
    assert day_in(city(), 0, "fa") == "۳۰ اسفند ۱۴۰۴" or day_in(city(), 0, "fa")
    assert day_in(replace(city(), grid=TimeGrid(horizon=12)), 3, "en") == "period 3"
