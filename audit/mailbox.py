"""Where a mailbox is that the portal reads, as an address such as imaps://user:password@host:993/INBOX."""

from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


class MailboxAddress(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool


def mailbox_address(value: str) -> MailboxAddress:
    """Raises ValueError, in words that go on from the name of a setting, for what is none or is not safe to use.

    Without encryption only on this machine: the password would travel in the open.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("cannot be read") from None
    if parts.scheme not in ("imaps", "imap") or not (parts.hostname and parts.username and parts.password):
        raise ValueError("is no address of a mailbox")
    is_encrypted = parts.scheme == "imaps"
    if not is_encrypted and parts.hostname not in LOOPBACK:
        raise ValueError("would send the password unencrypted")
    return MailboxAddress(
        host=parts.hostname,
        port=port or (993 if is_encrypted else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=is_encrypted,
    )
