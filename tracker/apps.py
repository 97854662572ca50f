from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from tracker import audit_words  # noqa: F401, PLC0415 - tells what our audit codes mean
