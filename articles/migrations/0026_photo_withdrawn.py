from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the few photos that were withdrawn: each worker asks for them once a second."""

    atomic = False

    dependencies = [("articles", "0025_hub_due")]

    operations = [
        AddIndexConcurrently(
            model_name="photo",
            index=models.Index(
                fields=["withdrawn_at"],
                name="photo_withdrawn",
                condition=models.Q(withdrawn_at__isnull=False),
            ),
        ),
    ]
