"""Redirects: addresses of an old site, and where they lead now."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from espreso import admin_site, links, url_space

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
                condition=Q(old__startswith="/"),
                name="redirect_is_from_a_path_of_this_site",
                violation_error_message=_(
                    "The old URL must be a path on this site: it begins with /."
                ),
            ),
            models.CheckConstraint(
                condition=Q(to="") | Q(to__startswith="https://") | Q(to__regex=r"^/([^/\\]|$)"),
                name="redirect_leads_to_this_site_or_by_https",
                violation_error_message=_("The new URL must begin with / or https://."),
            ),
        ]

    def __str__(self):
        return self.old

    @transaction.atomic
    def save(self, **kwargs):
        """Save; what led to this address leads on to where this one does."""
        self.to_key = path_key(self.to)
        super().save(**kwargs)
        others = Redirect.objects.exclude(pk=self.pk)
        leading = others.filter(to_key=self.old.partition("?")[0])
        keys = {to: keys_of(*split(to)) for to in leading.values_list("to", flat=True).distinct()}
        # One with the same query goes before this one.
        known = others.filter(old__in={key for found in keys.values() for key in found})
        known = {self.old, *known.values_list("old", flat=True)}
        here = [
            to
            for to, found in keys.items()
            if next((key for key in found if key in known), None) == self.old
        ]
        leading.filter(to__in=here).update(
            to=self.to, to_key=self.to_key, piece=self.piece_id, gone=self.gone
        )

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
                target = Ways(self._finder(target), pages).end(target)
            except ValidationError as refusal:
                said["to"] = refusal
        if said:
            raise ValidationError(said)
        if self.to and not (self.piece_id or self.gone):
            self.lead_to(target)

    def _finder(self, target):
        """What answers at an address once this row leads to `target`."""
        others = Redirect.objects.exclude(pk=self.pk)

        def find(path, query):
            other = others.answering(path, query)
            if self.old in keys_of(path, query) and len(self.old) > len(other.old if other else ""):
                return target
            return other and other.target

        return find


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
    try:
        whole = links.completed(text)
        # A path is taken as it was typed, or not at all.
        text = text if text.startswith("/") else whole
    except links.BadLink as refusal:
        # The sentence below says what a redirect may lead to.
        if refusal.code != "no_address":
            raise
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


class Ways:
    """Where targets lead in the end, when old addresses are followed: each is followed once.

    `find(path, query)` returns the target of what answers there, or None. At one of the `pages`
    readers stay.
    """

    def __init__(self, find: Callable[[str, str], Target | None], pages: set[str]):
        self._find, self._pages = find, pages
        # By the address; None for a circle, and the path of what is no page.
        self._ends: dict[str, Target | str | None] = {}

    def end(self, target: Target) -> Target:
        """Raise `ValidationError` for a way that comes back, or that leads to no page."""
        match self._end(target):
            case Target() as end:
                return end
            case None:
                raise ValidationError(_("This redirects in a circle, back to the old URL."))
            case path:
                raise ValidationError(
                    _("No page of this site has the URL %(path)s."), params={"path": path}
                )

    def _end(self, target):
        way = {}
        while target.to.startswith("/") and target.to not in self._ends:
            if target.to in way:
                return self._remember(way, None)
            path, query = split(target.to)
            way[target.to] = target
            found = self._find(path, query)
            if found is None:
                known = url_space.match_path(path) is not None or _is_a_file(path)
                return self._remember(way, target if known else path)
            target = found
        return self._remember(way, self._ends.get(target.to, target))

    def _remember(self, way, end):
        for to, target in reversed(way.items()):
            # A page may be taken back one day, so no circle goes through it either.
            if end is not None and url_space.key(split(to)[0]) in self._pages:
                end = target
            self._ends[to] = end
        return end


def _is_a_file(path):
    return path[1:].partition("/")[0] in {"static", "media"}
