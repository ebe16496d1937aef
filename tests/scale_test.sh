#!/bin/bash
# SPDX-License-Identifier: MIT
# parlab scale: curves of programs whose serial share is known, recorded on
# machines of up to 64 cores; recordings that are broken or hostile; real runs
# on the cores there are and on fewer than there are workers.

set -u
. "$TOP/tests/tap.sh"

# record SHARE COST MACHINE CORES WORKERS: a recording with 20 runs a point of
# a program with this serial SHARE, this COST of every further worker, on a
# machine on which copies gain MACHINE at most.
record() {
    awk -v share="$1" -v cost="$2" -v machine="$3" -v cores="$4" -v P="$5" '
function sample(p, weak, i,    s, a, j, has) {
    s = weak ? p - share * (p - 1) \
             : 1 / (share + (1 - share) / p + cost * (p - 1))
    a = machine < p ? machine : p
    has = 1 < p && p <= cores
    printf("{\"at_s\": %.1f, \"runners\": %d, \"order\": \"%s\", ",
        i / 10, i / 4, has ? "bkc" : "bc")
    printf("\"baseline\": {\"seconds\": 0.02}, ")
    printf("\"candidate\": {\"seconds\": %.9g}, ",
        0.02 / s * (1 + 0.01 * (2 * rand() - 1)))
    printf("\"copies\": [")
    for (j = 0; has && j < p; j++)
        printf("%s{\"seconds\": %.9g}", j ? ", " : "", 0.02 / a)
    printf("], \"attainable\": %s, ",
        has ? sprintf("%.9g", a * (1 + 0.01 * (2 * rand() - 1))) : "null")
    printf("\"late\": false, \"clean\": true, \"why\": null}")
}
function point(p, weak,    i) {
    printf("{\"workers\": %d, \"parts\": %d, \"oversubscribed\": %s, ",
        p, weak ? P / p : 1, cores < p ? "true" : "false")
    printf("\"status\": \"measured\", \"why\": null, \"repeats\": 3, ")
    printf("\"seconds\": 2.5, \"samples\": [")
    for (i = 0; i < 20; i++) {
        printf(i ? ",\n" : "\n")
        sample(p, weak, i)
    }
    printf("]}")
}
function curve(weak,    p, odd, n) {
    printf("{\"kind\": \"%s\", \"points\": [", weak ? "weak" : "strong")
    for (p = 1; p <= P; p++) {
        for (odd = p; odd % 2 == 0;)
            odd /= 2
        if ((P <= 8 || odd == 1 || odd == 3 || p == P) && !(weak && P % p)) {
            printf(n++ ? ",\n" : "\n")
            point(p, weak)
        }
    }
    printf("]}")
}
BEGIN {
    srand(1)
    printf("{\"parlab\": \"0.1.0\",\n\"machine\": {\"processor\": \"made up\",")
    printf(" \"cores\": %d, \"threads\": %d, \"quota\": null, ", cores, cores)
    printf("\"memory_mib\": 1000, \"compiler\": \"cc\", \"mpi\": null, ")
    printf("\"sandbox\": \"none\", \"login_node\": false},\n")
    printf("\"exercise\": \"threads/gaussian\", \"measure\": \"speedup\",\n")
    printf("\"candidate\": \"reference\", \"seed\": 1, \"cores\": %d,\n", cores)
    printf("\"workers\": %d, \"budget_s\": 5,\n\"curves\": [", P)
    curve(0)
    printf(",\n")
    curve(1)
    print "]}"
}'
}

# recorded NAME ARGUMENT...: show a recording.
recorded() {
    run scale threads/gaussian --recorded "$folder/$1.json" "${@:2}"
}

record 0.05 0 1000 64 64 >"$folder/serial.json"
recorded serial
expect 0 "gains more than 20x (19 to 21)" \
    "a serial share of 5 % limits to 20 workers"
expect 0 "64 workers on 64 cores" "the recording has 64 cores"
expect 0 "same for all numbers" "a serial part alone: Karp-Flatt is constant"
expect 0 "the program does not" "copies would scale"
grep -q '^  *64  *15\.[0-9]*x (15' "$folder/out"
ok $? "the speedup on 64 workers is Amdahl's, 15.4"
expect 0 "Gustafson: a serial share of 5" "the weak curve has Gustafson's share"

record 0.01 0.0005 1000 64 64 >"$folder/rising.json"
recorded rising
expect 0 "the fraction rises from 0.010 on 2 workers to 0.042 on 64" \
    "overhead that grows with the workers is told from a serial part"
! grep -q "no number of workers gains" "$folder/out"
ok $? "and no limit is foretold then"

record 0 0.002 20 64 64 >"$folder/machine.json"
recorded machine
expect 0 "gain only 20" "a machine that does not scale is named"

record 0.02 0 1000 2 8 >"$folder/crowd.json"
recorded crowd
expect 0 "A fit of one point is that point" "2 cores give a fit of one point"
expect 0 "more workers than the 2 cores there are" "the others are marked"
[ "$(grep -cE '^ +[3-8]\*' "$folder/out")" -eq 8 ]
ok $? "every point of more workers than cores is"

recorded serial --json "$folder/one.json"
run scale threads/gaussian --recorded "$folder/one.json" \
    --json "$folder/two.json"
cmp "$folder/one.json" "$folder/two.json" >"$folder/out"
ok $? "what is written is read and written again unchanged"

recorded serial --html "$folder/page"
expect 0 "page/threads-gaussian-scaling.html" "a report is written"
page=$folder/page/threads-gaussian-scaling.html
grep -q "no number of workers gains more than 20x" "$page" &&
    grep -q "5.0 % (4.9 to 5.2)" "${page%html}md"
ok $? "page and text have what the terminal has"
if command -v gnuplot >/dev/null; then
    [ "$(grep -c '<svg class="picture wide"' "$page")" -eq 2 ]
    ok $? "the page has both curves as pictures"
else
    skip "the page has both curves as pictures" "gnuplot is not installed"
fi
LC_ALL=C recorded serial
! LC_ALL=C grep -q '[^ -~]' "$folder/out"
ok $? "without UTF-8 the curve is drawn in ASCII"

# refuse SED TEXT NAME: a recording that SED has changed is refused with TEXT.
refuse() {
    sed "$1" "$folder/crowd.json" >"$folder/bad.json"
    recorded bad
    expect 2 "$2" "$3"
}
at="curves[0].points[1].samples[0]"
refuse 's/"seed"/"sed"/' "seed is missing" "a missing key is named"
refuse 's/"seed": 1/"seed": 1, "sum": 2/' "sum is a key that is not known" \
    "an unknown key is named"
refuse 's/"cores": 2,$/"cores": "2",/' "cores must be a whole number" \
    "a number as text is refused"
refuse 's/"attainable": [0-9][0-9.]*/"attainable": "big"/' \
    "$at.attainable must be a number or null" "its path is in the message"
refuse '0,/"copies": \[{/s/{"seconds"/{"second"/3' \
    "$at.copies[0].seconds is missing" "so it is deep down"
refuse 's/"attainable": [0-9][0-9.]*/"attainable": null/' \
    "$at.copies must have 0 items" "copies and their gain go together"
refuse 's/"oversubscribed": true/"oversubscribed": false/' \
    "must be true: 3 workers on 2 cores" \
    "points cannot be said to have cores that there are not"
refuse 's/"late": false/"speedup": 3.5, "late": false/' \
    "is not baseline.seconds / candidate.seconds" \
    "a speedup that no times show is refused"
refuse 's/"seconds": 0.02}/"seconds": 0}/' "baseline.seconds must be 1e-09" \
    "times of nothing are refused"
refuse 's/"clean": true/"clean": false/' "why must be null for a clean" \
    "discarded runs need one of the known reasons"
refuse 's/"kind": "weak"/"kind": "strong"/' "kind must be strong or weak" \
    "a curve twice is refused"
refuse 's/"workers": 3,/"workers": 2,/' "workers must be above that" \
    "points must rise"
refuse 's/"workers": 8, "budget_s"/"workers": 65, "budget_s"/' \
    "workers must be 1 to 64" "more workers than can be are refused"
refuse 's#threads/gaussian#../../gaussian#' "exercise must be LAB/EXERCISE" \
    "a path as name is refused"
refuse 's#threads/gaussian#mpi/matvec#' "was recorded of mpi/matvec" \
    "a recording of another exercise is refused"
refuse 's/"seed": 1/"seed": 1, "seed": 2/' "this is no JSON: duplicate" \
    "a key twice is refused"
refuse '$d' "this is no JSON" "half a file is refused"
refuse 's/"measure": "speedup"/"measure": 1e999/' "this is no JSON" \
    "a number that is none is refused"
printf '[%.0s' $(seq 100000) >"$folder/bad.json"
recorded bad
expect 2 "this is no JSON" "a file of brackets is refused"
sed 's/made up/made\\u001b[31m up/' "$folder/crowd.json" >"$folder/escape.json"
recorded escape
! grep -q "$(printf '\033')" "$folder/out"
ok $? "control characters of a recording reach no terminal"
recorded nothing
expect 2 "nothing.json" "a recording that is not there is wrong usage"

cores=$("$PARLAB" check --json - --reference threads/gaussian --case 1 |
    sed -n 's/^ *"cores": \([0-9]*\).*/\1/p')
run scale threads/gaussian --workers 64
if [ "$cores" -lt 64 ]; then
    expect 2 "--oversubscribe" "more workers than cores: the way out is named"
else
    skip "more workers than cores: the way out is named" "$cores cores"
fi
run scale threads/gaussian --workers 65 --oversubscribe
expect 2 "from 2 to 64" "no more than 64 workers"
recorded serial --workers 2
expect 2 "--recorded measures nothing" "a recording is not measured"
run scale threads/gaussian pools/pool
expect 2 "one exercise" "one exercise at a time"
run scale
expect 2 "name an exercise" "nothing is no exercise"

first=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' \
    /proc/self/status)
code=0
taskset -c "$first" "$PARLAB" scale --reference threads/gaussian \
    >"$folder/out" 2>"$folder/err" || code=$?
expect 1 "there is no curve, because" "one core has no curve, and it says so"
mkdir "$folder/bin"
printf '#!/bin/sh\n' >"$folder/bin/sbatch"
chmod +x "$folder/bin/sbatch"
code=0
env -u SLURM_JOB_ID PATH="$folder/bin:$PATH" "$PARLAB" scale --reference \
    threads/gaussian >"$folder/out" 2>"$folder/err" || code=$?
expect 3 "parlab scale threads/gaussian" \
    "nothing is timed on a login node; the line that does it is given"

echo 'int broken' >"$folder/broken.c"
run scale threads/gaussian --file "$folder/broken.c" --workers 2 --oversubscribe
expect 1 "No curve" "what does not compile gets no curve"
printf '#include "gaussian.h"\nvoid gaussian(size_t n, const double x[],
const double y[], double g, double o[], int w)
{ (void)n; (void)x; (void)y; (void)g; (void)w; o[0] = 0; }\n' \
    >"$folder/wrong.c"
run scale threads/gaussian --file "$folder/wrong.c" --workers 2 --oversubscribe
expect 1 "parlab check threads/gaussian --file" \
    "what is wrong gets none either, and the command that shows it"

if [ -n "${PARLAB_QUICK-}" ]; then
    done_testing
    exit 0
fi

python=
for candidate in python3 /usr/bin/python3; do
    if [ -z "$python" ] && "$candidate" -c 'import jsonschema' 2>/dev/null; then
        python=$candidate
    fi
done

# valid FILE: holds it against the schema.
valid() {
    "$python" - "$TOP/docs/scaling.schema.json" "$1" \
        >"$folder/out" 2>"$folder/err" <<'PYTHON'
import json, pathlib, sys
import jsonschema
path = pathlib.Path(sys.argv[1]).resolve()
schema = json.load(open(path))
jsonschema.Draft7Validator.check_schema(schema)
resolver = jsonschema.RefResolver(path.as_uri(), schema)
jsonschema.Draft7Validator(schema, resolver=resolver).validate(
    json.load(open(sys.argv[2])))
PYTHON
}

# scaled NAME: after run, the curve is whole or says why it is not, and its
# JSON is valid and can be read.
scaled() {
    [ "$code" -le 1 ]
    ok $? "$1: the curve is measured, or says why not"
    if [ -n "$python" ]; then
        valid "$folder/result.json"
        ok $? "$1: its JSON is valid"
    else
        skip "$1: its JSON is valid" "python3-jsonschema is not installed"
    fi
    recorded result
    [ "$code" -eq 0 ] || [ "$code" -eq 1 ]
    ok $? "$1: and can be read"
}

run scale threads/gaussian --reference --workers 4 --oversubscribe --budget 0.5 \
    --json "$folder/result.json"
scaled "4 workers"
if [ "$cores" -lt 4 ]; then
    grep -q '"oversubscribed": true' "$folder/result.json" &&
        grep -qE '^ +4\*' "$folder/out"
    ok $? "workers that take turns are marked"
else
    skip "workers that take turns are marked" "$cores cores"
fi
run scale acf/openmp --reference --workers 64 --oversubscribe --weak \
    --budget 0.3 --json "$folder/result.json"
[ "$code" -le 1 ] && ! grep -q '"failed"' "$folder/result.json"
ok $? "an exercise of few words runs on 64 workers"
[ "$(grep -c '"parts": ' "$folder/result.json")" -eq 7 ]
ok $? "and in 64 parts"
done_testing
