#!/bin/bash
# SPDX-License-Identifier: MIT
# What may go wrong around a grading: output that nobody takes, a disk without
# room, another parlab at the same time, a clock that jumps.

set -u
. "$TOP/tests/tap.sh"

# --- standard output
"$PARLAB" list >&- 2>"$folder/err"
[ $? -eq 3 ] && grep -q "cannot write to standard output" "$folder/err"
ok $? "a closed standard output is no success"
"$PARLAB" check --seed 1 --reference threads/gaussian >&- 2>"$folder/err"
[ $? -eq 3 ]
ok $? "nor for a verdict"
"$PARLAB" check --seed 1 --reference threads/gaussian --json - \
    >/dev/full 2>"$folder/err"
[ $? -eq 3 ] && grep -q "cannot write" "$folder/err"
ok $? "nor is one that is full"
"$PARLAB" list 2>"$folder/err" | head -n 1 >"$folder/out"
[ ! -s "$folder/err" ]
ok $? "a reader that has seen enough is no reason to complain"

# A pipe that nobody empties: the verdict waits, and can be stopped.
mkfifo "$folder/pipe"
exec 5<>"$folder/pipe"
head -c 65536 /dev/zero >&5 # as much as a pipe takes
"$PARLAB" check --seed 1 --reference threads/gaussian \
    >"$folder/pipe" 2>"$folder/err" 5>&- &
waiting=$!
for _ in $(seq 600); do
    grep -qs pipe_write "/proc/$waiting/wchan" && break
    sleep 0.1
done
kill -TERM "$waiting"
wait "$waiting"
[ $? -gt 128 ]
ok $? "a pipe that nobody empties does not hold it for ever"
exec 5>&-

# --- a disk without room
small=$folder/small
mkdir "$small"
fill_up() {
    dd if=/dev/zero of="$small/filler" bs=1k count=64 2>/dev/null
}
if mount -t tmpfs -o size=64k none "$small" 2>"$folder/err"; then
    trap 'umount "$small"; rm -rf "$folder"' EXIT
    head -c 50000 /dev/zero >"$small/filler"
    TMPDIR=$small run check --seed 1 --reference threads/gaussian
    expect 3 "$small" "without room for its files it names the folder"
    [ "$(ls "$small")" = filler ]
    ok $? "and leaves nothing there"
    rm "$small/filler"
    XDG_CACHE_HOME=$small run check --seed 2 --reference threads/gaussian
    expect 0 "60 of 60" "without room for the cache it grades"
    echo "the old result" >"$small/result.json"
    fill_up
    run check --seed 1 --reference --json "$small/result.json" threads/gaussian
    expect 3 "No space left" "a result that finds no room is no success"
    [ "$(cat "$small/result.json")" = "the old result" ]
    ok $? "and the old one is still whole"
    rm -r "$small/filler" "$small/parlab"
    mkdir -p "$small/labs/threads/gaussian"
    cp "$TOP/labs/threads/gaussian/gaussian.c" "$small/labs/threads/gaussian"
    echo "/* mine */" >>"$small/labs/threads/gaussian/gaussian.c"
    fill_up
    PARLAB_WORK=$small run reset threads/gaussian
    expect 3 "No space left" "a skeleton that finds no room is an error"
    grep -q mine "$small/labs/threads/gaussian/gaussian.c"
    ok $? "and the student's file is as it was"
    umount "$small"
    trap 'rm -rf "$folder"' EXIT
else
    skip "a disk without room" "no file system can be mounted here"
fi

# --- two at once, with a cache that is empty
export XDG_CACHE_HOME=$folder/cache
for n in 1 2; do
    "$PARLAB" grade --seed 3 --budget 2 --reference --json "$folder/$n.json" \
        threads/gaussian >"$folder/out.$n" 2>"$folder/err.$n" &
    pids[n]=$!
done
for n in 1 2; do
    wait "${pids[n]}"
    code=$?
    cp "$folder/out.$n" "$folder/out"
    cp "$folder/err.$n" "$folder/err"
    [ $code -le 1 ] && grep -q "60/60" "$folder/out"
    ok $? "two at once: number $n has its verdict"
done
run check --seed 3 --reference threads/gaussian
expect 0 "60 of 60" "and the cache that both filled is sound"

# --- the clock
# What is measured or waited for goes by the monotonic clock, which no one can
# set. Only the cache looks at the time of day, to forget what is old, and the
# dates of a report, of a kept result and on the screen are taken from it; and a
# class has deadlines, which are times of day.
grep -rnE 'CLOCK_REALTIME|gettimeofday|[^a-z_]time\(NULL\)' "$TOP/grader" \
    --include='*.[ch]' | grep -vE '/build/cache\.c:|/cmd/grade\.c:.*\.time = time\(NULL\)|/cmd/state\.c:.*\.when = time\(NULL\)|/(cmd/class_[a-z_]*|gradebook/work|collect/collect)\.c:|/cmd/watch_loop\.c:.* now = time\(NULL\)' >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "a clock that jumps changes nothing but the age of the cache"
mkdir -p "$XDG_CACHE_HOME/parlab"
touch -d '2040-01-01' "$XDG_CACHE_HOME"/parlab/.swept
run check --seed 3 --reference pools/pool
[ "$(date +%Y)" -ge 2040 ] ||
    [ "$(date -r "$XDG_CACHE_HOME/parlab/.swept" +%Y)" -lt 2040 ]
ok $? "and an age below zero is mended"
done_testing
