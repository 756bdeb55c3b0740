"""Signal handling: a request to end wakes a program where it waits, and raises nowhere else."""

import os
import select
import signal


class Stopped(Exception):
    """Somebody asked the program to end."""


class StopSignals:
    """From now on SIGINT, SIGTERM and SIGHUP do nothing but end a `pause`.

    A handler that raises may do so inside `Popen.wait` and leave its lock held, and whoever waits
    next waits for ever. SIGINT counts also where a background shell has it ignored.
    """

    def __init__(self):
        self._came = False
        self._woken, wakes = os.pipe()
        os.set_blocking(wakes, False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup a closing terminal asks for nothing.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)

    def _note(self, number, frame):
        self._came = True

    def pause(self, seconds: float) -> None:
        """Sleep. Raises Stopped as soon as a signal comes, or when one came before."""
        woken = self._came or select.select([self._woken], [], [], seconds)[0]
        if woken:
            raise Stopped

    def ignore(self) -> None:
        """Let nothing interrupt what is still to be put away before the program ends."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
