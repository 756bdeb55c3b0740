"""Validity range: since when and until when readers see something, the rules of every table with
such a range.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import CheckConstraint, F, Func, Q, Value

from espreso.broken_rules import CONTRADICTION


def live_in_sql(row: str) -> str:
    """Return what `live` keeps, for a row by its name in a statement."""
    return f"{row}.during @> statement_timestamp()"


def live_once(of: str, *, name: str) -> ExclusionConstraint:
    """Return the constraint that no two rows of one `of` (a foreign key) are live at a moment."""
    # A range of one key, since an index for equality would need an extension.
    one = Func(F(of), F(of), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name,
        expressions=[(one, RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
        violation_error_message=CONTRADICTION,
    )


def has_a_start(*, name: str) -> CheckConstraint:
    """Return the constraint that `during` begins at a moment, and ends just before another."""
    return CheckConstraint(
        condition=Q(
            during__isempty=False,
            during__lower_inf=False,
            during__lower_inc=True,
            during__upper_inc=False,
        ),
        name=name,
        violation_error_message=CONTRADICTION,
    )
