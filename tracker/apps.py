from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tracker.domain.lexicon.loader import LexiconError, open_lexicons


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from tracker import audit_words  # noqa: F401, PLC0415 - tells what our audit codes mean

        try:
            open_lexicons(settings.WORDS_DIR)
        except LexiconError as error:
            raise ImproperlyConfigured(f"{settings.WORDS_DIR} or shipped words: {error}") from error
