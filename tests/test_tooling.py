"""What the other tests rely on: the browser they drive, and the server they read."""

import http.client

import pytest


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
