"""PgBouncer in transaction mode before the database: pages, and what is known of changes."""

import os
import shutil

import pytest
from django.db import connection

from demo.bench import programs
from demo.bench.load import free_port
from espreso import database
from tests.factories import article, publish
from tests.page_cache import ask
from tests.programs import needs

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    needs("pgbouncer"),
]


@pytest.fixture
def pooler(transactional_db, tmp_path):
    """Return the address of the database behind a pooler of two connections."""
    there, port = connection.settings_dict, free_port()
    users = tmp_path / "users"
    users.write_text(f'"{there["USER"]}" "{there["PASSWORD"]}"\n')
    (tmp_path / "conf").write_text(
        f"""
        [databases]
        * = host={there["HOST"]} port={there["PORT"] or 5432}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = {"trust" if not there["PASSWORD"] else "md5"}
        auth_file = {users}
        pool_mode = transaction
        default_pool_size = 2
        """
    )
    command = [PGBOUNCER, tmp_path / "conf"]
    if os.geteuid() == 0:
        # It refuses to be root.
        command[1:1] = ["--user", "nobody"]
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
    with programs.running(command, folder=tmp_path, ready=lambda: programs.listens(port)):
        yield database.url({**there, "HOST": "127.0.0.1", "PORT": port})


@pytest.fixture
def server_environment(pooler):
    return {"DATABASE_URL": pooler, "DATABASE_POOL": "4", "DATABASE_POOLER": "true"}


def test_behind_a_pooler_pages_are_made_and_changes_are_heard(server):
    piece = article("First words")
    address = publish(piece).get_absolute_url()
    for shown in ("/", address, "/news/", "/search/?q=first", "/sitemap.xml", "/rss.xml") * 5:
        assert ask(server, shown)[0] == 200
    type(piece).objects.filter(pk=piece.pk).update(headline="Second words")
    publish(piece)
    # Which connection of the server is whose cannot be told.
    while b"Second words" not in ask(server, address)[2]:
        pass
    assert ask(server, "/readyz?writing")[0] == 200
