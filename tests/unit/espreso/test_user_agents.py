"""Where somebody is signed in, in words."""

import pytest
from allauth.usersessions.models import UserSession

from espreso import user_agents

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (f"{WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"{WINDOWS}) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS}) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/19 Safari/605.1", "Safari on Mac"),
        ("a reader of our own", "a reader of our own"),
        ("", ""),
    ],
)
def test_a_session_is_told_by_the_browser_and_where_it_runs(sent, said):
    assert user_agents.device_name(sent) == said


@pytest.mark.django_db
def test_the_page_of_sessions_says_it(client, editor):
    client.force_login(editor)
    agent = f"{WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0"
    UserSession.objects.create(
        user=editor, session_key=client.session.session_key, ip="127.0.0.1", user_agent=agent
    )
    page = client.get("/accounts/sessions/").text
    assert "Firefox on Windows" in page
    assert "Gecko" not in page
