"""What django-allauth must know of the house: accounts come by invitation, secrets are sealed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


def name_tried(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The account somebody tries to open, for the count of failures."""
    told = credentials or {}
    return told.get("username") or request.POST.get("login", "")


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """A city's single sign-on opens the door to people who were invited, to nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No."""
        return False


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
