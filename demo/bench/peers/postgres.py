"""PostgreSQL for the peers: databases beside that of the site, on its server."""

from django.db import connection, connections

from demo.bench.loading import use_database as use
from espreso import database

__all__ = ["renew", "url", "use"]


def url(name: str) -> str:
    """Return the DATABASE_URL of the database of that name, which is there afterwards."""
    use(name)
    with connection.cursor():
        address = database.url(connection.settings_dict)
    connections.close_all()
    return address


def renew(name: str) -> None:
    """Use the database of that name, empty."""
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
    use(name)
