#!/bin/bash
# SPDX-License-Identifier: MIT
# The skeletons in labs/ are the ones that the solutions give.

set -u
. "$TOP/tests/tap.sh"

"$BUILD/write-skeletons" --check "$TOP" >"$folder/out" 2>"$folder/err"
ok $? "no skeleton has drifted from its solution (make skeletons)"

# The check can fail: a copy of the tree with one changed skeleton.
mkdir "$folder/tree"
cp -R "$TOP/labs" "$TOP/solutions" "$folder/tree"
echo '/* changed */' >>"$folder/tree/labs/threads/gaussian/gaussian.c"
! "$BUILD/write-skeletons" --check "$folder/tree" >"$folder/out" 2>"$folder/err"
ok $? "a changed skeleton is found"
grep -q 'threads/gaussian' "$folder/out" "$folder/err"
ok $? "and named"
"$BUILD/write-skeletons" "$folder/tree" >"$folder/out" 2>"$folder/err" &&
    cmp "$folder/tree/labs/threads/gaussian/gaussian.c" \
        "$TOP/labs/threads/gaussian/gaussian.c" >>"$folder/out"
ok $? "writing the skeletons mends it"
done_testing
