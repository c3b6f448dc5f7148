#!/bin/sh
# Finds a Python and hands over to aloft_bootstrap.py beside this file.
# ALOFT_PYTHON names the interpreter; without it python3 or python of the PATH is taken.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
if [ -n "${ALOFT_PYTHON:-}" ]; then
  exec "$ALOFT_PYTHON" "$here/aloft_bootstrap.py" "$@"
fi
for python in python3 python; do
  if command -v "$python" >/dev/null 2>&1; then
    exec "$python" "$here/aloft_bootstrap.py" "$@"
  fi
done
echo "aloft: there is no python3 or python on the PATH, and ALOFT_PYTHON names none" >&2
exit 127
