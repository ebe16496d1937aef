#!/bin/bash
# SPDX-License-Identifier: MIT
# The student's first steps: parlab start, the guess before the first
# measurement, and what is kept of results.

set -u
. "$TOP/tests/tap.sh"
export PARLAB_WORK=$folder/work
state=$PARLAB_WORK/.parlab/threads/gaussian
mine=$PARLAB_WORK/labs/threads/gaussian/gaussian.c

# --- the first minute, without a terminal
run start
expect 0 "A coin is tossed" "start shows a program"
grep -qF 'count[toss(seed, i)]++;' "$folder/out"
ok $? "with the loop as it stands in the program that is run"
[ "$(grep -c '^  run [1-5]   heads' "$folder/out")" -eq 10 ]
ok $? "five runs of it, and five of the mended one"
[ "$(grep -c 'together 5,000,000$' "$folder/out")" -ge 5 ] &&
    [ "$(sed -n '/^Mended/,$p' "$folder/out" |
        grep -c 'together 5,000,000$')" -eq 5 ]
ok $? "the mended one loses nothing"
if grep -q 'lost$' "$folder/out"; then
    grep -qF "one of their two tosses is" "$folder/out"
else
    grep -qF "and yet the program is wrong" "$folder/out"
fi
ok $? "what was seen is explained, a loss or none"
grep -qE '^  Faster +[0-9]+\.[0-9]+x|It was not measured, because|cannot be measured' \
    "$folder/out"
ok $? "it is measured, or the reason is there"
! grep -q "Your guess" "$folder/out"
ok $? "nobody is asked who cannot answer"
tail -n 1 "$folder/out" | grep -q "all labs"
ok $? "it ends with what is next"
[ ! -e "$PARLAB_WORK" ]
ok $? "and leaves nothing behind"
run start threads
expect 2 "Too many arguments" "start takes no exercise"

code=0
taskset -c "$(taskset -pc $$ | sed 's/.*[: ]\([0-9]*\)[-,0-9]*$/\1/')" \
    "$PARLAB" start >"$folder/out" 2>"$folder/err" </dev/null || code=$?
expect 0 "cannot be measured here, because" "on one core it says so"

# --- a grading asks for a guess, once
if ! python3 -c 'import pty, termios, os; os.waitstatus_to_exitcode' \
    2>/dev/null; then
    skip "the guess" "there is no python3 (3.9 or later)"
elif [ "$(nproc)" -lt 2 ]; then
    skip "the guess" "there is one core, so nothing is measured"
else
    run reset threads/gaussian
    cat >"$folder/test.py" <<'PYTHON'
import os, sys
sys.path.insert(0, os.environ["TOP"] + "/tests")
from terminal import Terminal

t = Terminal([os.environ["PARLAB"]] + sys.argv[2:], 50)
if sys.argv[1]:
    if not t.until("(Enter: no guess)"):
        print(t.text())
        sys.exit(1)
    for line in sys.argv[1].split("|"):
        t.press(line + "\n")
t.end()
print(t.text())
sys.exit(0)
PYTHON
    grade() { # grade ANSWERS ARGUMENT...: at a terminal
        code=0
        python3 "$folder/test.py" "$1" grade --budget 1 --seed 1 "${@:2}" \
            >"$folder/out" 2>"$folder/err" || code=$?
    }
    grade "" threads/gaussian
    ! grep -q "guess" "$folder/out"
    ok $? "what is not right is not measured, and no guess asked for"
    cp "$TOP/solutions/threads/gaussian.c" "$mine"
    grade "" --json - threads/gaussian
    ! grep -q "your guess:" "$folder/out" && [ ! -e "$state.guess" ]
    ok $? "nor where the result is for a machine"
    grade "" --reference threads/gaussian
    ! grep -q "guess" "$folder/out" && [ ! -e "$state.guess" ]
    ok $? "nor for the reference"
    grade "twice|1,7x" threads/gaussian
    expect 0 "A number, 1.5 say" "what is no number is asked for again"
    [ "$(cat "$state.guess")" = 1.7 ]
    ok $? "the guess is kept"
    if grep -q "Full points from" "$folder/out"; then
        grep -q "You guessed 1.7x. Full points from" "$folder/out"
        ok $? "and shown beside the result"
    else
        skip "and shown beside the result" "the machine was busy"
    fi
    grade "" threads/gaussian
    ! grep -q "your guess" "$folder/out"
    ok $? "nobody is asked twice"
    rm "$state".*
    cp "$TOP/solutions/threads/gaussian.c" "$mine"
    grade " " threads/gaussian
    [ "$(cat "$state.guess")" = 0 ]
    ok $? "Enter is no guess, and an answer"
fi

# --- results that are kept
mkdir -p "$(dirname "$mine")"
cp "$TOP/solutions/threads/gaussian.c" "$mine"
cp "$TOP/labs/threads/gaussian/gaussian.h" "$(dirname "$mine")"
mkdir -p "$PARLAB_WORK/.parlab/threads"
rm -f "$state".*
echo "60 40 100" >"$state.points"
run
expect 0 "60 of 100, 40 open" "what an older kit has kept is read"
echo 'int broken' >"$mine"
run grade --seed 1 threads/gaussian
expect 1 "0 of 100" "a worse result"
run
expect 0 "60 of 100, 40 open, last 0" "does not take the place of the best"
grep -q '^points=60 open=40 max=100 ' "$state.best" &&
    grep -q '^points=0 open=0 max=100 .* time=[1-9]' "$state.last"
ok $? "both are in files of their own, the last with its time"
for text in "points=7000 open=0 max=100" "points=ten open=0 max=100" \
    "points=60 open=60 max=100" "max=0" "" "$(head -c 9999 /dev/zero | tr '\0' 9)"; do
    echo "$text" >"$state.best"
    run
    [ "$code" -eq 0 ] && ! grep -q "7000" "$folder/out" &&
        grep -qE "gaussian .* (begun|60 of 100)" "$folder/out"
    ok $? "a spoiled file is no result: ${text:0:30}"
done
rm -f "$state".*
for i in 1 2 3 4 5 6; do
    "$PARLAB" grade --seed $i threads/gaussian >/dev/null 2>&1 &
done
wait
run
expect 0 "0 of 100" "six at once spoil nothing"
[ "$(wc -l <"$state.best")" -eq 1 ] && [ "$(wc -l <"$state.last")" -eq 1 ] &&
    [ "$(find "$PARLAB_WORK/.parlab" -type f | wc -l)" -le 6 ]
ok $? "and leave nothing beside it"

# --- what was found: explain, and the hint that fits
run explain
expect 0 "right, but one worker does the work" \
    "explain lists the diagnoses"
! grep -q '^\*' "$folder/out"
ok $? "and marks none that was not found"
run explain not-paralel
expect 2 "did you mean not-parallel?" "it suggests the nearest name"
run explain ../README
expect 2 "there is no diagnosis" "and looks for no file"
run explain crash timeout
expect 2 "one diagnosis at a time" "one at a time"
cp "$TOP/labs/threads/gaussian/serial.c" "$mine"
run check --seed 1 threads/gaussian
if [ "$(nproc)" -lt 2 ]; then
    skip "a diagnosis is remembered" "one core shows no parallel work"
else
    run explain
    expect 0 "* not-parallel" "a diagnosis that was found is marked"
    grep -q "found in threads/gaussian" "$folder/out"
    ok $? "with the exercise"
    run hint threads/gaussian
    expect 0 "found: not-parallel" "its hint comes first"
    run hint threads/gaussian
    expect 0 "Hint 1 of 3" "then those that every exercise has"
    run hint threads/gaussian 2
    expect 0 "Hint 2 of 3" "a number asks for one of those"
fi
run explain not-parallel
expect 0 "How it was seen" "explain shows the page"
done_testing
