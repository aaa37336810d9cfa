"""From a template and values to the bytes of a PDF/A-2u: text from people is data, never source."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

from hamgam.exchange.documents.pdf.fonts import font_folder

LANGUAGES = ("fa", "en", "ar")
HOUSE = "house.typ"
"""Paper, head, foot, tables: what every template imports."""


class PdfError(RuntimeError):
    """The document could not be set; the message is Typst's own."""


def render_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    language: str = "fa",
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of a template of this folder (`report`, …) filled with `data`.

    `data` is handed over as JSON and read by the template, so nothing in it can become markup.
    `pictures` are files (`map.svg`, `photo.jpg`) that the template places by their names. The same
    arguments give the same bytes. `at` is the moment that stands in the file,
    to the second. Raises ValueError for
    an unknown template or language and for a picture that is named as a path, PdfError where the
    document cannot be set.
    """
    source = _source(template)
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is none of {', '.join(LANGUAGES)}")
    import typst

    with tempfile.TemporaryDirectory(prefix="hamgam-pdf-") as folder:
        root = Path(folder)
        _lay(root, pictures or {})
        main = root / "main.typ"
        main.write_text(source, encoding="utf-8")
        told = json.dumps({**data, "language": language}, ensure_ascii=False, default=str)
        try:
            made = typst.compile(
                main,
                root=root,
                font_paths=[font_folder()],
                ignore_system_fonts=True,
                sys_inputs={"data": told},
                pdf_standards=["a-2u"],
                timestamp=at.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise PdfError(str(error)) from error
    if not isinstance(made, bytes):
        raise PdfError("more than one document was made")
    return made


def _source(template: str) -> str:
    place = resources.files(__package__) / f"{template}.typ"
    if PurePath(template).name != template or not place.is_file():
        raise ValueError(f"template: {template!r} is not known")
    return place.read_text(encoding="utf-8")


def _lay(root: Path, pictures: Mapping[str, bytes]) -> None:
    house = (resources.files(__package__) / HOUSE).read_text(encoding="utf-8")
    (root / HOUSE).write_text(house, encoding="utf-8")
    for name, told in pictures.items():
        if PurePath(name).name != name or name.endswith(".typ"):
            raise ValueError(f"pictures: {name!r} is no plain file name")
        (root / name).write_bytes(told)
