"""Makes the packaged Chinese fonts known to fontconfig, for this program's children only.

A new machine has no Chinese font at all, and Chromium asks fontconfig: without this every screenshot
shows boxes. Certificates do not need it, they name their font file themselves.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.paths import VAR

CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
FIND_FONTS = "import pylopdf_fonts_zh_cn as fonts; print(fonts.sans_path().parent)"


def with_chinese_fonts(environment: Mapping[str, str], python: Path) -> dict[str, str]:
    """A copy of `environment` in which fontconfig also finds the fonts installed beside `python`."""
    located = subprocess.run([python, "-c", FIND_FONTS], capture_output=True, text=True, check=True)
    directory = VAR / "fontconfig"
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "fonts.conf"
    file.write_text(CONFIGURATION.format(fonts=located.stdout.strip(), cache=directory / "cache"))
    return {**environment, "FONTCONFIG_FILE": str(file)}
