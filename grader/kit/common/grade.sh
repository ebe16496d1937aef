#!/bin/bash
# SPDX-License-Identifier: MIT
# grade.sh PARLAB SUBMISSION FORMAT OUTPUT
#
# Grade the exercises that the file "exercises" beside this script names, as
# they are in the folder SUBMISSION, and write the result to OUTPUT (- is
# standard output). A submission is LAB/EXERCISE.c, EXERCISE.c or, as in the
# kit, labs/LAB/EXERCISE/EXERCISE.c there; what is not there gets no points,
# and the result says so.
#
# Where less than two cores may be used, no speedup can be measured: then the
# points for it are open, and the result says so.
#
# Exit status: 0 graded; 3 could not be graded: no result is written.

set -u
here=$(cd "$(dirname "$0")" && pwd)
parlab=$1
submission=$2
format=$3
output=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

policy=()
if [ -f "$here/course.conf" ]; then
    export PARLAB_POLICY=$here/course.conf
    policy=(--policy "$here/course.conf")
fi

# find_file LAB/EXERCISE: where it is; nothing when it is not there.
find_file() {
    local stem=${1#*/} file
    for file in "$submission/$1.c" "$submission/labs/$1/$stem.c" \
        "$submission/$stem.c"; do
        if [ -e "$file" ] || [ -L "$file" ]; then
            echo "$file"
            return
        fi
    done
}

mkdir "$work/verdicts"
exercises=()
while read -r exercise <&3; do
    exercises+=("$exercise")
    file=$(find_file "$exercise")
    if [ -z "$file" ]; then
        echo "$exercise: nothing was handed in"
        continue
    fi
    # Under a name of ours, so that no name of the student's is shown or used.
    cp -P "$file" "$work/submission.c"
    code=0
    "$parlab" grade --file "$work/submission.c" \
        --json "$work/verdicts/${exercise//\//-}.json" "$exercise" || code=$?
    rm -f "$work/submission.c"
    if [ "$code" -gt 1 ]; then
        echo "$exercise could not be graded; nothing is lost, try again" >&2
        exit 3
    fi
done 3<"$here/exercises"

# Its words about open points are in the result as well.
code=0
"$parlab" class export --from "$work/verdicts" --format "$format" \
    "${policy[@]}" --output "$output" "${exercises[@]}" \
    2>"$work/said" || code=$?
if [ "$code" -gt 1 ]; then
    cat "$work/said" >&2
    exit 3
fi
