"""A small mail server on loopback, with the moods of a real one."""

import socketserver
import threading
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connection_count += 1
        self.say(220, "ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "RCPT" and self.server.refuse:
                self.say(*self.server.refuse)
            elif verb == "DATA":
                self.say(354, "go on")
                if not self.take():
                    return
            elif verb == "QUIT":
                self.say(221, "bye")
                return
            else:
                self.say(250, "fine")

    def take(self):
        """Keep the mail; return False when the line drops before the answer."""
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        self.server.mails.append("\n".join(lines))
        if self.server.drops:
            self.server.drops -= 1
            return False
        self.say(250, "accepted")
        return True

    def say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())


@contextmanager
def running_mail_server():
    """Yield a server: `mails` it took, `refuse` a recipient with (code, words), `drops` to come."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.mails, server.refuse, server.drops = [], None, 0
        server.connection_count = 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
