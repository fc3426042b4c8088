"""Debian and Ubuntu packages that pip cannot bring, asked for only where something is missing."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy import browser

APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]


@dataclass(frozen=True)
class Package:
    """A package and a look at the machine that tells whether what it brings is there."""

    name: str
    present: Callable[[], bool]
    required: bool = True
    """False: the portal copes without it, and older releases do not have it."""


def library(soname: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return loads


def program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def has_postgres_server() -> bool:
    """Debian keeps the server's programs off the PATH."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


RUNTIME = (
    # Debian takes ensurepip out of Python; without it no virtual environment has pip.
    Package(
        f"python3.{sys.version_info.minor}-venv", lambda: importlib.util.find_spec("ensurepip") is not None
    ),
    Package("libpango-1.0-0", library("libpango-1.0.so.0")),
    Package("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
    Package("libharfbuzz-subset0", library("libharfbuzz-subset.so.0"), required=False),
    Package("fontconfig", program("fc-cache")),
)
TESTING = (
    *RUNTIME,
    Package("postgresql", has_postgres_server),
    Package("redis-server", program("redis-server")),
    Package("poppler-utils", program("pdftotext")),
    # Ubuntu has it as a snap only: the test command then lets Playwright bring its own.
    Package("chromium", lambda: browser.executable() is not None, required=False),
)


def ensure(packages: Iterable[Package]) -> None:
    """Install what is missing. Ends the program with one sentence when that is not possible."""
    missing = [package for package in packages if not package.present()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(missing)
        missing = [package for package in missing if not package.present()]
    if any(package.required for package in missing):
        names = " ".join(package.name for package in missing)
        sys.exit(
            "缺少系统软件包，请先安装 / please install first: "
            f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        )


def _install(missing: list[Package]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], env=environment, stdin=subprocess.DEVNULL, check=False)
    names = [package.name for package in missing if package.required or _is_offered(package.name)]
    print(f"安装系统软件包 / installing: {' '.join(names)}", flush=True)
    command = [*APT, "install", "--yes", "--no-install-recommends", *names]
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)


def _is_offered(name: str) -> bool:
    shown = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
    return "Candidate:" in shown and "Candidate: (none)" not in shown
