#!/bin/bash
# SPDX-License-Identifier: MIT
# What doctor says on machines that lack something: made by a PATH that holds
# links to what is there and nothing else.

set -u
. "$TOP/tests/tap.sh"

# link FOLDER PROGRAM...: a folder for PATH with these programs only.
link() {
    local into=$1 tool path
    mkdir -p "$into"
    shift
    for tool; do
        path=$(command -v "$tool") && ln -sf "$path" "$into/$tool"
    done
}

# says TEXT NAME: after run, the text is in the page, across its lines.
says() {
    tr -s ' \n' ' ' <"$folder/out" | grep -qF -- "$1" || {
        echo "# \"$1\" is not in the page"
        false
    }
    ok $? "$2"
}

link "$folder/bare" sh as ld objcopy sha256sum env prlimit
link "$folder/few" sh gcc cc1 as ld objcopy sha256sum env prlimit
cp -R "$folder/few" "$folder/apt"
cp -R "$folder/few" "$folder/dnf"
cp -R "$folder/few" "$folder/slurm"
for fake in apt/apt-get dnf/dnf slurm/sbatch; do
    printf '#!/bin/sh\nexit 1\n' >"$folder/$fake"
    chmod +x "$folder/$fake"
done
unset MODULESHOME LMOD_CMD

PATH=$folder/apt run doctor
expect 0 "with OpenMP" "with a compiler alone doctor is content"
says "bubblewrap is not installed" "bubblewrap is missed"
if grep -q Landlock "$folder/out"; then
    says "shows what files and programs there are" "and it is said what that costs"
    says "apt-get install bubblewrap" "with the line for apt"
else
    says "can read and change your files" "and it is said what that costs"
fi
says "clang lack not installed" "clang is missed"
says "look for races between threads" "and it is said what that costs"
says "gnuplot lack not installed" "gnuplot is missed"
says "Reports (--html) have no pictures" "and it is said what that costs"
says "MPI lack there is no mpirun" "MPI is missed"
says "apt-get install libopenmpi-dev openmpi-bin" "with the line for apt"
says "every lab but those that use MPI" "the last line says what matters"
awk 'length($0) > 80' "$folder/out" >"$folder/err"
[ ! -s "$folder/err" ]
ok $? "no line is wider than 80 columns"
PATH=$folder/dnf run doctor
says "dnf install openmpi-devel" "with dnf it gives dnf's line"
PATH=$folder/slurm run doctor
says "module load openmpi, or: spack install openmpi" \
    "on a cluster it gives a module's line"
says "place note a login node" "and says that it is a login node"

PATH=$folder/bare run doctor
expect 3 "Nothing can be graded" "without a compiler doctor ends with 3"
printf '#!/bin/sh\necho "cc 1.0"\n[ "$1" = --version ]\n' >"$folder/bare/gcc"
chmod +x "$folder/bare/gcc"
PATH=$folder/bare PARLAB_CC=gcc run doctor
expect 3 "cannot be used" "a compiler that compiles nothing is none"

if ! command -v mpirun >/dev/null || ! command -v mpicc >/dev/null; then
    skip "MPI is named with its version" "there is no MPI"
else
    run doctor
    grep -qE '^  MPI +ok +(Open MPI|MPICH|Intel MPI) [0-9]+\.[0-9]+' \
        "$folder/out"
    ok $? "MPI is named with its version"
fi
if command -v mpicc.mpich >/dev/null && command -v mpirun.openmpi >/dev/null
then
    PARLAB_MPICC=mpicc.mpich PARLAB_MPIRUN=mpirun.openmpi run doctor
    says "mpicc and mpirun are of two MPIs" "two MPIs at once are noticed"
else
    skip "two MPIs at once are noticed" "there are no two MPIs"
fi
if command -v mpirun >/dev/null && command -v mpicc >/dev/null; then
    {
        echo '#!/bin/sh'
        echo "[ \"\$1\" = --version ] && exec '$(command -v mpirun)' \"\$1\""
        echo 'echo "There is no network"; exit 1'
    } >"$folder/lame"
    chmod +x "$folder/lame"
    PARLAB_MPIRUN=$folder/lame run doctor
    says "does not start two ranks: There is no network" \
        "an mpirun that starts nothing is noticed, with its words"
else
    skip "an mpirun that starts nothing is noticed" "there is no MPI"
fi
printf '#!/bin/sh\necho "launch-o-matic 3"\n' >"$folder/other"
chmod +x "$folder/other"
PARLAB_MPIRUN=$folder/other run doctor
says "launch-o-matic 3" "an MPI that nobody knows is named by its own words"

# --- how well a speedup can be measured
PATH=$folder/slurm run doctor --noise
expect 0 "a login node" "on a login node nothing is watched, and said so"
if [ "$(nproc)" -lt 2 ]; then
    run doctor --noise
    expect 0 "has one core" "on one core neither"
else
    run doctor --noise --seconds 1
    expect 0 "To be right to ±1 point" "the machine is watched, for a second"
    says "What to change:" "and it is said what to change"
    [ "$(grep -cE '^  (compute|memory) .*(copies gain [0-9]|nothing is known|too little)' \
        "$folder/out")" -eq 2 ]
    ok $? "there is a line for either loop"
    LC_ALL=C.UTF-8 awk '{ gsub(/[\200-\277]/, ""); if (length > 80) print }' \
        "$folder/out" >"$folder/err"
    [ ! -s "$folder/err" ]
    ok $? "no line is wider than 80 columns"
    if command -v taskset >/dev/null; then
        taskset -c 1 "$PARLAB" doctor --noise >"$folder/out" 2>"$folder/err"
        says "only one of this machine's" "a mask of one core is named"
    else
        skip "a mask of one core is named" "there is no taskset"
    fi
fi
run doctor --seconds 3
expect 2 "goes with --noise" "--seconds alone is wrong usage"
run doctor --noise --seconds 0
expect 2 "from 1 to 600" "and so is no time at all"
run doctor --all
expect 2 "unrecognized option" "doctor has no other option"
run doctor all
expect 2 "takes no argument" "and no argument"
done_testing
