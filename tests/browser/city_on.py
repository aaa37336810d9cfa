"""`python -m tests.browser.city_on FOLDER PORT`: the demo's city on the database of DATABASE_URL,
served until it is stopped. Never meant for a database that holds anything.

With HAMGAM_TEST_CITY=works it holds streets, people and works alone, and is laid in seconds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SEED, SCALE = 1405, 150


def main(folder: Path, port: int) -> None:
    works_alone = os.environ.pop("HAMGAM_TEST_CITY", "") == "works"
    os.environ.update(
        {
            "HAMGAM_HOME": str(folder / "site"),
            "HAMGAM_DEMO": "1",
            "HAMGAM_CITY": "mashhad",
            "HAMGAM_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "HAMGAM_LOG_LEVEL": "ERROR",
        }
    )
    (folder / "site" / "static").mkdir(parents=True)
    from hamgam.cli.demo_city.make import make_demo
    from hamgam.exchange.city import load_city
    from hamgam.web.commands.site import open_site
    from hamgam.web.commands.start import platform

    platform()
    from django.utils import timezone

    from hamgam.web.demo import keys_by_name, lay_city, lay_works, people
    from hamgam.web.founding import draw_ground, found_agencies
    from hamgam.web.shape import bring_up_to_date

    bring_up_to_date()
    told, city = make_demo(SEED, SCALE, today=timezone.localdate()), load_city("mashhad")
    if works_alone:
        found_agencies(city)
        draw_ground(city)
        people(told.today)
        lay_works(told.works, keys_by_name(city))
    else:
        lay_city(told, city)
    open_site(port)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
