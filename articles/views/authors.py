"""Author page: who it is, and all pieces with the name."""

from django.shortcuts import redirect

from articles.models import Author, Version
from articles.public import lists
from articles.public.public_page import paginated_page


@paginated_page
def author(request, frame, slug):
    """Who somebody is, and all pieces with their name; nobody of whom nothing is live."""
    author = lists.get_by_slug_or_former(Author.objects.select_related("portrait"), slug)
    versions = Version.objects.live().in_language().for_cards().by_author(author)
    if author.slug != slug and versions.exists():
        return redirect(author, permanent=True)
    context = {"title": author.said("name"), "author": author, "template": "site/author.html"}
    context["about"] = author.said("biography")
    return lists.render_list(request, frame, versions, secret=True, **context)
