"""Copying: a new draft begins with all that another piece says."""

from articles.models import Article

from . import saves, snapshot
from .thaw import add_blocks


def copy_of(source: Article, by, *, original: Article | None = None, **differs) -> Article:
    """Return a new draft of the kind of `source`, which is a piece as its own kind, begun by `by`.

    It says what the draft of `source` says, but for what `differs` names as a snapshot does. Its
    URL is made anew, of its headline.
    """
    content = snapshot.of_draft(source) | {"slug": ""} | differs
    made = type(source)(
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
