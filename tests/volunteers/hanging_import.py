"""`python -m tests.volunteers.hanging_import BATCH USERNAME`: goes on with an import and hangs in its second stretch.

The stretch is written and not committed then; `test_import_kill.py` kills the process.
"""

import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (Django is set up by now)

from volunteers.importing import staging  # noqa: E402
from volunteers.services import importing  # noqa: E402

write = staging.write
calls = []


def hanging_write(*args, **values):
    written = write(*args, **values)
    calls.append(written)
    if len(calls) == 2:
        print("hanging", flush=True)  # noqa: T201
        signal.pause()
    return written


importing.ROWS_A_STEP = 3
staging.write = hanging_write
call_command("import_volunteers", resume=int(sys.argv[1]), by=sys.argv[2])
