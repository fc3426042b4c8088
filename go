#!/usr/bin/env bash
# The front door of the portal. `./go help` lists what it can do; the work is in deploy/.
set -eu
cd "$(dirname "$(readlink -f "$0")")"

for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m deploy "$@"
    fi
done

echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed: apt-get install python3.11" >&2
exit 1
