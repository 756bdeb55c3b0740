"""The languages of a site are a setting: what a field offers is asked for, and is no schema."""

from django.db import migrations

import articles.models.language
import espreso.languages


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_photo_licence_and_languages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="arrangement",
            name="language",
            field=articles.models.language.LanguageField(
                choices=espreso.languages.choices, max_length=8, verbose_name="language"
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="language",
            field=articles.models.language.LanguageField(
                choices=espreso.languages.choices,
                default=espreso.languages.default,
                max_length=8,
                verbose_name="language",
            ),
        ),
        migrations.AlterField(
            model_name="menuitem",
            name="language",
            field=articles.models.language.LanguageField(
                choices=espreso.languages.choices, max_length=8, verbose_name="language"
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="language",
            field=articles.models.language.LanguageField(
                choices=espreso.languages.choices,
                default=espreso.languages.default,
                max_length=8,
                verbose_name="language",
            ),
        ),
    ]
