"""Database backend: that of `espreso.postgresql`, on the embedded server.

The server starts, or is joined, with the first connection. What needs no database, such as
collecting static files, starts none.
"""

from pathlib import Path

from django.db.backends.postgresql import client

from espreso import database, embedded_postgres
from espreso.postgresql import base


class DatabaseClient(client.DatabaseClient):
    def runshell(self, parameters):
        self.connection.attach()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    # Django would connect to ask, and the checks of the models ask.
    pg_version = embedded_postgres.MAJOR_VERSION * 10_000

    def get_connection_params(self):
        self.attach()
        return super().get_connection_params()

    def attach(self):
        """Have the server running. Raises EmbeddedPostgresError."""
        folder = Path(self.settings_dict["FOLDER"])
        server = embedded_postgres.attach(folder, database.EMBEDDED_NAME)
        # From here on the settings name a server like any other: children are given its address.
        self.settings_dict["HOST"] = str(server.socket_folder)
