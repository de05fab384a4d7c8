#!/usr/bin/env bash
# profile.sh [LAYERS]: where the processor time of `build` of the set that run.sh made goes, by async-profiler (Linux), a sample each 2 ms of a thread's
# processor time. LAYERS: raw,staging unless said otherwise. SCALE as in run.sh; stacks stay under target/bench.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); bench=$root/target/bench; layers=${1:-raw,staging}; tool=$bench/async-profiler
library=$tool/linux-x64/libasyncProfiler.so; [ "$(uname -m)" = x86_64 ] || library=$tool/linux-arm64/libasyncProfiler.so
if [ ! -f "$library" ]; then
  (cd "$root" && "${MVN:-mvn}" -q dependency:copy -Dartifact=tools.profiler:async-profiler:4.1:jar -DoutputDirectory="$tool" && cd "$tool" && unzip -qo async-profiler-4.1.jar)
fi
rm -rf "$bench/lake" && mkdir -p "$bench/lake" && cd "$bench/lake"
"$root/runner-configs/direct/run" --help >/dev/null # makes the class archive
ICEMELT_JAVA_OPTIONS="${ICEMELT_JAVA_OPTIONS:-} -agentpath:$library=start,event=cpu,interval=2ms,threads,collapsed,file=$bench/stacks.txt" \
  "$root/runner-configs/direct/run" --manifest="$bench/pv443917-${SCALE:-1}/build.json" --layers="$layers" --exportGeoparquet=false >"$bench/profiled.log" 2>&1
"${PYTHON:-python3}" "$here/profile.py" "$bench/stacks.txt" 2
