"""Tags: topics, on django-taggit with models of our own."""

from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles import similar_names
from espreso.broken_rules import CONTRADICTION
from espreso.slugs import slug_for

from .slug_history import AddressedQuerySet, slug_free_in
from .translated import Translated


class Tag(Translated, TagBase):
    """A topic that readers can follow. Case does not part two tags: “nato” is “NATO”."""

    in_words = ("name", "description")

    description = models.TextField(
        _("description"), blank=True, help_text=_("Shown at the top of the topic’s page.")
    )

    objects = AddressedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_name_unique_whatever_the_case",
                violation_error_message=_("There is already a tag with this name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="tag_has_a_name",
                violation_error_message=_("Give the tag a name."),
            ),
        ]

    def save(self, *args, **kwargs):
        """Save. A new tag gets an address that no tag has, or had as readers remember."""
        self.slug = self.slug or self._free_slug(self.name)
        super().save(*args, **kwargs)
        # It has an address of its own again.
        FormerTag.objects.filter(slug=self.slug, tag=self).delete()

    def slugify(self, tag, i=None):
        """Return Latin letters for any alphabet."""
        slug = slug_for(tag, nameless="topic")
        return slug if i is None else f"{slug}-{i + 1}"

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])

    @transaction.atomic
    def rename(self, name: str) -> None:
        """Give the tag another name and address. A former one that readers knew leads there."""
        former = self.slug
        self.name = name
        self.slug = self._free_slug(name)
        self.full_clean()
        self.save()
        # Asked when the tag is held: what is being published with it is published by then.
        if self.slug != former and self._has_been_public():
            FormerTag.objects.update_or_create(slug=former, defaults={"tag": self})

    def _has_been_public(self):
        """Whether readers could ever find the tag: some version with it has begun."""
        return self.tagged_versions.filter(content_object__during__startswith__lte=Now()).exists()

    def _free_slug(self, name):
        others = Tag.objects.exclude(pk=self.pk), FormerTag.objects.exclude(tag=self.pk)
        return slug_free_in(others, self.slugify(name))

    @transaction.atomic
    def merge_into(self, other: "Tag") -> int:
        """Move every piece and version to `other`, leave redirects where readers were, and go.

        Returns how many pieces moved. Raises `ValidationError` when asked to merge a tag into
        itself, or into one that somebody else has just deleted.
        """
        if self.pk == other.pk:
            raise ValidationError(_("A tag cannot be merged into itself."))
        both = Tag.objects.select_for_update().order_by("pk").filter(pk__in=[self.pk, other.pk])
        if len(both) < 2:
            raise ValidationError(_("One of the two tags no longer exists. Check the list again."))
        moved, known = self.uses().count(), self._has_been_public()
        for through in (TaggedArticle, TaggedVersion):
            carrying_both = through.objects.filter(tag=other).values("content_object")
            through.objects.filter(tag=self, content_object__in=carrying_both).delete()
            through.objects.filter(tag=self).update(tag=other)
        FormerTag.objects.filter(tag=self).update(tag=other)
        if known:
            FormerTag.objects.update_or_create(slug=self.slug, defaults={"tag": other})
        self.delete()
        return moved

    @classmethod
    def alike(cls) -> list[list["Tag"]]:
        """Return the groups of tags that look like the same topic, in two queries.

        Those that somebody declared to be different are not brought up again.
        """
        named = {tag.name: tag for tag in cls.objects.only("name", "slug").order_by("name")}
        apart = DifferentTags.objects.values_list("one__name", "other__name")
        found = similar_names.groups(named, [frozenset(pair) for pair in apart])
        return [[named[name] for name in group] for group in found]

    @classmethod
    def hold(cls, keys) -> None:
        """Let none of the tags with these keys be merged or deleted before the commit."""
        with connection.cursor() as cursor:
            # As foreign keys hold what they point to, and in the order in which a merge does.
            cursor.execute(
                "SELECT FROM articles_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",
                [list(keys)],
            )

    @classmethod
    def held_for(cls, piece) -> list["Tag"]:
        """Return the tags of a draft or a version, none of which is merged until the commit.

        One that is being merged at this moment is waited for, and is the other one then.
        """
        table = piece._meta.get_field("tagged").related_model._meta.db_table
        while True:
            with connection.cursor() as cursor:
                # As foreign keys hold what they point to: two publications do not wait for
                # each other. (A name of a table of ours, and no word of anybody's.)
                cursor.execute(
                    f"SELECT tag.id FROM articles_tag tag JOIN {table} tagged"  # noqa: S608
                    " ON tagged.tag_id = tag.id WHERE tagged.content_object_id = %s"
                    " ORDER BY tag.id FOR KEY SHARE OF tag",
                    [piece.pk],
                )
                held = {pk for (pk,) in cursor.fetchall()}
            tags = list(piece.tags.all())
            if {tag.pk for tag in tags} <= held:
                return tags

    def uses(self):
        """Return the pieces that carry this tag, in their draft or in any version."""
        drafts = self.tagged_articles.order_by().values("content_object")
        versions = self.tagged_versions.order_by().values("content_object__article")
        articles = self._meta.apps.get_model("articles.Article").objects
        return articles.filter(pk__in=drafts.union(versions))


class FormerTag(models.Model):
    """An address at which readers found a tag of another name. It leads to the tag of today.

    A name that they never saw leaves none: an address that leads anywhere would confirm it.
    """

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former")

    def __str__(self):
        return f"{self.slug} → {self.tag}"


class DifferentTags(models.Model):
    """Two tags that look alike and are different topics, as somebody has said."""

    one = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="different_tags_said_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")),
                name="different_tags_in_order",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.one} ≠ {self.other}"

    @classmethod
    def declare(cls, tags) -> None:
        """Remember that no two of `tags` are the same topic."""
        in_order = sorted(tags, key=lambda tag: tag.pk)
        cls.objects.bulk_create(
            [cls(one=one, other=other) for one, other in combinations(in_order, 2)],
            ignore_conflicts=True,
        )


class TaggedArticle(ItemBase):
    """A tag on a draft."""

    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged"
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="tagged_articles")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="article_carries_a_tag_once"
            )
        ]


class TaggedVersion(ItemBase):
    """A tag on what readers see, with the time that orders the topic's page.

    `language` is that of the version: the database writes it. A topic of many pieces may have
    few in another language, which its index leads to.
    """

    content_object = models.ForeignKey(
        "articles.Version", on_delete=models.CASCADE, related_name="tagged"
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="tagged_versions")
    published_at = models.DateTimeField()
    language = models.CharField(max_length=8, default="", db_default="", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="version_carries_a_tag_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["tag", "language", "-published_at", "-content_object"],
                name="tag_language_newest_first",
            )
        ]
