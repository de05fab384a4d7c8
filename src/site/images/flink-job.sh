#!/usr/bin/env bash
# flink-job.sh: runs the embedded manifest on the cluster of runner-configs/flink-cluster and takes a picture of its job on the
#   dashboard with headless Chromium: flink-job.png beside this script. CHROMIUM names another browser.
set -euo pipefail
images=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scripts=$images/../../../runner-configs/flink-cluster
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$scripts/cluster.sh"

"$scripts/start" --task-managers 2
(cd "$work" && "$scripts/submit" --dataPath="$work/lake/" --runId=picture --layers=raw,staging)
job=$(rest /jobs/overview | tr '{' '\n' | sed -n 's/.*"jid":"\([^"]*\)","name":"icemelt-build-picture".*/\1/p' | head -n 1)
[ -n "$job" ] || die "no job icemelt-build-picture on http://$master"
"${CHROMIUM:-chromium}" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1800,1100 \
  --virtual-time-budget=30000 --screenshot="$images/flink-job.png" "http://$master/#/job/completed/$job/overview" 2>/dev/null
echo "$images/flink-job.png"
