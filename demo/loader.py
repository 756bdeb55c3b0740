"""The invented newsroom, from `demo/content` into an empty database."""

import json
import os
import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from articles.actions import publishing
from articles.content import thaw
from articles.models import (
    Article,
    Author,
    Byline,
    Change,
    DoomedFile,
    Label,
    Page,
    Photo,
    Section,
    Tag,
    User,
)
from demo import pieces as content
from demo import workflow
from demo.layouts import arrange
from espreso import limited_process
from interviews.models import Interview, Interviewee

# One person a role. Whoever has the name of an author writes under it.
PEOPLE = (
    ("nazar", "Nazar Piddubnyi", "Reporter"),
    ("olena", "Olena Vyshnevska", "Editor"),
    ("solomiia", "Solomiia Rudenko", "Admin"),
)
SIGN_INS = settings.VAR_DIR / "demo-sign-ins.json"


class NotOfTheDemo(Exception):
    """The newsroom is one in which somebody works; the message is for people."""


def load(*, progress: bool = True) -> bool:
    """Fill an empty newsroom and return True; leave one that has articles as it is.

    All or nothing: an interrupted load starts anew, and the files that it had written are doomed.
    The people are there afterwards in either case, and their sign-ins stand in
    `var/demo-sign-ins.json`. Raises NotOfTheDemo where others work: nobody gets into their
    newsroom with a password of the demo.
    """
    if not _is_of_the_demo():
        raise NotOfTheDemo(
            "This newsroom has people or pieces of its own, so nothing invented comes into it. "
            "DATABASE_URL can name an empty database for the demo."
        )
    people = _people()
    if Article.objects.exists():
        return False
    # Whoever was writing these was killed.
    DoomedFile.objects.hasten()
    photos, pieces = content.load_photos(), content.load_pieces()
    bar = tqdm(
        total=len(photos) + len(pieces),
        desc="Filling the newsroom",
        unit="",
        disable=not progress,
        bar_format="{desc} {bar} {n_fmt}/{total_fmt}",
    )
    with bar, transaction.atomic():
        _Newsroom(people, bar).fill(photos, pieces)
    return True


def _is_of_the_demo():
    ours = User.objects.filter(email__in=[_email(username) for username, _name, _role in PEOPLE])
    return ours.exists() or not (User.objects.exists() or Article.objects.exists())


def _email(username):
    return f"{username}@example.org"


def _people():
    """Return the people by role, with the passwords that the sign-ins file names."""
    known = json.loads(SIGN_INS.read_text()) if SIGN_INS.exists() else []
    kept = {sign_in["username"]: sign_in["password"] for sign_in in known}
    people, sign_ins = {}, []
    for username, name, role in PEOPLE:
        first, last = name.split()
        user, _created = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": _email(username),
                "is_staff": True,
            },
        )
        password = os.environ.get("DEMO_PASSWORD") or kept.get(username) or _new_password()
        if not user.check_password(password):
            user.set_password(password)
            user.save()
        user.groups.set([Group.objects.get(name=role)])
        people[role] = user
        sign_ins.append({"name": name, "username": username, "role": role, "password": password})
    SIGN_INS.parent.mkdir(parents=True, exist_ok=True)
    SIGN_INS.touch(mode=0o600)
    SIGN_INS.write_text(json.dumps(sign_ins, indent=2))
    return people


def _new_password():
    return "-".join(secrets.token_hex(2) for _ in range(4))


class _Newsroom:
    def __init__(self, people, bar):
        self.people, self.bar = people, bar
        self.now = timezone.now()

    def fill(self, photos, pieces):
        self.photos = {slug: self.photo(photo) for slug, photo in photos.items()}
        self.sections = {
            slug: Section.objects.get_or_create(
                slug=slug,
                defaults={
                    "name": section.name,
                    "description": section.description,
                    "in_other_languages": section.in_other_languages,
                    "position": position,
                },
            )[0]
            for position, (slug, section) in enumerate(content.load_sections().items())
        }
        self.authors = {
            slug: self.author(author) for slug, author in content.load_authors().items()
        }
        self.tags = {
            name: Tag.objects.create(
                name=name,
                description=topic.description,
                in_other_languages=topic.in_other_languages,
            )
            for name, topic in content.load_topics().items()
        }
        self.moments = self.moments_of(pieces)
        self.drafts = {}
        for piece in pieces:
            self.drafts[piece.slug] = self.draft(piece)
            self.bar.update()
        # Once all are there, since they pick and translate each other.
        for piece in pieces:
            draft = self.drafts[piece.slug]
            draft.pick(self.drafts[slug].pk for slug in piece.read_also)
            if piece.original:
                draft.original_id = self.drafts[piece.original].pk
                draft.save(update_fields=["original"])
        for piece in pieces:
            draft = self.drafts[piece.slug]
            self.publish(piece, draft)
            workflow.send_on(piece, draft, self.owner(piece), self.people["Editor"])
            workflow.an_hour_ago(draft)
        for page in content.load_pages():
            self.page(page)
        arrange(self.drafts, self.sections, self.tags, self.people["Editor"])

    def page(self, page):
        """Publish what stands for long, in the place of the draft that every site begins with."""
        made = Page.objects.filter(slug=page.slug, language=page.language).first()
        made = made or Page(slug=page.slug, language=page.language)
        made.title, made.standfirst, made.text = page.title, page.standfirst, page.html
        made.published = True
        made.change(self.people["Admin"])

    def author(self, author):
        accounts = {user.get_full_name(): user for user in self.people.values()}
        return Author.objects.create(
            name=author.name,
            slug=author.slug,
            role=author.role,
            biography=author.biography,
            in_other_languages=author.in_other_languages,
            portrait=self.photos.get(author.portrait),
            user=accounts.get(author.name),
        )

    def photo(self, photo):
        with photo.path.open("rb") as file, limited_process.trusted():
            made = Photo.objects.take_in(
                File(file, name=photo.file),
                by=self.people["Editor"],
                alternative_text=photo.alternative_text,
                caption=photo.caption,
                credit=photo.credit,
                copyright=photo.copyright,
                in_other_languages=photo.in_other_languages,
                focal_x=photo.focal_x,
                focal_y=photo.focal_y,
            )
        self.bar.update()
        return made

    def moments_of(self, pieces):
        """When each piece was published; what today has not seen yet came out just before now."""
        moments = {piece.slug: _moment(piece.days_ago, piece.time) for piece in pieces}
        early = [
            piece.slug
            for piece in reversed(pieces)
            if piece.status != "scheduled" and moments[piece.slug] > self.now
        ]
        for place, slug in enumerate(early, start=1):
            moments[slug] = self.now - place * timedelta(minutes=13)
        return moments

    def draft(self, piece):
        kind = Interview if piece.kind == "interview" else Article
        own = {"pull_line": piece.pull_line} if kind is Interview else {}
        made = kind.objects.create(
            **own,
            headline=piece.first_headline or piece.headline,
            slug=piece.slug[:80],
            standfirst=piece.standfirst,
            label=Label.NONE if piece.label == "updated" else piece.label,
            section=self.sections[piece.section],
            language=piece.language,
            lead_photo=self.photos.get(piece.lead),
            lead_caption=piece.lead_caption,
            created_by=self.owner(piece),
            modified_by=self.owner(piece),
        )
        Interviewee.objects.bulk_create(
            Interviewee(interview=made, name=name, role=role, position=position)
            for position, (name, role) in enumerate(piece.interviewees)
        )
        Byline.objects.bulk_create(
            Byline(article=made, author=self.authors[slug], position=position)
            for position, slug in enumerate(piece.authors)
        )
        made.tags.add(*(self.tags[name] for name in piece.tags))
        thaw.add_blocks(made, self.blocks(piece))
        return made

    def owner(self, piece):
        reporter = self.people["Reporter"]
        writes = any(self.authors[slug].user == reporter for slug in piece.authors)
        sends = piece.status in {"review", "sent_back", "ready"}
        return reporter if writes or sends else self.people["Editor"]

    def blocks(self, piece, *, corrected=False):
        """Return the text as it was first published, or as it was `corrected`."""
        blocks = [self.block(block) for block in piece.blocks]
        if corrected or not piece.correction:
            return blocks
        was, now = piece.correction.was, piece.correction.now
        return [
            {
                name: words.replace(now, was) if isinstance(words, str) else words
                for name, words in block.items()
            }
            for block in blocks
        ]

    def block(self, block):
        match block["kind"]:
            case "figure":
                own = {"caption": block["caption"], "caption_of_photo": not block["caption"]}
                return {"kind": "figure", "photo": self.photos[block["photo"]].pk, **own}
            case "pull_quote":
                return {
                    "kind": "pull_quote",
                    "quote": block["text"],
                    "attribution": block["attribution"],
                }
        return block

    def publish(self, piece, draft):
        editor, moment = self.people["Editor"], self.moments[piece.slug]
        match piece.status:
            case "scheduled":
                draft.refresh_from_db()
                publishing.schedule(draft, editor, moment, revision=draft.revision)
            case "withdrawn":
                until = min(moment + timedelta(hours=3), self.now)
                publishing.record(draft, editor, live_from=moment, live_until=until)
            case "live" if piece.label == "updated":
                self.publish_updated(piece, draft, editor, moment)
            case "live" if piece.correction:
                self.publish_corrected(piece, draft, editor, moment)
            case "live" | "live_and_changed":
                publishing.record(draft, editor, live_from=moment)
        if piece.status == "live_and_changed":
            draft.refresh_from_db()
            draft.headline = piece.later_headline or draft.headline
            draft.standfirst = piece.later_standfirst or draft.standfirst
            draft.save()
            draft.bump(self.people["Reporter"])
        else:
            Article.objects.filter(pk=draft.pk).update(modified_at=min(moment, self.now))

    def publish_updated(self, piece, draft, editor, moment):
        updated = min(_moment(piece.days_ago, piece.updated_time), self.now - timedelta(minutes=2))
        updated = max(updated, moment + timedelta(minutes=1))
        publishing.record(draft, editor, live_from=moment, live_until=updated)
        draft.refresh_from_db()
        draft.headline = piece.headline
        draft.save()
        publishing.record(draft, editor, live_from=updated, change=Change.UPDATE, note=piece.note)

    def publish_corrected(self, piece, draft, editor, moment):
        correction = piece.correction
        corrected = min(_moment(piece.days_ago, correction.time), self.now - timedelta(minutes=1))
        publishing.record(draft, editor, live_from=moment, live_until=corrected)
        thaw.replace_blocks(draft, self.blocks(piece, corrected=True))
        draft.refresh_from_db()
        change = {"change": Change.CORRECTION, "note": correction.note}
        publishing.record(draft, editor, live_from=corrected, **change)


def _moment(days_ago, at):
    day = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)))
