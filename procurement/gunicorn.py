"""How the web server runs; every value may be changed by environment."""

import gc
from typing import Any

from procurement import env

bind = f"{env.text('HOST', '127.0.0.1')}:{env.whole('PORT', 8000)}"
workers = env.whole("WEB_PROCESSES", 1, at_least=1)
threads = env.whole("WEB_THREADS", 4, at_least=1)
worker_class = "gthread"
preload_app = True  # the processes share what is loaded once
timeout = 60  # seconds
graceful_timeout = 10  # seconds
control_socket_disable = True
errorlog = "-"
loglevel = env.text("WEB_LOG_LEVEL", "warning")


def pre_fork(server: Any, worker: Any) -> None:
    """Leave what is loaded alone, so that the processes go on sharing it."""
    gc.freeze()
