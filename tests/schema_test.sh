#!/bin/bash
# SPDX-License-Identifier: MIT
# The JSON of every sort of result validates against its schema, and the
# validator refuses what does not.

set -u
. "$TOP/tests/tap.sh"

python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import jsonschema' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "1..0 # SKIP python3-jsonschema is not installed"
    exit 0
fi

valid() {
    "$python" - "$TOP/docs/verdict.schema.json" "$1" >"$folder/out" \
        2>"$folder/err" <<'PYTHON'
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[2])), schema)
PYTHON
}

valid "$TOP/tests/data/verdict-sample.json"
ok $? "the sample with every field is valid"

validate() {
    run "$@" --seed 1 --json "$folder/result.json"
    valid "$folder/result.json"
    ok $? "the JSON of parlab $* is valid"
}
validate check --reference threads/gaussian
validate check --baseline pools/pool
validate grade --skeleton threads/gaussian
validate grade --budget 3 --reference threads/gaussian
validate check --no-sandbox --reference threads/gaussian
validate check --case 3 --reference threads/gaussian
echo 'int broken' >"$folder/broken.c"
validate grade --file "$folder/broken.c" threads/gaussian
printf '#include "gaussian.h"\nvoid gaussian(size_t n, const double x[],
const double y[], double g, double o[], int w)
{ (void)n; (void)x; (void)y; (void)g; (void)w; o[0] = 0; }\n' \
    >"$folder/wrong.c"
validate grade --file "$folder/wrong.c" threads/gaussian

sed 's/"points": [0-9]*/"points": "many"/' "$folder/result.json" \
    >"$folder/bad.json"
! valid "$folder/bad.json"
ok $? "points that are no number are refused"
sed 's/"seed"/"sed"/' "$folder/result.json" >"$folder/bad.json"
! valid "$folder/bad.json"
ok $? "an unknown key is refused"
done_testing
