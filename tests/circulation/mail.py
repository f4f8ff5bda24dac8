"""A mail server on loopback that takes letters, or refuses them as it is told."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from cpp_portal.launcher.ports import next_free


@dataclass
class Mailbox:
    letters: list[EmailMessage] = field(default_factory=list)
    come_back_to: list[str] = field(default_factory=list)
    """Of each letter, to whom a mail server further on sends it back."""
    refuses: str = ""
    """What the server answers to each recipient instead of taking the letter, such as "550 No such mailbox"."""

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.come_back_to.append(envelope.mail_from)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    @property
    def words(self) -> list[str]:
        return [letter.get_body().get_content() for letter in self.letters]


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=next_free(26000))
    server.start()
    try:
        yield mailbox, server.port
    finally:
        server.stop()
