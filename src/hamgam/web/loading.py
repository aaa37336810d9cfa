"""From files that were read to uploads of the agencies named in them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from hamgam.agencies.acting import job
from hamgam.agencies.models import Agency
from hamgam.engine.works import Work
from hamgam.exchange.city import City
from hamgam.exchange.persian import normalise
from hamgam.exchange.read import Reading
from hamgam.register.actions.uploads import File, Tally, upload_works
from hamgam.register.values import faults_of, values_of


def _keys(city: City) -> dict[str, str]:
    """Every name an agency goes by, normalised, and its key."""
    found: dict[str, str] = {}
    for agency in city.agencies:
        for name in (agency.key, *agency.names.values(), *agency.aliases):
            found.setdefault(normalise(name), agency.key)
    return found


def unknown_agencies(works: Sequence[Work], city: City) -> list[str]:
    """The names in the files that no agency of the city goes by."""
    known = _keys(city)
    told = {work.agency or "" for work in works}
    return sorted(name or "(no agency)" for name in told if normalise(name) not in known)


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for place in files:
        digest.update(hashlib.sha256(place.read_bytes()).digest())
    return digest.hexdigest()


def lay(reading: Reading, files: Sequence[Path], city: City) -> Iterator[tuple[str, Tally]]:
    """Lay what was read on the table, one upload for each agency; its key and what it did.

    Rows that the register cannot hold are left out and stand among the upload's misread ones.
    """
    known = _keys(city)
    by_agency: dict[str, list[Work]] = defaultdict(list)
    for work in reading.works:
        by_agency[known[normalise(work.agency or "")]].append(work)
    name = ", ".join(place.name for place in files)[:255]
    digest = _digest(files)
    for key, works in sorted(by_agency.items()):
        agency = Agency.objects.get(key=key)
        told = [(work, values_of(work)) for work in works]
        unfit = [
            {"where": work.source, "reason": fault["detail"]}
            for work, values in told
            for fault in faults_of(values)
        ]
        misread = [*map(asdict, reading.misread), *unfit]
        _, tally = upload_works(
            by=replace(job("load"), agency=agency),
            agency=agency,
            file=File(name=name, digest=digest, misread=misread),
            told=[values for _, values in told if not faults_of(values)],
        )
        yield key, tally
