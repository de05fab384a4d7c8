#!/usr/bin/env bash
# run.sh [PAIRS]: `build` of the made set of 443,917 polygons beside DuckDB alone, in turn; every run's output stays under target/bench/logs, and a
# log with all times, medians and ratios under src/bench/logs. Needs the jar (mvn package -DskipTests, or ICEMELT_JAR) and a Python with numpy, shapely,
# pyogrio, geopandas and duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py. SCALE=10 makes ten times as many rows, SCALE=0.0225 about 10,000: of those the
# counts are checked against what GDAL reads from the files. WHAT="duckdb staging full" says what a pair consists of. LOGS: another folder for the log.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); python=${PYTHON:-python3}; scale=${SCALE:-1}; pairs=${1:-5}
bench=$root/target/bench; set=$bench/pv443917-$scale; logs=$bench/logs; mkdir -p "$logs" "${LOGS:=$here/logs}"
export PV_DATA=$set PEER_WORK=$bench/peer
seed=$root/pipelines/src/main/resources/org/icemelt/pipelines/data/ind_pv_solar_farms_2022/solar_farms_india_2021_merged_simplified.geojson
[ -f "$set/manifest.json" ] || "$python" "$here/make_pv_443917.py" --seed-file "$seed" --out "$set" --scale "$scale"
cp "$here/manifest.json" "$set/build.json"
log=$LOGS/run-$scale-$(date -u +%Y%m%dT%H%M%S).log
busy() { awk '/^cpu /{print $2+$3+$4+$7+$8}' /proc/stat; } # ticks that all processes together spent
measured() { # name, command...: its output goes to a log, its times and what others spent meanwhile to the table
  local name=$1 out=$logs/$1-$(date +%H%M%S).log before others; shift
  before=$(busy)
  /usr/bin/time -f 'TIMES %e %U %S %M' "$@" >"$out" 2>&1 || { echo "failed: $out" >&2; tail -5 "$out" >&2; exit 1; }
  others=$(($(busy) - before))
  tail -1 "$out" | awk -v n="$name" -v o="$others" '{c = $3 + $4; printf "%-8s %8.2f s wall %8.2f s CPU %6.0f MB %8.2f s CPU of others\n", n, $2, c, $5/1024, o/100 - c}' | tee -a "$log"
}
build() { rm -rf "$bench/lake" && mkdir -p "$bench/lake" && cd "$bench/lake"; "$root/runner-configs/direct/run" --manifest="$set/build.json" --layers="$1" --exportGeoparquet=false; }
export -f build; export bench root set
{ git -C "$root" log -1 --format='# commit %h'; echo "# $(date -u +%FT%TZ), $(uname -srm), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1), scale $scale, $pairs pairs, ICEMELT_JAVA_OPTIONS=${ICEMELT_JAVA_OPTIONS:-}"; } | tee "$log"
"$root/runner-configs/direct/run" --help >/dev/null # makes the class archive
cat "$set"/*.geojson "$set"/*.gpkg "$set"/*.shp >/dev/null
for _ in $(seq "$pairs"); do
  for what in ${WHAT:-duckdb staging full}; do
    [ "$what" = duckdb ] || last=$what
    case $what in
      full) measured full bash -c 'build raw,staging' ;;
      staging) measured staging bash -c 'build staging' ;;
      duckdb) (cd "$here" && measured duckdb "$python" p3_duckdb.py 2 union) ;;
    esac
  done
done
"$python" - "$log" <<'PY' | tee -a "$log"
import collections, statistics, sys
runs = collections.defaultdict(list)
for line in open(sys.argv[1]):
    w = line.split()
    if len(w) > 6 and w[2] == "s" and w[3] == "wall":
        runs[w[0]].append((float(w[1]), float(w[4]), float(w[7])))
for name, r in runs.items():
    print(f"median {name}: {statistics.median(x[0] for x in r):.2f} s wall, {statistics.median(x[1] for x in r):.2f} s CPU, {statistics.median(x[2] for x in r):.0f} MB")
    if name != "duckdb" and "duckdb" in runs:
        pairs = [a[0] / b[0] for a, b in zip(r, runs["duckdb"])]
        print(f"  of DuckDB's wall time, pair by pair: {', '.join(f'{p:.2f}' for p in pairs)}; median {statistics.median(pairs):.2f}")
PY
[ "$last" = full ] || bash -c 'build raw,staging' >"$logs/last.log" 2>&1
[ "$scale" = 1 ] && scale=
cd "$here" && "$python" check_build.py "$bench/lake/db/ducklake_catalog.sqlite" "$bench/lake/db/ducklake_data" $scale | tee -a "$log"
