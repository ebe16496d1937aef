#!/bin/bash
# SPDX-License-Identifier: MIT
# The rule of includes: a file includes its own folder, its level's
# neighbours' public headers, and lower levels; teaching code includes
# nothing of the grader; the runner sees base and channel only.

set -u
. "$TOP/tests/tap.sh"

level() {
    case $1 in
    base) echo 0 ;;
    channel | stats | sandbox) echo 1 ;;
    course | build | runner) echo 2 ;;
    judge | measure) echo 3 ;;
    diagnose | score) echo 4 ;;
    collect | data | record | report | gradebook | kit) echo 5 ;;
    lint | scaffold | similar | site) echo 5 ;;
    cmd) echo 6 ;;
    *) echo "" ;;
    esac
}

cd "$TOP" || exit 99
: >"$folder/out"
for file in grader/*/*.[ch]; do
    module=$(basename "$(dirname "$file")")
    own=$(level "$module")
    [ -n "$own" ] || { echo "$file: unknown module $module" >>"$folder/out"; continue; }
    sed -n 's/^#include "grader\/\([a-z]*\)\/\([^"]*\)".*/\1 \2/p' "$file" |
        while read -r other header; do
            theirs=$(level "$other")
            if [ -z "$theirs" ] || [ "$theirs" -gt "$own" ]; then
                echo "$file includes $other/$header of a higher level"
            fi
            case $module:$other in
            runner:runner | runner:base | runner:channel | \
                runner:sandbox) ;;
            runner:*) echo "$file: the runner may not include $other" ;;
            esac
            case $module:$header in
            "$other:"*) ;;
            *:*_private.h) echo "$file includes the private $header" ;;
            esac
        done >>"$folder/out"
done
[ ! -s "$folder/out" ]
ok $? "every file of the grader includes downwards only"

grep -nE '#include "(grader|tests)/' -r labs solutions >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "teaching code includes nothing of the grader"

find grader/exercises -name '*_calls.c' -exec \
    grep -HnE '#include "grader/' {} + |
    grep -vE '#include "grader/runner/call(_mpi)?\.h"' >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "calls files include call.h of the runner only"

find grader/exercises -name '*_cases.c' -exec \
    grep -HnE '#include "grader/' {} + |
    grep -vE '#include "grader/(judge/cases|base/[a-z]*|channel/frame|exercises/[a-z/]*_cases)\.h"' \
        >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "cases files include cases.h, frame.h, base and their own only"

awk 'length($0) > 80 && !/^[^ -~]*$/ {
    line = $0
    gsub(/[\200-\277]/, "", line)
    if (length(line) > 80) print FILENAME ":" FNR
}' $(git ls-files '*.c' '*.h' 2>/dev/null || find . -name '*.[ch]') \
    >"$folder/out" 2>/dev/null
[ ! -s "$folder/out" ]
ok $? "no line of C is longer than 80 columns"
done_testing
