"""A broker that accepts and says nothing: what a hung Redis looks like from outside."""

from __future__ import annotations

import contextlib
import socket
import threading

from bench.faults.gateway import owner_of_port


class Silence:
    """Listens in the place of Redis and remembers which processes came."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self._socket.listen(256)
        self._open: list[socket.socket] = []
        self.callers: set[int] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, (_, port) = self._socket.accept()
                self._open.append(line)
                pid = owner_of_port(port)
                if pid is not None:
                    self.callers.add(pid)

    def end(self) -> None:
        # Closing alone does not wake the thread that waits in `accept`.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for one in [self._socket, *self._open]:
            one.close()
