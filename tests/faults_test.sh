#!/bin/bash
# SPDX-License-Identifier: MIT
# One call of the judge fails, at every place in turn: it ends by itself,
# either with exit code 3, a reason and no result, or with the very same
# verdict. FAULTS=all tries every place instead of a sample, which takes hours.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

if ! command -v python3 >/dev/null; then
    echo "1..0 # SKIP python3, which reads the results, is not installed"
    exit 0
fi
# shellcheck disable=SC2046
if ! "${CC:-cc}" -O1 -Wall -fPIC -shared -D_GNU_SOURCE \
    $(pkg-config --cflags hwloc libconfig) "$TOP/tests/faults/faults.c" \
    -o "$folder/faults.so" -ldl >"$folder/out" 2>"$folder/err"; then
    ok 1 "the library that makes calls fail compiles"
    done_testing
    exit
fi

tmp=$folder/tmp results=$folder/results
mkdir "$tmp" "$results" "$folder/json"
old='{"old": true}'

# What runs that this test's parlab has started: it knows our TMPDIR.
processes() {
    grep -lzF "TMPDIR=$tmp" /proc/[0-9]*/environ 2>/dev/null
}

# The points of a result and what became of its cases, or of the cases alone.
verdict() {
    local keys='passed|total|case'
    [ "$compared" = cases ] || keys+='|points|open_points|max_points|status'
    grep -E "\"($keys)\":" "$1"
}

# attempt FAULT: run the subject with a fault, in an environment of its own.
attempt() {
    printf '%s\n' "$old" >"$results/result.json"
    code=0
    # In this locale all that is printed goes through a call that can fail.
    timeout --foreground -k 5 60 env LC_ALL=C TMPDIR="$tmp" FAULT="$1" \
        FAULT_REPORT="$folder/report" LD_PRELOAD="$folder/faults.so" \
        "$PARLAB" "${subject[@]}" --json "$results/result.json" \
        >"$folder/out" 2>"$folder/err" </dev/null || code=$?
}

# Set $wrong to what is wrong with an attempt, or to nothing.
look() {
    local left
    wrong='' found=''
    case $code in
    0 | 1)
        found=$(verdict "$results/result.json")
        [ "$found" = "$right" ] || wrong+="another verdict: $(
            diff <(echo "$found") <(echo "$right") | tr -s ' \n' ' '); "
        n_kept=$((n_kept + 1))
        cp "$results/result.json" "$folder/json/$n_kept"
        ;;
    3)
        [ "$(cat "$results/result.json")" = "$old" ] ||
            wrong+="exit code 3, and the result was touched; "
        [ -s "$folder/err" ] || wrong+="exit code 3, and no reason; "
        ;;
    *) wrong+="exit code $code; " ;;
    esac
    left=$(ls -A "$results")
    [ "$left" = result.json ] || wrong+="left beside the result: $left; "
    left=$(ls -A "$tmp")
    [ -z "$left" ] || wrong+="left in TMPDIR: $left; "
    left=$(processes)
    [ -z "$left" ] || wrong+="left running: $left; "
    rm -rf "${tmp:?}"/*
}

# count CLASS: its calls in the last run.
count() {
    sed -n "s/^$1 //p" "$folder/report"
}

# places COUNT MAX: all numbers up to COUNT, or MAX of them, well spread.
places() {
    if [ "$1" -le "$2" ] || [ "${FAULTS-}" = all ]; then
        seq 1 "$1"
    else
        seq 1 "$2" | awk -v n="$1" -v max="$2" \
            '{ print int(1 + ($1 - 0.5) * n / max) }'
    fi
}

# is_noise FAULT: whether an attempt has another verdict because the machine is
# too busy to see workers at work. Then either the right one comes up in
# another attempt, or that one comes up without a fault.
is_noise() {
    local other=$found n
    [[ $wrong = "another verdict"* && $wrong != *"left "* ]] || return
    for n in 1 2 3 4; do
        attempt "$1"
        look
        [ -z "$wrong" ] && return
        attempt fsync:0
        [ "$(verdict "$results/result.json")" = "$other" ] && return
    done
    return 1
}

# try CLASS MAX: a fault at each of the class's places.
try() {
    local place n=0 n_survived=0 bad=
    for place in $(places "$(sed -n "s/^$1 //p" "$folder/counts")" "$2"); do
        n=$((n + 1))
        attempt "$1:$place"
        look
        is_noise "$1:$place" && wrong=
        [ "$code" -eq 3 ] || n_survived=$((n_survived + 1))
        [ -z "$wrong" ] && continue
        bad=$wrong
        echo "# $1:$place: $wrong"
        sed 's/^/#   /' <(grep '^failed' "$folder/report") "$folder/err" |
            head -n 5
    done
    [ -z "$bad" ] && [ "$n" -gt 0 ]
    ok $? "${subject[0]} $what, a failing $1 at $n places: $n_survived survived"
}

# begin WHAT COMPARED ARGUMENT...: from now on this is graded. On a machine so
# busy that no workers are seen at work the points are anything.
begin() {
    what=$1 compared=$2
    shift 2
    subject=("$@" --seed 1)
    verb=$1
    # The first run fills the cache.
    TMPDIR=$tmp "$PARLAB" "${subject[@]}" >"$folder/out" 2>"$folder/err"
    for _ in 1 2 3 4 5 6 7 8; do
        attempt fsync:0
        grep -q '"concurrent": true' "$results/result.json" && break
    done
    if ! grep -q '"concurrent": true' "$results/result.json"; then
        echo "# the machine is too busy: cases are compared, and not points"
        compared=cases
    fi
    right=$(verdict "$results/result.json")
    cp "$folder/report" "$folder/counts"
    [ -n "$right" ] && [ "$(count open)" -gt 100 ]
    ok $? "$verb $what: $(tr '\n' ' ' <"$folder/counts")"
}
n_kept=0

begin "the reference" points check --reference threads/gaussian
for class in fsync memfd mmap pipe process rename socket write; do
    try "$class" 4
done
try open 8
try memory 12
begin "a wrong candidate" points check --file \
    "$TOP/tests/specimens/threads/gaussian/remainder.c" threads/gaussian
try open 4
try memory 10
begin "the reference" cases grade --budget 0.5 --reference threads/gaussian
for class in mmap process socket open memory; do
    try "$class" 2
done

python3 - "$folder"/json/* >"$folder/out" 2>"$folder/err" <<'PYTHON'
import json, sys
for name in sys.argv[1:]:
    json.load(open(name))
PYTHON
ok $? "all $n_kept results are whole"
done_testing
