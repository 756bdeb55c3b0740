"""Cache that fails open: while Redis is away nothing is found, and nobody waits for it.

What must be counted, such as guesses of passwords, is counted in the database. The rest of the
limits is off for as long as that takes.
"""

import logging
import time
from functools import partialmethod

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds.
_PATIENCE = 0.5
_ASKED_AGAIN_AFTER = 5


def _not_found(*_key):
    raise ValueError("Redis is away.")


class Client(RedisCacheClient):
    # Of all threads of the process.
    _away_until = 0.0

    def __init__(self, servers, **options):
        bounds = {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE}
        super().__init__(servers, **bounds | {"retry": Retry(NoBackoff(), 0)} | options)

    def _ask(self, name, otherwise, *args):
        if time.monotonic() < Client._away_until:
            return otherwise(*args)
        try:
            answer = getattr(super(), name)(*args)
        except RedisError as error:
            if not Client._away_until:
                logger.warning("Redis is away, and limits that it counts are off: %s", error)
            Client._away_until = time.monotonic() + _ASKED_AGAIN_AFTER
            return otherwise(*args)
        if Client._away_until:
            logger.warning("Redis is back.")
            Client._away_until = 0.0
        return answer

    # As if it had been the first: locks are had, and a code that is right was not used before (the
    # database knows whether it was).
    add = partialmethod(_ask, "add", lambda *_: True)
    get = partialmethod(_ask, "get", lambda _key, default: default)
    set = partialmethod(_ask, "set", lambda *_: None)
    touch = partialmethod(_ask, "touch", lambda *_: False)
    delete = partialmethod(_ask, "delete", lambda *_: False)
    get_many = partialmethod(_ask, "get_many", lambda *_: {})
    has_key = partialmethod(_ask, "has_key", lambda *_: False)
    incr = partialmethod(_ask, "incr", _not_found)
    set_many = partialmethod(_ask, "set_many", lambda *_: None)
    delete_many = partialmethod(_ask, "delete_many", lambda *_: None)
    clear = partialmethod(_ask, "clear", lambda *_: False)


class FailOpenRedisCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = Client
