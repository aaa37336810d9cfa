"""`hamgam demo`: the main job on an invented city, from the agencies' files to the map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from rich.panel import Panel
from rich.text import Text

from hamgam.cli.overlaps_options import SearchOptions, Sources
from hamgam.cli.voice import BAD_INPUT, WELL, RefusalError, Voice, terminal_language

if TYPE_CHECKING:
    from hamgam.exchange.findings_out.report import Report
    from hamgam.exchange.findings_out.words import Words

CITY, PACK = "mashhad", "ir-mashhad"
FOLDER = Path("var/demo")
SEED, WORKS = 1405, 2_000
MANY_FINDINGS = 20_000
NEXT = (
    "hamgam overlaps {files}/* --city mashhad --summary",
    "hamgam overlaps {files}/* --city mashhad --kind chance --out chances.xlsx",
    "hamgam overlaps {files}/* --city mashhad --within 10 --gap 30 --json",
    "hamgam plan {files}/../projects.xlsx --city mashhad --out plan.html",
)


def demo(
    *,
    out: Annotated[Path, Parameter(help="Folder for the files and the map.")] = FOLDER,
    scale: Annotated[int, Parameter(help="About how many works the city has.")] = WORKS,
    seed: Annotated[int, Parameter(help="Number that the city grows from.")] = SEED,
    today: Annotated[
        str | None, Parameter(help="Day to stand on, 1405-09-03 or 2026-11-24; today if not given.")
    ] = None,
    open: Annotated[  # noqa: A002 - the option's name
        bool, Parameter(negative="", show_default=False, help="Open the map in the browser.")
    ] = False,
    lang: Annotated[
        Literal["fa", "en", "ar"] | None,
        Parameter(help="Language: fa, en or ar; the map is fa, the terminal its own if not given."),
    ] = None,
    serve: Annotated[
        bool | None,
        Parameter(
            show_default=False,
            help="Open the site with the same city; if not given, where a person sits before it.",
        ),
    ] = None,
    port: Annotated[int, Parameter(help="The site's port, on this machine alone.")] = 8000,
) -> int:
    """Make an invented city, read its agencies' files back, show where works meet, plan its
    half-finished projects, and open the site."""
    from hamgam.cli import demo_site
    from hamgam.cli.demo_plan import plan_demo
    from hamgam.cli.overlaps_search import day_asked
    from hamgam.cli.plan_options import Question
    from hamgam.exchange.findings_out.words import words

    voice = Voice()
    spoken = words(lang or terminal_language())
    is_served = demo_site.is_watched() if serve is None else serve
    try:
        day = day_asked(today)
        if is_served and demo_site.stands(out, (seed, scale), day):
            demo_site.open_site(voice, spoken, out, (seed, scale), day, port)
            return WELL
        report, files = _made(voice, spoken, out, (seed, scale), today)
        _show(voice, report, spoken)
        page = _written(report, out, words(lang or "fa"))
        plan_page = plan_demo(voice, out, Question(city=CITY, today=today), lang)
    except RefusalError as refusal:
        voice.say(str(refusal), "red")
        return BAD_INPUT
    _point_onwards(voice, spoken, (page, plan_page), files)
    if open:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    if is_served:
        demo_site.open_site(voice, spoken, out, (seed, scale), day, port)
    else:
        demo_site.tell_how(voice, spoken)
    return WELL


def _made(
    voice: Voice, spoken: Words, out: Path, grown: tuple[int, int], today: str | None
) -> tuple[Report, Path]:
    from hamgam.cli.demo_city.files import write_demo_files
    from hamgam.cli.demo_city.make import make_demo
    from hamgam.cli.overlaps_search import day_asked, overlaps_report

    seed, scale = grown
    if scale < 1:
        raise RefusalError(f"--scale: {scale} is no number of works; give 1 or more")
    day, folder = day_asked(today), out / "files"
    with voice.working(spoken("terminal", "searching")):
        try:
            made = write_demo_files(make_demo(seed, scale, today=day), folder)
            files = [file for file in made if not _is_of_projects(file, out)]
        except OSError as error:
            raise RefusalError(f"--out: {out} cannot be written: {error.strerror}") from error
        search = SearchOptions(rules=PACK, today=day.isoformat())
        report = overlaps_report(files, Sources(city=CITY), search)
    count, of = spoken.number(len(report.works)), spoken.number(len(files))
    voice.out.print(Panel(Text(spoken("terminal", "demo_title"), style="bold"), expand=False))
    voice.say(spoken("terminal", "read", works=count, files=of))
    return replace(report, is_demo=True), folder


def _is_of_projects(file: Path, out: Path) -> bool:
    """Whether the file lists projects, not works; it is laid beside the folder of works then."""
    if file.stem != "projects":
        return False
    file.replace(out / file.name)
    return True


def _show(voice: Voice, report: Report, spoken: Words) -> None:
    from hamgam.cli.overlaps_tables import print_examples, print_misread, print_summary

    print_misread(voice, report.misread, spoken)
    print_summary(voice, report, spoken)
    print_examples(voice, report, spoken)


def _written(report: Report, out: Path, words: Words) -> Path:
    """The page, with a workbook and a layer beside it where they do not grow huge."""
    from hamgam.exchange.findings_out.write import write_report

    page = out / "overlaps.html"
    whole = [page.with_suffix(".xlsx"), page.with_suffix(".geojson")]
    for path in [page, *(whole if len(report.found) <= MANY_FINDINGS else [])]:
        try:
            write_report(report, path, words)
        except OSError as error:
            raise RefusalError(f"--out: {path} cannot be written: {error.strerror}") from error
    return page


def _point_onwards(voice: Voice, spoken: Words, pages: tuple[Path, Path], files: Path) -> None:
    told = spoken("terminal", "demo_look", path=pages[0])
    voice.out.print(Text(f"\n{told}\n{pages[1]}", style="bold"), soft_wrap=True)
    voice.out.print(Text(spoken("terminal", "demo_try")))
    for line in NEXT:
        voice.out.print(Text("  " + line.format(files=files)), soft_wrap=True)
