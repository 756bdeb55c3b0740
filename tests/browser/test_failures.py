"""A save that fails in the browser: the desk says why, and what was typed can be sent again."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import expect
from psycopg import sql

from tests.desk_client import headline_of, page_of


@contextmanager
def a_database_that_can_only_be_read():
    """Whoever connects from now on can only read."""
    alter("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        alter("RESET ALL")


@contextmanager
def a_database_that_lets_nobody_in():
    alter("ALLOW_CONNECTIONS false")
    try:
        yield
    finally:
        alter("ALLOW_CONNECTIONS true")


def alter(how):
    there = connection.settings_dict
    server = {"host": there["HOST"], "port": there["PORT"], "user": there["USER"]}
    # From outside: a database does not shut out whoever is in it.
    with psycopg.connect(
        **server, password=there["PASSWORD"], dbname="postgres", autocommit=True
    ) as other:
        name = sql.Identifier(there["NAME"])
        other.execute(sql.SQL("ALTER DATABASE {} {}").format(name, sql.SQL(how)))


@pytest.mark.console_errors_expected
def test_what_cannot_be_saved_now_stays_typed_and_is_saved_with_one_press_later(
    desk_of, editor, piece
):
    page = desk_of(editor)
    headline = headline_of(page, page_of(piece))
    with a_database_that_can_only_be_read():
        headline.fill("Trams cross the bridge again")
        expect(page.locator(".desk-kept-at")).to_contain_text("can only be read at the moment")
        save = page.get_by_role("button", name="Save", exact=True)
        save.click()
        trouble = page.locator(".desk-trouble")
        expect(trouble).to_have_text("Not saved. The database can only be read at the moment.")
        expect(headline).to_have_value("Trams cross the bridge again")

    save.click()

    expect(page.get_by_text("Saved at")).to_be_visible()
    piece.refresh_from_db()
    assert piece.headline == "Trams cross the bridge again"


@pytest.mark.console_errors_expected
def test_the_form_stays_and_says_why_while_the_database_is_away(desk_of, editor, piece):
    page = desk_of(editor)
    headline = headline_of(page, page_of(piece))
    headline.fill("Trams cross the bridge again")
    save = page.get_by_role("button", name="Save", exact=True)
    with a_database_that_lets_nobody_in():
        save.click()
        trouble = page.locator(".desk-trouble")
        expect(trouble).to_have_text("Not saved. The database cannot be reached.")

    save.click()

    expect(page.locator(".desk-state")).to_be_visible()
    expect(page.locator(".desk-trouble")).to_be_hidden()
    expect(page.get_by_text("Saved at")).to_be_visible()
    piece.refresh_from_db()
    assert piece.headline == "Trams cross the bridge again"
