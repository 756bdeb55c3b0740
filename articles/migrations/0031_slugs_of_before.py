"""Slugs of drafts from before: one that its headline does not make was typed by somebody."""

from itertools import batched

from django.db import migrations

from espreso.slugs import slug_for

ROWS_AT_ONCE = 1000


def mark_typed(apps, schema_editor):
    drafts = apps.get_model("articles", "Article").objects.order_by()
    words = drafts.values_list("pk", "headline", "slug").iterator(ROWS_AT_ONCE)
    typed = (pk for pk, headline, slug in words if slug != slug_for(headline))
    for keys in batched(typed, ROWS_AT_ONCE):
        drafts.filter(pk__in=keys).update(slug_by_hand=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_slug_by_hand")]
    operations = [migrations.RunPython(mark_typed, migrations.RunPython.noop)]
