#!/bin/bash
# SPDX-License-Identifier: MIT
# The rule of includes: a file includes its own folder, its level's
# neighbours' public headers, and lower levels; teaching code includes
# nothing of the grader; the runner sees base and channel only.

set -u
. "$TOP/tests/tap.sh"

cd "$TOP" || exit 99
awk '
    BEGIN {
        split("base|channel stats sandbox|course build runner|judge measure|" \
            "diagnose score|collect data record report gradebook kit lint " \
            "scaffold similar site|cmd", levels, "|")
        for (i in levels) {
            n = split(levels[i], modules, " ")
            for (k = 1; k <= n; k++)
                level[modules[k]] = i
        }
        seen_by_runner = " runner base channel sandbox "
    }
    FNR == 1 {
        split(FILENAME, part, "/")
        module = part[2]
        if (!(module in level))
            print FILENAME ": unknown module " module
    }
    /^#include "grader\/[a-z]*\// {
        split($2, part, /[\/"]/)
        other = part[3]
        header = part[4]
        if (!(other in level) || level[other] > level[module])
            print FILENAME " includes " other "/" header " of a higher level"
        if (module == "runner" && !index(seen_by_runner, " " other " "))
            print FILENAME ": the runner may not include " other
        if (header ~ /_private\.h$/ && other != module)
            print FILENAME " includes the private " header
    }' grader/*/*.[ch] >"$folder/out"
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
