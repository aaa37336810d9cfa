"""`python -m tests.browser.city_on FOLDER PORT`: the demo's city on the database of DATABASE_URL,
served until it is stopped. Never meant for a database that holds anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SEED, SCALE = 1405, 150


def main(folder: Path, port: int) -> None:
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

    from hamgam.web.demo import lay_city
    from hamgam.web.shape import bring_up_to_date

    bring_up_to_date()
    lay_city(make_demo(SEED, SCALE, today=timezone.localdate()), load_city("mashhad"))
    open_site(port)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
