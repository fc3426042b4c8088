"""`./go bench NAME`: one module of `benchmarks/`, with everything it may measure installed."""

import os
import subprocess
import sys

from deploy import packages, virtualenv
from deploy.fonts import with_chinese_fonts
from deploy.paths import ROOT


def run(arguments: list[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    if not arguments or arguments[0] not in known:
        sys.exit(f"用法 / usage: ./go bench NAME [--quick]，NAME: {' '.join(known) or '(none yet)'}")
    packages.ensure(packages.TESTING)
    python = virtualenv.ensure("requirements-dev.txt")
    name, *rest = arguments
    command = [python, "-m", f"benchmarks.{name}", *rest]
    return subprocess.run(
        command, cwd=ROOT, env=with_chinese_fonts(os.environ, python), check=False
    ).returncode
