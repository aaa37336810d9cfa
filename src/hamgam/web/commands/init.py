"""`hamgam init`: a real city, started empty."""

from __future__ import annotations

from pathlib import Path

from hamgam.web.commands.start import platform, refuse, say


def init(
    *, city: str = "", admin: str = "admin", people: Path | None = None, ground: bool = True
) -> int:
    """Make the register of a city: tables, agencies, ground, the first administrator.

    Prints, once, the secret with which each invited person sets a password at /invitation.
    A second run adds what is missing and invites nobody twice.

    Parameters
    ----------
    city:
        One of Hamgam's own cities, or a folder with city.toml and agencies.toml; HAMGAM_CITY when
        not given.
    admin:
        The first administrator's name for signing in.
    people:
        A CSV file of people to invite: username, full_name, email, agency, post.
    ground:
        Also draw the city's streets and zones.
    """
    import os

    if city:
        os.environ["HAMGAM_CITY"] = city
    platform()
    from hamgam.agencies.acting import deed
    from hamgam.kit.refusals import Refused
    from hamgam.web.founding import FOUNDER
    from hamgam.web.shape import TooNew, bring_up_to_date

    try:
        bring_up_to_date()
        with deed(FOUNDER):
            return _found(admin, people, ground)
    except (ValueError, TooNew) as fault:
        return refuse(str(fault))
    except Refused as refusal:
        return refuse(f"refused: {refusal}")


def _found(admin: str, people: Path | None, ground: bool) -> int:
    from django.conf import settings
    from django.utils import timezone

    from hamgam.agencies.models import Person
    from hamgam.exchange.city import load_city
    from hamgam.web import founding

    told, today = load_city(settings.HAMGAM_CITY), timezone.localdate()
    invitations = list(founding.read_invitations(people)) if people else []
    say(f"{founding.found_agencies(told)} agencies founded")
    if ground:
        say(f"{founding.draw_ground(told)} streets and zones drawn")
    if not Person.objects.exists():
        person, secret = founding.first_administrator(admin, today)
        founding.may_enter_admin(person)
        say(f"{admin}: open {settings.PUBLIC_URL}/invitation and enter {secret}")
    for invitation in invitations:
        if not Person.objects.filter(username=invitation.username).exists():
            secret = founding.invite(invitation, today)
            username = invitation.username
            say(f"{username}: open {settings.PUBLIC_URL}/invitation and enter {secret}")
    return 0
