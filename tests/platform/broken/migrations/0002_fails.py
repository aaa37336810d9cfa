import os
import signal
from typing import Any, ClassVar

from django.db import migrations


def fail(*_: Any) -> None:
    if os.environ["BREAK_BY"] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise ZeroDivisionError("half way")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("broken", "0001_works")]
    operations: ClassVar[list[Any]] = [
        migrations.RunSQL("CREATE TABLE broken_second (id integer)"),
        migrations.RunPython(fail),
    ]
