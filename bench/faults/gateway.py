"""A telephone company that records everything and misbehaves when told to: the SMS gateway of the
fault rig, as a process of its own (`python -m bench.faults.gateway PORT`) or in a thread.

`POST /sms` takes texts, `GET /sms?key=` says whether one came; `POST /mode` changes its mood,
`GET /records` lists what came. It keeps every copy it was given: counting them is its purpose."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Mood(StrEnum):
    """CUT takes the text and hangs up without a word; FORGETFUL does, and keeps no books either.
    SLOW answers after longer than anybody waits, SLUGGISH within what is waited for; DEADLY kills
    who sends it the poisoned number."""

    WELL = "well"
    SLUGGISH = "sluggish"
    SLOW = "slow"
    ERROR = "error"
    GARBAGE = "garbage"
    REFUSING = "refusing"
    CUT = "cut"
    FORGETFUL = "forgetful"
    DEADLY = "deadly"


class Gateway(ThreadingHTTPServer):
    daemon_threads = True
    #: Longer than the rig's workers wait for an answer.
    slowness = 3.0
    #: Shorter than that, and long enough to be caught waiting.
    sluggishness = 0.4

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Answer)
        self.mood, self.poison = Mood.WELL, ""
        self.records: list[dict[str, Any]] = []
        self.killed = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sms"

    def start(self) -> Gateway:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def copies(self) -> Counter[str]:
        """How often each key came."""
        with self.lock:
            return Counter(record["key"] for record in self.records)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients of this server are killed for a living: a broken line is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Answer(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/records":
            with self.server.lock:
                told = {"records": list(self.server.records), "killed": self.server.killed}
            self._reply(200, told)
            return
        if self.server.mood is Mood.FORGETFUL:
            self._reply(501, {})
            return
        (key,) = parse_qs(place.query)["key"]
        self._reply(200 if key in self.server.copies() else 404, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/mode":
            self.server.mood, self.server.poison = Mood(body["mood"]), body.get("poison", "")
            self._reply(200, {})
            return
        getattr(self, f"_when_{self.server.mood}")(body)

    def log_message(self, *_args: object) -> None:
        """Records are asked for, not read from a log."""

    def _take(self, body: dict[str, Any]) -> None:
        with self.server.lock:
            self.server.records.append({**body, "at": time.time()})

    def _when_well(self, body: dict[str, Any]) -> None:
        self._take(body)
        self._reply(200, {"receipt": body["key"][-24:]})

    def _when_sluggish(self, body: dict[str, Any]) -> None:
        time.sleep(self.server.sluggishness)
        self._when_well(body)

    def _when_slow(self, _body: dict[str, Any]) -> None:
        time.sleep(self.server.slowness)
        self.close_connection = True

    def _when_error(self, _body: dict[str, Any]) -> None:
        self._reply(500, {"error": "out of order"})

    def _when_garbage(self, _body: dict[str, Any]) -> None:
        self._send(200, b"<html>welcome to the proxy</html>")

    def _when_refusing(self, _body: dict[str, Any]) -> None:
        self._reply(400, {"error": "no such number"})

    def _when_cut(self, body: dict[str, Any]) -> None:
        self._take(body)
        self.close_connection = True

    _when_forgetful = _when_cut

    def _when_deadly(self, body: dict[str, Any]) -> None:
        if body["number"] != self.server.poison:
            self._when_well(body)
            return
        pid = owner_of_port(self.client_address[1])
        if pid is not None and pid != os.getpid():
            self.server.killed += 1
            os.kill(pid, signal.SIGKILL)
        self.close_connection = True

    def _reply(self, status: int, told: object) -> None:
        self._send(status, json.dumps(told).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def owner_of_port(port: int) -> int | None:
    """The process at the other end of a local connection, from /proc."""
    mark = f":{port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    inodes = {fields[9] for fields in map(str.split, lines) if fields[1].endswith(mark)}
    links = {f"socket:[{inode}]" for inode in inodes}
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(entry.readlink()) in links:
                return int(entry.parts[2])
    return None


if __name__ == "__main__":
    Gateway(int(sys.argv[1])).serve_forever()
