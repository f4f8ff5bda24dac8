"""Reading the environment: three readers that refuse nonsense and say what to do."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


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


def secret(name: str) -> str:
    """A secret of at least 50 characters that somebody made at random; anything less stops the start.

    Sessions and password links are signed with it: a guessable one opens every record.
    """
    value = os.environ.get(name, "")
    how = (
        f'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(64))" and set {name} to it.'
    )
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {how}")
    if len(value) < 50 or len(set(value)) < 12 or "insecure" in value or "change" in value.lower():
        raise ImproperlyConfigured(f"{name} is too easily guessed (50 or more random characters). {how}")
    return value
