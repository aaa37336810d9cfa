"""Every command with its help: the first paragraph stands in the list of commands.

The text lives here, not with the command, so that the list is shown without importing any.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "convert": """Read works from any agency's files and write them in another format.

The ending of OUT decides: .geojson .csv .xlsx .gpkg .shp.zip .kml .wzdx.geojson. Leaves with 2 when
nothing could be read or written.

- `hamgam convert water.xlsx works.geojson --city mashhad`
- `hamgam convert permits.csv permits.gpkg --crs EPSG:32640 --map start=شروع`
""",
        "demo": """Show the main job on an invented Mashhad: files in, overlaps out.

Twelve agencies' files are made, read back like anybody's, searched by the city's rules, and shown
as tables and as one page with a map. Then the site opens on this machine with the same city on its
table, and names the people to sign in as. Everything in it is invented.

- `hamgam demo`
- `hamgam demo --no-serve`
- `hamgam demo --scale 100000 --out large`
""",
        "forecast": """Forecast the finish of each project as a range: at 50 and at 80 percent.

The rest of the work, the money that really comes and finished projects of its kind are blended. A
second sheet of reports (project, report date, verified, planned) tells who is slow or stalled.

- `hamgam forecast portfolio.xlsx`
- `hamgam forecast portfolio.xlsx --draws 5000 --seed 1 --json`
""",
        "gate": """Judge new starts: may this project begin while others stand half-finished?

Six conditions with figure and evidence; what is not known is not met. A named decision (number,
day, who, why) makes an exception. Leaves with 1 when any new start is refused.

- `hamgam gate portfolio.xlsx --city mashhad`
""",
        "overlaps": """Find where works of agencies collide, could be dug once, or break a rule.

Leaves with 0 when nothing blocks, 1 when a finding blocks a work, 2 when nothing could be read or
asked. What could not be read is listed, and stops nothing else.

- `hamgam overlaps water.xlsx gas.geojson --city mashhad --out findings.html`
- `hamgam overlaps water.csv gas.csv --agency دستگاه --map start=شروع --summary`
- `hamgam overlaps works.geojson --within 20 --gap 30 --json`
""",
        "plan": """Plan which half-finished projects to finish first with the money there is.

FILE is a portfolio (.xlsx .ods .csv: eight columns suffice), a whole problem (.json), a schedule
(MSPDI .xml) or a benchmark (.sm .rcp .rcmp). Leaves with 0 with a plan, 1 when there can be none
(and why), 2 when nothing could be read or asked.

- `hamgam plan --template portfolio.xlsx`
- `hamgam plan portfolio.xlsx --city mashhad --out plan.html --out plan.xlsx`
- `hamgam plan portfolio.xlsx --scenario less-credit.toml --json`
- `hamgam plan j301_1.sm --work 5000 --seed 1 --json`
""",
        "rules": "List, show, check and replay packs of rules.",
        "seasons": "Show when a city closes which zone, by three calendars.",
        "tour": """Plan where officials should stand this week, and say why there.

FILE is a workbook: a sheet of sites (name and address suffice) and one of delegations. Each stop
has its hours and its reason, each site left out why; ways follow the city's streets. Leaves with 0
with a plan, 1 when a promised visit fits nowhere, 2 when nothing could be read or asked.

- `hamgam tour --template week.xlsx`
- `hamgam tour week.xlsx --city mashhad --out tour.html --out tour.ics`
- `hamgam tour week.xlsx --city mashhad --days 3 --work 2000 --seed 1 --json`
""",
        "warm": "Compile the kernels once, so that no later command waits for the compiler.",
    }
)

PLATFORM: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "init": (
            "hamgam.web.commands.init:init",
            """Start a real city, empty: tables, agencies, ground, the first administrator.

A second run adds what is missing and invites nobody twice.

- `hamgam init --city mashhad --admin m.ahmadi`
- `hamgam init --city /srv/cities/qom --people people.csv`
""",
        ),
        "load": (
            "hamgam.web.commands.load:load",
            """Lay agencies' files on the shared table; loading again changes only what changed.

- `hamgam load water.xlsx --agency water`
- `hamgam load water.xlsx gas.geojson`
""",
        ),
        "requests": (
            "hamgam.web.commands.requests:requests",
            """Bring in the export of the 137 line: CSV, Excel, Open311 XML or JSON.

The same number is the same report, so the same file may come every day. Every row that cannot come
is said with its reason; callers' names and telephone numbers are never read.

- `hamgam requests 137.xlsx --check`
- `hamgam requests 137.xlsx`
""",
        ),
        "serve": (
            "hamgam.web.commands.serve:serve",
            """Serve the site and the API, with the job worker inside.

- `hamgam serve --port 8000`
- `hamgam serve --host 0.0.0.0 --workers 4 --no-jobs`
""",
        ),
        "work": ("hamgam.web.commands.serve:work", "Run the queue's jobs in a process apart."),
        "backup": (
            "hamgam.web.commands.backup:backup",
            """Copy the register to a file while people work.

- `hamgam backup`
- `hamgam backup /srv/copies/before-nowruz.sqlite3`
""",
        ),
        "restore": (
            "hamgam.web.commands.backup:restore",
            """Prove a copy whole, and put it in the register's place.

- `hamgam restore copy.sqlite3 --verify`
- `hamgam restore copy.sqlite3`
""",
        ),
        "upgrade": (
            "hamgam.web.commands.upgrade:upgrade",
            "Bring the register to this version, after a copy; running it again changes nothing.",
        ),
        "audit": (
            "hamgam.web.commands.audit:audit",
            """Walk the ledger's chains, and list what no deed explains.

- `hamgam audit verify`
- `hamgam audit unexplained`
""",
        ),
    }
)
"""The platform's commands: where each lives, and its help. Named only as text, so that the command
line stays without Django until one of them runs."""
