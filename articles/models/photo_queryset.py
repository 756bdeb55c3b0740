"""Photo queryset: the library as a whole, what is in it, comes into it and leaves it."""

from django.db import models, transaction

INCOMPLETE = models.Q(alternative_text="") | models.Q(credit="")


class PhotoQuerySet(models.QuerySet):
    """The photo library."""

    def take_in(self, file, *, by=None, **words):
        """Bring the picture in `file` (open, binary) into the library and return its photo.

        `words` are fields of the photo; caption, credit, copyright, licence and alternative text
        that are missing or empty are read from the file. `by` is the user who brings it. Raises
        `ValidationError` with words for an editor; then nothing stays in the database or on
        the disk.
        """
        photo = self.model(uploaded_by=by, **words)
        photo.receive(file)
        return photo

    def offered(self):
        """Keep what a piece may still choose."""
        return self.filter(withdrawn_at=None)

    def incomplete(self):
        """Keep what lacks its alternative text or its credit."""
        return self.filter(INCOMPLETE)

    def unused(self):
        """Keep what stands in no draft and in no version, and shows no author."""
        return self.filter(leads=None, articles_figure_set=None, versions=None, portrayed=None)

    def delete(self):
        """Delete the photos and, once that is certain, their files."""
        with transaction.atomic():
            for photo in self.select_for_update():
                photo.doom(photo.files())
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True
