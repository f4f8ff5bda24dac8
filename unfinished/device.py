"""For a form that is open while the network goes: the key to what is kept on the device, and what the browser shows.

The worker in the browser keeps files that are the same for everybody (styles, scripts, one page that says there is no
network) and never an answer of the portal's.
"""

import base64
import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.pages import OpenPage, Page
from accounts.roles import Permission
from unfinished.models import DeviceKey

# All that the browser may keep; a list, so that it cannot grow by use.
STATIC_FILES = ("app.css", "print.css", "app.js", "supported.js", "favicon.svg", "favicon.ico")


class KeyOfMyDevices(Page):
    permission = Permission.USE_PORTAL

    def get(self, request: HttpRequest) -> JsonResponse:
        mine, _ = DeviceKey.objects.get_or_create(person=request.user)
        return JsonResponse({"key": base64.b64encode(mine.key).decode()})


class NoNetwork(OpenPage, TemplateView):
    open_to_anyone = "the browser shows it to whoever has no network"
    template_name = "unfinished/no_network.html"


class NoNetworkWorker(OpenPage):
    """The service worker. At the top of the site, since it may answer only for what lies below its own address."""

    open_to_anyone = "a script that names files anybody may fetch"

    def get(self, request: HttpRequest) -> HttpResponse:
        files = [static(name) for name in STATIC_FILES]
        page = reverse("no-network")
        version = hashlib.sha256("\n".join([page, *files]).encode()).hexdigest()[:12]
        keeps = json.dumps({"version": version, "files": files, "page": page})
        script = f"self.keeps = {keeps}\nimportScripts({json.dumps(static('worker.js'))})\n"
        return HttpResponse(script, content_type="text/javascript")
