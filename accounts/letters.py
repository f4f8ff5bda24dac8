"""The letters about signing in. None has a child's data: letters are read on buses, and go to wrong addresses."""

from typing import Final

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User

INVITATION: Final = "accounts/letters/invitation.txt"
NEW_PASSWORD: Final = "accounts/letters/new_password.txt"


def password_link(user: User) -> str:
    """Lets whoever has it set this person's password, once, for PASSWORD_RESET_TIMEOUT seconds.

    The address is the configured one and never the one in the request, which whoever asks could forge.
    """
    kept = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return settings.SERVICE_ADDRESS + reverse("set-password", kwargs=kept)


def send_password_link(user: User, *, letter: str) -> None:
    """Raises OSError when the mail server does not take it."""
    service = settings.SERVICE_NAME
    subject = f"Your sign-in for {service}" if letter == INVITATION else f"Set a new password for {service}"
    told = {
        "user": user,
        "service_name": service,
        "authority_name": settings.AUTHORITY_NAME,
        "link": password_link(user),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "ask_again": settings.SERVICE_ADDRESS + reverse("forgotten-password"),
    }
    EmailMessage(subject=subject, body=render_to_string(letter, told), to=[user.email]).send()
