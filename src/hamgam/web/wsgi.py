"""The site as a WSGI application, for granian or any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamgam.web.settings")
application = get_wsgi_application()

if os.environ.get("HAMGAM_EMBEDDED_JOBS") == "1":
    # `hamgam serve` on one process: the worker's threads share the one writer's lock.
    from hamgam.web.jobs import Shift

    Shift().begin()
