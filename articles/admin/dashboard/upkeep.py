"""Upkeep: the boards for admins: similar topics, photos, unused accounts, undelivered email."""

from django.db.models import Count, F, Q, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import permissions
from articles.admin.common.times import when
from articles.models import Article, OutgoingMail, Photo, Section, Tag, User

from .board import SHOWN, Board, BoardLine


def boards(user) -> list[Board]:
    """Return what `user` may put in order: for most people nothing."""
    may_change_people = permissions.may(user, "change", User)
    kept = [
        (permissions.may_merge_tags(user), _similar_tags),
        (may_change_people, _accounts),
        # Who may change people looks after the library too; everybody else meets it in their work.
        (may_change_people, _photos),
        (permissions.may(user, "view", OutgoingMail), _mail),
    ]
    return [board() for is_theirs, board in kept if is_theirs]


def beginning(user) -> list[dict]:
    """Return what a new newsroom does first, or nothing once it has done so."""
    if Article.objects.exists():
        return []
    steps = [
        (Section, "articles_section_add", _("Add the sections of the newspaper.")),
        (User, "articles_user_changelist", _("Invite your colleagues.")),
        (Article, "articles_article_add", _("Write the first article.")),
    ]
    done = {Section} if Section.objects.exists() else set()
    return [
        {"words": words, "address": reverse(f"admin:{name}")}
        for model, name, words in steps
        if model not in done and permissions.may(user, "add", model)
    ]


def _similar_tags():
    alike = Tag.alike()
    page = reverse("admin:articles_tag_alike")
    return Board(
        name="tags",
        title=_("Similar tags"),
        empty=_("No tags look like the same topic."),
        lines=[
            BoardLine(
                words=" · ".join(tag.name for tag in group), address=f"{page}#tag-{group[0].pk}"
            )
            for group in alike[:SHOWN]
        ],
        total=len(alike),
        address=page,
    )


def _photos():
    counted = Photo.objects.incomplete().aggregate(
        alternative_text=Count("pk", filter=Q(alternative_text="")),
        credit=Count("pk", filter=Q(credit="")),
    )
    words = {
        "alternative_text": ngettext(
            "%d photo without alternative text",
            "%d photos without alternative text",
            counted["alternative_text"],
        ),
        "credit": ngettext(
            "%d photo without credit", "%d photos without credit", counted["credit"]
        ),
    }
    return Board(
        name="photos",
        title=_("Photos"),
        empty=_("Every photo has alternative text and a credit."),
        lines=[
            BoardLine(
                words=words[what] % count,
                address=reverse("admin:articles_photo_changelist", query={"without": what}),
            )
            for what, count in counted.items()
            if count
        ],
    )


def _accounts():
    unused = User.objects.unused().annotate(total=Window(Count("*")))
    found = list(unused.order_by(F("last_login").asc(nulls_first=True), "date_joined")[:SHOWN])
    return Board(
        name="accounts",
        title=_("Accounts unused for 90 days"),
        empty=_("Everyone who can sign in has done so recently."),
        lines=[
            BoardLine(
                words=person.name,
                address=reverse("admin:articles_user_change", args=[person.pk]),
                facts=[
                    _("last signed in %s") % when(person.last_login)
                    if person.last_login
                    else _("never signed in")
                ],
            )
            for person in found
        ],
        total=found[0].total if found else 0,
        address=reverse("admin:articles_user_changelist", query={"state": "unused"}),
    )


def _mail():
    troubled = OutgoingMail.objects.in_trouble().annotate(total=Window(Count("*")))
    found = list(troubled.order_by("-written_at", "-pk")[:SHOWN])
    page = reverse("admin:articles_outgoingmail_changelist")
    return Board(
        name="mail",
        title=_("Undelivered email"),
        empty=_("Every email was delivered, or is on its way."),
        lines=[
            BoardLine(
                words=mail.to,
                address=page,
                facts=[mail.subject, when(mail.written_at)],
                warning=mail.get_trouble_display(),
            )
            for mail in found
        ],
        total=found[0].total if found else 0,
        address=page,
    )
