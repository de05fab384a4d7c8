#!/usr/bin/env bash
# scans.sh [ROUNDS]: what row groups of 2,048 rows cost a query that reads everything: the set that run.sh made is built into two lakes, one as it comes and one whose
# option parquet_row_group_size is 122880; DuckDB reads both in turn. A log under src/bench/logs (LOGS: elsewhere). Needs what run.sh needs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); bench=$root/target/bench; python=${PYTHON:-python3}; log=${LOGS:-$here/logs}/scans-$(date -u +%Y%m%dT%H%M%S).log
for lake in small large; do
  rm -rf "$bench/scans-$lake" && mkdir -p "$bench/scans-$lake/db/ducklake_data"
  [ $lake = small ] || (cd "$here" && "$python" scans.py option "$bench/scans-$lake" 122880)
  (cd "$bench/scans-$lake" && "$root/runner-configs/direct/run" --manifest="$bench/pv443917-${SCALE:-1}/build.json" --layers=staging --exportGeoparquet=false >build.log 2>&1)
done
{ git -C "$root" log -1 --format='# commit %h'; echo "# $(date -u +%FT%TZ), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"; cd "$here" && "$python" scans.py compare "$bench/scans-small" "$bench/scans-large" "${1:-5}"; } | tee "$log"
