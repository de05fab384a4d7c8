#!/usr/bin/env bash
# memory.sh [ROUNDS]: one GeoJSON of 1 and of 10 million features (the UK file's over and over, repeat.py; 4.3 GB in all), `build` of raw and staging with -Xmx1g, in turn; time and
# peak memory a feature, and their ratios. A log under src/bench/logs (LOGS: elsewhere). Needs the set that run.sh makes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); bench=$root/target/bench; python=${PYTHON:-python3}; log=${LOGS:-$here/logs}/memory-$(date -u +%Y%m%dT%H%M%S).log
export ICEMELT_JAVA_OPTIONS="${ICEMELT_JAVA_OPTIONS:-} -Xmx1g"
"$root/runner-configs/direct/run" --help >/dev/null # makes the class archive
{ git -C "$root" log -1 --format='# commit %h'; echo "# $(date -u +%FT%TZ), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), ICEMELT_JAVA_OPTIONS=$ICEMELT_JAVA_OPTIONS"; } | tee "$log"
for _ in $(seq "${1:-2}"); do
  for features in 1000000 10000000; do
    set=$bench/big-$features
    [ -f "$set/manifest.json" ] || "$python" "$here/repeat.py" "$bench/pv443917-1/synth_uk_265406.geojson" $features "$set/big.geojson"
    rm -rf "$bench/lake" && mkdir -p "$bench/lake"
    (cd "$bench/lake" && /usr/bin/time -f 'TIMES %e %U %S %M' "$root/runner-configs/direct/run" --manifest="$set/manifest.json" --layers=raw,staging --exportGeoparquet=false >out 2>&1)
    grep -E '^ *big ' "$bench/lake/out" | tail -1 | tee -a "$log"
    awk -v n=$features '/^TIMES/ {printf "%8d features: %.2f s wall, %.1f s CPU, %.1f us of CPU and %.1f us of wall time a feature, %.0f MB\n", n, $2, $3 + $4, ($3 + $4) / n * 1e6, $2 / n * 1e6, $5 / 1024}' "$bench/lake/out" | tee -a "$log"
  done
done
awk '/ features: / {n = $1 / 1e6; w[n] += $3; c[n] += $6; r[n] += $(NF - 1); k[n]++}
  END {printf "10 million beside 1 million, means: %.2f of the wall time a feature, %.2f of the CPU, %.2f of the peak memory\n", w[10] / w[1] / 10, c[10] / c[1] / 10, r[10] / r[1]}' "$log" | tee -a "$log"
