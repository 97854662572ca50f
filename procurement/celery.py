"""The Celery application. Registers the folder transport before the app is built."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_before_create_process
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procurement.settings")
TRANSPORT_ALIASES["folder"] = "procurement.broker:Transport"

app = Celery("fukkyu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_before_create_process.connect
def freeze_what_is_loaded(**about: Any) -> None:
    """Leave what is loaded alone, so that the children go on sharing it."""
    gc.freeze()
