#!/bin/bash
# SPDX-License-Identifier: MIT
# The site is made without a warning; every link in it leads somewhere; every
# text, header and picture is in it.

set -u
. "$TOP/tests/tap.sh"

if ! grep -q '^DOXYGEN = .' "$BUILD/Makefile"; then
    skip "the site is made" "there is no doxygen"
    done_testing
    exit
fi
make -s -C "$BUILD" html SITE="$folder/site" >"$folder/out" 2>"$folder/err"
ok $? "the site is made without a warning"

cd "$folder/site/html" || exit 99
: >"$folder/err"
for page in *.html; do
    grep -oE '(href|src)="[^"]+"' "$page" | sed 's/^[a-z]*="//; s/"$//; s/[#?].*//' |
        sort -u | while read -r link; do
        case $link in
        '' | http://* | https://* | mailto:* | javascript:*) ;;
        *) [ -e "$link" ] || echo "$page: no $link" ;;
        esac
    done
done >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "every link leads to a page or a file of the site"

cat ./*.html >"$folder/all"
(cd "$TOP" && find README.md HACKING.md docs labs datasets grader \
    ! -path '*/templates/*' ! -path '*/kit/README.md' \( -name '*.md' ! -name hints.md -o -name '*.h' ! -path '*/examples/*' \
    ! -name '*_cases.h' -o -name '*.svg' \)) >"$folder/files"
: >"$folder/out"
while read -r file; do
    case $file in
    README.md) wanted='id="page_README"\|<title>parlab: parlab</title>' ;;
    *.md) wanted="href=\"page_$(echo "${file%.md}" | sed 's/[^A-Za-z0-9]/_/g')\.html" ;;
    *.svg) wanted="<img src=\"$(basename "$file")\" alt=\"[^\"]" ;;
    *.h) wanted="<title>parlab: $file File Reference" ;;
    esac
    grep -q "$wanted" "$folder/all" || echo "$file is not in the site"
done <"$folder/files" >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "all $(wc -l <"$folder/files") texts, headers and pictures are in it"
done_testing
