"""What production writes is one JSON object a line, tracebacks and extras included."""

import json
import subprocess
import sys

import pytest

WRITES = """
import logging, logging.config
from config.log_lines import json_lines
logging.config.dictConfig(json_lines("INFO"))
logging.getLogger("core").info("任务 %s 完成", 7, extra={"job": 7})
logging.getLogger("fontTools.subset").info("not worth a line")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("failed")
"""


def test_lines_are_json():
    done = subprocess.run([sys.executable, "-c", WRITES], capture_output=True, text=True, check=True)
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["event"], first["level"], first["logger"], first["job"]) == (
        "任务 7 完成",
        "info",
        "core",
        7,
    )
    assert first["timestamp"].endswith("Z")
    assert second["logger"] == "django.request"
    assert "ZeroDivisionError" in second["exception"]


TELLS = """
import logging, logging.config
from config.log_lines import SHAPE
logging.config.dictConfig(SHAPE("INFO"))
log = logging.getLogger("django.request")
extra = {"request": "<GET '/growth/support/AbCdEfGhIjKlMnOpQrStUv-_/'>"}
log.warning("Gone: %s", "/growth/AbCdEfGhIjKlMnOpQrStUv-_/goal/7/", extra=extra)
try:
    raise ValueError("/growth/support/AbCdEfGhIjKlMnOpQrStUv-_/")
except ValueError:
    log.exception("failed")
log.warning("Gone: /quiz/3-41-0123456789abcdef01234567/start/")
log.warning("Not Found: /desk/units/12/growth/cards/7/")
"""


@pytest.mark.parametrize("shape", ["json_lines", "plain_lines"])
def test_the_keys_of_growth_cards_are_left_out(shape):
    code = TELLS.replace("SHAPE", shape)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "AbCdEf" not in done.stderr
    assert "/growth/…/goal/7/" in done.stderr
    assert "/growth/support/…/" in done.stderr
    assert "/quiz/…/start/" in done.stderr
    assert "/desk/units/12/growth/cards/7/" in done.stderr
