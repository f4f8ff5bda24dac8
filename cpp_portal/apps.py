from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cpp_portal"

    def ready(self) -> None:
        # Web processes send tasks too, so the Celery application must exist in each of them.
        from cpp_portal import celery  # noqa: F401  imported for what importing it does
