#!/bin/bash
# SPDX-License-Identifier: MIT
# parlab class grade, status, repeat and override as an instructor uses them:
# what is found, what is kept, and what an end at any moment leaves.

set -u
. "$TOP/tests/tap.sh"

"$PARLAB" class status --help >/dev/null 2>&1 || {
    echo "1..0 # SKIP this parlab cannot grade a class"
    exit 0
}
command -v sqlite3 >/dev/null || {
    echo "1..0 # SKIP there is no sqlite3 to look into a gradebook with"
    exit 0
}

# A lock of our own: who holds it keeps a check from going on.
export XDG_RUNTIME_DIR=$folder/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
lock=$XDG_RUNTIME_DIR/parlab-$(id -u).lock
book=$folder/gradebook.sqlite
cd "$folder" || exit 99

has() {
    cat "$folder/out" "$folder/err" | grep -qF -- "$1"
    ok $? "$2"
}

sql() {
    sqlite3 -cmd '.timeout 20000' "$book" "$1"
}

# counts SQL NUMBER NAME
counts() {
    found=$(sql "$1")
    [ "$found" = "$2" ] || { echo "# found: $found" && false; }
    ok $? "$3"
}

# wait_for CONDITION...: until it holds, or the process in $pid ends.
wait_for() {
    until "$@"; do
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.05
    done
}

# broken NAME N: a submission that is graded in no time, since it is refused.
broken() {
    mkdir -p "$folder/class/$1/threads"
    echo "not C, $2" >"$folder/class/$1/threads/gaussian.c"
}

# --- usage
run class
expect 0 "Usage: parlab class" "class alone explains itself"
run class grad
expect 2 'did you mean "grade"?' "another word is refused"
run class grade
expect 2 "name the folder" "grade needs something to grade"
run class grade "$folder/none"
expect 2 "cannot look into" "a folder that is not there is refused"
[ ! -e "$folder/none" ]
ok $? "and not made"
run class grade --until tomorrow "$folder"
expect 2 "08:00" "a time that is none is refused"
run class grade --jobs 0 "$folder"
expect 2 "whole number" "no jobs are refused"
run class status --book "$folder/none"
expect 3 "there is no gradebook" "status without a gradebook says so"
run class override bob threads/gaussian --points 3
expect 2 "--why" "points without a reason are refused"

# --- a small class
broken "Ada Lovelace" 1
broken "O'Neill" 2
broken "$(printf '\327\251\327\250\327\224')" 3
mkdir -p "$folder/class/bob/threads"
cp "$TOP/labs/threads/gaussian/serial.c" "$folder/class/bob/threads/gaussian.c"
echo hello >"$folder/class/bob/readme.txt"
run class grade "$folder/class" --checks-only --seed 5
expect 1 "4 submissions, 4 of them new" "what was handed in is found"
has "bob/readme.txt: no C source" "what is not taken is listed"
has "4 of 4 checked" "all of it is checked"
counts "SELECT count(*) FROM results" 4 "each has one result"
counts "PRAGMA integrity_check" ok "the gradebook is whole"
counts "SELECT points FROM results JOIN submissions AS s ON s.id = submission
    JOIN students AS t ON t.id = student WHERE t.name = 'bob'" 20 \
    "a serial program has its share"
counts "SELECT DISTINCT seed FROM results" 5 "all had the seed"
counts "SELECT count(*) FROM results WHERE document LIKE '%$folder%'" 0 \
    "no path of this machine is in a verdict"
rm "$folder/class/bob/readme.txt"
run class grade "$folder/class" --checks-only
expect 0 "4 of 4 checked" "again, and nothing is left to do"
counts "SELECT count(*) FROM results" 4 "nothing was graded twice"
run class grade --checks-only
expect 0 "4 of 4 checked" "without the folder, the gradebook here goes on"
run class status
expect 0 "Ada Lovelace" "status finds the gradebook that is here"
run class grade "$folder/class" --checks-only --seed 6
expect 2 "need --regrade" "another seed for some is refused"
broken "Ada Lovelace" 4
run class grade "$folder/class" --checks-only
counts "SELECT group_concat(attempt) FROM submissions JOIN students AS t
    ON t.id = student WHERE t.name = 'Ada Lovelace'" 1,2 \
    "what is handed in later is a further attempt"

# --- status, override, repeat
run class status --book "$book"
expect 0 "20+40?" "status shows what is sure and what is open"
has "5 submissions: 0 graded, 5 only checked, 0 queued" "and how far it is"
run class override bobby threads/gaussian --points 3 --why x --book "$book"
expect 2 'did you mean "bob"?' "points for somebody unknown are refused"
run class override bob threads/gaussian --points 101 --why x --book "$book"
expect 2 "at most" "more points than there are are refused"
run class override bob threads/gaussian --points 33.5 --why oral --book "$book"
expect 0 "33.5 points, measured 20" "points are set"
run class status --book "$book"
expect 0 "33.5!" "and shown as set by hand"
run class repeat bob threads/gaussian --book "$book"
expect 0 "20 of 60" "repeat gives the same points"
counts "SELECT count(*) FROM results" 5 "and adds no row"

# --- a regrading
run class grade --book "$book" --checks-only --regrade
expect 0 "5 of 5 checked" "what has results is graded anew"
counts "SELECT count(*) FROM results" 10 "and the old results are kept"

# --- no more time; no compiler
broken eve 5
run class grade "$folder/class" --checks-only --until "2020-01-01 00:00"
expect 1 "1 left" "after --until nothing is begun"
counts "SELECT count(*) FROM results" 10 "and nothing graded"
PARLAB_CC=/no/such/compiler run class grade "$folder/class" --checks-only
expect 1 "tried once more" "what could not be graded is tried again"
has "1 could not be" "and counted when it could not"
counts "SELECT count(*) FROM results" 10 "and gets no result"
counts "SELECT count(*) FROM troubles" 2 "why is in the gradebook"
run class status --book "$book"
expect 0 "Could not be graded: eve" "and in the status"
run class grade "$folder/class" --checks-only
expect 0 "6 of 6 checked" "the next time it is graded"

# --- somebody looks on, somebody else begins as well, the machine goes down
mkdir -p "$folder/class/zoe/threads"
cp "$TOP/solutions/threads/gaussian.c" "$folder/class/zoe/threads/gaussian.c"
being_checked() {
    run class status --book "$book"
    grep -q "Being checked.*zoe" "$folder/out"
}
alive() {
    for child in $children; do
        kill -0 "$child" 2>/dev/null && return 0
    done
    return 1
}
exec 9>>"$lock"
flock 9
"$PARLAB" class grade "$folder/class" --checks-only \
    >"$folder/run.out" 2>&1 9>&- &
pid=$!
wait_for being_checked
ok $? "status shows what runs, while it runs"
run class grade "$folder/class" --checks-only
expect 3 "another \"parlab class grade\"" "two at once are refused"
children=$(pgrep -P "$pid")
[ -n "$children" ]
ok $? "the grading is a process of its own"
kill -9 "$pid"
wait "$pid" 2>/dev/null
pid=$$
for _ in $(seq 200); do
    alive || break
    sleep 0.05
done
! alive
ok $? "and ends when the one that began it was killed"
run class status --book "$book"
expect 0 "Nothing runs now" "status does not believe what was left"
has "1 queued" "and knows what is to do"
flock -u 9
run class grade "$folder/class" --checks-only
expect 0 "7 of 7 checked" "the same command goes on"
counts "SELECT count(*) FROM results JOIN submissions AS s
    ON s.id = submission JOIN students AS t ON t.id = student
    WHERE t.name = 'zoe'" 1 "nothing is given twice"

# --- Ctrl-C
echo "/* later */" >>"$folder/class/zoe/threads/gaussian.c"
flock 9
# In the background a shell has programs ignore Ctrl-C.
env --default-signal=INT "$PARLAB" class grade "$folder/class" --checks-only \
    >"$folder/run.out" 2>"$folder/err" 9>&- &
pid=$!
wait_for being_checked
kill -INT "$pid"
wait "$pid" 2>/dev/null
[ $? -eq 130 ]
ok $? "Ctrl-C ends it"
grep -qF "goes on from here" "$folder/err"
ok $? "and it says how to go on"
counts "SELECT count(*) FROM troubles" 2 "that is no trouble of anybody's"
exec 9>&-

# --- rules
cat >"$folder/rules.conf" <<'TEXT'
exercises = ({ name = "threads/gaussian"; deadline = "2000-01-01"; });
lateness = { percent_a_day = 50; days_max = 7; };
attempts = "last";
extentions = ();
TEXT
run class status --book "$book" --policy "$folder/rules.conf"
expect 3 'rules.conf:4: there is no key "extentions"' "wrong rules are refused"
sed -i '/extentions/d' "$folder/rules.conf"
run class grade --book "$book" --policy "$folder/rules.conf" --checks-only
expect 0 "6 of 6 checked" "rules are taken: the last attempts count"
run class grade --book "$book" --checks-only pools/pool
expect 2 "does not count" "what they do not count is refused"
run class status --book "$book"
expect 0 "0L" "and remembered: all are late"
rm "$folder/rules.conf"
run class status --book "$book"
expect 2 "--policy names" "rules that are gone are missed"

# --- the order, and an archive
for student in ada bob eve; do
    for exercise in threads/gaussian pools/pool; do
        mkdir -p "$folder/two/$student/${exercise%/*}"
        echo "not C, $student" >"$folder/two/$student/$exercise.c"
    done
done
book=$folder/two.sqlite
run class grade "$folder/two" --book "$book" --checks-only --jobs 1
expect 0 "6 of 6 checked" "two exercises each"
counts "SELECT count(DISTINCT student) FROM (SELECT student FROM results
    JOIN submissions AS s ON s.id = submission ORDER BY results.id LIMIT 3)" 3 \
    "each student's first comes before anybody's second"
if command -v python3 >/dev/null; then
    python3 - "$folder/moodle.zip" <<'TEXT'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.writestr("Zo\u00eb d'Arc_7_assignsubmission_file_/gaussian.c", "no")
    archive.writestr("\u05e9\u05e8\u05d4_8_assignsubmission_file_/gauss.c", "no")
    archive.writestr("../Eve_9_assignsubmission_file_/gaussian.c", "no")
TEXT
    LC_ALL=C run class grade "$folder/moodle.zip" --book "$book" --checks-only
    expect 1 "1 submission, 1 of them new" "an archive of Moodle is read"
    has "its path leads out of its folder" "but no path out of it"
    counts "SELECT count(*) FROM students WHERE name IN
        (char(90, 111, 235) || ' d''Arc', char(1513, 1512, 1492))" 2 \
        "its students are known, also those whose file has another name"
else
    skip "an archive of Moodle" "there is no python3 to make one"
fi

# --- points that are open: on one core there is no speed to measure
if command -v taskset >/dev/null; then
    book=$folder/open.sqlite
    core=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
    mkdir -p "$folder"/open/{ada,eve}/threads
    cp "$TOP/solutions/threads/gaussian.c" "$folder/open/ada/threads/"
    cp "$TOP/tests/specimens/threads/gaussian/remainder.c" \
        "$folder/open/eve/threads/gaussian.c"
    printf '#!/bin/bash\nexec taskset -c %s %q "$@"\n' "$core" "$PARLAB" \
        >"$folder/on-one-core"
    chmod +x "$folder/on-one-core"
    PARLAB=$folder/on-one-core run class grade open --book "$book"
    expect 0 "1 with open points" "what could not be measured is counted"
    has "--regrade-open --book $book" "and how it gets its points is said"
    PARLAB=$folder/on-one-core run class grade --book "$book" --regrade-open
    expect 0 "2 of 2 graded" "it can be graded again"
    counts "SELECT group_concat(name) FROM (SELECT name FROM results
        JOIN submissions AS s ON s.id = submission
        JOIN students AS t ON t.id = s.student
        WHERE depth = 1 ORDER BY results.id)" ada,eve,ada "and nothing else is"
    run class grade --book "$book" --regrade-open --checks-only
    expect 2 "leaves out" "but not without measuring"
else
    skip "points that are open" "there is no taskset"
fi

# --- a gradebook of a stranger
echo "this is a text" >"$folder/text"
run class grade "$folder/class" --book "$folder/text"
expect 3 "not a database" "a file that is no gradebook is left alone"
[ "$(cat "$folder/text")" = "this is a text" ]
ok $? "and as it was"
done_testing
