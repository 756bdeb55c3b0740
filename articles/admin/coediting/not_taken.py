"""Words not taken: what somebody typed where they then decided for what a colleague had saved."""

import copy

from django import forms
from django.core.exceptions import ValidationError

from articles.diff.merge import Choice
from articles.models import Article, Block

from .rebase import Rebase


def draft_with_mine(rebase: Rebase) -> tuple[Article, list[Block]]:
    """Return the draft and its blocks, none of them saved, as they would be with my words."""
    piece = copy.copy(rebase.piece.specific())
    blocks = {block.block_key: block for block in Block.all_of(piece)}
    for key in rebase.not_taken:
        if key in rebase.structure.fields:
            _say(piece, {key: rebase.structure.fields[key]}, rebase.mine.fields)
            continue
        row = rebase.sides[key][Choice.MINE] if key in rebase.sides else rebase.mine.rows[key]
        model = rebase.structure.formsets[row.prefix].model
        if not issubclass(model, Block):
            continue
        block = model(pk=row.pk, parent=piece, ordering=row.ordering or 0)
        block = blocks.setdefault(block.block_key, block)
        _say(block, rebase.structure.rows[row.prefix], row.entries)
    return piece, sorted(blocks.values(), key=lambda block: block.ordering)


def _say(instance, fields: dict[str, forms.Field], entries: dict[str, list[str]]) -> None:
    """Let `instance` say what was typed in these fields, as far as it can be said."""
    own = {field.name for field in instance._meta.concrete_fields}
    for name in own & fields.keys():
        try:
            setattr(instance, name, fields[name].clean("".join(entries.get(name, []))))
        except ValidationError:
            continue
