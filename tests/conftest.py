"""What every test may ask for."""

import os
import socket
import threading

import hypothesis
import pytest
from django.conf import settings as site
from django.db import connection
from django.test import TransactionTestCase, override_settings
from playwright.sync_api import expect, sync_playwright

from espreso import aftermath, database, limited_process, static_files
from espreso import settings as production
from espreso.app_server import HOST, AppServer
from tests import factories
from tests.chromium import HOW_TO_INSTALL, find_chromium
from tests.clock import MovedClock
from tests.databases import Flush, Template, end_other_sessions
from tests.desk_client import sign_in
from tests.paths import SEED

BROWSER_FIXTURES = {"chromium", "page", "new_page"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# Milliseconds that a busy machine may need for what a page does at once on a calm one.
PATIENCE = 30_000
CHROMIUM_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A page that asks another host for something is a mistake, and must look like one.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}, EXCLUDE localhost",
]

# No test fails for being slow: a busy machine would decide.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    for item in items:
        asked = set(item.fixturenames)
        if BROWSER_FIXTURES & asked:
            item.add_marker(pytest.mark.browser)
        # pytest-django keeps a test from the database unless it asks for it in one of two ways.
        needs_database = DATABASE_FIXTURES & asked or item.get_closest_marker("django_db")
        if not needs_database and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.unit)
    # A slow one that begins last leaves all other processors idle: first those that take so long
    # that they have a limit of their own.
    items.sort(key=lambda item: [item.get_closest_marker(m) is None for m in ("slow", "timeout")])


# The database: one server, and one database for each process of each run.


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Name the database after the run, so that two runs at once do not share it."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    test = connection.settings_dict["TEST"]
    name = test["NAME"] or f"test_{connection.settings_dict['NAME']}"
    test["NAME"] = name.replace("test_", f"test_{run}_", 1)
    if os.environ.get("DATABASE_URL"):
        return None
    connection.attach()
    template = Template(connection.settings_dict)
    template.drop_databases_of_killed_runs()
    test["TEMPLATE"] = template.name if template.exists else None
    return template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_modify_db_settings, django_db_blocker):
    """On the embedded server, quicker than Django does it."""
    if not (template := django_db_modify_db_settings):
        yield
        return
    template.release()
    with django_db_blocker.unblock():
        flush = Flush()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: flush())
        yield
    with django_db_blocker.unblock():
        end_other_sessions()


# The site: tests/settings.py, and for each test a folder of its own to keep files in.


@pytest.fixture(autouse=True)
def folders_of_the_test(tmp_path, monkeypatch):
    # Not the fixture `settings`: it would tell all of Django of a change before each test.
    monkeypatch.setattr(site, "MEDIA_ROOT", tmp_path / "media")
    monkeypatch.setattr(site, "PRIVATE_ROOT", tmp_path / "private")
    monkeypatch.setattr(site, "WITHDRAWN_ROOT", tmp_path / "withdrawn")
    # What a test that rolls back waits for would be done in the next one.
    monkeypatch.setattr(aftermath, "_waiting", [])


@pytest.fixture(scope="session", autouse=True)
def slot_of_the_run(tmp_path_factory):
    """Pictures of one process of the tests do not wait for those of another."""
    slot = tmp_path_factory.mktemp("slot") / "slot"
    for name in ("first", "lane-1", "lane-2", "lane-3", "slot"):
        slot.with_name(name).touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limited_process, "SLOT", slot)
        yield


@pytest.fixture(scope="session", autouse=True)
def production_for_other_processes():
    """What a test starts is the site as in production, and finds a folder of static files."""
    production.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", production.__name__)
        yield


@pytest.fixture(scope="session")
def collected_static_files():
    """Hashed and compressed, as a server in production has them."""
    with override_settings(STORAGES=production.STORAGES, STATIC_ROOT=production.STATIC_ROOT):
        static_files.collect_when_changed()


@pytest.fixture
def server_workers():
    """How many workers the server has: a module that asks for more says so."""
    return 1


@pytest.fixture
def server_environment():
    """What the server is told beyond where its database and files are."""
    return {}


@pytest.fixture
def server(transactional_db, collected_static_files, settings, server_workers, server_environment):
    """The real app server in its own processes, serving the database of the test."""
    # It knows nothing of the test's quick hasher.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    environment = {
        "DATABASE_URL": database.url(connection.settings_dict),
        "DATABASE_POOL": "2",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PRIVATE_ROOT": str(settings.PRIVATE_ROOT),
        "WITHDRAWN_ROOT": str(settings.WITHDRAWN_ROOT),
        **server_environment,
    }
    with AppServer(_free_port(), environment, workers=server_workers) as app_server:
        app_server.wait_until_it_answers()
        yield app_server


def _free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


# People at the desk, and what lies on it.


@pytest.fixture
def editor():
    return factories.person("Editor", first_name="Iryna", last_name="Lys")


@pytest.fixture
def reporter():
    return factories.person("Reporter", first_name="Taras", last_name="Zoria")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def piece(editor):
    return factories.article(standfirst="The first tram is full.", created_by=editor)


@pytest.fixture
def signed_in(client):
    """Sign in with a role, and return the client."""

    def sign_in(role):
        client.force_login(factories.person(role))
        return client

    return sign_in


# The browser.


@pytest.fixture(scope="session")
def chromium():
    """Chromium, shared by the tests of a process; each page has its own context."""
    program = find_chromium()
    if program is None:
        pytest.fail(HOW_TO_INSTALL, pytrace=False)
    arguments = CHROMIUM_ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, and Django takes the test for
        # a coroutine that would block it. Nothing else runs in that loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def site_address(live_server, request):
    """Where the site is: the real app server's, when the test asks for it, else Django's."""
    real = "server" in request.fixturenames
    return (request.getfixturevalue("server") if real else live_server).url


@pytest.fixture
def new_page(chromium, site_address, request):
    """Open a page as a new visitor: new_page(), or new_page(**options of Playwright's context).

    Addresses are relative to the site. Errors of scripts, errors on the console
    and breaches of the content security policy fail the test, unless it is
    marked console_errors_expected.
    """
    contexts, errors = [], []

    def open_page(**options):
        context = chromium.new_context(
            **{
                "base_url": site_address,
                "reduced_motion": "reduce",
                # It would ask for more than the page does, and at a time of its own.
                "service_workers": "block",
                **options,
            }
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and errors.append(said.text))
        return context.new_page()

    yield open_page
    for context in contexts:
        # What the browser has said so far is heard before its answer to this.
        context.cookies()
    logged = list(errors)
    for context in contexts:
        # A page that is closed says goodbye, and the database is being emptied by then.
        context.set_offline(True)
        context.close()
    _wait_for_what_is_still_answered()
    if logged and not request.node.get_closest_marker("console_errors_expected"):
        pytest.fail("The page logged errors:\n" + "\n".join(logged), pytrace=False)


def _wait_for_what_is_still_answered():
    """Let each thread of the live server end: its connection is closed, its query may not be.

    The database is emptied next, and would wait for that query while the query waits for it.
    """
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=20)


@pytest.fixture
def page(new_page):
    """A page of a visitor who has just arrived."""
    return new_page()


@pytest.fixture
def desk_of(new_page, site_address):
    """Open a browser in which somebody is signed in: desk_of(user, **options of new_page)."""

    def desk_of(user, **options):
        page = new_page(**options)
        sign_in(page.context, user, site_address)
        return page

    return desk_of


@pytest.fixture(scope="session")
def shared_seed():
    """The text of a real published page, kept beside the project; it is not part of it."""
    if not (found := sorted(SEED.glob("*.txt"))):
        pytest.skip("../shared/seed is absent: this test reads the text of a real page there.")
    return found[0]


@pytest.fixture
def clock(transactional_db):
    """PostgreSQL's clock, to be moved. Ask for it before the server, which connects after it."""
    with MovedClock(connection) as moved:
        yield moved
