"""A mailbox on loopback, held by a real IMAP server, into which letters are put as a mail server would."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from audit.mailbox import MailboxAddress
from cpp_portal.launcher.ports import next_free

STARTS_WITHIN = 60  # seconds, on a machine that is busy
USER, PASSWORD = "returned@borough.example", "a password with spaces"


@dataclass
class Returned:
    at: MailboxAddress

    @cached_property
    def mailbox(self) -> imaplib.IMAP4:
        """Open for as long as the server runs, as a mail server has it."""
        mailbox = imaplib.IMAP4(self.at.host, self.at.port, timeout=20)
        mailbox.login(self.at.user, self.at.password)
        mailbox.select("INBOX")
        return mailbox

    def empty(self) -> None:
        self.mailbox.noop()
        self.mailbox.store("1:*", "+FLAGS", r"(\Deleted)")
        self.mailbox.expunge()

    def put(self, *letters: bytes) -> None:
        for letter in letters:
            self.mailbox.append("INBOX", "", None, letter)

    def unread(self) -> int:
        self.mailbox.noop()
        return len(self.mailbox.search(None, "UNSEEN")[1][0].split())


@contextmanager
def imap_server() -> Iterator[Returned]:
    port = next_free(26500)
    words = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    backend = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen([str(Path(sys.executable).with_name("pymap")), *words, *backend])
    mailbox = Returned(MailboxAddress("127.0.0.1", port, USER, PASSWORD, "INBOX", is_encrypted=False))
    try:
        last = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                mailbox.empty()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > last:
                    raise
                time.sleep(0.1)
        yield mailbox
        mailbox.mailbox.logout()
    finally:
        server.terminate()
        server.wait(timeout=20)
