"""What ends by the clock is found as what opens is."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0015_change_log")]
    operations = [
        AddIndexConcurrently(
            model_name="version",
            index=models.Index(models.Func("during", function="upper"), name="version_closes"),
        ),
    ]
