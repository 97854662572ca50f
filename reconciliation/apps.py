from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "reconciliation"

    def ready(self) -> None:
        from reconciliation import audit_words  # noqa: F401, PLC0415 - tells what our codes mean
