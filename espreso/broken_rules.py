"""Broken constraints in words: which rule of the database what was sent does not keep.

Forms say so beside the field. What comes here was found by the database alone, twice: nobody else
was in the way, so trying again is of no use.
"""

import psycopg
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy

# For the rules that no form can break: whoever reads it has met a mistake of ours.
CONTRADICTION = gettext_lazy(
    "This contradicts what is stored. Reload the page and try again; if it happens again, tell "
    "whoever runs the site."
)


def in_words(error: IntegrityError) -> str:
    """Return what is wrong, or nothing where no rule of a model of ours is known by that name.

    A row that is not there any more is another matter: somebody else has deleted it.
    """
    cause = error.__cause__
    if not isinstance(cause, psycopg.errors.UniqueViolation | psycopg.errors.CheckViolation):
        return ""
    table, name = cause.diag.table_name, cause.diag.constraint_name or ""
    model = next((found for found in apps.get_models() if found._meta.db_table == table), None)
    if model is None:
        return ""
    for rule in model._meta.constraints:
        if rule.name == name:
            return _of_rule(model, rule)
    for field in model._meta.local_fields:
        # As Django and PostgreSQL name them.
        if field.unique and name.startswith(f"{table}_{field.column}_"):
            return _of_unique(model, (field.name,))
    return ""


def _of_rule(model, rule) -> str:
    # Without words of its own, Django says which fields there must be once, and names no rule.
    has_words = rule.violation_error_message != rule.default_violation_error_message
    if isinstance(rule, UniqueConstraint) and not has_words:
        return _of_unique(model, rule.fields)
    return str(rule.get_violation_error_message())


def _of_unique(model, fields) -> str:
    return " ".join(ValidationError(model().unique_error_message(model, fields)).messages)
