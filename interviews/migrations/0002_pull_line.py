from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="pull_line",
            field=models.CharField(
                blank=True,
                help_text="In the words of who speaks, for the list of interviews. Left empty, the first quote of the text stands there.",
                max_length=300,
                verbose_name="the sentence that sells it",
            ),
        ),
    ]
