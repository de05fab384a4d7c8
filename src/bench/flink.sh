#!/usr/bin/env bash
# flink.sh WORD [OPTIONS]: build on a real Flink cluster, brought up by runner-configs/flink-cluster. Needs pipelines/target/icemelt.jar and python3.
#   scaling  [--features 500000] [--pairs 5]           parallelism 1 and 2 in turn: wall time, and CPU of all processes
#   memory   [--features 500000,5000000]               two TaskManagers of 1600 MB: their task heap and peak resident memory
#   restarts [--features 100000] [--pairs 3]           a TaskManager is killed: restart strategies, from the kill to FINISHED
#   settings [--features 100000] [--pairs 3]           object reuse and copying between steps: CPU of all processes
#   jar      [--features 1000] [--pairs 3]             classes loaded once by each worker, or sent with each job: CPU of all processes
# Every run's output stays in target/bench/flink; the table and the load average go to target/bench/logs too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); mkdir -p "$root/target/bench/logs"
cd "$root"
[ -f pipelines/target/icemelt.jar ] || { echo "pipelines/target/icemelt.jar is missing: mvn package -DskipTests" >&2; exit 2; }
log=target/bench/logs/flink-$(date -u +%Y%m%dT%H%M%S).log
{ echo "# flink.sh $*"; git log -1 --format='# commit %h'; uname -srm; nproc; uptime; java -version; } >"$log" 2>&1
"${PYTHON:-python3}" "$here/flink.py" "$@" 2>&1 | tee -a "$log"
