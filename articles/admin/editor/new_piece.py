"""New piece: what its form begins with."""

from django.utils.translation import get_language

from articles.models import Article, Byline
from espreso import languages


class NewPieceMixin:
    """Adds to the admin of a kind of piece what is filled in before anybody types."""

    def get_changeform_initial_data(self, request):
        """A reporter's new piece carries the reporter's name, and nothing that a link says.

        Its language is that of the last piece that they began, or else that in which they use the
        desk. A translation is begun in another language than one writes in.
        """
        author = Byline._meta.get_field("author").related_model.objects.filter(user=request.user)
        last = Article.objects.filter(created_by=request.user, original=None).order_by("-pk")
        spoken = [*last.values_list("language", flat=True)[:1], get_language()]
        return {
            "byline": list(author.values_list("pk", flat=True)),
            "language": next(filter(dict(languages.choices()).get, spoken), languages.default()),
        }
