#!/usr/bin/env bash
# run.sh [PAIRS]: `build` of the made set of 443,917 polygons beside DuckDB alone, in turn; a table, and every run's output under target/bench/logs.
# Needs the jar (mvn package -DskipTests), and a Python with numpy, shapely, pyogrio, geopandas and duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py.
# SCALE=0.0225 makes a set of about 10,000 rows: its counts are checked against what GDAL reads from the files.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$here/../..; python=${PYTHON:-python3}; scale=${SCALE:-1}; pairs=${1:-5}
bench=$root/target/bench; set=$bench/pv443917-$scale; logs=$bench/logs; mkdir -p "$logs"
export PV_DATA=$set PEER_WORK=$bench/peer
seed=$root/pipelines/src/main/resources/org/icemelt/pipelines/data/ind_pv_solar_farms_2022/solar_farms_india_2021_merged_simplified.geojson
[ -f "$set/manifest.json" ] || "$python" "$here/make_pv_443917.py" --seed-file "$seed" --out "$set" --scale "$scale"
cp "$here/manifest.json" "$set/build.json"
measured() { # name, command...: its output goes to a log, its times behind it
  local log=$logs/$1-$(date +%H%M%S).log; shift
  /usr/bin/time -f 'TIMES %e %U %S %M' "$@" >"$log" 2>&1 || { echo "failed: $log" >&2; exit 1; }
  tail -1 "$log" | awk '{printf "%8.2f s wall %8.2f s CPU %7.0f MB\n", $2, $3+$4, $5/1024}'
}
build() { rm -rf "$bench/lake" && mkdir -p "$bench/lake" && cd "$bench/lake"; "$root/runner-configs/direct/run" --manifest="$set/build.json" --layers="$1"; }
export -f build; export bench root set
measured warm-up bash -c 'build raw,staging' >/dev/null
for i in $(seq "$pairs"); do
  echo "build, raw and staging  $(measured build bash -c 'build raw,staging')"
  echo "build, staging only     $(measured staging bash -c 'build staging')"
  echo "DuckDB alone, 2 threads $(cd "$here" && measured duckdb "$python" p3_duckdb.py 2 union)"
done
bash -c 'build raw,staging' >"$logs/last.log" 2>&1
[ "$scale" = 1 ] && scale=
cd "$here" && "$python" check_build.py "$bench/lake/db/ducklake_catalog.sqlite" "$bench/lake/db/ducklake_data" $scale
