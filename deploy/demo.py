"""`./go demo`: web, worker and scheduler on one machine, with SQLite, a file broker and demo data."""

import argparse
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from deploy import packages, virtualenv
from deploy.fonts import with_chinese_fonts
from deploy.paths import ROOT, VAR
from deploy.supervise import Service, supervise

ACCOUNTS = """\
  captain   captain2              号长（两个集体）
  county                          县区团委（推荐）
  officer   approver   officer2   组织者：经办、审批；另一个市
  reviewer  reviewer2             评审员
  credit    credit2               信用管理员（核查、列入各一人）
  volunteer steward   youth       志愿服务管理员；组织管理员；志愿者本人
  auditor   admin                 审计；系统管理员
  密码 / password: Demo-2026-Pass!"""


def run(arguments: list[str]) -> int:
    options = _parse(arguments)
    held = _only_one()
    _refuse_busy_port(options.port)
    packages.ensure(packages.RUNTIME)
    python = virtualenv.ensure("requirements.txt")
    environment = _environment(python, options.port)
    _prepare_database(python, environment, fresh=options.fresh)
    with held:
        return supervise(_services(python, environment, options.port), each_tick=Announcement(options.port))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./go demo", allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--fresh", action="store_true", help="throw the demo's database and its moved day away first"
    )
    return parser.parse_args(arguments)


def _only_one():
    """Two demos would share a database and a broker; the lock goes with the process."""
    VAR.mkdir(exist_ok=True)
    held = (VAR / "demo.lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("演示已在运行，请先结束它 / the demo already runs from this directory, end it first")
    return held


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as refusal:
            sys.exit(f"端口 {port} 不可用（{refusal}），请换一个 / choose another: ./go demo --port 8123")


def _environment(python: Path, port: int) -> dict[str, str]:
    return with_chinese_fonts(
        {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings_demo",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "PYTHONUNBUFFERED": "1",
        },
        python,
    )


def _prepare_database(python: Path, environment: dict[str, str], *, fresh: bool) -> None:
    """Migrate always, seed once. The stamp stands beside the database and counts only together with it."""
    database = Path(environment.get("DEMO_DATABASE") or VAR / "demo.sqlite3")
    stamp = database.with_name(database.name + ".seeded")
    if fresh:
        files = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
        for path in (*files, VAR / "demo-clock"):
            path.unlink(missing_ok=True)
    seeded = stamp.exists() and database.exists()
    _manage(python, environment, "migrate", "--verbosity=0")
    if not (VAR / "demo-signing-key.p12").exists():
        _manage(python, environment, "create_signing_key", "--owner", "示例组织委员会（演示，无效）")
    if not seeded:
        print("写入演示数据 / seeding demo data", flush=True)
        _manage(python, environment, "seed_demo")
        stamp.touch()


def _manage(python: Path, environment: dict[str, str], *words: str) -> None:
    command = [python, "manage.py", *words]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"manage.py {words[0]} 失败，原因见上 / failed, see above")


def _services(python: Path, environment: dict[str, str], port: int) -> list[Service]:
    celery = ["-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    commands = {
        "web": ["-m", "granian", "--interface", "wsgi", "--port", str(port), "config.wsgi:application"],
        "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "2", "-l", "INFO", *quiet],
        "scheduler": [*celery, "beat", "-l", "INFO", "--pidfile="],
    }
    return [
        Service(name, [str(python), *words], VAR / "log" / f"{name}.log", environment, ROOT)
        for name, words in commands.items()
    ]


class Announcement:
    """Prints the address once, when the portal answers."""

    def __init__(self, port: int):
        self.address = f"http://127.0.0.1:{port}/"
        self.made = False
        self.since = time.monotonic()

    def __call__(self) -> None:
        if not self.made and self._answers():
            self.made = True
            waited = time.monotonic() - self.since
            print(f"\n青年文明号创建管理平台：{self.address}  ({waited:.1f} s)\n{ACCOUNTS}")
            print(f"  日志 / logs: {VAR / 'log'}    Ctrl-C 结束 / ends everything", flush=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False
