#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh TREE TARGET SECONDS, in the build folder: try a target for so long,
# from the tree's seeds and what earlier runs have found worth keeping, and
# print one line. Exit code 1: there is a finding.

set -u
tree=$1 target=$2 seconds=$3
seeds=$tree/tests/fuzz/corpus/$target
words=$tree/tests/fuzz/dictionaries/$target
kept=fuzz/corpus/$target
log=fuzz/$target.log
mkdir -p "$kept" fuzz/findings

# Without the names of functions: the helper that finds them would be a child
# of the target, which takes all of its children for candidates' processes.
options=(-max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048
    -print_final_stats=1 -print_funcs=0 -artifact_prefix="fuzz/findings/$target-")
[ ! -f "$words" ] || options+=(-dict="$words")
# In memory, where there is such a folder: some targets write files.
TMPDIR=$(mktemp -d /dev/shm/fuzz-XXXXXX 2>/dev/null) || TMPDIR=$(mktemp -d)
trap 'rm -rf "$TMPDIR"' EXIT
export TMPDIR
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
export LSAN_OPTIONS=print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
code=0
"fuzz/$target" "${options[@]}" "$kept" "$seeds" >"$log" 2>&1 || code=$?

runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
if [ "$code" -eq 0 ] && [ -n "$runs" ]; then
    echo "fuzz-$target: $runs executions in $seconds s, no finding"
    exit
fi
file=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
echo "fuzz-$target: a finding, after ${runs:-?} executions; see $PWD/$log"
sed -n '/ERROR:\|runtime error:\|does not hold:/p' "$log" | head -n 3
[ -z "$file" ] || echo "    again: (cd $PWD && fuzz/$target $file)"
exit 1
