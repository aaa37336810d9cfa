"""The site as a WSGI application, for granian or any other server."""

from __future__ import annotations

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamgam.web.settings")
application = get_wsgi_application()


def _read_law() -> None:
    """Read the city's rules, seasons and zones before the first request has to wait for them; the
    register is not asked, so that the site comes up without one and says so."""
    from django.utils import timezone

    from hamgam.register.law import written_law

    try:
        written_law(timezone.localdate())
    except ValueError:
        logging.getLogger("hamgam").exception("the city's law cannot be read")


_read_law()
if os.environ.get("HAMGAM_EMBEDDED_JOBS") == "1":
    # `hamgam serve` on one process: the worker's threads share the one writer's lock.
    from hamgam.web.jobs import Shift

    Shift().begin()
