#!/bin/bash
# SPDX-License-Identifier: MIT
# Submissions that look alike, as an instructor looks for them.

set -u
. "$TOP/tests/tap.sh"

if "$PARLAB" class similar --help 2>&1 | grep -q 'built without'; then
    echo "1..0 # SKIP this parlab was built without SQLite and libarchive"
    exit 0
fi
cd "$folder" || exit 99
put() {
    mkdir -p "$1/threads"
    cp "$2" "$1/threads/gaussian.c"
}
specimens=$TOP/tests/specimens/threads/gaussian
put class/ada "$TOP/solutions/threads/gaussian.c"
sed 's/difference/d/g; s/n_fixed/fixed/g; s/^ */\t/; s|/\*.*\*/||' \
    "$TOP/solutions/threads/gaussian.c" >renamed.c
put "class/bob <b>" renamed.c
put class/cyd "$TOP/labs/threads/gaussian/gaussian.c"
put class/dan "$TOP/labs/threads/gaussian/gaussian.c"
put class/eve "$specimens/race.c"
put last-year/zoe "$specimens/race.c"
"$PARLAB" class grade --book book.sqlite --checks-only --seed 1 class \
    >out 2>err
run class similar --book book.sqlite threads --output page
if ! command -v sim_c >/dev/null; then
    expect 3 "install similarity-tester" "without sim_c it says what to install"
    done_testing
    exit 0
fi
expect 0 "page/index.html" "a class is looked at"
grep -qF '%  ada, bob <b>' out
ok $? "a renamed and reformatted copy is found"
grep -qF 'the reference solution' out
ok $? "and one of the reference"
! grep -qE 'cyd|dan' out
ok $? "skeletons that nobody has begun are not alike"
! grep -q 'zoe' out
ok $? "last year is not looked at unasked"
run class similar --book book.sqlite --against last-year --output page threads
expect 0 "100 %  eve, zoe (last-year)" "but when asked"
grep -qF '<h4>bob &lt;b&gt;</h4>' page/index.html &&
    ! grep -qF '<b>' page/index.html && grep -q '<mark>' page/index.html
ok $? "both texts are side by side, and stay text"
grep -qF '#### bob \<b\>' page/index.md
ok $? "in Markdown, too"
run class similar --book book.sqlite --top 1 --output top threads
grep -c '<details>' top/index.html >out
[ "$(cat out)" = 1 ]
ok $? "only as many as asked for are shown"
PATH=/nowhere run class similar --book book.sqlite threads
expect 3 "install similarity-tester" "without sim_c it says what to install"
run class similar --book nothing.sqlite
expect 3 "no gradebook" "a gradebook is needed"
run class similar --book book.sqlite --min 101
expect 2 "0 to 100" "a percentage is one"
run class similar --book book.sqlite --against /nowhere threads
expect 3 "/nowhere" "a folder that is not there is an error"
done_testing
