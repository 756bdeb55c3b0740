"""The database hangs, goes and comes back behind a real server.

A proxy stands between the two, so that the server of all other tests stays well.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from articles.actions import publishing
from demo.bench import proxy
from espreso import database
from tests.factories import article, person, publish
from tests.page_cache import ask, let_workers_hear

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network(transactional_db):
    with proxy.Proxy(connection.settings_dict) as network:
        yield network


@pytest.fixture
def server_environment(network):
    through = {**connection.settings_dict, "HOST": proxy.HOST, "PORT": network.port}
    return {"DATABASE_URL": database.url(through)}


def hung(network):
    network.hang()
    return network.flow


def gone(network):
    network.refuse()
    return network.accept


@contextmanager
def fault(begin, network):
    end = begin(network)
    try:
        yield
    finally:
        end()


FAULTS = pytest.mark.parametrize("begin", [hung, gone])


def kept(server, *pieces):
    """Return the addresses of pieces, which the worker has from then on."""
    let_workers_hear()
    addresses = [piece.get_absolute_url() for piece in pieces]
    for address in addresses:
        assert ask(server, address)[0] == 200
    return addresses


@FAULTS
def test_without_the_database_kept_pages_are_answered_and_others_say_when_to_come(
    server, network, begin
):
    [address] = kept(server, publish(article("Trams again")))
    with fault(begin, network):
        for _time in range(2):
            status, _told, words = ask(server, address)
            assert (status, b"Trams again" in words) == (200, True)
            for unknown, said in (("/about/", b"right now"), ("/uk/about/", "Зараз".encode())):
                status, told, words = ask(server, unknown)
                assert (status, told["retry-after"], told["cache-control"]) == (
                    503,
                    "5",
                    "no-store",
                )
                assert said in words
        assert ask(server, "/readyz")[0] == 503
        assert ask(server, "/healthz")[0] == 200


@FAULTS
def test_what_was_withdrawn_before_the_database_went_does_not_come_back(server, network, begin):
    piece = article()
    [address] = kept(server, publish(piece))
    piece.refresh_from_db()
    publishing.withdraw(piece, person(), revision=piece.revision)
    let_workers_hear()
    with fault(begin, network):
        assert ask(server, address)[0] == 503


@FAULTS
def test_when_the_database_is_back_readers_see_what_changed_meanwhile(server, network, begin):
    piece = article("First words")
    [address] = kept(server, publish(piece))
    with fault(begin, network):
        assert ask(server, "/about/")[0] == 503
        type(piece).objects.filter(pk=piece.pk).update(headline="Second words")
        publish(piece)
    hears_again(server)
    assert b"Second words" in ask(server, address)[2]


def hears_again(server):
    """Return when the worker does without the past: it has pages made again."""
    while ask(server, "/search/?q=trams")[0] == 503:
        pass
    let_workers_hear()


def test_a_connection_that_was_lost_is_no_readers_loss(server):
    [address] = kept(server, publish(article("Trams again")))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert ask(server, "/search/?q=trams")[0] == 200
    assert ask(server, address)[0] == 200


def test_who_reads_kept_pages_waits_for_nobody_who_waits_for_the_database(server):
    [address] = kept(server, publish(article("Trams again")))
    answers = []
    waits = threading.Thread(target=lambda: answers.append(ask(server, "/search/?q=trams")))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE articles_version IN ACCESS EXCLUSIVE MODE")
        waits.start()
        while not searches_that_wait(cursor):
            cursor.execute("SELECT pg_sleep(0.01)")
        assert ask(server, address)[0] == 200
        assert not answers
    waits.join()


def searches_that_wait(cursor):
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock' AND query NOT LIKE '%articles_changes_since%'"
    )
    return cursor.fetchone()[0]


def test_health_answers_by_any_name_and_without_what_proxies_add(server, network):
    for address in ("/healthz", "/readyz", "/readyz?writing"):
        assert ask(server, address, Host="192.0.2.7")[0] == 200


def test_a_database_that_may_only_be_read_is_ready_for_readers_alone(server, network):
    # Nobody has asked for it yet, so that all of it is to be made.
    address = publish(article("Trams again")).get_absolute_url()
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    try:
        with fault(gone, network):
            pass
        hears_again(server)
        assert ask(server, "/readyz")[0] == 200
        assert ask(server, "/readyz?writing")[0] == 503
        assert ask(server, address)[0] == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    # Without a new connection of the worker's: it throws away those that are of that time.
    assert ask(server, "/readyz?writing")[0] == 200
