#!/bin/bash
# SPDX-License-Identifier: MIT
# The verbs beside check and grade, as a person uses them: what is next,
# handouts and hints, the skeleton again, the debugger; and for authors the
# form of exercises and a new one.

set -u
. "$TOP/tests/tap.sh"
export PARLAB_WORK=$folder/work
mine=$PARLAB_WORK/labs/threads/gaussian/gaussian.c

# --- a student's first steps
run
expect 0 "Next: threads/gaussian" "parlab alone says what is next"
grep -qF "parlab read threads/gaussian" "$folder/out"
ok $? "and how to begin"
run read threads/gaussian
expect 0 "# A parallel loop" "read shows the handout"
grep -qF '<!--' "$folder/out"
[ $? -eq 1 ]
ok $? "without its comments"
grep -qF 'gaussian.svg]' "$folder/out"
ok $? "and with the place of its picture"
run read threads
expect 0 "#" "read shows the introduction of a lab"
run read
expect 2 "name an exercise" "read without a name says what to name"
run read threads/nothing
expect 2 "there is no exercise" "read refuses what is not there"
run hint threads/gaussian
expect 0 "Hint 1 of 3" "the first hint comes first"
run hint threads/gaussian
expect 0 "Hint 2 of 3" "then the second"
run hint threads/gaussian 1
expect 0 "Hint 1 of 3" "a hint can be asked for by its number"
run hint threads/gaussian
expect 0 "the last of 3 hints" "which does not change what comes next"
run hint threads/gaussian
expect 0 "the last of 3 hints" "the last one stays the last"
run hint threads/gaussian 4
expect 2 "from 1 to 3" "there is no fourth hint"
run hint acf
expect 2 "name one exercise" "hint needs an exercise, not a lab"
PARLAB_WORK=/proc/nowhere run hint threads/gaussian
expect 0 "cannot be remembered" "a hint is shown where nothing can be kept"

# --- the skeleton again
run check threads/gaussian
expect 2 "parlab reset threads/gaussian" "without a file check says how to begin"
run reset threads/gaussian
expect 0 "is the skeleton." "reset puts the skeleton there"
cmp -s "$mine" "$TOP/labs/threads/gaussian/gaussian.c" &&
    [ -f "${mine%.c}.h" ]
ok $? "with the contract beside it"
run reset threads/gaussian
expect 0 "already" "reset leaves an untouched skeleton alone"
echo "/* mine */" >>"$mine"
run
expect 0 "Go on with threads/gaussian" "a changed file counts as begun"
run reset threads/gaussian
expect 0 "is kept as" "reset keeps the old file"
tail -n 1 "$mine.~1~" | grep -q mine && ! grep -q mine "$mine"
ok $? "whole, under another name"
echo "/* mine again */" >>"$mine"
run reset threads/gaussian
tail -n 1 "$mine.~2~" | grep -q again && [ -f "$mine.~1~" ]
ok $? "and another one beside it"
printf 'broken' >"$mine"
run grade --seed 1 threads/gaussian
expect 1 "0 of 100" "a file that does not compile has no points"
run
expect 0 "0 of 100" "parlab alone shows the points so far"
if [ "$(id -u)" = 0 ]; then
    skip "a read-only folder" "root may write everywhere"
else
    chmod a-w "$(dirname "$mine")"
    run reset threads/gaussian
    expect 3 "cannot" "a folder that cannot be written is an error"
    grep -q broken "$mine"
    ok $? "and the file is as it was"
    chmod u+w "$(dirname "$mine")"
fi

# --- the debugger
gdb=$(command -v gdb || true)
if [ -z "$gdb" ]; then
    skip "debug" "there is no gdb"
else
    sed 's/exp(/1.001 * exp(/' "$TOP/solutions/threads/gaussian.c" \
        >"$folder/wrong.c"
    printf 'print n_workers\ncontinue\nquit\n' >"$folder/commands"
    run_with "$folder/commands" debug --seed 1 --file "$folder/wrong.c" \
        threads/gaussian
    expect 1 "gaussian.c:" "debug stops where the candidate is called"
    grep -qF '$1 = 2' "$folder/out"
    ok $? "with all variables"
    grep -qF "0 of 1 case" "$folder/out"
    ok $? "on the first case that fails, and gives its verdict"
    printf 'kill\nquit\n' >"$folder/commands"
    run_with "$folder/commands" debug --seed 1 --reference --case 3 \
        threads/gaussian
    expect 1 "signal 9" "a program that is killed there has failed its case"
    printf 'quit\n' >"$folder/commands"
    run_with "$folder/commands" debug --seed 1 --reference threads/gaussian
    expect 0 "name it: --case" "without a failing case debug asks for one"
    if command -v mpirun >/dev/null; then
        printf 'print rank\nquit\n' >"$folder/commands"
        run_with "$folder/commands" debug --seed 1 --reference --case 20 \
            --rank 1 mpi/matvec
        expect 0 "Breakpoint" "debug holds one rank of an MPI job"
    else
        skip "debug of a rank" "there is no MPI"
    fi
fi
PATH=$folder run debug threads/gaussian
expect 3 "there is no gdb" "without gdb it says so"

# --- completion
run complete gr
expect 0 "grade" "verbs are completed"
run complete check mpi/
expect 0 "mpi/matvec" "and exercises"
run complete grade --ref
expect 0 "--reference" "and options"
run complete grade --file ""
expect 0 ":files" "and the shell does names of files"
run complete nothing ""
[ "$code" -eq 0 ] && [ ! -s "$folder/out" ]
ok $? "nothing is offered for what is no verb"
words=$(
    . "$TOP/docs/completion/parlab"
    COMP_WORDS=("$PARLAB" check po) COMP_CWORD=2
    _parlab "$PARLAB" 2>/dev/null
    echo "${COMPREPLY[*]}"
)
[ "$words" = "pools/pool pools" ]
ok $? "bash completes with it"
if command -v zsh >/dev/null; then
    words=$(cd "$TOP" && zsh -fc '
        compadd() { shift; print -- ${(P)1}; }
        words=("$PARLAB" check po); CURRENT=3
        source docs/completion/_parlab')
    [ "$words" = "pools/pool pools" ]
    ok $? "zsh completes with it"
else
    skip "zsh completes with it" "there is no zsh"
fi

# --- for authors
run lint
expect 0 "no problem" "the form of all exercises is right"
tree=$folder/tree
mkdir -p "$tree/tests"
mkdir -p "$tree/docs"
cp -R "$TOP/labs" "$TOP/solutions" "$TOP/grader" "$tree"
cp -R "$TOP/docs/diagnoses" "$tree/docs"
cp -R "$TOP/tests/specimens" "$tree/tests"
chmod -R u+w "$tree"
export PARLAB_ROOT=$tree
unset PARLAB_WORK
damage() { # damage FILE SED TEXT: lint finds it
    cp "$tree/$1" "$folder/undamaged"
    sed -i "$2" "$tree/$1"
    run lint
    expect 1 "$3" "lint finds: $3"
    cp "$folder/undamaged" "$tree/$1"
}
damage labs/threads/gaussian/hints.md 's/^## Hint 3/## More/' "must have 3 hints"
damage labs/threads/gaussian/README.md 's/^## Predict/## Guess/' \
    'needs a section "## Predict"'
damage labs/threads/gaussian/README.md 's/^| workers | 15/| workers | 16/' \
    'needs the row "| workers | 15 |'
damage labs/threads/gaussian/README.md 's/^#pragma omp/#pragma  omp/' \
    "shows code that is not that of its file"
damage labs/threads/README.md 's/^| .gaussian.*//' \
    'needs the row "| [gaussian](gaussian/README.md) |'
damage labs/threads/gaussian/gaussian.c 's/TODO/TODONE/' \
    "make -C build derived"
damage labs/threads/gaussian/gaussian.h 's/gaussian(/gauss(/' \
    "does not declare gaussian()"
damage labs/threads/lab.conf 's/"random"/"others"/' 'lacks the group "others"'
damage tests/specimens/threads/gaussian/stack.c '1s/points=/pionts=/' \
    "nothing that can be expected"
touch "$tree/labs/threads/gaussian/notes.txt"
run lint
expect 1 "students would get it" "lint finds a file that does not belong"
rm "$tree/labs/threads/gaussian/notes.txt"
mv "$tree/solutions/threads/gaussian.c" "$folder"
run lint
expect 1 "is missing: the reference" "lint finds a file that is not there"
mv "$folder/gaussian.c" "$tree/solutions/threads"

run new Threads/x
expect 2 "is no name" "new refuses a name that is none"
run new --kind thread threads/x
expect 2 "threads, processes or mpi" "new names the kinds"
run new threads/gaussian
expect 3 "is there already" "new overwrites nothing"
cp -R "$tree" "$folder/before"
mv "$tree/grader/exercises/local.mk" "$folder"
run new threads/steps
expect 3 "cannot find the place in grader/exercises/local.mk" \
    "new refuses a tree that it cannot extend"
mv "$folder/local.mk" "$tree/grader/exercises"
sed -i '/<!-- end exercises -->/d' "$tree/labs/README.md"
run new threads/steps
expect 3 "exercises -->" "new finds out at the end that it cannot list it"
cp "$folder/before/labs/README.md" "$tree/labs/README.md"
diff -r "$tree" "$folder/before" >"$folder/out"
ok $? "and leaves nothing behind"
run new threads/while
expect 2 "is no name" "new refuses a word of C"
for kind in threads processes mpi; do
    run new --kind $kind --title "Steps on $kind" fresh/steps_$kind
    expect 0 "is a whole small exercise" "new makes an exercise of $kind"
done
run list
expect 0 "Steps on processes" "the course has it at once"
# Built in, it would be found; all else about it is in order.
run lint fresh
[ "$(grep -c . "$folder/out")" -eq 4 ] &&
    [ "$(grep -c 'is not built in' "$folder/out")" -eq 3 ]
ok $? "its form is right"
unset PARLAB_ROOT
done_testing
