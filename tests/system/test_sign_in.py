"""Sign-in at two real workers: what one counts, the other knows."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.factories import person
from tests.strangers import Stranger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
RIGHT = "a long password"


@pytest.fixture
def server_workers():
    return 2


def test_wrong_passwords_are_counted_for_all_workers(server):
    person("Reporter", username="ivan")
    for _attempt in range(5):
        # A connection each, which goes to one worker or the other.
        answer = Stranger(server.url).post(LOGIN, login="ivan", password="wrong")
        assert "Too many failed attempts" not in answer.words
    answer = Stranger(server.url).post(LOGIN, login="ivan", password=RIGHT)
    assert "Too many failed attempts" in answer.words


def test_a_code_opens_one_session_of_all_workers(server):
    ivan, secret = person("Reporter", username="ivan"), generate_totp_secret()
    TOTP.activate(ivan, secret)
    thieves = [Stranger(server.url) for _thief in range(5)]
    for thief in thieves:
        assert thief.post(LOGIN, login="ivan", password=RIGHT).address.endswith(CODE)
    [period] = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(secret, period))
    opened = [
        thief.post(CODE, code=code).address.startswith(f"{server.url}/admin/") for thief in thieves
    ]
    # Where the period ended in between, none of the rest was right.
    assert sum(opened) <= 1
    if [period] == list(yield_hotp_counters_from_time()):
        assert opened == [True, False, False, False, False]
