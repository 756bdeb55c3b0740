"""Fault injection: a proxy before PostgreSQL, by which its network hangs, drops and delays."""

import asyncio
import threading
from collections.abc import Mapping

HOST = "127.0.0.1"
_CHUNK = 65536


class Proxy:
    """Relays between a port of the loopback address and the server of these settings of a database.

    A context manager. `delay` is how many seconds each way takes.
    """

    def __init__(self, settings: Mapping):
        self._host, self._upstream = settings["HOST"], int(settings["PORT"] or 5432)
        self.delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._pairs: set[asyncio.Task] = set()
        self.port = 0

    def __enter__(self):
        self._thread.start()
        self._flowing = self._do(self._made_flowing())
        self.accept()
        return self

    def __exit__(self, *error):
        self.flow()
        self.refuse()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hang(self) -> None:
        """Take what is sent, new connections too, and pass nothing on."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def flow(self) -> None:
        """Pass on again, and what was held back first."""
        self._loop.call_soon_threadsafe(self._flowing.set)

    def refuse(self) -> None:
        """Cut all connections, and refuse new ones."""
        self._do(self._refuse())

    def accept(self) -> None:
        """Let connections in again."""
        self._do(self._accept())

    def _do(self, what):
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _made_flowing(self):
        flowing = asyncio.Event()
        flowing.set()
        return flowing

    async def _accept(self):
        self._server = await asyncio.start_server(self._pair, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _refuse(self):
        if self._server:
            self._server.close()
        for pair in (pairs := list(self._pairs)):
            pair.cancel()
        await asyncio.gather(*pairs, return_exceptions=True)

    async def _pair(self, reader, writer):
        self._pairs.add(task := asyncio.current_task())
        others = [writer]
        try:
            await self._flowing.wait()
            there, back = await self._connect()
            others.append(back)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._relay(reader, back))
                both.create_task(self._relay(there, writer))
        except* (OSError, asyncio.CancelledError):
            pass
        finally:
            for each in others:
                each.close()
            self._pairs.discard(task)

    def _connect(self):
        if self._host.startswith("/"):
            return asyncio.open_unix_connection(f"{self._host}/.s.PGSQL.{self._upstream}")
        return asyncio.open_connection(self._host, self._upstream)

    async def _relay(self, reader, writer):
        while chunk := await reader.read(_CHUNK):
            await asyncio.sleep(self.delay)
            await self._flowing.wait()
            writer.write(chunk)
            await writer.drain()
        # Whoever ends ends both.
        raise ConnectionResetError
