#!/bin/bash
# SPDX-License-Identifier: MIT
# Terminals that are not UTF-8 get no bytes that they cannot show.

set -u
. "$TOP/tests/tap.sh"

# The compiler shows this line again: a letter that Latin-1 has, a sign that
# has something similar in ASCII, and one that neither has.
printf 'int x = "Gr\303\266\303\237e \342\200\246 \342\227\217";\nint y = ;\n' \
    >"$folder/letters.c"
printf '%s\n' 'labs = ["threads"];' 'workers = "four";' >"$folder/course.conf"
mkdir -p "$folder/root/labs/threads"
cp "$folder/course.conf" "$folder/root/labs"
echo 'exercises = 1;' >"$folder/root/labs/threads/lab.conf"

letters() {
    run check --seed 1 --file "$folder/letters.c" threads/gaussian
    expect 1 "does not compile" "$1: the compiler's words are shown"
}

# shows OCTAL NAME: whether these bytes are in what was printed.
shows() {
    LC_ALL=C grep -qF -- "$(printf '%b' "$1")" "$folder/out"
    ok $? "$2"
}

only_ascii() {
    ! LC_ALL=C grep -q '[^ -~	]' "$folder/out" "$folder/err"
    ok $? "$1"
}

export LC_ALL=C
letters C
only_ascii "C: nothing but ASCII"
shows 'e ...' "C: an ellipsis becomes three dots"
PARLAB_ROOT=$folder/root run list
expect 3 "course.conf" "C: a broken manifest is named"
only_ascii "C: errors are nothing but ASCII"
run check --seed 1 --file "$folder/letters.c" --json - threads/gaussian
only_ascii "C: JSON is nothing but ASCII"
grep -qiF '\u00f6' "$folder/out"
ok $? "C: and JSON loses no letter"
"$PARLAB" list >/dev/full 2>"$folder/err"
code=$?
: >"$folder/out"
[ "$code" -eq 3 ]
ok $? "C: a full disk under the output is an error (exit code $code)"

utf8=$(locale -a 2>/dev/null | grep -iE 'utf-?8$' | head -n 1)
if [ -n "$utf8" ]; then
    export LC_ALL=$utf8
    letters "$utf8"
    shows 'Gr\0303\0266\0303\0237e \0342\0200\0246 \0342\0227\0217' \
        "$utf8: letters stay as they are"
else
    skip "UTF-8" "there is no such locale"
fi

mkdir "$folder/locales"
if localedef -i de_DE -f ISO-8859-1 "$folder/locales/de_DE.ISO-8859-1" \
    >"$folder/out" 2>"$folder/err"; then
    export LOCPATH="$folder/locales"
    { export LC_ALL=de_DE.ISO-8859-1; } 2>/dev/null # bash looks elsewhere
    letters Latin-1
    shows 'Gr\0366\0337e ... ' "Latin-1: letters are in its own code"
    ! LC_ALL=C grep -q "$(printf '[\303\342]')" "$folder/out"
    ok $? "Latin-1: and no byte of UTF-8 is left"
else
    skip "Latin-1" "there is no localedef, or no locale to make it from"
fi
done_testing
