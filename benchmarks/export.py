"""`./go bench export`: the whole register as XLSX and CSV, streamed, beside django-import-export's own export.

On SQLite and on a throwaway PostgreSQL, each way in a process of its own. The peer exports the same columns with
`select_related`. `--quick` takes a smaller register. The last line is one JSON object; the exit code is 1 when a
target is missed.
"""

import argparse
import json
import sys

from benchmarks._volunteer_databases import databases, run, runs
from benchmarks._volunteers import write_table

ROWS, QUICK_ROWS = 165_000, 20_000
TIMES, MOST_MB = 3, 150
"""Memory is that of the export: what the process holds before it begins (all of the portal's code) is `idle_mb`."""


def measure(folder, url: str, rows: int, times: int) -> dict:
    run("limit", url, folder / "table.xlsx", folder)
    found = {
        "xlsx": runs("ours_export", url, folder / "ours.xlsx", folder, times),
        "csv": runs("ours_export_csv", url, folder / "ours.csv", folder, times),
        "stock": runs("stock_export", url, folder / "stock.xlsx", folder, 1),
    }
    assert found["xlsx"]["rows"] == rows, found
    return found | {"faster_than_peer": round(found["stock"]["seconds"] / found["xlsx"]["seconds"], 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smaller register; its ratios are no measure")
    quick = parser.parse_args().quick
    rows, times = (QUICK_ROWS, 1) if quick else (ROWS, 3)
    answer = {"name": "export", "n": rows, "databases": {}, "missed": []}
    with databases() as (folder, urls):
        write_table(folder / "table.xlsx", rows)
        for name, url in urls.items():
            found = measure(folder, url, rows, times)
            answer["databases"][name] = found
            print(f"{name}: {json.dumps(found)}")
            worst = max(found[way]["rss_mb"] - found[way]["idle_mb"] for way in ("xlsx", "csv"))
            if not quick and found["faster_than_peer"] < TIMES:
                answer["missed"].append(f"{name}: stock / ours {found['faster_than_peer']} < {TIMES}")
            if worst > MOST_MB:
                answer["missed"].append(f"{name}: {worst} MB > {MOST_MB} MB")
    main_one = answer["databases"]["postgresql"]
    answer |= {
        "ours": main_one["xlsx"],
        "peer": {"what": "django-import-export with select_related", "seconds": main_one["stock"]["seconds"]},
        "faster_than_peer": main_one["faster_than_peer"],
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 1 if answer["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
