#!/bin/bash
# SPDX-License-Identifier: MIT
# kill -9 at any moment, of parlab itself, of a runner, or of what starts it:
# nothing runs on, the next parlab clears away what is left, and a result is
# whole or absent. KILLS=200 kills that often.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

if ! command -v python3 >/dev/null; then
    echo "1..0 # SKIP python3, which reads the results, is not installed"
    exit 0
fi
kills=${KILLS:-15}
RANDOM=${SEED:-1}
tmp=$folder/tmp
result=$folder/results/result.json
export XDG_CACHE_HOME="$folder/cache"
mkdir "$tmp" "$folder/results"

# Objects in shared memory, and not the folders of other tests.
shared() {
    find /dev/shm -mindepth 1 -maxdepth 1 ! -type d | sort
}

# start ARGUMENT...: parlab in the background, as $pid.
start() {
    TMPDIR=$tmp "$PARLAB" "$@" >"$folder/out" 2>"$folder/err" </dev/null &
    pid=$!
}

# wait_a_moment MS
wait_a_moment() {
    sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"
}

# The processes below one: "pid name" each.
below() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v top="$1" '
        {
            pid = $1
            name[pid] = $0
            sub(/^[^(]*\(/, "", name[pid])
            sub(/\)[^)]*$/, "", name[pid])
            sub(/^.*\) /, "")
            parent[pid] = $2
        }
        END {
            for (pid in parent) {
                at = parent[pid]
                for (n = 0; at > 1 && at != top && n < 100; n++)
                    at = parent[at]
                if (at == top)
                    print pid, name[pid]
            }
        }'
}

# Whatever knows our TMPDIR was started by a parlab of this test: the names of
# what still runs.
running() {
    local process
    grep -lzF "TMPDIR=$tmp" /proc/[0-9]*/environ 2>/dev/null |
        while IFS= read -r process; do
            cat "${process%environ}comm" 2>/dev/null
        done
}

# A bubblewrap whose parent is killed within the millisecond in which it makes
# its namespaces waits for ever to be told who it is. No program has started in
# it, and the next parlab ends it.
running_programs() {
    running | grep -vx bwrap
}

# await SECONDS COMMAND...: until the command prints nothing.
await() {
    local n
    for ((n = $1 * 20; n > 0; n--)); do
        [ -n "$("${@:2}")" ] || return 0
        wait_a_moment 50
    done
    return 1
}

still_there() {
    kill -0 "$pid" 2>/dev/null && echo "$pid"
}

# pick PATTERN: a process of this name below parlab, once there is one.
pick() {
    local found
    while kill -0 "$pid" 2>/dev/null; do
        found=$(below "$pid" | awk -v name="$1" '$2 ~ name { print $1 }')
        if [ -n "$found" ]; then
            # shellcheck disable=SC2086
            set -- $found
            shift $((RANDOM % $#))
            echo "$1"
            return
        fi
        wait_a_moment 5
    done
}

# The result is whole, or it is not there.
result_is_whole() {
    [ ! -e "$result" ] || python3 -m json.tool "$result" >"$folder/json"
}

# complain TEXT: about the grading that is going on.
complain() {
    bad=1
    echo "# $i: $victim of $subject after $after ms: $1"
    sed 's/^/#   /' "$folder/err" | head -n 5
}

# What killing something else than parlab comes to: parlab ends by itself.
look_at_verdict() {
    if ! await 60 still_there; then
        complain "it hangs"
        kill -KILL "$pid"
    fi
    wait "$pid"
    case $? in
    0 | 1) [ -s "$result" ] || complain "a verdict, and no result" ;;
    3)
        [ -s "$folder/err" ] || complain "exit code 3, and no reason"
        [ ! -e "$result" ] || complain "exit code 3, and a result"
        ;;
    *) complain "another exit code" ;;
    esac
}

look_at_rest() {
    await 2 running_programs ||
        complain "still running: $(running | tr '\n' ' ')"
    result_is_whole || complain "half a result"
    start check --seed 1 --case 1 --reference threads/gaussian
    wait "$pid" || complain "the next parlab: exit code $?"
    await 1 running ||
        complain "running after the next: $(running | tr '\n' ' ')"
    [ -z "$(ls -A "$tmp")" ] || complain "left: $(ls -A "$tmp")"
    rm -rf "${tmp:?}"/*
    left=$(comm -13 "$folder/shm" <(shared))
    [ -z "$left" ] || complain "left: $left"
}

subjects=("check threads/gaussian" "check pools/pool" "check mpi/matvec"
    "check threads/gaussian" "check pools/pool" "check mpi/matvec"
    "grade --budget 1 threads/gaussian" "grade --budget 1 pools/pool")
victims=(parlab parlab parlab runner runner starter)
declare -A names=([runner]='^runner-' [starter]='^(bwrap|mpirun)$')
declare -A n_killed=() n_bad=()

for ((i = 1; i <= kills; i++)); do
    subject=${subjects[RANDOM % ${#subjects[@]}]}
    victim=${victims[RANDOM % ${#victims[@]}]}
    after=$((RANDOM % 700))
    bad=0
    if ((RANDOM % 5 == 0)); then # something has to be built first
        rm -rf "$XDG_CACHE_HOME"
        after=$((RANDOM % 3000))
    fi
    rm -f "$folder"/results/*
    shared >"$folder/shm"
    # shellcheck disable=SC2086
    start $subject --seed 1 --reference --json "$result"
    wait_a_moment "$after"
    if [ "$victim" = parlab ]; then
        kill -KILL "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    else
        target=$(pick "${names[$victim]}")
        [ -z "$target" ] || kill -KILL "$target" 2>/dev/null
        look_at_verdict
    fi
    look_at_rest
    n_killed[$victim]=$((${n_killed[$victim]-0} + 1))
    n_bad[$victim]=$((${n_bad[$victim]-0} + bad))
done 2>"$folder/noise" # "Killed" and its like
for victim in parlab runner starter; do
    [ "${n_bad[$victim]-0}" -eq 0 ]
    ok $? "${n_killed[$victim]-0} times $victim was killed"
done

for exercise in threads/gaussian pools/pool mpi/matvec; do
    run check --seed 1 --reference "$exercise"
    [ "$code" -le 1 ] && grep -qE ' ([0-9]+) of \1 cases' "$folder/out"
    ok $? "what is in the cache now is right for $exercise"
done
done_testing
