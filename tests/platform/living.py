"""A register of its own with a server in a process of its own: to be killed, copied, upgraded."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

TOKEN = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from hamgam.agencies.acting import job
from hamgam.agencies.models import Agency
from hamgam.agencies.actions.tokens import NEVER_BY_TOKEN, issue_token
from hamgam.agencies.rights import Right
for key in ("water", "gas"):
    print(issue_token(
        by=job("tests"), agency=Agency.objects.get(key=key), name="tests",
        rights=[r for r in Right if r not in NEVER_BY_TOKEN],
        expires=timezone.now() + timedelta(days=1),
    )[1])
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def psql(address: str, statement: str, database: str = "postgres") -> str:
    parts = urlsplit(address)
    base = f"{parts.scheme}://{parts.netloc}/{database}"
    done = subprocess.run(
        ["psql", "-X", "-A", "-t", base, "-c", statement],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@dataclass
class Living:
    """A register in a folder, on SQLite or, when DATABASE_URL names a server, on PostgreSQL."""

    folder: Path
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    secrets: list[str] = field(default_factory=list)
    seed: Living | None = None
    """A founded register to begin from."""
    more: dict[str, str] = field(default_factory=dict)
    """Settings of this one register's own."""

    def __post_init__(self) -> None:
        told = os.environ.get("DATABASE_URL", "")
        self.base = told if told.startswith("postgres") else ""
        self.database = f"living_{os.getpid()}_{self.port}"
        if self.base:
            source = f" TEMPLATE {self.seed.database}" if self.seed else ""
            psql(self.base, f"CREATE DATABASE {self.database}{source}")
            parts = urlsplit(self.base)
            self.address = f"{parts.scheme}://{parts.netloc}/{self.database}"
        else:
            file = self.folder / "register.sqlite3"
            if self.seed:
                shutil.copyfile(self.seed.folder / file.name, file)
            self.address = f"sqlite:///{file}"
        self.secrets = list(self.seed.secrets) if self.seed else []

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.address,
            "HAMGAM_HOME": str(self.folder),
            "HAMGAM_SECRET_KEY": "only-for-the-tests-" + "x" * 32,
            "DJANGO_SETTINGS_MODULE": "hamgam.web.settings",
            **self.more,
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of hamgam's, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "hamgam", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def found(self) -> None:
        """Init the city and issue tokens for water and gas."""
        done = self.run("init", "--city", "mashhad", "--admin", "boss", "--no-ground")
        assert done.returncode == 0, done.stdout + done.stderr
        self.secrets = self.python(TOKEN).split()

    def python(self, code: str) -> str:
        """What a program in the register's surroundings printed."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self, *words: str) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "hamgam", "serve", "--port", str(self.port), *words]
        self.server = subprocess.Popen(
            command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(1800):
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError("the server did not answer within 90 s")

    def kill(self) -> None:
        """SIGKILL to the server and everything it started."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def ask(
        self,
        method: str,
        address: str,
        body: Any = None,
        who: int | None = None,
        key: str = "",
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[int, Any]:
        """One request; the status and the answer."""
        handle = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Content-Type": "application/json", **headers}
        if who is not None:
            sent["Authorization"] = f"Bearer {self.secrets[who]}"
        if key:
            sent["Idempotency-Key"] = key
        try:
            told = None if body is None else json.dumps(body)
            handle.request(method, address, body=told, headers=sent)
            response = handle.getresponse()
            return response.status, json.loads(response.read() or b"null")
        finally:
            handle.close()

    def every_work(self) -> list[dict[str, Any]]:
        """All works the water company may see."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            status, page = self.ask("GET", f"/api/v1/works?limit=500{cursor}", who=0)
            assert status == 200, page
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"

    def end(self) -> None:
        """Kill what runs and drop what was made."""
        self.kill()
        if self.base:
            psql(self.base, f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
