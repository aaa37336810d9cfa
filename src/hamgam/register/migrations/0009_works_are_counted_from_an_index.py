"""A list of works is counted, and the restricted ones found, without reading the rows themselves."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_messages"),
        ("register", "0008_only_merged_works_are_indexed"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="work",
            name="register_work_days",
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(
                fields=[
                    "begins",
                    "ends",
                    "sharing",
                    "agency",
                    "withdrawn",
                    "merged_into",
                    "public_id",
                ],
                name="register_work_listed",
            ),
        ),
    ]
