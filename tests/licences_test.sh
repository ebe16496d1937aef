#!/bin/bash
# SPDX-License-Identifier: MIT
# Every file says under which licence it is, and the one that COPYING says:
# MIT for programs, CC BY 4.0 for texts and pictures.

set -u
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 99

# What carries no comment, or is made from a file that has the line; and
# checksums of books, which are facts.
without='^(COPYING|NEWS|\.gitignore|\.clang-format|\.editorconfig|.*\.svg|.*\.json|.*\.sha256|grader/templates/[a-z]*/exercise\.conf|tests/data/sanitizers/.*|tests/fuzz/corpus/.*)$'

if ! git ls-files >"$folder/files" 2>"$folder/err"; then
    skip "every file has its licence" "this is not a git checkout"
    done_testing
    exit
fi
: >"$folder/out"
while IFS= read -r file; do
    [ -f "$file" ] || continue
    [[ $file =~ $without ]] && continue
    case $file in
    *.md)
        line=$(tail -n 1 "$file")
        wanted='<!-- SPDX-License-Identifier: CC-BY-4.0 -->'
        ;;
    *.dot | *.gp)
        line=$(head -n 1 "$file" | sed 's|^[#/]* ||')
        wanted='SPDX-License-Identifier: CC-BY-4.0'
        ;;
    *)
        line=$(head -n 3 "$file" | grep -o 'SPDX-License-Identifier: [^ ]*')
        wanted='SPDX-License-Identifier: MIT'
        ;;
    esac
    [ "$line" = "$wanted" ] || echo "$file: not \"$wanted\"" >>"$folder/out"
done <"$folder/files"
[ ! -s "$folder/out" ]
ok $? "every file has its licence in its first or last line"
done_testing
