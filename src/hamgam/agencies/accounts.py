"""What django-allauth must know of the house: accounts come by invitation, secrets are sealed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect

from hamgam.agencies.models import Person
from hamgam.ledger.signing import CITY, Signature, signed


def name_tried(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The account somebody tries to open, for the count of failures."""
    told = credentials or {}
    return told.get("username") or request.POST.get("login", "")


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Write a new password, under the name of the person whose it is."""
        with signed(Signature(actor=f"person:{user.public_id}", agency=CITY)):
            super().set_password(user, password)


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """A city's single sign-on opens the door to people who were invited, to nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join an account at its first coming: to whoever is signed in and asked for it, or to the
        invited person whom the city's own claim names. Recorded under that person's name."""
        if sociallogin.is_existing:
            return
        asks = sociallogin.state.get("process") == "connect" and request.user.is_authenticated
        person = request.user if asks else _named(sociallogin)
        if not isinstance(person, Person):
            return
        with signed(Signature(actor=f"person:{person.public_id}", agency=CITY)):
            sociallogin.connect(request, person)
        if asks:
            address = self.get_connect_redirect_url(request, sociallogin.account)
            raise ImmediateHttpResponse(redirect(address))


def _named(sociallogin: Any) -> Person | None:
    """The invited person whom the sign-on's claim names; None without such a claim."""
    told = sociallogin.account.get_provider_account().get_user_data() or {}
    name = told.get(settings.HAMGAM_OIDC_NAME) if settings.HAMGAM_OIDC_NAME else None
    if not isinstance(name, str) or not name:
        return None
    return Person.objects.filter(username=name, is_active=True).first()


def _seal() -> Fernet:
    key = hashlib.sha256(b"hamgam one-time codes" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SealedSecrets(DefaultMFAAdapter):
    """The secrets of one-time codes lie sealed in the database, under a key derived from the
    installation's, so that a stolen copy of the database opens no account."""

    def encrypt(self, text: str) -> str:
        """The text sealed."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed."""
        return _seal().decrypt(encrypted_text.encode()).decode()
