"""A credit platform for the tests: a real process on a real port that answers well, late, wrongly or not at all.

`python -m tests.credit.platform PORT` serves; what it does with a subject is told by the subject's name.
"""

import json
import sys
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW = 3.0
"""Seconds: longer than any timeout of the tests."""


def _today() -> str:
    return str(datetime.now(tz=UTC).date())


class Platform(BaseHTTPRequestHandler):
    asked: dict[str, int] = {}

    def do_GET(self):
        """How often each name was asked about."""
        self._say(200, self.asked)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = body["name"]
        self.asked[name] = self.asked.get(name, 0) + 1
        if self.headers["Authorization"] != "Bearer test-token":
            return self._say(401, {})
        return getattr(self, f"_{name.partition('-')[0]}")(name)

    def _good(self, name):
        self._say(200, {"conclusion": "clear", "answered_on": _today(), "reference": "P-1"})

    def _adverse(self, name):
        self._say(200, {"conclusion": "adverse", "answered_on": _today()})

    def _late(self, name):
        """Takes the question and answers the second one."""
        if self.asked[name] < 2:
            return self._say(200, {"conclusion": "pending", "reference": "LATE-7"})
        return self._good(name)

    def _flaky(self, name):
        return self._say(503, {}) if self.asked[name] < 2 else self._good(name)

    def _slow(self, name):
        time.sleep(SLOW)
        self._good(name)

    def _broken(self, name):
        self._say(500, {"error": "x"})

    def _garbage(self, name):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>\xff\xfe maintenance")

    def _report(self, name):
        self._say(200, {"conclusion": "clear", "answered_on": _today(), "report": "x" * 100_000})

    def _say(self, status, content):
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Platform).serve_forever()
