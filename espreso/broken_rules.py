"""Broken constraints in words: which rule of the database what was sent does not keep.

Forms say so beside the field. What comes here was found by the database alone, twice: nobody else
was in the way, so trying again is of no use.
"""

import psycopg
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError


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
            return str(rule.get_violation_error_message())
    for field in model._meta.local_fields:
        # As Django and PostgreSQL name them.
        if field.unique and name.startswith(f"{table}_{field.column}_"):
            said = model().unique_error_message(model, (field.name,))
            return " ".join(ValidationError(said).messages)
    return ""
