"""Reading the environment: what is nonsense stops the start and says what to do. Empty is the same as not set."""

import os
import zlib
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from audit.mailbox import MailboxAddress, mailbox_address

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
# What stands in secrets that were typed, or copied from a page, and not made at random.
GIVEAWAYS = ["insecure", "change", "secret", "password", "example", "default", "django", "replace"]
SHORTEST = 50  # characters
LEAST_SURPRISING = 44  # bytes, compressed: 50 random hexadecimal digits need 48, a repeated word half of that


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    answer = text(name, "yes" if default else "no").lower()
    if answer in TRUE:
        return True
    if answer in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {answer!r}. Set it to yes or no.")


def number(name: str, default: int, *, lowest: int, highest: int) -> int:
    answer = text(name, str(default))
    try:
        value = int(answer)
    except ValueError:
        value = lowest - 1
    if not lowest <= value <= highest:
        raise ImproperlyConfigured(
            f"{name} is {answer!r}. Set it to a whole number from {lowest} to {highest}."
        )
    return value


def level(name: str, default: str) -> str:
    """Of what is written to the log."""
    answer = text(name, default).upper()
    if answer not in LEVELS:
        raise ImproperlyConfigured(f"{name} is {answer!r}. Set it to one of: {', '.join(LEVELS)}.")
    return answer


def address(name: str, default: str = "", *, schemes: tuple[str, ...] = ("https", "http")) -> str:
    """Of a page or a whole site, without a slash at its end: links are put together from it."""
    answer = text(name, default).rstrip("/")
    try:
        parts = urlsplit(answer)
        is_one = parts.scheme in schemes and bool(parts.hostname) and " " not in answer
    except ValueError:
        is_one = False
    if answer and not is_one:
        begins = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is {answer!r}. Set it to an address that begins with {begins}.")
    return answer


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def mailbox(name: str) -> MailboxAddress | None:
    """A mailbox to be read; None when it is not set."""
    if not (value := text(name)):
        return None
    try:
        return mailbox_address(value)
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"{name} {wrong}. Set it to imaps://user:password@host:993/INBOX, with %40 for an @ in the name."
        ) from None


def secret(name: str) -> str:
    """A secret of 50 characters or more that was made at random; anything less stops the start.

    Sessions and password links are signed with it: a guessable one opens every record.
    """
    value = os.environ.get(name, "")
    how = (
        f'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(64))" and set {name} to it.'
    )
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {how}")
    if why := weakness(value):
        raise ImproperlyConfigured(f"{name} {why}. {how}")
    return value


def weakness(value: str) -> str | None:
    if len(value) < SHORTEST:
        return f"has {len(value)} characters; {SHORTEST} are the least"
    if any(word in value.lower() for word in GIVEAWAYS):
        return "looks like one from an example"
    if len(zlib.compress(value.encode(), 9)) < LEAST_SURPRISING:
        return "repeats itself, so it is too easily guessed"
    return None
