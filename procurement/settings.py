"""Settings of the product. Everything an operator may change is read by procurement.env and listed
in .env.example; all other constants live with their code."""

from datetime import timedelta
from importlib.util import find_spec
from secrets import token_urlsafe
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from procurement import env

BASE_DIR = env.ROOT
env.load_dotenv()

# Where this installation keeps its data: database, queue, mail outbox, keys.
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")


def _secret_key() -> str:
    """Return SECRET_KEY, or a key made once and kept readable by its owner alone."""
    if key := env.text("SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.flag("DEBUG", default=False)

# The address that people type. It decides host names, cookie security and links in mail.
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{env.whole('PORT', 8000)}")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [
    _public.hostname or "localhost",
    *env.names("ALLOWED_HOSTS", "localhost,127.0.0.1"),
]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "accounts",
    "tracker",
    "reconciliation",
    "procurement",
]

if find_spec("django_linear_migrations"):  # a developer's tool, not installed by `make run`
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PersonalSettingsMiddleware",
    "accounts.middleware.SessionTraceMiddleware",
]

ROOT_URLCONF = "procurement.urls"
WSGI_APPLICATION = "procurement.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.workspace",
                "tracker.context.watch_health",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our templates/django/forms first

# --- Storage: one SQLite file by default, PostgreSQL by URL ---
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'fukkyu.sqlite3'}")}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds; shorter waits gave up under six writers
        "transaction_mode": "IMMEDIATE",  # a read-then-write transaction never fails half-way
        # FULL: what was answered to the user survives a power cut
        # the log of a burst does not stay on disk at its largest: one megabyte is kept
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA journal_size_limit=1048576;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", "dbcache://cache")}

# --- Queue: files in a folder by default, Redis or RabbitMQ by URL ---
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "folder://")
IS_EMBEDDED = CELERY_BROKER_URL.startswith("folder://")  # no service beside our own processes
QUEUE_DIR = DATA_DIR / "queue"
_FOLDER_TRANSPORT: dict[str, object] = {
    "data_folder_in": str(QUEUE_DIR / "messages"),
    "data_folder_out": str(QUEUE_DIR / "messages"),
    "control_folder": str(QUEUE_DIR / "control"),
}
_REDIS_TRANSPORT: dict[str, object] = {
    "visibility_timeout": 600,  # seconds, above the longest hard time limit of a task
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    _FOLDER_TRANSPORT
    if IS_EMBEDDED
    else _REDIS_TRANSPORT
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name) for name in ("work", "polls", "reading", "mail")
]
CELERY_TASK_ROUTES = {
    "tracker.tasks.poll_host": {"queue": "polls"},
    "tracker.tasks.read_now": {"queue": "polls"},
    "tracker.tasks.read_mailbox": {"queue": "mail"},
    "tracker.tasks.deliver_mail": {"queue": "mail"},
}
CELERY_TASK_SOFT_TIME_LIMIT = 240  # seconds
CELERY_TASK_TIME_LIMIT = 300  # seconds, below the visibility timeout
CELERY_WORKER_PREFETCH_MULTIPLIER = 8 if IS_EMBEDDED else 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB; a task that eats memory costs one child
WORKER_PROCESSES = env.whole("WORKER_PROCESSES", 2, at_least=1)
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # a tick only looks for due rows; rows say when they are due
    "sweep": {"task": "tracker.tasks.sweep", "schedule": 5.0, "options": {"expires": 30}},
    "keep-up": {"task": "tracker.tasks.keep_up", "schedule": 20.0, "options": {"expires": 60}},
    "sweep-response": {
        "task": "procurement.tasks.sweep_response",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    "keep-deadlines": {
        "task": "procurement.tasks.keep_deadlines",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    # once a day; asked often, since a machine may be off at any one hour
    "export-audit-heads": {
        "task": "accounts.tasks.export_audit_heads",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "sweep-jobs": {
        "task": "reconciliation.tasks.sweep_jobs",
        "schedule": 15.0,
        "options": {"expires": 60},
    },
    "forget-uploads": {
        "task": "reconciliation.tasks.forget_uploads",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
}

# --- Polling ---
POLL_CONTACT = env.text("POLL_CONTACT", PUBLIC_URL)  # told to the sites we read, in the User-Agent
POLL_SPACING_SECONDS = env.whole("POLL_SPACING_SECONDS", 1)  # between two requests to one host
# A worker's claim of a host; renewed between pages, so it only has to outlast one slow fetch.
POLL_LEASE = timedelta(seconds=45)
# The sample company's own notice server: admitted by exact address and port, embedded profile only.
WORDS_DIR = env.folder("WORDS_DIR", DATA_DIR / "words")  # own words of notices: ja.toml, en.toml
SAMPLE_PORT = env.whole("SAMPLE_PORT", 8765)
SAMPLE_COMPANY = env.flag("SAMPLE_COMPANY", default=True) and IS_EMBEDDED
SAMPLE_STATE = DATA_DIR / "sample.json"
ADMITTED_ADDRESSES = frozenset({("127.0.0.1", SAMPLE_PORT)}) if SAMPLE_COMPANY else frozenset()

# Issuers of certificates to trust beside the public ones, for mail servers with their own.
MAIL_AUTHORITIES = env.text("MAIL_AUTHORITIES")

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.whole("PASSWORD_SHORTEST", 8, at_least=8)},
    },
    {
        "NAME": "accounts.passwords.MaximumLengthValidator",
        "OPTIONS": {"longest": env.whole("PASSWORD_LONGEST", 100, at_least=64)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people enter by invitation, whose mail proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail may be slow
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None  # asked at sign-in, with its risk stated
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds, for who asked to be remembered
ACCOUNT_RATE_LIMITS = {
    # Failures: by address, so that one password is not tried on everybody; by person, so that
    # not every password is tried on one. A browser that a person has used counts apart.
    "login_failed": "10/m/ip,100/h/ip,5/5m/key,30/d/key",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reauthenticate": "accounts.forms.sign_in.ConfirmPasswordForm",
    "change_password": "accounts.forms.sign_in.PasswordChangeForm",
    "reset_password": "accounts.forms.sign_in.PasswordForgottenForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
    "confirm_password_reset_code": "accounts.forms.sign_in.MailedCodeForm",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.SecondFactorForm",
    "reauthenticate": "accounts.forms.second_factor.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.second_factor.ActivateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has proved it
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Fukkyu"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_NAME = "fukkyu_session"
SESSION_COOKIE_AGE = 12 * 3600  # seconds; "remember me" asks for two weeks
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXY_COUNT", 0)
if env.flag("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Mail ---
vars().update(env.email("EMAIL_URL", f"filemail:///{DATA_DIR / 'mail'}"))
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hold the mailer
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "fukkyu@localhost")

# Where the daily heads of the audit chains go; best a folder that this machine cannot edit.
AUDIT_HEADS_DIR = env.folder("AUDIT_HEADS_DIR", DATA_DIR / "audit-heads")

# --- Language and time ---
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"  # stored in UTC; each workspace may show its own zone

# --- Uploads ---
UPLOAD_MEGABYTES = env.whole("UPLOAD_MEGABYTES", 1024, at_least=1)  # per request
FILE_UPLOAD_HANDLERS = [
    "reconciliation.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Static files ---
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {  # evidence and imported files; never under the web root
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)r"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # it says on every connection that a folder has no host name
    "loggers": {"kombu.connection": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
