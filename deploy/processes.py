"""Child processes that never outlive the program that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def dies_with_parent(signum: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends `signum` to the child when this program dies, even by SIGKILL."""
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signum)


def stop(process: subprocess.Popen, signum: int = signal.SIGTERM, *, patience: float = 10) -> None:
    """End a process that leads its own group, its children included; kill what has not gone in time."""
    if process.poll() is None:
        process.send_signal(signum)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with contextlib.suppress(ProcessLookupError):  # everything had gone by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
