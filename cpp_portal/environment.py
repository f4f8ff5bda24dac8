"""Reading the environment: three readers that refuse nonsense and say what to do."""

import os
import zlib

from django.core.exceptions import ImproperlyConfigured

from audit.mailbox import MailboxAddress, mailbox_address

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
# What stands in secrets that were typed, or copied from a page, and not made at random.
GIVEAWAYS = ["insecure", "change", "secret", "password", "example", "default", "django", "replace"]
SHORTEST = 50  # characters
LEAST_SURPRISING = 44  # bytes, compressed: 50 random hexadecimal digits need 48, a repeated word half of that


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    answer = os.environ.get(name, "yes" if default else "no").strip().lower()
    if answer in TRUE:
        return True
    if answer in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {answer!r}. Set it to yes or no.")


def number(name: str, default: int) -> int:
    answer = text(name, str(default))
    try:
        return int(answer)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {answer!r}. Set it to a whole number.") from None


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
