"""For load balancers and monitoring: is this process serving, and were the deadlines checked today?"""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views.generic import View

from alerts.freshness import freshness


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    open_to_anyone = "says only that the process and its database answer"

    def get(self, request: HttpRequest) -> JsonResponse:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return JsonResponse({"ok": True})


@method_decorator(login_not_required, name="dispatch")
class DeadlineHealth(View):
    open_to_anyone = "says only whether the daily check was done, for a monitoring system"

    def get(self, request: HttpRequest) -> JsonResponse:
        state = freshness()
        return JsonResponse({"ok": state.ok, "sentence": state.sentence}, status=200 if state.ok else 503)
