"""The linter of migrations: what the code of the release before cannot run on is refused."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.migration_linter import problems

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def migration(*operations, **attributes):
    made = migrations.Migration("0099_of_the_test", "articles")
    made.operations = operations
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def what_is_wrong_with(made):
    return problems(made, MigrationLoader(None).project_state())


@pytest.mark.parametrize(
    ("operation", "rule"),
    [
        # An INSERT of the release before does not name it.
        (
            migrations.AddField("article", "byline", models.CharField(default="", max_length=200)),
            "ban-drop-default",
        ),
        (migrations.RemoveField("article", "headline"), "ban-drop-column"),
        (migrations.RenameField("article", "headline", "title"), "renaming-column"),
        (migrations.DeleteModel("TypoReport"), "ban-drop-table"),
        (
            migrations.AlterField("article", "headline", models.IntegerField(default=0)),
            "changing-column-type",
        ),
        # Writing waits until it is built, or every row is read.
        (
            migrations.AddIndex("article", models.Index(fields=["headline"], name="of_the_test")),
            "require-concurrent-index-creation",
        ),
        (
            migrations.AddConstraint(
                "article",
                models.CheckConstraint(condition=~models.Q(headline="x"), name="of_the_test"),
            ),
            "constraint-missing-not-valid",
        ),
    ],
)
def test_what_breaks_or_stops_the_release_before_is_refused(operation, rule):
    assert rule in what_is_wrong_with(migration(operation))


def test_what_only_adds_is_allowed():
    expanding = migration(
        migrations.AddField("article", "byline", models.CharField(max_length=200, db_default="")),
        migrations.AddField("article", "read_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "article",
            "sequel",
            models.ForeignKey("articles.article", models.SET_NULL, null=True, db_index=False),
        ),
        migrations.CreateModel(
            "Reading",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("article", models.ForeignKey("articles.article", models.CASCADE)),
                ("seconds", models.PositiveIntegerField()),
            ],
        ),
    )
    assert what_is_wrong_with(expanding) == ""


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_built_beside_the_work_is_allowed():
    index = AddIndexConcurrently("article", models.Index(fields=["headline"], name="of_the_test"))
    assert what_is_wrong_with(migration(index, atomic=False)) == ""


def test_a_migration_may_name_the_rule_that_it_breaks_and_no_other():
    breaking = migrations.RemoveField("article", "headline")
    why = "Nothing reads it."
    assert what_is_wrong_with(migration(breaking, exempt_from={"ban-drop-column": why})) == ""
    assert what_is_wrong_with(migration(breaking, exempt_from={"renaming-column": why}))
    assert "no_such_rule" in what_is_wrong_with(
        migration(breaking, exempt_from={"no_such_rule": why})
    )
