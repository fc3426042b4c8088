"""A real Celery worker for tests that kill it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.processes import dies_with_parent

PATIENCE = 60


@contextmanager
def worker(log, include: str, **environment) -> Iterator[subprocess.Popen]:
    """With its child in a process group of their own; ended warmly, finishing its task. `include` is a module of
    tasks that it loads.
    """
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--include", include, "--concurrency", "1",
               "--without-gossip", "--without-mingle"]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def kill(process: subprocess.Popen) -> None:
    """SIGKILL for the worker and the child that works."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
