#!/bin/sh
# What a program takes with it that uses a cloud through Aloft: the jars of its module at run time.
# Usage: benchmarks/weight.sh aws|gcp, after the build of the README
set -eu
cloud="${1:?aws or gcp}"
cd "$(dirname "$0")/.."
mvn -q -B -ntp -Pquickstart -pl sdk-$cloud -am package dependency:build-classpath -DskipTests \
  -DincludeScope=runtime -Dmdep.outputFile="$PWD/target/aloft-$cloud.classpath" >/dev/null
tr ':' '\n' <target/aloft-$cloud.classpath | sort -u | while read -r jar; do
  if [ -f "$jar" ]; then
    printf '%s %s\n' "$(wc -c <"$jar")" "$(basename "$jar")"
  fi
done >target/aloft-$cloud.weight
wc -c <"$(ls sdk-$cloud/target/aloft-$cloud-*.jar | grep -v -e sources -e javadoc)" |
  awk -v cloud="$cloud" '{ printf "aloft-%s itself: %.0f KiB\n", cloud, $1 / 1024 }'
awk '
  { all += $1; n++ }
  $2 ~ /^aloft-/ { own += $1; owns++ }
  $2 !~ /^aloft-/ && $2 !~ /^(jackson|resilience4j|slf4j|jspecify)/ { vendor += $1; vendors++ }
  END {
    printf "with all it needs: %d jars, %.1f MiB; of them %d of Aloft, %.1f MiB, and %d of the vendor and below, %.1f MiB\n",
      n, all / 1048576, owns, own / 1048576, vendors, vendor / 1048576
  }' target/aloft-$cloud.weight
echo "the largest:"
sort -rn target/aloft-$cloud.weight | head -8 | awk '{ printf "  %8.1f KiB %s\n", $1 / 1024, $2 }'
