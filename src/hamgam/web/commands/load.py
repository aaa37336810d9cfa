"""`hamgam load`: the lists that agencies really have, laid on the shared table."""

from __future__ import annotations

from pathlib import Path

from hamgam.web.commands.start import platform, refuse, say


def load(*files: Path, agency: str | None = None) -> int:
    """Lay files of works on the shared table, one upload per agency; re-loading changes only what
    changed.

    Parameters
    ----------
    files:
        Excel, CSV, GeoJSON, shapefiles: whatever `hamgam overlaps` reads.
    agency:
        The key of the agency whose lists they are; without it each row's own agency counts.
    """
    if not files:
        return refuse("Name at least one file.")
    platform()
    from django.conf import settings

    from hamgam.exchange.city import load_city
    from hamgam.exchange.options import ReadOptions
    from hamgam.exchange.read import read_works
    from hamgam.kit.refusals import Refused
    from hamgam.web.loading import lay, unknown_agencies

    city = load_city(settings.HAMGAM_CITY)
    reading = read_works(list(files), ReadOptions(agency=agency, city=city))
    for misread in reading.misread:
        say(str(misread))
    if not reading.works:
        return refuse("No work could be read.")
    if strange := unknown_agencies(reading.works, city):
        return refuse(f"No agency of the city is called {', '.join(strange)}; name it: --agency.")
    try:
        for key, tally in lay(reading, files, city):
            counts = f"{tally.recorded} new, {tally.edited} changed, {tally.unchanged} unchanged"
            say(f"{key}: {counts}")
    except Refused as refusal:
        return refuse(f"refused: {refusal}")
    return 0
