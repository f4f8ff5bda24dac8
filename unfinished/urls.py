from django.urls import URLPattern, URLResolver, path

from unfinished import device

urlpatterns: list[URLPattern | URLResolver] = [
    path("unfinished/key/", device.KeyOfMyDevices.as_view(), name="device-key"),
    path("no-network/", device.NoNetwork.as_view(), name="no-network"),
    path("no-network.js", device.NoNetworkWorker.as_view(), name="no-network-worker"),
]
