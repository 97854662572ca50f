"""Fail loudly when PostgreSQL or Redis does not answer: the server profile is never skipped."""

import os
import sys

import psycopg
import redis


def main() -> int:
    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
        redis.Redis.from_url(os.environ["CELERY_BROKER_URL"], socket_timeout=5).ping()
    except (psycopg.OperationalError, redis.RedisError) as error:
        sys.stderr.write(f"The server profile cannot be tested: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
