"""Resource limits, set: the first program of the process that `espreso.limited_process` starts.

They are set here and not by whoever starts it: what runs between fork and exec beside the
threads of a server may wait for a lock that no thread of the copy ever gives back.
"""

import errno
import importlib
import json
import os
import resource
import sys
from io import BytesIO

from espreso.refusal import TOO_MUCH, Refusal

LARGEST_OUTPUT = 64 * 1024 * 1024


def main(function, seconds, memory, nice, asked, content, output, answer):
    """Call `function` within the limits, and write down what it returned or refused."""
    # The signal of the first limit ends the process; the second is for what ignores it.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(nice)
    try:
        outcome = {"returned": call(function, asked, content, output)}
    except Refusal as refusal:
        outcome = {"refused": refusal.code, "parameters": refusal.parameters}
    except MemoryError:
        outcome = {"refused": TOO_MUCH, "parameters": {}}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        outcome = {"refused": TOO_MUCH, "parameters": {}}
    with open(answer, "wb", closefd=False) as written:
        written.write(json.dumps(outcome).encode())


def call(function, asked, content, output):
    """Call `function` with what the descriptors hold, and return what it does."""
    module, _colon, name = function.partition(":")
    request = json.loads(_read(asked))
    file = None if content < 0 else BytesIO(_read(content))
    with open(output, "wb", closefd=False) as written:
        return getattr(importlib.import_module(module), name)(request, file, written)


def _read(descriptor):
    # Without moving the place at which whoever handed it over is reading.
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
