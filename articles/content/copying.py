"""Copying: a new draft begins with all that is known of another one."""

from articles.models import Article, Author

from . import saves, snapshot
from .snapshot import Content
from .thaw import add_blocks


def copy_of(source: Article, by, *, original: Article | None = None, **differs) -> Article:
    """Return a new draft of the kind of `source`, which is a piece as its own kind.

    It says what the draft of `source` says, but for what `differs` names as a snapshot does.
    """
    return begun(type(source), snapshot.of_draft(source) | differs, by, original=original)


def begun(kind: type[Article], content: Content, by, *, original: Article | None = None) -> Article:
    """Return a new draft that says `content`. Its URL is made anew, of its headline."""
    content |= {"slug": ""}
    made = kind(
        headline=content["headline"],
        language=content["language"],
        original=original,
        created_by=by,
        modified_by=by,
    )
    made.save()
    snapshot.put(made, content)
    add_blocks(made, content["document"])
    made.restore_front_matter(content["document"])
    saves.keep(made, by)
    return made


def byline_for(by, byline: list[int]) -> list[int]:
    """Return the keys of the names under a copy: who is not in the byline stands there alone.

    Names decide who may change a piece, and nobody else has agreed to this one.
    """
    mine = Author.objects.filter(user=by).values_list("pk", flat=True).first()
    return byline if mine is None or mine in byline else [mine]
