from django.apps import AppConfig

from procurement.celery import app


class ProcurementConfig(AppConfig):
    name = "procurement"
    celery = app  # loaded with Django, so that every shared task finds our queue

    def ready(self) -> None:
        from procurement import audit_words, receivers  # noqa: F401, PLC0415 - both connect
