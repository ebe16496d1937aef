#!/bin/bash
# SPDX-License-Identifier: MIT
# The command as a person uses it: help, mistakes, bad submissions.

set -u
. "$TOP/tests/tap.sh"

# --- help and mistakes in the command line
run --version
expect 0 "parlab " "--version prints a version"
run --help
expect 0 "Examples:" "--help has examples"
for verb in list check grade doctor; do
    run "$verb" --help
    expect 0 "parlab $verb" "$verb --help names the command"
done
run check --help
expect 0 "parlab check threads/gaussian" "check --help has examples"
run
expect 0 "parlab watch" "parlab alone says what to do next"
run list
expect 0 "threads/gaussian" "list shows the exercises"
run list --json
expect 0 '"name": "mpi/matvec"' "list --json shows them as JSON"
run chekc threads/gaussian
expect 2 'did you mean "check"' "a mistyped verb gets a suggestion"
run check threads/gausian
expect 2 "threads/gaussian" "a mistyped exercise gets a suggestion"
run check gaussian
expect 2 "threads/gaussian" "an exercise without its lab gets a suggestion"
run check --seed 7x threads/gaussian
expect 2 "whole number" "a number that is none is refused"
run check --fiel x threads/gaussian
expect 2 "did you mean --file" "a mistyped option gets a suggestion"
run check
expect 2 "name an exercise" "check without an exercise says what to name"
run check --file x --reference threads/gaussian
expect 2 "only one of" "two candidates at once are refused"
run check --file x threads pools
expect 2 "--file needs one exercise" "--file needs one exercise"
run grade --workers 999 threads/gaussian
expect 2 "--workers" "more workers than allowed are refused"
run check --books /nowhere/books --reference acf/openmp
expect 2 "is no folder" "a folder of books that is not there is refused"
run check --case 9999 --reference threads/gaussian
expect 2 "no case 9999" "a case that is not there is wrong usage"

# --- what is handed in
gaussian() {
    run check --seed 1 --file "$1" threads/gaussian
}
gaussian "$folder/missing.c"
expect 2 "there is no file" "a missing file is wrong usage"
: >"$folder/empty.c"
gaussian "$folder/empty.c"
expect 1 "is empty" "an empty file is rejected"
mkdir "$folder/folder.c"
gaussian "$folder/folder.c"
expect 1 "is a folder" "a folder is rejected"
ln -s /etc/passwd "$folder/link.c"
gaussian "$folder/link.c"
expect 1 "is a symbolic link" "a symbolic link is rejected"
head -c 52428800 /dev/zero >"$folder/large.c"
gaussian "$folder/large.c"
expect 1 "52428800 bytes" "a file of 50 MB is rejected"
rm "$folder/large.c"
printf 'int x;\0int y;\n' >"$folder/binary.c"
gaussian "$folder/binary.c"
expect 1 "NUL bytes" "a binary file is rejected"
echo 'void gaussian(void) { return 1 +; }' >"$folder/broken.c"
gaussian "$folder/broken.c"
expect 1 "error:" "a file that does not compile shows the compiler's words"
grep -q 'gaussian.c:1:' "$folder/out" || false
ok $? "the error names the file and the line, not a hidden folder"
echo 'int other;' >"$folder/other.c"
gaussian "$folder/other.c"
expect 1 "does not define gaussian()" "a missing function is named"
{
    echo '#include "gaussian.h"'
    echo 'static volatile int n;'
    echo '__attribute__((constructor)) static void early(void) { n = 1; }'
    echo 'void gaussian(size_t n, const double x[], const double y[],'
    echo '    double g, double o[], int w)'
    echo '{ (void)n; (void)x; (void)y; (void)g; (void)o; (void)w; }'
} >"$folder/early.c"
gaussian "$folder/early.c"
expect 1 "before main" "code that runs before main is refused"
echo '#include "/etc/passwd"' >"$folder/include.c"
gaussian "$folder/include.c"
expect 1 "error:" "an include from elsewhere does not compile"
mkdir "$folder/a \"b\" 'c'"
cp "$TOP/solutions/threads/gaussian.c" "$folder/a \"b\" 'c'/d e.c"
gaussian "$folder/a \"b\" 'c'/d e.c"
expect 0 "60 of 60" "a path with spaces and quotes works"

# --- what is shown
run check --seed 1 --baseline threads/gaussian
expect 1 "20 of 60" "a serial program gets a third"
run check --seed 1 --reference threads/gaussian
expect 0 "workers at work" "the reference is right"
sed 's/exp(/1.001 * exp(/' "$TOP/solutions/threads/gaussian.c" \
    >"$folder/wrong.c"
gaussian "$folder/wrong.c"
expect 1 "expected " "a wrong value shows what was expected"
for word in "got " "input " "the first at index" "largest error" "allowed" \
    "repeat "; do
    grep -qF "$word" "$folder/out"
    ok $? "a wrong value shows: $word"
done
repeat=$(sed -n 's/^ *repeat *parlab //p' "$folder/out" | head -n 1)
eval "run $repeat"
expect 1 "expected " "the command that repeats a case repeats it"
mkdir "$folder/it's a shelf"
echo "the cat saw the dog and the cat" >"$folder/it's a shelf/one.txt"
sed 's/(double)m;/(double)m + 1;/' "$TOP/solutions/acf/openmp.c" \
    >"$folder/it's wrong.c"
run check --books "$folder/it's a shelf" --file "$folder/it's wrong.c" \
    acf/openmp --seed 1
repeat=$(sed -n 's/^ *repeat *parlab //p' "$folder/out" | head -n 1)
eval "run $repeat"
expect 1 "expected " "a command with odd names and books repeats its case"
grep -qF "1 case" "$folder/out"
ok $? "and only this one"
run check -v --seed 1 --reference threads/gaussian
expect 0 "+ " "-v shows command lines"
run check --seed 1 --no-sandbox --reference threads/gaussian
expect 0 "without a sandbox" "--no-sandbox is noted"
run doctor
expect 0 "compiler" "doctor looks at the compiler"
(
    PATH=$folder/bin
    /bin/mkdir "$PATH"
    for tool in sh gcc ld as objcopy sha256sum env prlimit; do
        /bin/ln -s "$(PATH=/usr/bin:/bin command -v $tool)" "$PATH/$tool"
    done
    export PATH
    run doctor
    PATH=/usr/bin:/bin
    expect 0 "bubblewrap" "doctor says what lacks without bubblewrap"
    exit "$n_done"
)
n_done=$?
"$PARLAB" list >/dev/full 2>"$folder/err"
code=$?
: >"$folder/out"
[ "$code" -ne 0 ]
ok $? "a full disk under the output is no success (exit code $code)"

# --- machines that lack something, or belong to others
PARLAB_MPIRUN='' run check --reference mpi/matvec
expect 3 "needs MPI" "without mpirun the lab mpi says what to install"
PARLAB_MPICC='' run check --seed 77 --reference mpi/matvec
expect 3 "mpicc" "without mpicc the lab mpi says what is missing"
PARLAB_CC=/nowhere/cc run check --seed 77 --reference threads/gaussian
expect 3 "compiler" "without a compiler nothing is graded"
mkdir "$folder/slurm" "$folder/plain"
printf '#!/bin/sh\n' >"$folder/slurm/sbatch"
chmod +x "$folder/slurm/sbatch"
PATH=$folder/slurm:$PATH run grade --seed 1 --reference threads/gaussian
expect 1 "srun --exclusive" "on a login node speed stays open, with the line"
grep -qF "60/60" "$folder/out"
ok $? "on a login node correctness is graded"
PATH=$folder/slurm:$PATH run check --seed 1 --reference mpi/matvec
expect 3 "srun --exclusive" "on a login node no MPI job is started"
for tool in sh gcc cc1 as ld objcopy sha256sum prlimit env; do
    ln -s "$(command -v $tool || echo /nowhere)" "$folder/plain/$tool"
done
PATH=$folder/plain run check --seed 1 --reference --json - threads/gaussian
[ "$code" -eq 0 ] && grep -q -e '"sandbox": "landlock"' \
    -e "without a sandbox (bubblewrap is not" "$folder/out"
ok $? "without bubblewrap it grades, and says in what"
mkdir "$folder/broken"
cp -R "$TOP/labs" "$folder/broken"
sed -i 's/minutes = 45/minuts = 45/' "$folder/broken/labs/threads/lab.conf"
PARLAB_ROOT=$folder/broken run list
expect 3 'labs/threads/lab.conf:' "a broken manifest is named with its line"
grep -q 'minutes' "$folder/err"
ok $? "and the key that was meant is suggested"

# --- JSON
run check --seed 1 --baseline --json "$folder/result.json" threads/gaussian
expect 1 "20 of 60" "--json FILE prints the verdict as well"
run check --seed 1 --reference --json - threads/gaussian
[ "$(head -c 1 "$folder/out")" = "{" ]
ok $? "--json - prints nothing but JSON"
run check --seed 1 --reference --json /nowhere/x threads/gaussian
expect 3 "cannot write" "a result that cannot be written is no success"
done_testing
