#!/usr/bin/env bash
# commits.sh [OPTIONS of commits.py]: small commits of this writer beside DuckDB's. Needs a Python with duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py.
# A log of everything is kept under target/bench/logs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); bench=$root/target/bench; mkdir -p "$bench/logs"
cd "$root"
${MVN:-mvn} -q -pl io/ducklake -am test-compile dependency:build-classpath -Dmdep.outputFile="$bench/\${project.artifactId}.cp" -Dmdep.includeScope=test
export PEER_WORK=${PEER_WORK:-$bench/peer}
log=$bench/logs/commits-$(date -u +%Y%m%dT%H%M%S).log
{ git log -1 --format='commit %h'; uname -srm; nproc; java -version; "${PYTHON:-python3}" -c 'import duckdb; print("DuckDB", duckdb.__version__)'; } >"$log" 2>&1
cd "$here"
"${PYTHON:-python3}" commits.py "$root/io/ducklake/target/classes:$root/io/ducklake/target/test-classes:$(cat "$bench/icemelt-ducklake.cp")" "$@" 2>&1 | tee -a "$log"
