"""Templates: a piece that comes again is kept as what the next ones begin with."""

from django.db import transaction
from django.db.models.functions import Now

from articles.content import snapshot
from articles.content.copying import begun, byline_for
from articles.content.upgrade import upgrade
from articles.models import Article, PieceTemplate


@transaction.atomic
def save_as_template(piece: Article, name: str, by) -> tuple[PieceTemplate, bool]:
    """Keep what the draft of `piece` says as the template of that name, and say if that is new.

    It takes the place of another one of the name; what began with that one stays as it is.
    """
    source = Article.objects.get(pk=piece.pk).specific()
    said = {"kind": source.kind, "content": snapshot.of_draft(source), "by": by, "at": Now()}
    return PieceTemplate.objects.update_or_create(name__iexact=name, defaults=said | {"name": name})


@transaction.atomic
def begin_from(template: PieceTemplate, by) -> tuple[Article, list[str]]:
    """Return a new draft that says what `template` does, and in words what of it is gone by now."""
    content = upgrade(template.content)
    lost = snapshot.resolve(content).lost
    content["byline"] = byline_for(by, content["byline"])
    return begun(Article.of_kind(template.kind), content, by), lost
