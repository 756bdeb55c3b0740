"""What the tests run within limits: see `espreso.limited_process`."""

import importlib
import os
import sys
import time
from pathlib import Path

from espreso.limited_process import MEGABYTE
from espreso.refusal import Refusal


def echo(request, file, output):
    """Return the request and the content of the file, and write both to the output."""
    content = file.read().decode() if file else None
    output.write(f"{request} {content}".encode())
    return [request, content]


def refuse(request, file, output):
    raise Refusal("no", limit=request["limit"])


def calculate(request, file, output):
    while True:
        pass


def wait(request, file, output):
    Path(request["tell"]).write_text("started")
    while True:
        time.sleep(60)


def take_memory(request, file, output):
    return len(bytearray(request["megabytes"] * MEGABYTE))


def write(request, file, output):
    for _each in range(request["megabytes"]):
        output.write(bytes(MEGABYTE))


def die(request, file, output):
    os.kill(os.getpid(), request["signal"])


def mistake(request, file, output):
    raise LookupError("a mistake of ours")


def surroundings(request, file, output):
    """Return what is in this process that nobody may find: modules and the environment."""
    return sorted(sys.modules), dict(os.environ)


def after(request, file, output):
    """Return the modules that are loaded once another function was called."""
    _imported(request.pop("function"))(request, file, output)
    return sorted(sys.modules)


def without_pillow_heif(request, file, output):
    """Inspect a picture as a site does that has not chosen to open HEIC."""
    sys.modules["pillow_heif"] = None
    return _imported("articles.imaging.process:inspect")(request, file, output)


def read_markup(request, file, output):
    """Return how much each of the functions makes of the content of the file."""
    written = file.read().decode()
    return [len(_imported(function)(written)) for function in request["functions"]]


def _imported(function):
    module, _colon, name = function.partition(":")
    return getattr(importlib.import_module(module), name)
