"""Redirects: addresses of an old site, and where they lead now."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from espreso import admin_site, url_space

from .address import Address
from .article import Article
from .menu import exactly_one, unless_empty
from .page import Page

LONGEST = 500
# Two admins at once could close a circle between them: one after the other cannot.
LOCK = 4_170_013
_https = URLValidator(schemes=["https"])
# Of this site. A browser leaves out tabs and line breaks, and takes what is left for another host.
_PATH = re.compile(r"/(?!/)(?:(?!%00)[^\s\\\x00-\x1f\x7f])*\Z")


class Target(NamedTuple):
    """Where an old address leads: an address, or a piece wherever it is, or nowhere (`gone`)."""

    to: str = ""
    piece: int | None = None
    gone: bool = False


class RedirectQuerySet(models.QuerySet):
    """Redirects."""

    def answering(self, path: str, query: str = "") -> "Redirect | None":
        """Return the row for a decoded path and its query, in one query of the index.

        A row that names the query goes before one without, which answers for every query.
        """
        keys = keys_of(path, query)
        found = list(self.filter(old__in=keys)) if keys else []
        return max(found, key=lambda row: len(row.old), default=None)


def keys_of(path: str, query: str = "") -> list[str]:
    """Return the old addresses that a request at `path` may mean, the most exact one first."""
    # PostgreSQL has no text with a null character, so nothing can be there.
    if len(path) > LONGEST or "\0" in path or "%00" in query:
        return []
    keys = dict.fromkeys((url_space.key(path, query), url_space.key(path)))
    return [each for each in keys if len(each) <= LONGEST]


class Redirect(models.Model):
    """An address of an old site. It is looked up only where nothing else answers.

    `old` is kept in the one spelling of `espreso.url_space.key`. A target that is itself an old
    address is followed when it is saved, so that readers are sent on once and never in a circle.
    """

    old = models.CharField(
        _("old URL"),
        max_length=LONGEST,
        unique=True,
        error_messages={"unique": _("There is already a redirect from this URL.")},
        help_text=_(
            "As it appears in old links: /news/123.html or /index.php?id=123. Capital letters and "
            "a slash at the end make no difference. Without a question mark, it also covers the "
            "same URL with any query."
        ),
    )
    to = models.CharField(
        _("new URL"),
        max_length=LONGEST,
        blank=True,
        help_text=_("A page of this site, /about/, or a full URL starting with https://."),
    )
    piece = models.ForeignKey(
        Article,
        verbose_name=_("or a piece"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("The piece’s current URL. Until it is live, the old URL is not found."),
    )
    gone = models.BooleanField(
        _("Gone (410)"),
        default=False,
        help_text=_(
            "Readers and search engines are told that this page is gone permanently (410)."
        ),
    )
    # The path of `to` as an old address would be written: what leads to one is found by it.
    to_key = models.CharField(max_length=LONGEST, blank=True, editable=False, db_index=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(
                    F("piece"), unless_empty("to"), NullIf(F("gone"), Value(False))
                ),
                name="redirect_leads_to_one_thing",
                violation_error_message=_("Choose exactly one: new URL, piece, or Gone."),
            ),
            models.CheckConstraint(
                condition=Q(old__startswith="/"), name="redirect_is_from_a_path_of_this_site"
            ),
            models.CheckConstraint(
                condition=Q(to="") | Q(to__startswith="https://") | Q(to__regex=r"^/([^/\\]|$)"),
                name="redirect_leads_to_this_site_or_by_https",
            ),
        ]

    def __str__(self):
        return self.old

    @transaction.atomic
    def save(self, **kwargs):
        """Save; what led to this address leads on to where this one does."""
        self.to_key = path_key(self.to)
        super().save(**kwargs)
        path = self.old.partition("?")[0]
        for other in Redirect.objects.filter(to_key=path).exclude(pk=self.pk):
            if Redirect.objects.answering(*split(other.to)) == self:
                ahead = {"to": self.to, "to_key": self.to_key}
                ahead |= {"piece": self.piece_id, "gone": self.gone}
                Redirect.objects.filter(pk=other.pk).update(**ahead)

    @property
    def target(self) -> Target:
        return Target(self.to, self.piece_id, self.gone)

    def lead_to(self, target: Target) -> None:
        self.to, self.piece_id, self.gone = target
        self.to_key = path_key(target.to)

    def clean(self):
        """Bring both addresses into their spelling, follow the new one; refuse in words."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        said, target, pages = {}, Target(), pages_now()
        try:
            self.old = read_old(self.old, pages)
        except ValidationError as refusal:
            said["old"] = refusal
        try:
            target = read_new(self.to) if self.to else Target()
            if isinstance(target, str):
                target = _target_piece(target)
        except ValidationError as refusal:
            said["to"] = refusal
        if not said and target.to:
            try:
                target = followed(target, self.old, self._other_at, pages)
            except ValidationError as refusal:
                said["to"] = refusal
        if said:
            raise ValidationError(said)
        if self.to and not (self.piece_id or self.gone):
            self.lead_to(target)

    def _other_at(self, path, query):
        other = Redirect.objects.exclude(pk=self.pk).answering(path, query)
        return other and other.target


def pages_now() -> set[str]:
    """Return the addresses of all published pages as old ones would be written.

    A redirect from one of them is not asked while the page is there.
    """
    return {url_space.key(page.get_absolute_url()) for page in Page.objects.published()}


def read_old(text: str, pages: set[str]) -> str:
    """Return the spelling of an old address, also of a whole one of the old site.

    Raises `ValidationError` for what is no address, or one at which the site itself answers, be
    it one of its `pages`.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if not parts or not parts.path.startswith("/") or parts.scheme not in {"", "http", "https"}:
        raise ValidationError(_("An old URL starts with a slash: /news/123.html."))
    path = url_space.decoded(parts.path)
    if "\0" in path:
        raise ValidationError(_("A URL cannot contain these characters."))
    key = url_space.key(path, parts.query)
    if len(key) > LONGEST:
        raise ValidationError(_("This is too long for a URL: %d characters.") % len(key))
    if _answers_itself(path) or url_space.key(path) in pages:
        raise ValidationError(
            _("%(path)s is used by the site itself: a redirect from it would never be used."),
            params={"path": path},
        )
    return key


def _answers_itself(path):
    path = path if path.endswith("/") else f"{path}/"
    found = url_space.match_path(path)
    return admin_site.is_of_the_desk(path) or (found is not None and not found.parts)


def read_new(text: str) -> "Target | str":
    """Return where a new address leads; for that of a piece, its path, to be looked up.

    Raises `ValidationError` for another scheme than https, and for what is no page of the site.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValidationError(_("This is too long for a URL: %d characters.") % len(text))
    if text.startswith("https://"):
        _https(text)
        return Target(text)
    if not _PATH.match(text):
        raise ValidationError(
            _("A new URL is a page of this site, /about/, or starts with https://.")
        )
    path, _query = split(text)
    found = url_space.match_path(path)
    if found and found.name == "articles:article":
        return "/".join(found.parts[part] for part in ("year", "month", "day", "slug"))
    return Target(text)


def _target_piece(path) -> Target:
    piece = Address.objects.filter(path=path).values_list("article", flat=True).first()
    if piece is None:
        raise no_piece(path)
    return Target(piece=piece)


def no_piece(path: str) -> ValidationError:
    """Return the refusal of an address at which there never was a piece."""
    return ValidationError(_("No piece has the URL /%(path)s/."), params={"path": path})


def split(address: str) -> tuple[str, str]:
    """Return the decoded path and the query of an address of this site."""
    parts = urlsplit(address)
    return url_space.decoded(parts.path), parts.query


def path_key(to: str) -> str:
    """Return the path of a new address as an old one would be written, or nothing for others."""
    return url_space.key(split(to)[0])[:LONGEST] if to.startswith("/") else ""


def followed(target: Target, old: str, find, pages: set[str]) -> Target:
    """Return where `target` leads in the end, when old addresses are followed.

    `find(path, query)` returns the target of what answers there, or None. At one of the `pages`
    readers stay. Raises `ValidationError` when the way comes back to `old`, and when it leads to
    no page.
    """
    seen, ends = set(), None
    while target.to.startswith("/"):
        path, query = split(target.to)
        if old in keys_of(path, query) or target.to in seen:
            raise ValidationError(_("This redirects in a circle, back to the old URL."))
        seen.add(target.to)
        if ends is None and url_space.key(path) in pages:
            # Looked past it all the same: it may be taken back one day.
            ends = target
        found = find(path, query)
        if found is None:
            if ends is None and url_space.match_path(path) is None and not _is_a_file(path):
                raise ValidationError(
                    _("No page of this site has the URL %(path)s."), params={"path": path}
                )
            break
        target = found
    return ends or target


def _is_a_file(path):
    return path[1:].partition("/")[0] in {"static", "media"}
