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
while IFS= read -r file; do
    [ -f "$file" ] && [[ ! $file =~ $without ]] && printf '%s\0' "$file"
done <"$folder/files" | xargs -0 awk '
    function judge() {
        if (name != "" && found != wanted)
            print name ": not \"" wanted "\""
    }
    FNR == 1 {
        judge()
        name = FILENAME
        found = ""
        wanted = "SPDX-License-Identifier: MIT"
        if (name ~ /\.(dot|gp)$/)
            wanted = "SPDX-License-Identifier: CC-BY-4.0"
        if (name ~ /\.md$/)
            wanted = "<!-- SPDX-License-Identifier: CC-BY-4.0 -->"
    }
    name ~ /\.md$/ { found = $0 }
    name ~ /\.(dot|gp)$/ && FNR == 1 {
        found = $0
        sub("^[#/]* *", "", found)
    }
    name !~ /\.(md|dot|gp)$/ && FNR <= 3 &&
        match($0, /SPDX-License-Identifier: [^ ]*/) {
        found = substr($0, RSTART, RLENGTH)
    }
    END { judge() }' >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "every file has its licence in its first or last line"
done_testing
