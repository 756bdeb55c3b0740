"""Who hears of a comment: whom it names, whom it answers, and whose piece it is on."""

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from articles.models import Author, Comment, CommentNotification, OutgoingMail
from articles.notifications.comments import mentioned
from tests import factories
from tests.desk_client import page_of, words_of

pytestmark = pytest.mark.django_db

CHOICES = reverse("admin:articles_user_notifications")
DASHBOARD = reverse("admin:index")


@pytest.fixture
def olena():
    return factories.person("Editor", first_name="Olena", last_name="Vyshnevska")


@pytest.fixture
def theirs():
    """The browser of a colleague."""
    return Client()


@pytest.fixture
def own(reporter):
    """A piece of the reporter's."""
    return factories.article("A bridge reopens", created_by=reporter)


def say(client, piece, text="Who says so?", **fields):
    assert client.post(page_of(piece, "comments"), {"text": text, **fields}).status_code == 200
    return Comment.objects.latest("pk")


def mails():
    """Return the text of each mail that waits, by its address."""
    return {mail.to: mail.body for mail in OutgoingMail.objects.order_by("pk")}


def told():
    return {(one.to.name, one.reason) for one in CommentNotification.objects.all()}


def test_a_comment_reaches_the_people_of_the_piece_and_nobody_else(desk, own, reporter, olena):
    named, shared = factories.person("Reporter"), factories.person("Reporter")
    own.bylines.create(author=Author.objects.create(name="Named", user=named))
    own.shared_with.add(shared)
    said = say(desk, own, "The mayor\nsays so.")
    assert set(mails()) == {reporter.email, named.email, shared.email}
    body = mails()[reporter.email]
    assert "Iryna Lys commented on “A bridge reopens”:\n\n    The mayor\n    says so." in body
    assert f"http://testserver{page_of(own)}#comment-{said.pk}" in body
    assert f"http://testserver{CHOICES}" in body
    assert told() == set()


def test_whoever_is_named_is_told_by_mail_and_on_the_dashboard_until_they_open_the_piece(
    desk, theirs, own, olena
):
    said = say(desk, own, "@Olena  Vyshnevska, who says so?")
    assert "Iryna Lys mentioned you in a comment" in mails()[olena.email]
    theirs.force_login(olena)
    page = theirs.get(DASHBOARD)
    assert "Comments for you A bridge reopens" in words_of(page)
    assert "mentions you" in words_of(page)
    assert f"{page_of(own)}#comment-{said.pk}" in page.text

    here = {"_window": "a" * 32, "revision": 1}
    theirs.post(page_of(own, "here"), here | {"unseen": "40"})
    assert "Comments for you" in words_of(theirs.get(DASHBOARD))
    theirs.post(page_of(own, "here"), here)
    assert "Comments for you" not in words_of(theirs.get(DASHBOARD))


def test_an_answer_reaches_all_of_its_thread_and_leads_to_it(desk, theirs, own, editor, olena):
    said = say(desk, own)
    theirs.force_login(olena)
    say(theirs, own, "The mayor.", answers_to=said.pk)
    assert told() == {("Iryna Lys", "reply")}
    assert "Olena Vyshnevska replied to you" in mails()[editor.email]
    assert f"#comment-{said.pk}" in mails()[editor.email]
    assert f"{page_of(own)}#comment-{said.pk}" in desk.get(DASHBOARD).text
    say(desk, own, "By phone.", answers_to=said.pk)
    assert told() == {("Iryna Lys", "reply"), ("Olena Vyshnevska", "reply")}


def test_who_may_not_see_the_piece_or_works_here_no_more_hears_nothing(desk, own, reporter, olena):
    stranger = factories.person("Reporter", first_name="Stranger")
    stranger.groups.clear()
    gone = factories.person("Editor", first_name="Gone", is_active=False)
    own.shared_with.add(stranger, gone)
    said = Comment.objects.create(article=own, by=stranger, text="Of before")
    say(desk, own, "@Stranger @Gone look", answers_to=said.pk)
    assert set(mails()) == {reporter.email}
    assert told() == set()
    people = desk.get(page_of(own, "mentions")).json()["people"]
    assert {"name": "Olena Vyshnevska", "mention": "Olena Vyshnevska"} in people
    assert not {"Stranger", "Gone"} & {one["name"] for one in people}


def test_each_chooses_what_comes_by_mail_for_themselves(desk, theirs, own, reporter, olena):
    theirs.force_login(reporter)
    assert theirs.get(CHOICES).text.count(" checked") == 3
    theirs.post(CHOICES, {"mail_mentions": "on"})
    assert theirs.get(CHOICES).text.count(" checked") == 1
    say(desk, own)
    assert mails() == {}
    # On the Dashboard it is in any case.
    olena.mail_mentions = False
    olena.save()
    say(desk, own, "@Olena Vyshnevska @Taras Zoria")
    assert set(mails()) == {reporter.email}
    assert told() == {("Olena Vyshnevska", "mention"), ("Taras Zoria", "mention")}


def test_comments_within_some_minutes_are_one_mail_to_each(desk, own, reporter, olena):
    say(desk, own, "The first.")
    say(desk, own, "@Olena Vyshnevska, the second.")
    say(desk, factories.article("Another", created_by=reporter), "Elsewhere.")
    assert OutgoingMail.objects.filter(to=reporter.email).count() == 2
    body = OutgoingMail.objects.filter(to=reporter.email).earliest("pk").body
    assert body.index("The first.") < body.index("the second.") < body.index(CHOICES)
    assert body.count(CHOICES) == 1
    assert "The first." not in mails()[olena.email]
    assert not OutgoingMail.objects.due().exists()

    OutgoingMail.objects.update(due_at=Now())
    say(desk, own, "The third.")
    assert OutgoingMail.objects.filter(to=reporter.email).count() == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Olena Vyshnevska", {"Olena Vyshnevska"}),
        ("(@olena vyshnevska)", {"Olena Vyshnevska"}),
        ("@Olena", {"Olena"}),
        ("@olena2, @Olena", {"Olena Vyshnevska", "Olena"}),
        ("olena@example.org or Olena", set()),
        ("@Olenaka @Olen @@Olena", set()),
        ("@[.*](+?", set()),
    ],
)
def test_a_name_counts_whole_and_the_longest_one(text, named):
    people = [
        factories.person("Reporter", username="olena1", first_name="Olena"),
        factories.person("Reporter", username="olena2", first_name="Olena", last_name="Vyshnevska"),
    ]
    assert {one.name for one in people if one.pk in mentioned(text, people)} == named


def test_of_two_of_one_name_each_is_named_by_the_user_name(desk, own, olena):
    factories.person("Editor", username="other", first_name="Olena", last_name="Vyshnevska")
    people = desk.get(page_of(own, "mentions")).json()["people"]
    words = {one["mention"] for one in people if one["name"] == "Olena Vyshnevska"}
    assert words == {"other", olena.username}


def test_the_choices_and_the_names_are_for_who_works_here(client, own, reporter):
    for address in (CHOICES, page_of(own, "mentions")):
        assert "/login/" in client.get(address)["Location"]
    reporter.groups.clear()
    client.force_login(reporter)
    assert client.get(page_of(own, "mentions")).status_code == 403
