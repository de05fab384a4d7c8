# Shared by start, submit, status and stop; not run by itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
jar=${ICEMELT_JAR:-$root/pipelines/target/icemelt.jar}
lib=$here/target/lib
run=${FLINK_RUN_DIR:-$here/target/run}
program=$run/program.jar # the jar that the processes of "start" have on their class path, behind Flink's own
master=${FLINK_MASTER:-127.0.0.1:${FLINK_REST_PORT:-8081}}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

die() {
  echo "error: $*" >&2
  exit 2
}

rest() { # path: the answer of the JobManager's REST API
  curl -sf --max-time 5 "http://$master$1"
}

alive() { # process name
  [ -e "$run/$1.pid" ] && kill -0 "$(cat "$run/$1.pid")" 2>/dev/null
}

# "key: value" lines of a flat JSON object are enough for what the scripts print
number() { # JSON name
  sed -n "s/.*\"$2\":\([0-9]*\).*/\1/p" <<<"$1"
}
