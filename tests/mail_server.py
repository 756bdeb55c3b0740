"""Mail server for tests: takes mail, refuses addresses, or says nothing."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """What came in is in `letters`; `refused` says with which code an address is refused.

    While `silent`, it takes connections and says nothing, until the end of the test.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters, self.refused, self.silent = [], {}, False
        self.asked, self.over = threading.Event(), threading.Event()
        self.came = threading.Condition()

    @property
    def port(self):
        return self.server_address[1]

    def wait_for(self, number, seconds=60):
        """Return the letters once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.letters) >= number, seconds)
        return self.letters


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        server.asked.set()
        if server.silent:
            server.over.wait()
            return
        self.say(220, "ready")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("RCPT TO:"):
                address = line[8:].strip("<> ").partition(">")[0]
                self.say(server.refused.get(address, 250), address)
            elif word == "DATA":
                self.say(354, "go on")
                self.take()
                self.say(250, "taken")
            elif word == "QUIT":
                self.say(221, "bye")
                return
            else:
                self.say(250, "fine")

    def say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())

    def take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        with self.server.came:
            self.server.letters.append(letter)
            self.server.came.notify_all()


@contextmanager
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
