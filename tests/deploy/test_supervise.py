"""The demo's supervisor, with real processes."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import supervise as module
from deploy.supervise import Service, supervise

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = "import time; time.sleep(600)"


class Enough(Exception):
    """Ends a supervisor that would run for ever."""


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(module, "TICK", 0.02)
    monkeypatch.setattr(module, "RESTART_PAUSE", 0.0)


def service(tmp_path: Path, code: str, name: str = "sample") -> Service:
    return Service(name, [sys.executable, "-c", code], tmp_path / f"{name}.log", os.environ, tmp_path)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_restarts_what_was_killed_and_leaves_the_others_alone(tmp_path):
    victim, other = service(tmp_path, SLEEPER, "victim"), service(tmp_path, SLEEPER, "other")
    seen = []

    def watch():
        seen.append((victim.process.pid, other.process.pid))
        if len(set(seen)) == 1:
            victim.process.kill()
        else:
            raise Enough

    with pytest.raises(Enough):
        supervise([victim, other], each_tick=watch)
    first, second = sorted(set(seen), key=seen.index)
    assert first[0] != second[0]
    assert first[1] == second[1]
    assert "victim ended with -9" in victim.log.read_text()


def test_ends_everybody_with_their_children(tmp_path):
    spawn = f"subprocess.Popen([sys.executable, '-c', '{SLEEPER}'])"
    parent = service(tmp_path, f"import subprocess, sys; print({spawn}.pid, flush=True); {SLEEPER}")

    def until_it_has_a_child():
        if parent.log.read_text().endswith("\n"):
            raise Enough

    with pytest.raises(Enough):
        supervise([parent], each_tick=until_it_has_a_child)
    assert not is_alive(parent.process.pid)
    assert _gone(int(parent.log.read_text()))


def test_gives_up_on_what_keeps_dying_and_shows_why(tmp_path, capsys):
    broken = service(tmp_path, "raise SystemExit('the reason')")
    assert supervise([broken]) == 1
    said = capsys.readouterr().err
    assert "the reason" in said
    assert "sample" in said
    assert len(broken.deaths) == module.DEATHS_TOLERATED


def test_nobody_survives_a_killed_supervisor(tmp_path):
    code = (
        "import os, pathlib, sys; from deploy.supervise import Service, supervise\n"
        "here = pathlib.Path(sys.argv[1])\n"
        f"s = Service('s', [sys.executable, '-c', '{SLEEPER}'], here / 's.log', os.environ, here)\n"
        "supervise([s], each_tick=lambda: print(s.process.pid, flush=True))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    supervisor = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with supervisor:
        pid = int(supervisor.stdout.readline())
        assert is_alive(pid)
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
    assert _gone(pid)


def _gone(pid: int) -> bool:
    """Whether an adopted process has ended, reaped or not; waits for the signal to reach it."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 10)[0])
    finally:
        os.close(descriptor)
