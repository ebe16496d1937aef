#!/bin/bash
# SPDX-License-Identifier: MIT
# What is made from something else is up to date: the skeletons of the
# solutions, the table of exercises of the manifests, the code in the handouts
# of compiled files, the pictures of their sources.

set -u
. "$TOP/tests/tap.sh"

derive() {
    "$BUILD/write-derived" "$@" >"$folder/out" 2>"$folder/err"
}

derive --check "$TOP"
ok $? "skeletons and code in handouts are up to date (make derived)"

# The check can fail: a copy of the tree with a changed skeleton, and a
# handout with other code than the file it shows.
mkdir "$folder/tree"
cp -R "$TOP/labs" "$TOP/solutions" "$TOP/docs" "$folder/tree"
skeleton=labs/threads/gaussian/gaussian.c
handout=labs/threads/gaussian/README.md
echo '/* changed */' >>"$folder/tree/$skeleton"
sed -i '/^```c$/a changed' "$folder/tree/$handout"
derive --check "$folder/tree"
[ $? -eq 1 ]
ok $? "what has drifted is found"
grep -qx "$skeleton has drifted from what it is made from" "$folder/out" &&
    grep -qx "$handout has drifted from what it is made from" "$folder/out" &&
    [ "$(wc -l <"$folder/out")" -eq 2 ]
ok $? "and named, nothing else is"
derive "$folder/tree" && cmp "$folder/tree/$skeleton" "$TOP/$skeleton" &&
    cmp "$folder/tree/$handout" "$TOP/$handout"
ok $? "writing mends it"

sed -i 's/minutes = 45/minutes = 46/' "$folder/tree/labs/threads/lab.conf"
derive --check "$folder/tree"
[ $? -eq 1 ] &&
    grep -qx "labs/README.md has drifted from what it is made from" \
        "$folder/out"
ok $? "a time that a manifest states is in the table of exercises"

printf '<!-- code serial.c nothing -->\n```c\n```\n' \
    >>"$folder/tree/$handout"
derive "$folder/tree"
[ $? -eq 3 ] && grep -q "^write-derived: $handout: line [0-9]*: serial.c: has no" \
    "$folder/err"
ok $? "a part that is not there is an error with file and line"

"$TOP/docs/draw-pictures" --check "$TOP" >"$folder/out" 2>"$folder/err"
ok $? "every picture is the one that its source draws (make pictures)"
source=$(cd "$folder/tree" && find labs -name '*.gp' | head -n 1)
echo '# changed' >>"$folder/tree/$source"
! "$TOP/docs/draw-pictures" --check "$folder/tree" \
    >"$folder/out" 2>"$folder/err" &&
    grep -qF "${source%.gp}.svg" "$folder/err" &&
    [ "$(wc -l <"$folder/err")" -eq 1 ]
ok $? "a picture whose source has changed is found and named"
rm "$folder/tree/${source%.gp}.svg"
! "$TOP/docs/draw-pictures" --check "$folder/tree" \
    >"$folder/out" 2>"$folder/err"
ok $? "a picture that is missing is found"
done_testing
