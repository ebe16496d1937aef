#!/bin/bash
# SPDX-License-Identifier: MIT
# What the checkers add to the first answer, through the whole path: a race,
# a mistake in memory, a leak; and what is said where a checker is missing.

set -u
PARLAB_CHECKERS=yes
. "$TOP/tests/tap.sh"

specimens=$TOP/tests/specimens/threads/gaussian
ask() {
    run check --seed 1 --json "$folder/json" "$@"
    tr -s ' \n' ' ' <"$folder/out" >"$folder/words"
}
says() {
    grep -qF -- "$1" "$folder/words"
    ok $? "$2"
}
status() { # status NAME: what became of this check
    tr -d ' \n' <"$folder/json" |
        sed "s/.*\"checks\":{//; s/.*\"$1\":{\"status\":\"\([a-z-]*\)\".*/\1/"
}
line_of() {
    grep -n -- "$1" "$2" | head -n 1 | cut -d: -f1
}

ask --reference threads/gaussian
! grep -qE 'Look at|Not checked' "$folder/out" || [ "$(status races)" = not-done ]
ok $? "the reference gets no finding"
has_races=$(status races)
has_memory=$(status memory)
has_leaks=$(status leaks)

if [ "$has_races" = "done" ]; then
    ask --file "$specimens/race.c" threads/gaussian
    line=$(line_of 'square\[i\] = pow' "$specimens/race.c")
    says "Look at race: gaussian.c:$line writes 'square' while another thread" \
        "a race is told by its line and variable"
    [ "$(line_of 'race: gaussian.c' "$folder/out")" -gt "$(line_of Right "$folder/out")" ]
    ok $? "after the first answer"
    ! sed -n '/race: gaussian.c/,$p' "$folder/out" | grep -q "/"
    ok $? "without a path of this machine"
    grep -q '"name": "race"' "$folder/json"
    ok $? "and is a diagnosis of the JSON"
    ask --file "$specimens/detached.c" threads/gaussian
    says "Look at writes-after-return:" "a thread that is not waited for is found"
    PARLAB_SYMBOLIZER=addr2line ask --file "$specimens/race.c" threads/gaussian
    says "Look at race: gaussian.c:$line writes" "also without llvm-symbolizer"
else
    skip "races are found" "$(tr -s ' \n' ' ' <"$folder/out" |
        sed 's/.*Not checked races, because //')"
fi

if [ "$has_memory" = "done" ]; then
    ask --file "$specimens/out_of_bounds.c" threads/gaussian
    line=$(line_of 'out\[i\] = exp' "$specimens/out_of_bounds.c")
    says "Look at out-of-bounds: gaussian.c:$line" \
        "an access beside an argument is found"
    ask --file "$specimens/use_after_free.c" threads/gaussian
    says "Look at use-after-free:" "as is one to memory that was freed"
else
    skip "mistakes in memory are found" "AddressSanitizer does not work here"
fi
if [ "$has_leaks" = "done" ]; then
    ask --file "$specimens/memory_leak.c" threads/gaussian
    line=$(line_of 'malloc' "$specimens/memory_leak.c")
    says "Look at memory-leak: gaussian.c:$line" "a leak is found"
else
    skip "leaks are found" "LeakSanitizer does not work here"
fi

PARLAB_CLANG='' ask --file "$specimens/race.c" threads/gaussian
says "Not checked races, because clang's ThreadSanitizer with OpenMP is not \
here; \"parlab doctor\" says how to get it" "a missing checker is named"
[ "$(status races)" = not-done ] && [ "$(status leaks)" = "$has_leaks" ]
ok $? "and so in the JSON, where the others are as before"
ask --no-checkers --file "$specimens/race.c" threads/gaussian
! grep -qE 'gaussian.c:[0-9]|Not checked' "$folder/out" && [ "$(status races)" = not-asked ]
ok $? "--no-checkers leaves them out"
ask --reference shared/distribute
[ "$(status races)" = not-asked ] && [ "$(status memory)" = "$has_memory" ]
ok $? "no races are looked for between processes"
done_testing
