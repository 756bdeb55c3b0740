"""Parent-death watch: run a module as `python -m` does, until it ends or its parent does.

`python -P lifeline.py MODULE ARGUMENT…`, in a session of its own, with a pipe from the parent as
its standard input. The kernel closes the pipe of a parent that is killed.
"""

import os
import runpy
import signal
import sys
import threading


def _watch():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=_watch, daemon=True).start()
sys.path.insert(0, os.getcwd())
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
