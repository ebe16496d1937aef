#!/bin/bash
# SPDX-License-Identifier: MIT
# Ctrl-C at any moment: one message, the signal's exit code, nothing left.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

export TMPDIR="$folder/tmp"
mkdir "$TMPDIR"

# What a stopped parlab could leave: processes of runners, files, shared
# memory.
leftovers() {
    ls -A "$TMPDIR"
    for exe in /proc/[0-9]*/exe; do
        case $(readlink "$exe" 2>/dev/null) in
        "$TMPDIR"/*) echo "$exe" ;;
        esac
    done
    comm -13 "$folder/shm" <(ls -A /dev/shm | sort)
}
ls -A /dev/shm | sort >"$folder/shm"

# stop SIGNAL SECONDS ARGUMENT...: end it after a while by a signal.
stop() {
    signal=$1 after=$2
    shift 2
    "$PARLAB" "$@" >"$folder/out" 2>"$folder/err" </dev/null &
    pid=$!
    # Waiting for a moment in the middle of things is what is tested.
    sleep "$after"
    kill -s "$signal" "$pid" 2>/dev/null
    wait "$pid"
    code=$?
}

for after in 0.05 0.3 0.9 1.6; do
    for exercise in threads/gaussian pools/pool mpi/matvec; do
        stop TERM "$after" grade --seed 1 --reference "$exercise"
        what="SIGTERM after $after s of $exercise"
        # It may have been done before: then the verdict is there.
        [ "$code" -eq 143 ] || grep -q "^  Faster" "$folder/out" ||
            { echo "# exit code $code" && false; }
        ok $? "$what: ended by the signal"
        left=$(leftovers)
        [ -z "$left" ] || { echo "# left: $left" && false; }
        ok $? "$what: nothing is left"
    done
done
# Without a sandbox /dev/shm is shared with the user's other programs.
for after in 0.3 0.9 1.5; do
    stop TERM "$after" grade --no-sandbox --seed 1 --reference mpi/matvec
    left=$(leftovers)
    [ -z "$left" ] || { echo "# left: $left" && false; }
    ok $? "SIGTERM after $after s without a sandbox: nothing is left"
done
other=/dev/shm/parlab-test-$$
("$PARLAB" check --no-sandbox --seed 1 --reference mpi/matvec \
    >"$folder/out" 2>"$folder/err" </dev/null) &
pid=$!
sleep 0.3
: >"$other"
wait "$pid"
[ -e "$other" ]
ok $? "what another program makes in /dev/shm meanwhile stays"
rm -f "$other"
[ -z "$(leftovers)" ]
ok $? "and what the MPI job made is gone"
stop HUP 1 grade --seed 1 --reference threads/gaussian
grep -q "stopped before the end" "$folder/err"
ok $? "the message says what happened"
[ ! -s "$folder/out" ]
ok $? "no verdict is printed"
done_testing
