#!/bin/bash
# SPDX-License-Identifier: MIT
# Autograders for other systems, run in folders laid out as those systems do.
# The kit in them is one that is built already; bundle_test.sh builds one.

set -u
. "$TOP/tests/tap.sh"
export PARLAB_CHECKERS=no

cd "$folder" || exit 99
# Speed is not what is tested here.
mkdir home
cat >home/parlab <<SCRIPT
#!/bin/bash
[ "\$1" != grade ] || set -- check "\${@:2}"
exec "$PARLAB" "\$@"
SCRIPT
chmod +x home/parlab

run class package --for gradescope threads/gaussian pools
expect 0 "parlab-gradescope is ready" "an autograder for Gradescope is made"
run class package --for gradescope threads
expect 3 "is there already" "and not written over"
[ "$(cat parlab-gradescope/exercises)" = $'threads/gaussian\npools/pool' ] &&
    [ -x parlab-gradescope/run_autograder ] &&
    [ -x parlab-gradescope/setup.sh ]
ok $? "with what is graded, and its two programs"
tar -tzf parlab-gradescope/parlab.tar.gz >out
! grep -q 'solutions\|specimens' out
ok $? "and no solutions"

# --- as Gradescope lays it out
export AUTOGRADER=$folder/autograder
mkdir -p autograder/submission
cp -R parlab-gradescope autograder/source
cp parlab-gradescope/run_autograder autograder
cp -R home autograder/parlab
bash autograder/source/setup.sh >out 2>err
ok $? "what is built is not built again"
cp "$TOP/solutions/threads/gaussian.c" autograder/submission
(cd autograder && ./run_autograder) >out 2>err
ok $? "a submission is graded"
grep -q '33 of 33 cases' autograder/results/results.json &&
    grep -q '40 of 100 points are open' autograder/results/results.json &&
    grep -q 'nothing was handed in' autograder/results/results.json
ok $? "with what is open and what is missing"
rm autograder/submission/gaussian.c
mkdir -p autograder/submission/threads
ln -s "$TOP/solutions/threads/gaussian.c" autograder/submission/threads
(cd autograder && ./run_autograder) >out 2>err
grep -q 'symbolic link' autograder/results/results.json &&
    grep -q '"score": 0' autograder/results/results.json
ok $? "a link is not followed"
rm -r autograder/submission/threads autograder/results
(cd autograder && ./run_autograder) >out 2>err
grep -q '"score": 0' autograder/results/results.json
ok $? "nothing handed in is graded as that"
printf '#!/bin/sh\nexit 3\n' >autograder/parlab/parlab
echo 'int broken' >autograder/submission/gaussian.c
rm -r autograder/results
(cd autograder && ./run_autograder) >out 2>err
[ $? -eq 3 ] && [ ! -e autograder/results/results.json ]
ok $? "a grader that is broken writes no result"

# --- a kit that has to be built: a stand-in for it
mkdir -p stand-in/kit fresh/source
cat >stand-in/kit/bootstrap <<SCRIPT
#!/bin/sh
ln -s "$folder/home/parlab" parlab
SCRIPT
chmod +x stand-in/kit/bootstrap
cp parlab-gradescope/* fresh/source
tar -C stand-in -czf fresh/source/parlab.tar.gz kit
AUTOGRADER=$folder/fresh bash fresh/source/setup.sh >out 2>err &&
    [ -x fresh/parlab/parlab ]
ok $? "setup builds the kit"

# --- Autolab
sed 's/workers = 4/workers = 2/' "$TOP/labs/course.conf" >rules.conf
run class package --for autolab --policy rules.conf --output lab \
    threads/gaussian
expect 0 "lab is ready" "an autograder for Autolab is made"
[ "$(cd lab && echo *)" = "autograde-Makefile autograde.tar" ] &&
    tar -tf lab/autograde.tar | grep -q 'autograde/course.conf'
ok $? "a Makefile and a tarball, with the rules"
mkdir job
cp lab/autograde.tar job
cp lab/autograde-Makefile job/Makefile
cp "$TOP/solutions/threads/gaussian.c" job/handin.c
(cd job && PARLAB_HOME="$folder/home" make) >out 2>err
ok $? "a job of it runs"
tail -n 1 out | grep -qE '^\{"scores":\{"threads/gaussian":[1-9][0-9]\}\}$'
ok $? "and ends with the line that Autolab reads"

# --- GitHub
run class package --for github --output repository threads
expect 0 "repository is ready" "a workflow for GitHub is made"
[ -f repository/.github/workflows/parlab.yml ] &&
    [ -f repository/.github/parlab/grade.sh ]
ok $? "with its parts"
mkdir -p repository/labs/threads/gaussian
cp "$TOP/labs/threads/gaussian/gaussian.c" repository/labs/threads/gaussian
(cd repository && bash .github/parlab/grade.sh "$folder/home/parlab" . junit \
    "$folder/junit.xml") >out 2>err
ok $? "what it runs grades a repository"
grep -q '<testsuite .*failures="[1-9]' junit.xml
ok $? "and writes JUnit XML"

# --- usage
run class package threads
expect 2 "say what it is --for" "a system is needed"
run class package --for moodle threads
expect 2 "gradescope, autolab or github" "one that is known"
run class package --for github
expect 2 "name the exercises" "exercises are needed"
run class package --for github --output home threads
expect 2 "takes a new folder" "a folder that holds something is refused"
echo 'workers = 0;' >bad.conf
run class package --for github --policy bad.conf --output new threads
expect 3 "bad.conf" "rules that are wrong are refused"
[ ! -e new ]
ok $? "and nothing is made"
done_testing
