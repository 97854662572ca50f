"""Settings of the benches: the product's own, with loopback page servers admitted by address."""

import os

os.environ["DOTENV_FILE"] = ""

from procurement.settings import *

# "127.0.0.1:4711,127.0.0.2:4711"
ADMITTED_ADDRESSES = frozenset(
    (address, int(port))
    for address, _, port in (
        place.rpartition(":") for place in os.environ.get("BENCH_ADMITTED", "").split(",") if place
    )
)
POLL_SPACING_SECONDS = 0
POLL_LEASE = POLL_LEASE / 15  # three seconds: killed workers are followed soon
