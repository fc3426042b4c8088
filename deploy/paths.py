"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
"""Everything that is made while running; safe to delete."""
VENV = Path(os.environ.get("PORTAL_VENV") or ROOT / ".venv").absolute()
