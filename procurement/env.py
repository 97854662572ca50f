"""Typed readers of environment variables. A wrong value stops start-up and names its variable."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")
ROOT = Path(__file__).resolve().parent.parent
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def load_dotenv() -> None:
    """Read KEY=value lines of .env into the environment; what is already set wins.

    DOTENV_FILE names another file, or none when it is empty.
    """
    path = ROOT / os.environ.get("DOTENV_FILE", ".env")
    if path.is_file():
        environ.Env.read_env(path, overwrite=False)


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that <name>_FILE points to (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return _read(f"{name}_FILE", path, lambda value: Path(value).read_text().strip())
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return True for 1/true/yes/on and False for 0/false/no/off."""
    return _read(name, os.environ.get(name, "1" if default else "0"), _to_bool)


def whole(name: str, default: int, *, at_least: int = 0) -> int:
    """Return a whole number not below at_least."""
    return _read(name, os.environ.get(name, str(default)), lambda value: _to_int(value, at_least))


def names(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Return an absolute folder, made if it is missing."""
    return _read(name, os.environ.get(name, str(default)), _to_folder)


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for a database URL (sqlite:///path or postgres://...)."""
    return _read(name, text(name, default), _to_database)


def cache(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for a cache URL (dbcache://table or rediscache://host/0)."""
    return _read(name, text(name, default), lambda value: dict(environ.Env.cache_url_config(value)))


def email(name: str, default: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for a mail URL (smtp+tls://..., filemail:///folder)."""
    return _read(name, text(name, default), lambda value: dict(environ.Env.email_url_config(value)))


def _read(name: str, raw: str, convert: Callable[[str], Value]) -> Value:
    try:
        return convert(raw)
    except (ValueError, KeyError, OSError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} has a value that cannot be used: {error}") from error


def _to_bool(value: str) -> bool:
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ValueError(f"{value!r} is neither 1/true/yes/on nor 0/false/no/off")


def _to_int(value: str, at_least: int) -> int:
    number = int(value)
    if number < at_least:
        raise ValueError(f"{number} is below {at_least}")
    return number


def _to_database(value: str) -> dict[str, Any]:
    if not value.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ValueError("use sqlite:///path or postgres://user:password@host:port/name")
    return dict(environ.Env.db_url_config(value))


def _to_folder(value: str) -> Path:
    path = Path(value).resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(path, os.W_OK):
        raise PermissionError(f"{path} cannot be written")
    return path
