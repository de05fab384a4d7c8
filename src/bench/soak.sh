#!/usr/bin/env bash
# Long forms of tests, for hours when the machine is free: soak.sh WORD [OPTIONS]. Logs with seed and commit lie in src/bench/logs.
#   fuzz [MINUTES] [SEED]   damaged files against every reader (default: 60 minutes, the day's seed)
#   histories [FROM] [TO] [KIND...]  random histories of our commits and DuckDB's on each catalog (default: seeds 0 to 299), each lake audited
#   rivals [SECONDS]        eight committers and two DuckDB sessions on one table, on SQLite and on PostgreSQL (default: 600 seconds each)
#   files                   10,000 new files in one commit on each catalog, and how long its lock was held for 1, 100 and 10,000
#   reads [SEEDS] [FIRST] [KINDS]  lakes that DuckDB makes by random histories, read at every snapshot (default: 300 seeds from 1, SQLITE,POSTGRES)
#   streaming [MINUTES]     an endless write on a Flink cluster, workers killed and savepoints resumed all the time (default: 30 minutes)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
logs=src/bench/logs
mkdir -p "$logs"

header() { # what follows is written at the head of each log
  echo "# soak.sh $*"
  echo "# commit $(git rev-parse --short HEAD)$(git diff --quiet || echo ' with changes'), $(date -u +%FT%TZ), $(nproc) cores, $(java -version 2>&1 | head -1)"
}

class_path() { # MODULE: its tests' class path, compiled if need be
  local module=$1 file=target/soak-class-path.txt
  "${MVN:-mvn}" -q -pl "$module" -am test-compile dependency:build-classpath -Dmdep.outputFile="$root/$module/$file" -Dspotless.check.skip=true >&2 || exit 1
  echo "$module/target/test-classes:$module/target/classes:$(cat "$module/$file")"
}

fuzz() {
  local minutes=${1:-60} seed=${2:-$(date -u +%Y%m%d)} path log
  path=$(class_path io/geofiles)
  log=$logs/fuzz-$(date -u +%Y%m%dT%H%M).log
  { header fuzz "$minutes" "$seed"
    java -Xmx256m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "$path" \
      org.icemelt.io.geofiles.fuzz.Fuzz minutes io/geofiles/src/test/resources/synthetic target/fuzz "$seed" "$minutes" \
      && echo "# exit 0" || echo "# exit $?"; } >"$log" 2>&1
  tail -12 "$log"
  grep -q '# exit 0$' "$log"
}

histories() {
  local from=${1:-0} to=${2:-300} path log
  shift $(($# < 2 ? $# : 2))
  path=$(class_path io/ducklake)
  log=$logs/histories-$(date -u +%Y%m%dT%H%M)${1:+-$1}.log
  { header histories "$from" "$to" "$@"
    java -Xmx1g -Dicemelt.root="$root" -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "$path" \
      org.icemelt.io.ducklake.HistoryTest "$from" "$to" "$@" \
      && echo "# exit 0" || echo "# exit $?"; } >"$log" 2>&1
  tail -3 "$log"
  grep -q '# exit 0$' "$log"
}

rivals() {
  local seconds=${1:-600} log
  log=$logs/rivals-$(date -u +%Y%m%dT%H%M).log
  { header rivals "$seconds"
    "${MVN:-mvn}" -q -pl io/ducklake -am test -Dtest=RivalsSoakTest -Dicemelt.rivals.seconds="$seconds" -Dsurefire.failIfNoSpecifiedTests=false \
      -Dspotless.check.skip=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      && echo "# exit 0" || echo "# exit $?"; } 2>&1 | grep -v ' INFO ' >"$log"
  tail -4 "$log"
  grep -q '# exit 0$' "$log"
}

reads() {
  local seeds=${1:-300} first=${2:-1} kinds=${3:-SQLITE,POSTGRES} log
  log=$logs/reads-$(date -u +%Y%m%dT%H%M).log
  { header reads "$seeds" "$first" "$kinds"
    "${MVN:-mvn}" -q -pl io/ducklake -am test -Dtest=HistoryReadTest -Dhistory.seeds="$seeds" -Dhistory.first="$first" -Dhistory.kinds="$kinds" -Dsurefire.failIfNoSpecifiedTests=false \
      -Dspotless.check.skip=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      && echo "# exit 0" || echo "# exit $?"; } 2>&1 | grep -v ' INFO ' >"$log"
  tail -4 "$log"
  grep -q '# exit 0$' "$log"
}

files() {
  local log
  log=$logs/files-$(date -u +%Y%m%dT%H%M).log
  { header files
    "${MVN:-mvn}" -q -pl io/ducklake -am test -Dtest=ManyFilesTest -Dicemelt.many.files=true -Dsurefire.failIfNoSpecifiedTests=false \
      -Dspotless.check.skip=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      && echo "# exit 0" || echo "# exit $?"; } 2>&1 | grep -v ' INFO ' >"$log"
  tail -10 "$log"
  grep -q '# exit 0$' "$log"
}

streaming() {
  local minutes=${1:-30} log
  log=$logs/streaming-$(date -u +%Y%m%dT%H%M).log
  { header streaming "$minutes"
    "${MVN:-mvn}" -q -B -pl src/acceptance -am verify -Dtest=NoUnit -Dit.test=FlinkStreamingIT -Dicemelt.streaming.minutes="$minutes" \
      -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
      && echo "# exit 0" || echo "# exit $?"; } 2>&1 | grep -v ' INFO ' >"$log"
  tail -4 "$log"
  grep -q '# exit 0$' "$log"
}

case "${1:-}" in
  files | fuzz | histories | rivals | reads | streaming) "$@" ;;
  *) sed -n '2,9p' "$0" >&2; exit 2 ;;
esac
