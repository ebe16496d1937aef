#!/bin/bash
# SPDX-License-Identifier: MIT
# A class's marks as other systems read them: what was written is read by
# Python's csv and json, a validator of JSON schemas, and xmllint with the
# schema of JUnit's reports.

set -u
. "$TOP/tests/tap.sh"

cd "$folder" || exit 99
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import jsonschema' 2>/dev/null; then
        python=$candidate
        break
    fi
done

# check NAME SCRIPT ARGUMENT...: what Python says about it.
check() {
    if [ -z "$python" ]; then
        skip "$1" "there is no Python with jsonschema"
        return
    fi
    "$python" -c "$2" "${@:3}" >out 2>err
    ok $? "$1"
}

# --- one student, from files
# Written down, since nothing here is about how it is graded.
cat >checked.json <<'JSON'
{"parlab": "0.1.0", "machine": {"cores": 2, "quota": null}, "seed": 1,
 "points": 60, "open_points": 0, "max_points": 60, "exercises": [
  {"name": "threads/gaussian", "candidate": "file", "status": "graded",
   "message": null, "points": 60, "open_points": 0, "max_points": 60,
   "correct": {"points": 60, "max_points": 60, "passed": 33, "total": 33,
    "concurrent": true, "failures": []},
   "measures": [], "diagnoses": [], "checks": {}, "flags": [],
   "seconds": 1.5}]}
JSON
echo 'int broken' >broken.c
"$PARLAB" check --seed 1 --file broken.c --json broken.json pools/pool \
    >out 2>err
run class export --format csv --from checked.json --from broken.json
expect 1 "open: student, threads/gaussian: 40 of 100 points are open" \
    "what is open is listed"
cp out csv
printf '%s' '"student","points","open points","max points",' \
    '"threads/gaussian","threads/gaussian open","threads/gaussian note",' \
    '"pools/pool","pools/pool open","pools/pool note"' $'\r\n' \
    '"student",60,40,200,60,40,"40 of 100 points are open: its speed was not' \
    ' measured yet",0,0,""' $'\r\n' >wanted
cmp csv wanted >out
ok $? "a table of one student"
run class export --format csv --from broken.json threads/gaussian
expect 3 "was not asked for" "a verdict on another exercise is refused"
run class export --format csv --from checked.json threads pools
expect 1 "nothing was handed in" "an exercise without a verdict is missing"
mkdir none
run class export --format gradescope --from none threads
expect 0 "nothing was handed in" "a folder without verdicts is one of nobody"
sed 's/"passed": [0-9]*/"passed": "all"/' checked.json >spoiled.json
run class export --format csv --from spoiled.json
expect 3 "exercises[0].correct.passed" "a spoiled verdict is refused"
run class export --format csv --from nothing.json
expect 3 "cannot read" "and one that is not there"
[ ! -s out ]
ok $? "and nothing is printed"

run class export --format gradescope --from checked.json \
    --output results.json
expect 1 "open" "Gradescope's results are written"
check "as Gradescope reads them" '
import json, sys
r = json.load(open(sys.argv[1]))
assert set(r) == {"score", "execution_time", "output", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard"}, r
assert r["score"] == 60 and r["stdout_visibility"] == "hidden"
assert r["extra_data"]["open_points"] == 40
scored = [t for t in r["tests"] if "score" in t]
assert [t["score"] for t in scored] == [60], scored
assert all(t["score"] <= t["max_score"] for t in scored)
assert all(t["visibility"] == "visible" for t in r["tests"])
assert any("40 of 100 points are open" in t["output"] for t in r["tests"])
' results.json
run class export --format autolab --from checked.json
mv out autolab.txt
check "the last line for Autolab is its JSON" '
import json, sys
lines = open(sys.argv[1]).read().splitlines()
assert json.loads(lines[-1]) == {"scores": {"threads/gaussian": 60}}, lines
' autolab.txt

# --- usage
run class export --from checked.json
expect 2 "say which --format" "a form is needed"
run class export --format cvs --from checked.json
expect 2 'did you mean "csv"?' "a form that is misspelt gets a suggestion"
run class export --format csv --roster x.csv --from checked.json
expect 2 "goes with moodle and canvas" "csv takes no roster"
run class export --format gradescope
expect 2 "--output FOLDER" "a class for Gradescope is a folder"
run class export --format csv --from checked.json nothing/there
expect 2 "there is no exercise" "an exercise that is not there is wrong usage"
run class export --format csv --from checked.json --output /proc/nowhere/x
expect 3 "cannot" "what cannot be written is an error"

# --- a class, from the gradebook
if "$PARLAB" class grade --help 2>&1 | grep -q 'built without'; then
    skip "a class" "this parlab was built without SQLite and libarchive"
    done_testing
    exit 0
fi
put() {
    mkdir -p "class/$1/threads"
    cp "$2" "class/$1/threads/gaussian.c"
}
put ada "$TOP/solutions/threads/gaussian.c"
put "=HYPERLINK(\"http:x\")" "$TOP/labs/threads/gaussian/gaussian.c"
put "O'Neil, \"Bob\" & <Co>" broken.c
put "עדי לוי" "$TOP/labs/threads/gaussian/gaussian.c"
"$PARLAB" class grade --book book.sqlite --checks-only --seed 1 class \
    >out 2>err
ok $? "a class is graded"
export_all() {
    run class export --book book.sqlite --format "$1" "${@:2}"
}
export_all csv threads
expect 1 "open: ada" "its open points are listed"
mv out class.csv
check "its table is read back whole, and nothing in it is a formula" '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"),
    strict=True))
assert len(rows) == 5 and all(len(r) == 7 for r in rows), rows
by = {r[0]: r for r in rows[1:]}
assert set(by) == {"ada", "\x27=HYPERLINK(\"http:x\")",
    "O\x27Neil, \"Bob\" & <Co>", "עדי לוי"}, by
assert int(by["ada"][4]) > 0 and by["ada"][5] == "40"
assert by["עדי לוי"][4] == "" and "open" in by["עדי לוי"][6]
assert not any(cell[:1] in "=+-@\t\r" for r in rows for cell in r if cell)
' class.csv
export_all json --output class.json
check "its JSON is valid" '
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
document = json.load(open(sys.argv[2]))
validator.validate(document)
assert len(document["students"]) == 4
document["students"][0]["marks"][0]["points"] = "many"
assert not validator.is_valid(document)
' "$TOP/docs/class.schema.json" class.json
export_all junit --output class.xml
if command -v xmllint >/dev/null; then
    xmllint --noout --schema "$TOP/tests/data/junit.xsd" class.xml >out 2>err
    ok $? "its JUnit XML is valid"
    [ "$(xmllint --xpath 'sum(//testsuite/@tests)' class.xml)" = \
        "$(xmllint --xpath 'count(//testcase)' class.xml)" ] &&
        [ "$(xmllint --xpath 'sum(//testsuite/@failures)' class.xml)" = \
            "$(xmllint --xpath 'count(//failure)' class.xml)" ] &&
        [ "$(xmllint --xpath 'sum(//testsuite/@skipped)' class.xml)" = \
            "$(xmllint --xpath 'count(//skipped)' class.xml)" ]
    ok $? "and counts right"
    sed 's/ failures="[0-9]*"//' class.xml >spoiled.xml
    ! xmllint --noout --schema "$TOP/tests/data/junit.xsd" spoiled.xml \
        >out 2>err
    ok $? "which the schema would notice"
else
    skip "its JUnit XML is valid" "there is no xmllint"
fi
export_all gradescope --output results
check "a file for each student, and a table of whose" '
import csv, json, os, sys
folder = sys.argv[1]
rows = list(csv.reader(open(folder + "/students.csv", newline="",
    encoding="utf-8")))[1:]
assert len(rows) == 4
assert sorted(os.listdir(folder)) == sorted([r[0] for r in rows] +
    ["students.csv"])
assert all(json.load(open(folder + "/" + r[0]))["tests"] for r in rows)
assert not any(set(r[0]) & set("/\\\"\x27<>&$ ") for r in rows), rows
' results

# --- rosters of other systems
printf '%s\r\n' 'Student,ID,SIS User ID,SIS Login ID,Section,gaussian (99)' \
    '    Points Possible,,,,,100' '"Lovelace, Ada",7,s7,ada,A,' \
    '"לוי, עדי",8,s8,al,A,' '"Bob & Co, O'"'"'Neil",9,s9,bob,A,' \
    '"Gone, Ann",10,s10,ann,A,' >canvas.csv
export_all canvas --roster canvas.csv --output up.csv threads
expect 1 "left out, not found in the roster: =HYPERLINK" \
    "who is not in the roster is named"
grep "in the roster, but not in the gradebook" err | cmp -s - <(
    echo "in the roster, but not in the gradebook: Gone, Ann")
ok $? "and so is who handed in nothing, but no line that is nobody"
printf '%s\r\n' '"Student","ID","SIS User ID","SIS Login ID","Section","gaussian (99)"' \
    '"    Points Possible","","","","",100' \
    '"Bob & Co, O'"'"'Neil","9","s9","bob","A",0' \
    '"Lovelace, Ada","7","s7","ada","A",' \
    '"לוי, עדי","8","s8","al","A",' | sort >wanted
sort up.csv | cmp - wanted >out
ok $? "Canvas' ids are used, and what is open stays empty"
printf 'First name;Last name;ID number;Email address\nAda;Lovelace;ada;a@x\n' \
    >moodle.csv
export_all moodle --roster moodle.csv --student ada threads
expect 1 '"Ada","Lovelace","ada","a@x",' \
    "Moodle's columns are used"
! grep -q "not in the gradebook" err
ok $? "of one student nobody else is missed"
export_all moodle --student nobody
expect 3 "no such student" "a student who is not there is an error"
printf 'Student,ID\n"open' >bad.csv
export_all canvas --roster bad.csv
expect 3 "a quote has no end" "a spoiled roster is refused"
done_testing
