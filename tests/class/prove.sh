#!/bin/bash
# SPDX-License-Identifier: MIT
# What "parlab class grade" promises, on a class that is made up: references,
# baselines, skeletons and specimens, some of them reformatted or with other
# names, each with a comment of its own so that none is known to the build
# cache. It is graded without a break, and again with kill -9 at random
# moments; both gradebooks must say the same. Then how time and memory grow.
#
# Usage: prove.sh [SUBMISSIONS [KILLS [OPTION...]]]
# OPTIONs are those of class grade; --checks-only unless there are some.
# Needs TOP, PARLAB, sqlite3. RANDOM is seeded by SEED.

set -u
n=${1:-200}
kills=${2:-50}
options=("${@:3}")
[ ${#options[@]} -gt 0 ] || options=(--checks-only)
RANDOM=${SEED:-1}

folder=$(mktemp -d "${TMPDIR:-/tmp}/parlab-prove-XXXXXX")
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
export PARLAB_CHECKERS=no
failed=0

say() {
    printf '%s\n' "$*"
}

# must STATUS TEXT
must() {
    if [ "$1" -eq 0 ]; then
        say "ok: $2"
    else
        say "NOT OK: $2"
        failed=1
    fi
}

# What gets other points by luck, whoever grades it: races, what reads memory
# that is not its own, and what hangs.
by_luck='race|arrival_order|completion_order|detached|shared_difference'
by_luck="$by_luck|use_after_free|out_of_bounds|unsafe_send|exit_flushes"
by_luck="$by_luck|shared_mask|shared_count|hang|zombie|worker_lost"
by_luck="$by_luck|oversubscribed|overlap"

# All candidates of the kit, "lab/exercise file" a line, the quick exercises
# more often.
candidates() {
    local solution exercise file
    for solution in "$TOP"/solutions/*/*.c; do
        exercise=${solution#"$TOP"/solutions/}
        exercise=${exercise%.c}
        for file in "$solution" "$TOP/labs/$exercise/serial.c" \
            "$TOP/labs/$exercise/${exercise#*/}.c" \
            "$TOP/tests/specimens/$exercise"/*.c; do
            [[ $(basename "$file" .c) =~ ^($by_luck)$ ]] && continue
            echo "$exercise $file"
            case $exercise in
            threads/* | acf/*) echo "$exercise $file" ;;
            esac
        done
    done
}

# vary FILE K: the text of a candidate in its K-th form.
vary() {
    local text
    case $(($2 % 3)) in
    1) text=$(sed -E 's/(^|[^%.>"A-Za-z0-9_])i([^A-Za-z0-9_"])/\1idx\2/g' "$1") ;;
    2) text=$(clang-format --style=GNU "$1" 2>/dev/null || cat "$1") ;;
    *) text=$(cat "$1") ;;
    esac
    printf '/* submission %d */\n%s\n' "$2" "$text"
}

# make_class FOLDER N: student K hands in one candidate.
make_class() {
    local k line exercise file place
    mapfile -t all < <(candidates)
    for ((k = 0; k < $2; k++)); do
        line=${all[$(((k * 7) % ${#all[@]}))]}
        exercise=${line%% *}
        file=${line#* }
        place=$1/$(printf 'student %03d' "$k")/${exercise%/*}
        mkdir -p "$place"
        vary "$file" "$k" >"$place/${exercise#*/}.c"
    done
}

# What a gradebook says, but for times and machine.
marks_of() {
    sqlite3 "$1" "SELECT t.name, s.exercise, s.attempt, s.sha256, r.depth,
        r.seed, r.points, r.open_points, r.max_points
        FROM results AS r JOIN submissions AS s ON s.id = r.submission
        JOIN students AS t ON t.id = s.student
        ORDER BY t.name, s.exercise, s.attempt, r.depth, r.id"
}

results_of() {
    sqlite3 -cmd '.timeout 20000' "$1" \
        'SELECT id, submission, depth, at, points, document FROM results
        ORDER BY id' 2>/dev/null
}

peak_kib() {
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null
}

# watch PID: until it ends; sets own_kib and judge_kib, the largest of the
# process and of the gradings that it starts, and own_ticks.
watch() {
    local child kib
    own_kib=0 judge_kib=0 own_ticks=0
    while kill -0 "$1" 2>/dev/null; do
        kib=$(peak_kib "$1")
        [ "${kib:-0}" -le "$own_kib" ] || own_kib=$kib
        for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
            kib=$(peak_kib "$child")
            [ "${kib:-0}" -le "$judge_kib" ] || judge_kib=$kib
        done
        kib=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null |
            awk '{print $12 + $13}')
        own_ticks=${kib:-$own_ticks}
        sleep 0.1
    done
}

grade() {
    "$PARLAB" class grade "$1" --book "$2" --seed 7 "${options[@]}" \
        >"$folder/out" 2>"$folder/err" </dev/null &
    pid=$!
}

# measure FOLDER BOOK N: a run without a break, in one line.
measure() {
    local start=$SECONDS
    export XDG_CACHE_HOME=$folder/cache-$3
    grade "$1" "$2"
    watch "$pid"
    wait "$pid"
    say "$3 submissions: $((SECONDS - start)) s; parlab class grade" \
        "$((own_kib / 1024)) MiB and" \
        "$((own_ticks * 1000 / $(getconf CLK_TCK) / $3)) ms of CPU for each;" \
        "largest judge $((judge_kib / 1024)) MiB; gradebook" \
        "$(($(stat -c %s "$2") / 1024)) KiB"
    rm -rf "$XDG_CACHE_HOME"
}

say "$n submissions, $kills kills, class grade ${options[*]}," \
    "$(nproc) cores"
make_class "$folder/class" "$n"
measure "$folder/class" "$folder/whole.sqlite" "$n"

export XDG_CACHE_HOME=$folder/cache
: >"$folder/before"
done_kills=0 lost=0
while [ "$done_kills" -lt "$kills" ]; do
    grade "$folder/class" "$folder/broken.sqlite"
    ms=$((100 + RANDOM % ${KILL_MS:-8000}))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    kill -9 "$pid" 2>/dev/null || break
    wait "$pid" 2>/dev/null
    done_kills=$((done_kills + 1))
    # What was there stays there, as it was.
    results_of "$folder/broken.sqlite" >"$folder/after"
    head -c "$(stat -c %s "$folder/before")" "$folder/after" |
        cmp -s - "$folder/before" || lost=$((lost + 1))
    mv "$folder/after" "$folder/before"
done
must "$lost" "no result was lost or changed by any of $done_kills kills"
[ "$done_kills" -eq "$kills" ] ||
    say "all was graded after $done_kills kills: choose a smaller KILL_MS"
grade "$folder/class" "$folder/broken.sqlite"
wait "$pid"
must $(($? > 1)) "the last run went to the end"
tail -n 3 "$folder/out"

[ "$(sqlite3 "$folder/broken.sqlite" 'PRAGMA integrity_check')" = ok ]
must $? "SQLite finds the gradebook whole"
twice=$(sqlite3 "$folder/broken.sqlite" 'SELECT count(*) FROM (SELECT 1 FROM
    results GROUP BY submission, depth HAVING count(*) > 1)')
must "$twice" "no grade was given twice"
marks_of "$folder/whole.sqlite" >"$folder/whole"
marks_of "$folder/broken.sqlite" >"$folder/broken"
[ "$(wc -l <"$folder/whole")" -eq "$(wc -l <"$folder/broken")" ]
must $? "both have $(wc -l <"$folder/whole") results"
diff "$folder/whole" "$folder/broken" >"$folder/diff"
must $? "both gradebooks say the same"
cat "$folder/diff"

for few in 10 50; do
    [ "$few" -lt "$n" ] || continue
    make_class "$folder/class-$few" "$few"
    measure "$folder/class-$few" "$folder/few-$few.sqlite" "$few"
done
exit "$failed"
