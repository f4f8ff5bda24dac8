"""Sends people who are not signed in to the sign-in page, with the reason when they were signed in until now."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string

IDLE, ENDED = "idle", "ended"


class SignInFirst(LoginRequiredMiddleware):
    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        kept = request.method == "POST" and import_string(settings.KEEP_WHAT_WAS_TYPED)(request)
        if not request.accepts("text/html"):
            return JsonResponse({"kept": kept}, status=401)
        response = super().handle_no_permission(request, view_func)
        if because := why_signed_out(request):
            response["Location"] += f"&because={because}"
        return response


def why_signed_out(request: HttpRequest) -> str:
    """Why the session that the browser still names is no good; "" for a browser that was not signed in."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return ""
    if Session.objects.filter(session_key=key, expire_date__lte=timezone.now()).exists():
        return IDLE
    was_nobodys = not request.session.is_empty() and SESSION_KEY not in request.session
    return "" if was_nobodys else ENDED
