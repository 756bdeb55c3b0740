"""What is missing of a piece, as the desk lists it: what stops publishing first, by kinds."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.content import checks
from articles.models import Article, Block
from articles.models.finding import Finding

# Of one kind so many are seen, and the others folded: a gallery may have forty without a credit.
_SEEN = 3


@dataclass(frozen=True)
class _Alike:
    """Findings of one kind."""

    seen: list[Finding]
    folded: list[Finding]


@dataclass(frozen=True)
class Missing:
    """The list, for `admin/desk/common/missing.html`."""

    stopping: list[_Alike]
    others: list[_Alike]

    @classmethod
    def of(cls, piece: Article, blocks: list[Block]) -> "Missing":
        """Look through the draft, with these blocks."""
        found = checks.findings(piece, blocks)
        return cls(
            _by_kind(finding for finding in found if finding.stops),
            _by_kind(finding for finding in found if not finding.stops),
        )


def _by_kind(findings: Iterable[Finding]) -> list[_Alike]:
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    # Nothing is folded away alone.
    cuts = {code: _SEEN if len(alike) > _SEEN + 1 else None for code, alike in kinds.items()}
    return [
        _Alike(alike[: cuts[code]], alike[cuts[code] :] if cuts[code] else [])
        for code, alike in kinds.items()
    ]
