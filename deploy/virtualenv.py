"""The portal's virtual environment, filled from a lock file with every hash checked."""

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.paths import ROOT, VAR, VENV

PIP_INSTALL = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]


def ensure(lock: str) -> Path:
    """The environment's Python, with `lock` installed; pip runs only when the lock has changed.

    Ends the program with one sentence when the installation fails.
    """
    python = VENV / "bin" / "python"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / f".installed-{lock}"
    with _one_at_a_time():
        if not _runs(python):
            print(f"建立虚拟环境 / creating {VENV}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        if not stamp.exists() or stamp.read_text() != digest:
            print(f"安装依赖 / installing {lock}", flush=True)
            _install(python, lock)
            stamp.write_text(digest)
    return python


def _runs(python: Path) -> bool:
    """Whether the environment still works: it breaks when the Python below it is upgraded away."""
    command = [python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return python.exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install(python: Path, lock: str) -> None:
    command = [python, *PIP_INSTALL, "--require-hashes", "-r", ROOT / lock]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"依赖安装失败，原因见上 / installing {lock} failed, see above")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A demo and a test run that start together must not fill the same directory at once."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
