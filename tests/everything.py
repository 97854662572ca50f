"""`make test`: run every test that can run here, and say at the end what could not."""

import os
import shutil
import subprocess
import sys

INSTALL = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]


def main() -> int:
    """Run the suite and return its exit code."""
    not_run = ["the server profile (PostgreSQL and Redis): .ci/run runs it"]
    wanted = "not server"
    if not find_browser():
        wanted += " and not browser"
        not_run.insert(0, "THE BROWSER TESTS: no chromium here, and it could not be installed")
        say(not_run[0])
    workers = ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]
    pytest = [sys.executable, "-m", "pytest", "-q", "-m", wanted, *workers, *sys.argv[1:]]
    code = subprocess.call(pytest)
    for line in not_run:
        say(f"Not run: {line}.")
    return code


def find_browser() -> bool:
    """Return True when Debian's chromium is there, or could be installed."""
    if shutil.which("chromium"):
        return True
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    subprocess.call(["apt-get", "update", "-qq"])
    subprocess.call([*INSTALL, "-qq"])
    return shutil.which("chromium") is not None


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
