"""What a version says of the use of a photo, kept with it, and of those from before with the photo."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from articles.sql import sql

# What they show today they go on showing.
REMEMBER = """
UPDATE articles_photo SET former_record = jsonb_build_object(
    'alternative_text', alternative_text, 'copyright', copyright, 'licence', licence,
    'focal', jsonb_build_array(focal_x, focal_y));
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_photo_withdrawn")]
    operations = [
        migrations.AddField(
            model_name="photo",
            name="former_record",
            field=models.JSONField(editable=False, null=True),
        ),
        *(
            migrations.AddField(
                model_name="version",
                name=name,
                field=models.CharField(blank=True, db_default="", default="", max_length=length),
            )
            for name, length in (("lead_copyright", 200), ("lead_licence", 500))
        ),
        migrations.AddField(
            model_name="version",
            name="lead_focal",
            field=ArrayField(base_field=models.FloatField(), null=True),
        ),
        migrations.RunSQL(
            sql("articles_card_scopes", 2) + REMEMBER, sql("articles_card_scopes", 1)
        ),
    ]
