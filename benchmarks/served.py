"""A real gunicorn, and a kept connection to it as somebody who is signed in."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User


@contextmanager
def serving() -> Iterator[int]:
    """The port of a gunicorn as it runs for real, for as long as the block lasts."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:cpp_portal.web_server", "--bind",
         f"127.0.0.1:{port}", "--log-level", "error", "--access-logfile", "/dev/null", "cpp_portal.wsgi"],
        env={**os.environ, "WEB_LOG_LEVEL": "error"},
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


class SignedIn:
    """One kept connection of one person, as a browser has it."""

    def __init__(self, user: User, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {settings.SESSION_COOKIE_NAME: _session(user)}
        self.token = ""

    def get(self, path: str) -> tuple[int, float]:
        """The status, and how many milliseconds it took."""
        return self._ask("GET", path)

    def post(self, path: str, answers: dict[str, str]) -> tuple[int, float]:
        """With the token of the last page that was got."""
        body = urlencode({**answers, "csrfmiddlewaretoken": self.token})
        return self._ask(
            "POST", path, body,
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )  # fmt: skip

    def _ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, float]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        self.connection.request(
            method,
            path,
            body=body or None,
            headers={"Host": "localhost", "Cookie": cookies, **(headers or {})},
        )
        answer = self.connection.getresponse()
        page = answer.read()
        took = (time.perf_counter() - started) * 1000
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self.token = found[1].decode()
        return answer.status, took


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer in 20 seconds")
