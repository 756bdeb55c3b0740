"""Attempts are counted in a table that is not logged, see `espreso.attempts`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                ("bucket", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE espreso_attemptcount SET UNLOGGED", migrations.RunSQL.noop),
    ]
