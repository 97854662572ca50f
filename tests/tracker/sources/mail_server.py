"""A small IMAP server on loopback: enough of the protocol to sign in, look and read."""

import re
from contextlib import suppress

from tests.tracker.sources.servers import ScriptedServer

USER, PASSWORD = "watch@buyer.example", 'pa"ss\\word'


class MailServer(ScriptedServer):
    """Serves the messages, by uid, of one folder; `requests` are the command lines it got."""

    def __init__(self, messages, *, tls, folder="INBOX", uid_validity=7, **tricks):
        self.messages = messages
        self.folder = folder
        self.uid_validity = uid_validity
        self.tricks = tricks  # answers given instead of the right ones, by command
        super().__init__(b"", tls=tls)

    def _serve(self, connection):
        with suppress(OSError):
            connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            connection.sendall(self.tricks.get("greeting", b"* OK ready\r\n"))
            lines = connection.makefile("rb")
            while line := lines.readline():
                self.requests.append(line.decode().strip())
                tag, _, command = line.strip().partition(b" ")
                connection.sendall(self._replies(tag, command.decode()))

    def _replies(self, tag, command):
        verb = " ".join(command.upper().split()[: 2 if command.upper().startswith("UID") else 1])
        if verb in self.tricks:
            return self.tricks[verb].replace(b"TAG", tag)
        body = getattr(self, "_" + verb.lower().replace(" ", "_"))(command)
        if body is None:
            return tag + b" NO refused\r\n"
        return body + tag + b" OK done\r\n"

    def _capability(self, _):
        return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"

    def _login(self, command):
        quoted = [word.replace('"', '\\"') for word in (USER, PASSWORD.replace("\\", "\\\\"))]
        return b"" if command == 'LOGIN "{}" "{}"'.format(*quoted) else None

    def _examine(self, command):
        if command != f'EXAMINE "{self.folder}"':
            return None
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n" % len(self.messages)

    def _status(self, _):
        stands = (self.folder.encode(), self.uid_validity, max(self.messages, default=0) + 1)
        return b'* STATUS "%s" (UIDVALIDITY %d UIDNEXT %d)\r\n' % stands

    def _uid_search(self, command):
        first = int(re.search(r"UID (\d+):\*", command)[1])
        found = [uid for uid in self.messages if uid >= first] or [*self.messages][-1:]
        return b"* SEARCH %s\r\n" % " ".join(map(str, found)).encode()

    def _uid_fetch(self, command):
        uids = [int(uid) for uid in command.split()[2].split(",")]
        lines = b""
        for number, uid in enumerate(uids, start=1):
            raw = self.messages[uid]
            if "RFC822.SIZE" in command:
                lines += b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, uid, len(raw))
            else:
                lines += b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, uid, len(raw))
                lines += raw + b")\r\n"
        return lines

    def _logout(self, _):
        return b"* BYE\r\n"
