#!/usr/bin/env bash
# withclasses.sh SCRIPT.py MODULE ARGUMENTS...: runs SCRIPT.py CLASSPATH ARGUMENTS with the class path of a module's tests; a log under src/bench/logs (LOGS: elsewhere).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); root=$(cd "$here/../.." && pwd); bench=$root/target/bench; script=$1 module=$2; shift 2
mkdir -p "$bench" "${LOGS:=$here/logs}"
cd "$root"
${MVN:-mvn} -q -pl "$module" -am test-compile dependency:build-classpath -Dmdep.outputFile="$bench/\${project.artifactId}.cp" -Dmdep.includeScope=test
export PEER_WORK=${PEER_WORK:-$bench/peer}
log=$LOGS/${script%.py}-$(date -u +%Y%m%dT%H%M%S).log
{ git log -1 --format='# commit %h'; echo "# $(date -u +%FT%TZ), $(uname -srm), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(java -version 2>&1 | head -1)"; } >"$log"
"${PYTHON:-python3}" "$here/$script" "$root/$module/target/classes:$root/$module/target/test-classes:$(cat "$bench/icemelt-$(basename "$module").cp")" "$@" 2>&1 | tee -a "$log"
