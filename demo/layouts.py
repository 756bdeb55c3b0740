"""How the pages of the invented newsroom are arranged, from `front.toml`."""

import tomllib

from django.conf import settings

from articles.actions import layouts
from articles.models import FRONT, Arrangement, page_key
from demo.pieces import CONTENT


def arrange(drafts, sections, tags, by) -> None:
    """Publish the arrangements. The pieces, sections and tags are given by their slugs or names."""

    def keys(slugs):
        return [drafts[slug].pk for slug in slugs]

    def block(said):
        key = {"topic": tags[said["topic"]].pk} if "topic" in said else {}
        key = key or {"section": sections[said["section"]].pk}
        return {**key, "title": said.get("title", ""), "pieces": keys(said.get("pieces", ()))}

    for said in tomllib.loads((CONTENT / "front.toml").read_text(encoding="utf-8"))["pages"]:
        page = FRONT if said["page"] == FRONT else page_key(sections[said["page"]])
        document = {
            "lead": drafts[said["lead"]].pk,
            "top": keys(said["top"]),
            "blocks": [block(one) for one in said.get("blocks", ())],
        }
        new = Arrangement(page=page, language=settings.LANGUAGE_CODE)
        draft = layouts.save(new, by, document, revision=0)
        layouts.publish(draft, by, revision=draft.revision)
