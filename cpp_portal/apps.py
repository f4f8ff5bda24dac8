from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cpp_portal"

    def ready(self) -> None:
        # Web processes send tasks too, so the Celery application must exist in each of them.
        import_module("cpp_portal.celery")
