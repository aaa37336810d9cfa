"""Photos of strangers: drawn anew, so that nothing but the picture is kept."""

from __future__ import annotations

import hashlib
import io

from hamgam.kit.refusals import Refused
from hamgam.register.actions.papers import LARGEST, keep_bytes, place_of

MEDIA_TYPE = "image/jpeg"
MOST_PIXELS = 60_000_000
SIDE = 1600


def drawn_anew(content: bytes) -> bytes:
    """The picture as a JPEG of at most 1600 pixels a side, without place, camera or time in it;
    refuses (`media_type`, `too_large`) what is no picture or too large a one."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST:
        raise Refused("too_large")
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_large")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise Refused("media_type") from fault
    upright.thumbnail((SIDE, SIDE))
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=82)
    return kept.getvalue()


def keep_photo(content: bytes) -> str:
    """Keep a picture; the digest by which it is found."""
    picture = drawn_anew(content)
    digest = hashlib.sha256(picture).hexdigest()
    keep_bytes(picture, digest)
    return digest


def photo_of(digest: str) -> bytes:
    """A kept picture; refuses (`not_found`) one that is not there."""
    try:
        return place_of(digest).read_bytes()
    except OSError as fault:
        raise Refused("not_found") from fault
