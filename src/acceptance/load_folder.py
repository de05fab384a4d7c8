#!/usr/bin/env python3
"""Builds a lake from every feature file below a folder, one dataset a file, and says what was read of each.

    src/acceptance/load_folder.py FOLDER [--jar pipelines/target/icemelt.jar] [--work DIR]

Where FOLDER has a SOURCES.md with a table of files and their counts of features, each count is compared. Exit 1 if one
differs, or read is not stored + rejected. Only Python's standard library is needed; the jar is `mvn package`'s.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ENDINGS = {".geojson", ".json", ".geojsonl", ".shp", ".gpkg", ".parquet", ".fgb", ".zip", ".7z"}


def stated(folder):
    """File name to count of features, from the table of SOURCES.md."""
    counts = {}
    sources = folder / "SOURCES.md"
    if sources.exists():
        for line in sources.read_text(encoding="utf-8").splitlines():
            cells = [c.strip() for c in line.strip("|").split("|")]
            if line.startswith("|") and len(cells) > 4 and re.fullmatch(r"[\d,]+", cells[4]):
                counts[Path(cells[1]).name] = int(cells[4].replace(",", ""))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jar", type=Path, default=Path("pipelines/target/icemelt.jar"))
    parser.add_argument("--work", type=Path)
    args = parser.parse_args()
    folder = args.folder.resolve()
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in ENDINGS)
    if not files:
        sys.exit(f"No feature file below {folder}")
    work = args.work or Path(tempfile.mkdtemp(prefix="load-folder-"))
    work.mkdir(parents=True, exist_ok=True)
    names = {f"f{i:02d}_" + re.sub(r"\W+", "_", p.stem.lower())[:40]: p for i, p in enumerate(files)}
    manifest = {n: {"repo": "local", "path": str(p), "max_mb": 1_000_000} for n, p in names.items()}
    (work / "manifest.json").write_text(json.dumps(manifest, indent=1))
    run = subprocess.run(
        ["java", "-jar", str(args.jar.resolve()), "build", "--manifest=manifest.json", "--layers=raw,staging",
         "--exportGeoparquet=false", "--runId=load-folder"],
        cwd=work, capture_output=True, text=True)
    report_file = work / "db/runs/load-folder.json"
    if not report_file.exists():
        sys.exit(f"exit {run.returncode}\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    report = json.loads(report_file.read_text())
    counts, wrong = stated(folder), 0
    print(f"{'file':86} {'stated':>7} {'read':>7} {'stored':>7} {'rejected':>8}  result")
    for entry in sorted(report["datasets"], key=lambda d: d.get("dataset") or d.get("name")):
        path = names[entry.get("dataset") or entry.get("name")]
        read, stored, rejected = (entry.get(k) or 0 for k in ("read", "stored", "rejected"))
        want = counts.get(path.name)
        fine = read > 0 and read == stored + rejected and want in (None, read)
        wrong += not fine
        said = "ok" if fine else f"{entry.get('status')} {entry.get('failure') or ''}"
        shown = "-" if want is None else want
        print(f"{str(path.relative_to(folder)):86} {shown:>7} {read:>7} {stored:>7} {rejected:>8}  {said}")
    print(f"{len(files)} files, {wrong} wrong, exit code of the build {run.returncode}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
