"""`./go bench certificates`: the same 200 certificates drawn naively, by our pipeline, and with Typst.

Naive is one WeasyPrint document each, the peer; Typst is a compiled typesetter, the limit. The three take turns, and
the median of the rounds counts. Ratios go by the process's own processor time, which other work on the machine
stretches less than the clock; the wall clock stands beside it. The last line is one JSON object; the exit code is 1
when a target is missed. What is measured and why: docs/development.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

NUMBER, ROUNDS, QUICK_NUMBER, QUICK_ROUNDS = 200, 5, 60, 3
STEADY, QUICK_STEADY = 3000, 600
"""Certificates over which memory is watched."""
SAMPLE = 3
TARGETS = {
    "faster_than_naive": 12.0,
    "of_typst_speed": 0.5,
    "two_workers": 1.8,
}
MOST_GROWTH_MB, MOST_SIGNING = 10.0, 1.2
QUIET = 1.0
"""Load average under which the wall clock tells how two workers scale; above it their processor time does."""


@dataclass(frozen=True)
class Took:
    """Seconds for some certificates, by the processor and by the clock."""

    cpu: float
    wall: float

    @classmethod
    def of(cls, work: Callable[[], Iterable[bytes]]) -> "Took":
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in work():
            pass
        return cls(time.process_time() - cpu, time.perf_counter() - wall)


def middle(rounds: list[Took], number: int) -> dict[str, float]:
    """Milliseconds a certificate."""
    return {
        "cpu_ms": round(median(took.cpu for took in rounds) / number * 1000, 2),
        "wall_ms": round(median(took.wall for took in rounds) / number * 1000, 2),
    }


def compare(number: int, rounds: int) -> dict:
    """The ways in turns, on the same certificates."""
    from benchmarks._certificates import contents, naive, with_typst
    from creation_cycle.certificates.drawing import draw_many

    words, key = contents(number), signing_key()
    share = [words[at::rounds] for at in range(rounds)]
    with tempfile.TemporaryDirectory() as folder:
        ways = {
            "naive": naive,
            "ours": draw_many,
            "signed": lambda part: draw_many(part, seal=seal(key)),
            "typst": lambda part: with_typst(part, Path(folder)),
        }
        for way in ways.values():
            list(way(words[:2]))  # loads libraries, draws the artwork
        took = {name: [] for name in ways}
        for part in share:
            for name, way in ways.items():
                took[name].append(Took.of(lambda way=way, part=part: way(part)))
    return {name: middle(each, number // rounds) for name, each in took.items()}


def signing_key():
    from creation_cycle.certificates.sealing import SigningKey
    from creation_cycle.certificates.signing_key import make_signing_key

    return SigningKey.read(make_signing_key(owner="示例", years=1, password="bench"), "bench")


def seal(key):
    from creation_cycle.certificates.sealing import Seal

    return Seal(key, datetime(2026, 12, 1, tzinfo=UTC))


def looks_the_same() -> bool:
    """Pixel by pixel at 150 dpi, ours against naive."""
    import pypdfium2
    from PIL import ImageChops

    from benchmarks._certificates import contents, naively
    from creation_cycle.certificates.drawing import draw_many

    def picture(pdf: bytes):
        return pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil().convert("RGB")

    words = contents(SAMPLE)
    pairs = zip(map(naively, words), draw_many(words), strict=True)
    return all(ImageChops.difference(picture(one), picture(other)).getbbox() is None for one, other in pairs)


def growth_over(number: int) -> float:
    """Megabytes that this process grows by between its first 200 certificates and the last."""
    from benchmarks._certificates import contents
    from creation_cycle.certificates.drawing import draw_many

    first = min(200, number // 3)
    drawn = draw_many(contents(number))
    for _ in range(first):
        next(drawn)
    before = resident_mb()
    for _ in drawn:
        pass
    return round(resident_mb() - before, 1)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def draw_as_worker(number: int) -> Took:
    """What one worker takes, once it is warm."""
    from benchmarks._certificates import contents
    from creation_cycle.certificates.drawing import draw_many

    list(draw_many(contents(2)))
    return Took.of(lambda: draw_many(contents(number)))


def side_by_side(number: int, rounds: int) -> dict:
    """How much more two workers draw than one: by the clock where the machine is quiet, else by what each costs."""
    alone, pairs = [], []
    load = os.getloadavg()[0]
    for _ in range(rounds):
        alone += workers(1, number)
        pairs.append(workers(2, number))
    one = Took(median(took.cpu for took in alone), median(took.wall for took in alone))
    two = Took(
        median(sum(took.cpu for took in pair) / 2 for pair in pairs),
        median(max(took.wall for took in pair) for pair in pairs),
    )
    by = "wall" if load < QUIET else "cpu"
    return {
        "two_workers": round(2 * getattr(one, by) / getattr(two, by), 2),
        "two_workers_by": by,
        "load": round(load, 1),
        "two_workers_wall": round(2 * one.wall / two.wall, 2),
    }


def workers(count: int, number: int) -> list[Took]:
    """So many processes at once, each drawing `number`."""
    command = [sys.executable, "-m", "benchmarks.certificates", "--worker", str(number)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return [Took(**json.loads(process.communicate()[0].splitlines()[-1])) for process in running]


def report(quick: bool) -> dict:
    number, rounds = (QUICK_NUMBER, QUICK_ROUNDS) if quick else (NUMBER, ROUNDS)
    ways = compare(number, rounds)
    for name, took in ways.items():
        print(
            f"{name:8} {took['cpu_ms']:8.2f} ms processor  {took['wall_ms']:8.2f} ms clock  a certificate",
            flush=True,
        )
    cost = {name: took["cpu_ms"] for name, took in ways.items()}
    return {
        "name": "certificates",
        "n": number,
        "ours": ways["ours"],
        "signed": ways["signed"],
        "peer": {"what": "one WeasyPrint document each", **ways["naive"]},
        "limit": {"what": "Typst", **ways["typst"]},
        "faster_than_naive": round(cost["naive"] / cost["ours"], 2),
        "of_typst_speed": round(cost["typst"] / cost["ours"], 2),
        "signing": round(cost["signed"] / cost["ours"], 2),
        "looks_the_same": looks_the_same(),
        "rss_growth_mb": growth_over(QUICK_STEADY if quick else STEADY),
        **side_by_side(QUICK_NUMBER, QUICK_ROUNDS),
    }


def missed(found: dict) -> list[str]:
    """Names of the targets that were not reached."""
    low = [name for name, least in TARGETS.items() if found[name] < least]
    high = [
        name
        for name, most in (("signing", MOST_SIGNING), ("rss_growth_mb", MOST_GROWTH_MB))
        if found[name] > most
    ]
    return low + high + ([] if found["looks_the_same"] else ["looks_the_same"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="./go bench certificates")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--worker", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    if options.worker:
        print(json.dumps(vars(draw_as_worker(options.worker))))
        return 0
    found = report(options.quick)
    found["missed"] = missed(found)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
