"""Settings of the test suite: the product's own, less what costs time or leaves the machine."""

import os

os.environ["DOTENV_FILE"] = ""
os.environ.setdefault("DATA_DIR", "var/test")  # never the data of the running installation

from procurement.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # nothing is collected before a test
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
POLL_SPACING_SECONDS = 0
if IS_SQLITE:  # a file, so that threads and child processes see the same database
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
