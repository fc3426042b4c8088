"""Keeps a handful of processes running together: restarts what dies, ends all of them at once.

The demo's file broker needs it: kombu writes messages non-atomically, and a worker that
reads half a file dies.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from deploy.processes import dies_with_parent, stop

TICK = 0.2
RESTART_PAUSE = 1.0
DEATHS_TOLERATED = 5
WITHIN = 60.0


@dataclass
class Service:
    """One process, its log file, and when it last died."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    directory: Path
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, output: IO[bytes]) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which then ends everybody in order
            preexec_fn=dies_with_parent(),
        )

    def fails_again_and_again(self, now: float) -> bool:
        self.deaths = [moment for moment in self.deaths if now - moment < WITHIN] + [now]
        return len(self.deaths) >= DEATHS_TOLERATED


def supervise(services: list[Service], *, each_tick: Callable[[], None] = lambda: None) -> int:
    """Run until a signal ends this program (as SystemExit) or a service keeps dying; then stop all.

    Returns 1 for a service that keeps dying, after printing the end of its log.
    """
    with ExitStack() as stack:
        outputs = {service.name: stack.enter_context(_fresh(service.log)) for service in services}
        for service in services:
            stack.callback(_end, service)
            service.start(outputs[service.name])
        while True:
            for service in services:
                if service.process.poll() is not None and not _revive(service, outputs[service.name]):
                    return 1
            each_tick()
            time.sleep(TICK)


def _fresh(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    return log.open("wb", buffering=0)


def _revive(service: Service, output: IO[bytes]) -> bool:
    if service.fails_again_and_again(time.monotonic()):
        tail = "\n".join(service.log.read_text(errors="replace").splitlines()[-15:])
        print(f"{tail}\n{service.name} 反复退出，已停止 / keeps dying, see {service.log}", file=sys.stderr)
        return False
    status = service.process.returncode
    output.write(f"{service.name} ended with {status}; starting it again{os.linesep}".encode())
    stop(service.process)  # what it left behind in its group
    time.sleep(RESTART_PAUSE)
    service.start(output)
    return True


def _end(service: Service) -> None:
    if service.process is not None:
        stop(service.process)
