#!/bin/bash
# SPDX-License-Identifier: MIT
# The example programs beside the handouts do what they say, and every
# diagnosis has its page. (The form of the handouts is for "parlab lint".)

set -u
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 99
: >"$folder/err"

# The examples are compiled as candidates are, warnings are errors.
flags="-std=gnu17 -O2 -Wall -Wextra -Werror -fopenmp"
comment() {
    sed -n "s/^ \* $2: \(.*[^ ]\) *\*\/\$/\1/p; s/^ \* $2: \(.*\)/\1/p" "$1" |
        sed 's/ *\*\/$//' | head -n 1
}
for example in labs/*/examples/*.c; do
    expected=$(comment "$example" prints)
    n_ranks=$(comment "$example" mpirun)
    compiler=${CC:-gcc}
    launch=
    if [ -n "$n_ranks" ]; then
        compiler=mpicc
        launch="mpirun --oversubscribe -np $n_ranks"
        export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
        if ! command -v mpicc mpirun >"$folder/out"; then
            skip "$example prints what it says" "there is no MPI"
            continue
        fi
    fi
    # Flags and launcher are several words each.
    # shellcheck disable=SC2086
    $compiler $flags -o "$folder/example" "$example" \
        >"$folder/out" 2>"$folder/err" &&
        $launch "$folder/example" >"$folder/out" 2>"$folder/err" </dev/null &&
        [ -n "$expected" ] &&
        [ "$(tr -d '\n' <"$folder/out" | sed 's/ *$//')" = "$expected" ]
    ok $? "$example prints what it says"
done

# Those of the diagnoses compile, the wrong ones too.
for example in docs/diagnoses/examples/*.c; do
    compiler=${CC:-gcc}
    if grep -q 'examples_mpi\.h' "$example"; then
        compiler=mpicc
        if ! command -v mpicc >"$folder/out"; then
            skip "$example compiles without a warning" "there is no MPI"
            continue
        fi
    fi
    # shellcheck disable=SC2086
    $compiler $flags -c -o "$folder/example.o" "$example" \
        >"$folder/out" 2>"$folder/err"
    ok $? "$example compiles without a warning"
done
: >"$folder/out"
for page in docs/diagnoses/*.md; do
    [ "${page##*/}" = README.md ] && continue
    for part in '## How it was seen' '## Wrong' '## Right' \
        '## What to look at' '## What to read' ' wrong -->' ' right -->'; do
        grep -qF -- "$part" "$page" || echo "$page has no \"$part\""
    done
done >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "every diagnosis has its parts"
# Names are literals: the first ones of a call of findings_add(), or of a row
# of a table.
cat grader/diagnose/*.c grader/judge/*.c | tr -s '\n ' ' ' |
    sed 's/strstr([^()]*)//g' |
    grep -oE 'findings_add\(([^"]|"[a-z-]+")*|\{FAULT_[A-Z]+, "[a-z-]+"' |
    grep -oE '"[a-z-]+"' | tr -d '"' | sort -u >"$folder/given"
sed -n '/diagnose_names\[\]/,/};/p' grader/diagnose/diagnose.c |
    grep -oE '"[a-z-]+"' | tr -d '"' | sort -u >"$folder/names"
find docs/diagnoses -name "*.md" | sed "s/.*\///; s/\.md$//" | grep -v README |
    sort >"$folder/pages"
sed -n 's/^| \[\([a-z-]*\)\](\1\.md) | .*/\1/p' docs/diagnoses/README.md |
    sort >"$folder/listed"
# missing WHAT A B: nothing of A is missing in B.
missing() {
    comm -23 "$folder/$2" "$folder/$3" >"$folder/out"
    [ -s "$folder/$2" ] && [ ! -s "$folder/out" ]
    ok $? "$1"
}
missing "every diagnosis that is given has a page" given pages
missing "every diagnosis that is given has a rank" given names
missing "every page is that of a diagnosis" pages names
missing "every page is in the table" pages listed
missing "the table has nothing but pages" listed pages
done_testing
