"""A Celery transport that needs no service: one file per message in a folder.

kombu ships such a transport; this one adds what a product needs of it: a message stays on disk
until its task is done, a killed worker's messages return by themselves, readers see whole files
only, and a damaged file is set aside instead of ending the worker. POSIX only.

Source: docs/decisions/0002-folder-transport.md.
"""

import fcntl
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import IO, Any

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

RECOVERY_SECONDS = 15.0  # between two looks for the messages of dead workers

# in-flight root -> (pid, folder, open lock file) of this process
_own_folders: dict[str, tuple[int, Path, IO[bytes]]] = {}


class QoS(virtual.QoS):
    """Settle the file of a message when the message is settled."""

    channel: "Channel"

    def ack(self, delivery_tag: str) -> None:
        super().ack(delivery_tag)
        self.channel.settle(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 - kombu's signature
        (self.channel.give_back if requeue else self.channel.settle)(delivery_tag)
        super().reject(delivery_tag, requeue=False)


class Channel(filesystem.Channel):
    """Messages wait in a folder; what a worker holds lies in that worker's own locked folder."""

    QoS = QoS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: dict[str, Path] = {}
        self._no_ack: set[str] = set()
        self._next_recovery = 0.0
        self._inbox = Path(self.data_folder_in)
        self._inflight = self._inbox.with_name(self._inbox.name + "-inflight")

    def basic_consume(self, queue: str, no_ack: bool, *args: Any, **kwargs: Any) -> Any:  # noqa: FBT001 - kombu's signature
        if no_ack:
            self._no_ack.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - kombu's signature
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message and no_ack:
            self.settle(str(message.delivery_tag))
        return message

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        draft = self._inbox / f".{name}"
        draft.write_text(dumps(payload))
        draft.rename(self._inbox / name)  # readers see whole files only

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        self._recover_now_and_then()
        for name in sorted(
            n for n in os.listdir(self._inbox) if n.partition(".")[2] == f"{queue}.msg"
        ):
            held = self._own_folder() / name
            try:
                (self._inbox / name).rename(held)
                payload = loads(held.read_text())
                tag = payload["properties"]["delivery_tag"]
            except FileNotFoundError:  # another worker was faster
                continue
            except (ValueError, KeyError, TypeError):
                held.rename(self._inflight / f"bad.{name}")
                continue
            if queue in self._no_ack:
                held.unlink()
            else:
                self._held[tag] = held
            return payload
        raise Empty

    def settle(self, tag: str) -> None:
        """Forget a message for good."""
        if held := self._held.pop(tag, None):
            held.unlink(missing_ok=True)

    def give_back(self, tag: str) -> None:
        """Put a message back where every worker sees it."""
        if held := self._held.pop(tag, None):
            held.rename(self._inbox / held.name)

    def _restore(self, message: Any) -> None:  # warm shutdown: what was fetched but not run
        self.give_back(message.delivery_tag)

    def _own_folder(self) -> Path:
        own = _own_folders.get(str(self._inflight))
        if own is None or own[0] != os.getpid():
            name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
            draft = self._inflight / f".{name}"
            draft.mkdir(parents=True)
            lock = (draft / "lock").open("wb")
            # held by this process and its forks; the kernel drops it on death
            fcntl.flock(lock, fcntl.LOCK_EX)
            draft.rename(self._inflight / name)
            own = _own_folders[str(self._inflight)] = (os.getpid(), self._inflight / name, lock)
        return own[1]

    def _recover_now_and_then(self) -> None:
        if time.monotonic() > self._next_recovery:
            self._next_recovery = time.monotonic() + RECOVERY_SECONDS
            self.recover()

    def recover(self) -> None:
        """Return the messages of workers that died; their lock is free."""
        own = self._own_folder()
        for folder in self._inflight.iterdir():
            if folder.is_dir() and folder != own and not folder.name.startswith("."):
                self._empty_if_dead(folder)

    def _empty_if_dead(self, folder: Path) -> None:
        try:
            with (folder / "lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for held in folder.glob("*.msg"):
                    held.rename(self._inbox / held.name)
                (folder / "lock").unlink()
                folder.rmdir()
        except OSError:  # alive, or another worker is clearing it
            return


class Transport(filesystem.Transport):
    """kombu's file transport with the channel above, looking ten times a second."""

    Channel = Channel
    polling_interval = 0.1
    global_state = virtual.BrokerState()
