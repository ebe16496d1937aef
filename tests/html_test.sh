#!/bin/bash
# SPDX-License-Identifier: MIT
# The report of real gradings, as files and as a browser shows them: on wide
# and narrow screens, light and dark, and on paper.

set -u
. "$TOP/tests/tap.sh"
. "$TOP/tests/browser.sh"
skip_when_quick

# has FILE TEXT NAME: the file holds the text.
has() {
    grep -qF -- "$2" "$1"
    ok $? "$3"
}

# lacks FILE TEXT NAME
lacks() {
    ! grep -qF -- "$2" "$1"
    ok $? "$3"
}

# --- what is written
hostile='<script>alert(1)</script> ``` ](javascript:alert(1)) <img src=x>'
cat >"$folder/hostile.c" <<C
int x = "$hostile";
int y = ;
C
run check --seed 1 --file "$folder/hostile.c" --html "$folder/new/hostile" \
    threads/gaussian
expect 1 "The report: $folder/new/hostile/threads-gaussian.html" \
    "--html says where the report is, in a folder that it makes"
markdown=$folder/new/hostile/threads-gaussian.md
page=$folder/new/hostile/threads-gaussian.html
has "$markdown" "# threads/gaussian: 0 of 60" "the Markdown has the points"
has "$markdown" "$hostile" "the Markdown has the compiler's words"
has "$markdown" '````' "in a fence that they do not end"
has "$page" "&lt;script&gt;alert(1)&lt;/script&gt;" "the page has them too"
lacks "$page" "<script" "but no script"
lacks "$page" "<img" "and no image"
has "$page" "default-src 'none'" "the page forbids itself all that is elsewhere"
! grep -oE '(src|href)="[^#][^"]*"' "$page" >"$folder/out"
ok $? "it refers to nothing outside"

run check --seed 1 --reference --html "$folder/two" threads/gaussian \
    shared/distribute
expect 0 "The report: $folder/two/index.html" "several exercises have an index"
has "$folder/two/index.html" '<a href="threads-gaussian.html">' \
    "the index leads to the pages"
has "$folder/two/index.md" "2 exercises: 120 of 120" "and has the sum"
[ -s "$folder/two/shared-distribute.html" ] &&
    [ -s "$folder/two/shared-distribute.md" ]
ok $? "every exercise has its page and its text"

run check --seed 1 --reference --json - --html "$folder/json" threads/gaussian
lacks "$folder/out" "The report" "with the JSON on standard output only that"
[ -s "$folder/json/threads-gaussian.html" ]
ok $? "but the report is written"
: >"$folder/file"
run check --reference --html "$folder/file" threads/gaussian
expect 2 "--html takes a folder" "a file instead of a folder is wrong usage"
run check --reference --html "$folder/file/in" threads/gaussian
expect 2 "--html takes a folder" "and so is a folder that cannot be made"
run check --reference --html "" threads/gaussian
expect 2 "--html takes a folder" "and an empty name"

# --- a grading with runs, with gnuplot and without
mkdir "$folder/plain"
for place in ${PATH//:/ }; do
    find "$place" -maxdepth 1 ! -type d ! -name gnuplot \
        -exec ln -s -t "$folder/plain" {} + 2>/dev/null # the first is kept
done
# A sandbox would not see these links.
PATH=$folder/plain run grade --seed 1 --reference --budget 2 --no-sandbox \
    --html "$folder/without" threads/gaussian
has "$folder/err" "the report has no pictures: gnuplot is not installed" \
    "without gnuplot the command says so"
has "$folder/without/threads-gaussian.html" "gnuplot is not installed" \
    "and so does the page"
has "$folder/without/threads-gaussian.html" "All runs: speedup" \
    "which has every run in numbers"
lacks "$folder/without/threads-gaussian.html" "<svg" "and no picture"

graded=
if command -v gnuplot >/dev/null; then
    run grade --seed 1 --reference --budget 2 --html "$folder/with" \
        threads/gaussian
    graded=$folder/with/threads-gaussian.html
    has "$graded" '<svg class="picture wide"' "with gnuplot it has pictures"
    lacks "$folder/err" "gnuplot" "and nothing is said about gnuplot"
    mkdir "$folder/broken"
    printf '%s\n' '#!/bin/sh' 'echo "it is broken" >&2' 'exit 1' \
        >"$folder/broken/gnuplot"
    chmod +x "$folder/broken/gnuplot"
    PATH=$folder/broken:$PATH run grade --seed 1 --reference --budget 2 \
        --html "$folder/broken" threads/gaussian
    has "$folder/err" "gnuplot could not draw it: it is broken" \
        "a gnuplot that fails is quoted"
    has "$folder/broken/threads-gaussian.html" "</html>" "the page is whole"
else
    skip "pictures" "there is no gnuplot"
fi

# --- in a browser
if ! has_browser; then
    skip "in a browser" "${browser:-Chromium} does not run here"
    done_testing
    exit
fi

look "$page" 1000
sees 'text=.*&lt;script&gt;alert(1)&lt;/script&gt; ``` \](javascript' \
    "a browser shows the hostile words as words"
sees "foreign=0" "it finds no script, image or frame"
sees "handlers=0" "and nothing that would run"
sees "mode=CSS1Compat" "it reads the page as its standard says"
sees "language=en" "the page says its language"
look "$page" 390
sees "moves=false" "on a phone the page does not move sideways"

if [ -n "$graded" ]; then
    look "$graded" 1000
    light=$(grep -E '^(paper|ink|axis)=' "$folder/out")
    sees "wide=[1-9]" "a wide screen shows the wide pictures"
    sees "narrow=0" "and not the narrow ones"
    sees "ids=0" "no id is there twice"
    sees "named=true" "every picture has a name and a description"
    sees "moves=false" "the page does not move sideways"
    look "$graded" 390
    sees "narrow=[1-9]" "a phone shows the narrow pictures"
    sees "wide=0" "and not the wide ones"
    sees "moves=false" "the page does not move sideways there"
    sed 's/<details>/<details open>/' "$graded" >"$folder/open.html"
    look "$folder/open.html" 390
    sees "moves=false" "nor with the table of all runs unfolded"
    look "$graded" 1000 --blink-settings=preferredColorScheme=0
    dark=$(grep -E '^(paper|ink|axis)=' "$folder/out")
    sees "paper=rgb(20, 24, 29)" "in the dark the paper is dark"
    [ "$(printf '%s\n%s\n' "$light" "$dark" | grep -v none | sort -u |
        wc -l)" -eq 6 ]
    ok $? "and text and pictures have other colours than in the light"
    printf '%s\n%s\n' "$light" "$dark" >"$folder/out"

    browse --blink-settings=preferredColorScheme=0 --no-pdf-header-footer \
        --print-to-pdf="$folder/print.pdf" "file://$graded"
    head -c 4 "$folder/print.pdf" | grep -q '%PDF'
    ok $? "it can be printed"
    if command -v pdftoppm >/dev/null; then
        pdftoppm -r 10 -gray -f 1 -l 1 "$folder/print.pdf" "$folder/print" &&
            # The last byte of the picture is the corner of the first page.
            corner=$(tail -c 1 "$folder"/print-*.pgm | od -An -tu1)
        [ "${corner:-0}" -ge 250 ]
        ok $? "on paper that is light even for those who like it dark"
        pdftotext "$folder/print.pdf" "$folder/out"
        lacks "$folder/out" "All runs: speedup" "what is folded is not printed"
    else
        skip "paper" "there is no pdftoppm"
    fi
fi
done_testing
