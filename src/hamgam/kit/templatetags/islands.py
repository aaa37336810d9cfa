"""`{% load islands %}`: the scripts that make a page livelier, where they were built."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

register = template.Library()


@register.simple_tag
def island(name: str) -> SafeString:
    """The tags that load an island of `frontend/src`; nothing where the islands were not built, so
    that the page reads as the server drew it."""
    try:
        found: str = DjangoViteAssetLoader.instance().generate_vite_asset(
            f"src/{name}.ts", "default"
        )
    except DjangoViteAssetNotFoundError:
        return SafeString()
    return SafeString(found)
