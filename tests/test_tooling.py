"""What the other tests rely on: the database, the files, the browser and the server of each."""

import http.client

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from articles.models import Article, Page, User
from tests.factories import article, publish


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["the first", "the second"])
def test_a_test_that_commits_finds_what_was_there_at_first_and_nothing_else(time):
    assert Group.objects.get(name="Editor").permissions.exists()
    assert Page.objects.exists()
    assert not Article.objects.exists()
    assert not User.objects.exists()
    publish(article())
    Group.objects.all().delete()
    Page.objects.all().delete()


def test_a_test_that_asks_for_no_database_is_kept_from_it():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Article.objects.exists()


@pytest.mark.parametrize("name", ["default", "private"])
def test_a_test_keeps_files_in_a_folder_of_its_own(tmp_path, name):
    kept = storages[name].save("words.txt", ContentFile("A bridge reopens."))
    assert storages[name].path(kept).startswith(str(tmp_path))


def test_a_page_is_read_with_its_styles(page):
    page.goto("/")

    assert page.locator("h1").count() == 1
    assert page.evaluate("document.styleSheets.length") > 0


@pytest.mark.console_errors_expected
def test_a_page_cannot_reach_another_host(page):
    page.goto("/")

    assert page.evaluate(
        "fetch('https://example.com/').then(() => 'reached', () => 'refused')"
    ) == ("refused")


@pytest.mark.slow
def test_the_real_server_reads_the_database_of_the_test(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/readyz")

    assert connection.getresponse().status == http.HTTPStatus.OK
    connection.close()
