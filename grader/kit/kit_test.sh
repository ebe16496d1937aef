#!/bin/bash
# SPDX-License-Identifier: MIT
# Whether a kit for students works on this machine: every exercise can be
# checked, and its skeleton is there again when it is asked for.

set -u
. "$TOP/tests/tap.sh"
export PARLAB_WORK=$folder/work

run list --json
expect 0 '"threads/' "the labs can be listed"
sed -n 's/.*"name": "\([a-z]*\/[a-z]*\)".*/\1/p' "$folder/out" \
    >"$folder/exercises"
[ -s "$folder/exercises" ]
ok $? "there are exercises"
while read -r exercise <&3; do
    case $exercise in
    mpi/*)
        if ! command -v mpirun >/dev/null; then
            skip "$exercise" "there is no MPI on this machine"
            continue
        fi
        ;;
    esac
    run check --seed 1 --baseline "$exercise"
    [ "$code" -le 1 ] && ! grep -q 'does not compile' "$folder/out"
    ok $? "$exercise can be checked"
    run reset "$exercise"
    expect 0 "is the skeleton" "the skeleton of $exercise is here"
    cmp -s "$PARLAB_WORK/labs/$exercise/${exercise#*/}.c" \
        "$TOP/skeletons/$exercise.c"
    ok $? "whole"
done 3<"$folder/exercises"
run
expect 0 "Next: " "nothing is begun yet"
done_testing
