"""`./go bench import`: 165,000 volunteers from an XLSX file, end to end with preview and confirmation.

On SQLite and on a throwaway PostgreSQL, each way in a process of its own, in turns: ours; stock django-import-export
at 10,000 rows; its tuned bulk configuration at 165,000; and the limit, a fast parse and a copy into the final table
with its encrypted and indexed columns, nothing checked. `--quick` takes smaller tables, and its ratios say little. The
last line is one JSON object; the exit code is 1 when a target is missed.
"""

import argparse
import json
import sys

from benchmarks._volunteer_databases import databases, runs
from benchmarks._volunteers import write_table

ROWS, FEW = 165_000, 10_000
QUICK_ROWS, QUICK_FEW = 5_000, 500
STOCK_TIMES, BULK_TIMES, LIMIT_TIMES, MOST_MB = 40, 6, 2.5, 450


def measure(folder, url: str, rows: int, few: int, times: int) -> dict:
    large, small = folder / "large.xlsx", folder / "small.xlsx"
    found = {
        "ours": runs("ours", url, large, folder, times),
        "limit": runs("limit", url, large, folder, times),
        "ours_few": runs("ours", url, small, folder, times),
        "stock_few": runs("stock", url, small, folder, 1),
        "bulk": runs("bulk", url, large, folder, 1),
    }
    assert found["ours"]["rows"] == found["bulk"]["rows"] == found["limit"]["rows"] == rows, found
    return found


def figures(found: dict) -> dict:
    seconds = {name: one["seconds"] for name, one in found.items()}
    return {
        "faster_than_stock": round(seconds["stock_few"] / seconds["ours_few"], 1),
        "faster_than_bulk": round(seconds["bulk"] / seconds["ours"], 1),
        "times_the_limit": round(seconds["ours"] / seconds["limit"], 2),
    }


def missed(found: dict, said: dict) -> list[str]:
    wrong = []
    if said["faster_than_stock"] < STOCK_TIMES:
        wrong.append(f"stock / ours {said['faster_than_stock']} < {STOCK_TIMES}")
    if said["faster_than_bulk"] < BULK_TIMES:
        wrong.append(f"bulk / ours {said['faster_than_bulk']} < {BULK_TIMES}")
    if said["times_the_limit"] > LIMIT_TIMES:
        wrong.append(f"ours / limit {said['times_the_limit']} > {LIMIT_TIMES}")
    if found["ours"]["rss_mb"] > MOST_MB:
        wrong.append(f"{found['ours']['rss_mb']} MB > {MOST_MB} MB")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller tables; its ratios are no measure")
    quick = parser.parse_args().quick
    rows, few, times = (QUICK_ROWS, QUICK_FEW, 1) if quick else (ROWS, FEW, 3)
    answer = {"name": "import", "n": rows, "n_stock": few, "databases": {}, "missed": []}
    with databases() as (folder, urls):
        write_table(folder / "large.xlsx", rows)
        write_table(folder / "small.xlsx", few)
        for name, url in urls.items():
            found = measure(folder, url, rows, few, times)
            said = figures(found)
            answer["databases"][name] = found | said
            answer["missed"] += [] if quick else [f"{name}: {wrong}" for wrong in missed(found, said)]
            print(f"{name}: {json.dumps(found | said)}")
    main_one = answer["databases"]["postgresql"]
    answer |= {
        "ours": main_one["ours"],
        "peer": {"what": f"django-import-export, {few} rows", "seconds": main_one["stock_few"]["seconds"]},
        "limit": {"what": "calamine and COPY, nothing checked", "seconds": main_one["limit"]["seconds"]},
        "faster_than_peer": main_one["faster_than_stock"],
        "times_the_limit": main_one["times_the_limit"],
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 1 if answer["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
