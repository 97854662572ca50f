"""The sample company's notice server: the story's pages over HTTP, on this machine alone.

`python -m tracker.sample.server --port 8765 --state FILE --play --with-parent`
With --port 0 it prints READY and the port that it got.
The token for /_control comes in SAMPLE_TOKEN.
"""

import argparse
import os
import signal
import socketserver
import sys
import time
from pathlib import Path
from threading import Event, Thread

from tracker.sample.answering import Desk
from tracker.sample.playing import Play
from tracker.sample.wire import Answer, BadRequestError, Request, answer_bytes, read_request

KEEP_EVERY_SECONDS = 2.0  # a killed server loses at most this much of the story
_IDLE_SECONDS = 60.0  # then a kept-alive connection is closed
_BAD_REQUEST = Request("GET", "/", {"connection": "close"})


class NoticeServer(socketserver.ThreadingTCPServer):
    """Listens on loopback and answers each connection in a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, *, play: Play, token: str) -> None:
        super().__init__(("127.0.0.1", port), _Connection)
        self.play = play
        self.desk = Desk(play, base=f"http://127.0.0.1:{self.port}", token=token)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])


class _Connection(socketserver.StreamRequestHandler):
    """Answers one request after the other until either side closes."""

    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    server: NoticeServer

    def handle(self) -> None:
        try:
            while self._answer_one():
                continue
        except OSError:
            return  # the other side went away, or was silent for too long

    def _answer_one(self) -> bool:
        try:
            request = read_request(self.rfile)
        except BadRequestError as error:
            self.wfile.write(answer_bytes(Answer(400, str(error).encode()), _BAD_REQUEST))
            return False
        if request is None:
            return False
        answer = self.server.desk.answer(request, now=time.monotonic())
        self.wfile.write(answer_bytes(answer, request))
        return not request.wants_close


def main() -> int:
    """Serve until told to stop, and keep where the story stands."""
    arguments = _parse_arguments()
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    play = Play(arguments.state, now=time.monotonic(), is_playing=arguments.play)
    try:
        server = NoticeServer(arguments.port, play=play, token=os.environ.get("SAMPLE_TOKEN", ""))
    except OSError as error:
        sys.stderr.write(f"port {arguments.port} cannot be used: {error.strerror}\n")
        return 1
    Thread(target=server.serve_forever, daemon=True).start()
    if arguments.with_parent:
        Thread(target=_wait_for_parent, args=[stopping], daemon=True).start()
    if arguments.port == 0:  # whoever started us cannot know it
        sys.stdout.write(f"READY {server.port}\n")
        sys.stdout.flush()
    while not stopping.wait(KEEP_EVERY_SECONDS):
        play.keep(time.monotonic())
    play.keep(time.monotonic())
    server.shutdown()
    server.server_close()
    return 0


def _wait_for_parent(stopping: Event) -> None:
    """Wait until the other end of our standard input is closed, by will or by death."""
    while os.read(0, 1024):
        continue
    stopping.set()


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tracker.sample.server")
    parser.add_argument("--port", type=int, required=True, help="0 takes any free one")
    parser.add_argument("--state", type=Path, help="file that keeps where the story stands")
    parser.add_argument("--play", action="store_true", help="play at once, unless a state is kept")
    parser.add_argument(
        "--with-parent", action="store_true", help="leave when standard input is closed"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
