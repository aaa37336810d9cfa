from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = [("register", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunSQL("CREATE TABLE broken_first (id integer)")]
