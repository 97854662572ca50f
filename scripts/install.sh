#!/bin/sh
# Install a locked list of packages into .venv; a failure is told in one sentence.
set -u
list=$1
log=.venv/install.log

fail() { printf '%s\n' "$*" >&2; exit 1; }

[ -n "${PYTHON:-}" ] || fail "Python is missing. Install Python 3.11 or newer, with pip."
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$PYTHON" --version) is too old. Fukkyu needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11"
[ -w . ] || fail "The folder $(pwd) cannot be written. Make it writable, or clone somewhere else."
if [ ! -x .venv/bin/python ]; then
  echo "Setting up (once; a minute at most)..."
  "$PYTHON" -m venv .venv >/dev/null 2>&1 ||
    fail "The virtual environment could not be made. On Debian: apt-get install python3-venv"
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list" >"$log" 2>&1 && exit 0
if grep -qiE "unable to execute|command '?(gcc|cc|clang)|no such file or directory: '(gcc|cc)'" "$log"; then
  fail "A package has no ready-made build for this machine and there is no C compiler. On Debian: apt-get install gcc python3-dev"
elif grep -qiE "no space left" "$log"; then
  fail "The disk is full; the packages need 700 MB."
elif grep -qiE "connection|resolve|timed out|proxy" "$log"; then
  fail "The packages could not be fetched: the package index cannot be reached. The details are in $log"
fi
tail -5 "$log" >&2
fail "The packages of $list could not be installed. The details are in $log"
