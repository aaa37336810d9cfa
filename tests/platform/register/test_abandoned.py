from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hamgam.kit.refusals import Refused
from hamgam.register import intake
from hamgam.register.jobs import sweep_waiting


def test_a_file_that_nobody_confirmed_is_forgotten_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    assert sweep_waiting.call() == 0, "nothing has waited yet"
    old, new = [intake.keep(SimpleUploadedFile("works.csv", b"ref\n1\n")) for _ in range(2)]
    yesterday = (timezone.now() - intake.WAITS - timedelta(minutes=1)).timestamp()
    os.utime(intake.kept_file(old).parent, (yesterday, yesterday))
    (tmp_path / "ab").mkdir()
    assert sweep_waiting.call() == 1
    assert intake.kept_file(new).read_bytes() == b"ref\n1\n"
    with pytest.raises(Refused):
        intake.kept_file(old)
    assert (tmp_path / "ab").is_dir(), "documents are no waiting files"
