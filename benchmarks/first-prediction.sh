#!/bin/sh
# From the start of a process to its first prediction, in a fresh process each time.
# Usage: benchmarks/first-prediction.sh [runs, 11 by default]; JAVA_OPTIONS goes to each process.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-11}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
measure() {
  # shellcheck disable=SC2086 # several options in one variable
  java ${JAVA_OPTIONS:-} -cp "benchmarks/target/benchmarks.jar:$(cat benchmarks/target/classpath)" \
    dev.aloft.benchmarks.FirstPrediction "$@"
}
measure prepare "$home/aloft"
measure "$home/aloft" # not counted: it brings the files into the system's cache
i=0
while [ "$i" -lt "$runs" ]; do
  measure "$home/aloft" | tee -a "$home/runs"
  i=$((i + 1))
done
sort -n "$home/runs" | awk '
  { ms[NR] = $1 }
  END { printf "median %d ms, %d to %d, %d runs\n", ms[int((NR + 1) / 2)], ms[1], ms[NR], NR }'
cat /proc/loadavg 2>/dev/null || uptime
