#!/bin/bash
# SPDX-License-Identifier: MIT
# A small class, graded, as pages and as feedback to hand back: with names and
# without, and as a browser shows it.

set -u
. "$TOP/tests/tap.sh"
. "$TOP/tests/browser.sh"
skip_when_quick
if "$PARLAB" class report 2>&1 | grep -q "built without"; then
    echo "1..0 # SKIP built without what grading a class needs"
    exit 0
fi

# hand_in STUDENT FILE: as the one exercise of this course.
hand_in() {
    mkdir -p "$folder/in/$1/threads"
    cp "$2" "$folder/in/$1/threads/gaussian.c"
}

# has FILE TEXT NAME: the file holds the text.
has() {
    grep -qF -- "$2" "$1"
    ok $? "$3"
}

# lacks PATH TEXT NAME: no file there does.
lacks() {
    ! grep -rlF -- "$2" "$1" >"$folder/out"
    ok $? "$3"
}

book=$folder/book.sqlite
sed 's/^labs = .*/labs = ["threads"];/' "$TOP/labs/course.conf" \
    >"$folder/course.conf"
echo 'exercises = ({ name = "threads/gaussian"; weight = 1.0; });' \
    >>"$folder/course.conf"
hand_in "Anna O'Brien" "$TOP/solutions/threads/gaussian.c"
hand_in "محمد علي" "$TOP/tests/specimens/threads/gaussian/not_parallel.c"
hand_in "Bea Becker" "$TOP/tests/specimens/threads/gaussian/remainder.c"
echo 'int Zoe = "<script>alert(1)</script>" /* by Zoe */' >"$folder/zoe.c"
hand_in "Zoe <b>Zed" "$folder/zoe.c"

run class report --book "$folder/none.sqlite" --output "$folder/none"
expect 3 "none.sqlite" "without a gradebook there is no report"
[ ! -e "$folder/none" ]
ok $? "and none is begun"

run class grade --book "$book" --policy "$folder/course.conf" --seed 1 \
    --budget 2 --no-checkers "$folder/in"
expect 0 "" "a small class is graded"

run class override --book "$book" --policy "$folder/course.conf" \
    "Bea Becker" threads/gaussian --points 12.5 --why "as Zed has it"
expect 0 "" "an instructor sets points"

# --- with names
site=$folder/site
run class report --book "$book" --policy "$folder/course.conf" --output "$site"
expect 0 "The report: $site/index.html" "the report is made"
has "$site/index.html" "The class: 4 students, 1 exercise" \
    "the index counts the class"
has "$site/index.html" '<a href="students/Anna-O-Brien.html">Anna O' \
    "it leads to the students"
has "$site/index.html" '<a href="explain/not-parallel.html">not-parallel</a>' \
    "and to what there is to explain"
has "$site/students/Bea-Becker.html" "Questions for an oral exam" \
    "a student's page has questions"
grep -A12 "Questions for an oral exam" "$site/students/Bea-Becker.html" |
    grep -q "of [0-9]* cases"
ok $? "with numbers of the student's own"
has "$site/students/Bea-Becker.html" \
    "set by the instructor, the grader gave 0: as Zed has it" \
    "points that were set are shown as such"
has "$site/feedback/Bea-Becker/threads-gaussian.md" "ask for the reason" \
    "a reason that names others is not handed back"
feedback=$site/feedback/Anna-O-Brien/threads-gaussian
has "$feedback.md" "# threads/gaussian: " "feedback is there as Markdown"
has "$feedback.html" "Anna O" "and as a page"
lacks "$site/feedback/Anna-O-Brien" "Becker" "it names nobody else"
lacks "$site/feedback/Bea-Becker" "Zed" "nor does another's"
lacks "$site/feedback" "oral exam" "and gives no questions away"
mkdir "$folder/pages"
find "$site" -name '*.html' | while read -r page; do
    cp "$page" "$folder/pages/${page//\//-}"
done
lacks "$folder/pages" "<script" "no page has a script"
lacks "$folder/pages" "<b>Zed" "or markup of a name"
has "$site/feedback/Bea-Becker/threads-gaussian.md" \
    "parlab check threads/gaussian --seed 1 --case" \
    "feedback says how to run a failing case again"

# Every link leads to a file.
(
    cd "$site" || exit
    find . -name '*.html' | while read -r page; do
        grep -oE 'href="[^"#]+"' "$page" | sed 's/href="//; s/"//' |
            grep -v '^https\?://' | while read -r link; do
            [ -f "$(dirname "$page")/$link" ] || echo "$page: $link"
        done
    done
) >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "every link leads somewhere"

[ "$(stat -c %a "$site")" = 700 ]
ok $? "others cannot read it"
: >"$site/mine"
run class report --book "$book" --policy "$folder/course.conf" --output "$site/"
expect 0 "The report" "a report takes an earlier one's place"
[ ! -e "$site/mine" ]
ok $? "as a whole"
mkdir "$folder/theirs"
: >"$folder/theirs/thesis"
run class report --book "$book" --policy "$folder/course.conf" \
    --output "$folder/theirs"
expect 3 "is no report of a class" "what is no report is not replaced"
[ -e "$folder/theirs/thesis" ] && ! ls "$folder" | grep -q '\.new$'
ok $? "and nothing is left beside it"

# --- without names
hidden=$folder/hidden
run class report --book "$book" --policy "$folder/course.conf" --hide-names \
    --output "$hidden"
expect 0 "Who is who: $hidden.names.csv" "names can be hidden"
find "$hidden" >"$folder/hidden/list"
for name in Anna Brien Bea Becker محمد علي Zoe Zed; do
    grep -rlF "$name" "$hidden"
done >"$folder/out"
[ ! -s "$folder/out" ]
ok $? "then no file has one, nor has any file's name"
has "$hidden.names.csv" ",\"Anna O'Brien\"" "a file of its own says who is who"
[ "$(stat -c %a "$hidden.names.csv")" = 600 ]
ok $? "which nobody else can read"
cp "$hidden.names.csv" "$folder/before"
hand_in "Newcomer" "$folder/zoe.c"
run class grade --book "$book" --policy "$folder/course.conf" --seed 1 \
    --budget 2 --no-checkers "$folder/in"
run class report --book "$book" --policy "$folder/course.conf" --hide-names \
    --output "$hidden"
[ "$(sort "$folder/before" "$hidden.names.csv" | uniq -d | wc -l)" -eq 5 ] &&
    [ "$(wc -l <"$hidden.names.csv")" -eq 6 ]
ok $? "pseudonyms stay when somebody joins"
run class report --book "$book" --hide-names --output "$hidden" \
    --names "$hidden/who.csv"
expect 2 "must not lie in" "who is who is not put into the report"
run class report --book "$book" --names x
expect 2 "--hide-names" "--names alone means nothing"
run class report --book "$book" spring
expect 2 "nothing to name" "and so does a word"

# --- in a browser
if ! has_browser; then
    skip "in a browser" "${browser:-Chromium} does not run here"
    done_testing
    exit
fi
for page in index students/Anna-O-Brien feedback/Bea-Becker/threads-gaussian; do
    for width in 1000 390; do
        look "$site/$page.html" "$width"
        sees "moves=false" "$page does not move sideways at $width pixels"
    done
    sees "foreign=0" "$page has nothing foreign"
    sees "handlers=0" "$page runs nothing"
    sees "ids=0" "$page has no id twice"
    sees "named=true" "the pictures of $page have names"
done
look "$site/index.html" 1000 --blink-settings=preferredColorScheme=0
sees "paper=rgb(20, 24, 29)" "in the dark the paper is dark"
done_testing
