import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_corrections_and_what_the_draft_says"),
    ]

    operations = [
        migrations.AddField(
            model_name="unsaved",
            name="turn",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="unsaved",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="unsaved",
                to="articles.article",
            ),
        ),
    ]
