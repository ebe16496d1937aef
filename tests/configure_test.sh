#!/bin/bash
# SPDX-License-Identifier: MIT
# parlab built with less than all that configure offers, then with all of it
# by another compiler and MPI, and installed: each build is out of the tree,
# lists its labs, has a doctor that knows what it lacks, and finds a reference
# right.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

unset PARLAB_ROOT PARLAB_CC PARLAB_MPICC PARLAB_MPIRUN
export XDG_CACHE_HOME="$folder/cache"

# build NAME ARGUMENT...: configure, and make. Sets PARLAB to the outcome.
# All builds are made in one folder, and what configure has found once it need
# not find again: little depends on what they differ in.
build() {
    local name=$1
    shift
    (cd "$folder/build" &&
        "$source/configure" -C CFLAGS=-O0 --prefix="$place" "${choice[@]}" \
            "$@" &&
        make -j2 all) >"$folder/out" 2>"$folder/err"
    ok $? "configure ${choice[*]} $* && make"
    ! grep -q 'warning:' "$folder/err"
    ok $? "$name: no warning"
    PARLAB=$folder/build/parlab
}

# right NAME: after run, all cases passed. Whether several workers were at
# work is not asked: other programs may have kept them waiting.
right() {
    grep -qE ' ([0-9]+) of \1 cases' "$folder/out"
    ok $? "$1"
}

smoke() {
    run list
    expect 0 "threads/gaussian" "$1: list"
    run check --seed 1 --reference "$2"
    right "$1: the reference of $2"
}

has() {
    local tool
    for tool; do
        command -v "$tool" >/dev/null || return 1
    done
}

# The tree cannot be written to. What is installed goes into a folder with an
# odd name, and has to do without tree and build, which are gone by then.
source=$folder/gone
place="$folder/it's a place"
mkdir "$source" "$folder/build"
(cd "$TOP" && tar -cf - --exclude=./build --exclude=./.git .) |
    tar -C "$source" -xf -
chmod -R a-w "$source"

choice=()
if has clang && echo '#include <omp.h>' | clang -fopenmp -E - >/dev/null 2>&1
then
    choice=(CC=clang)
else
    skip "CC=clang" "there is no clang with OpenMP"
fi
mpich=no
if has mpicc.mpich mpirun.mpich; then
    mpich=yes
    choice+=(MPICC=mpicc.mpich MPIRUN=mpirun.mpich)
fi
build without-mpi --without-mpi --without-class
run doctor
[ "${choice[0]-}" != CC=clang ] ||
    expect 0 "clang version" "CC=clang: candidates are compiled by it"
smoke without-mpi threads/gaussian
run doctor
expect 0 "there is no mpirun" "without-mpi: doctor says so"
expect 0 "built without it" "without-class: doctor says so"
run class status
expect 3 "built without SQLite" "without-class: class says what is missing"
run check --reference mpi/matvec
expect 3 "no MPI compiler" "without-mpi: the labs that need it say so"
smoke without-mpi acf/openmp

build installed
make -C "$folder/build" install >"$folder/out" 2>"$folder/err"
ok $? "make install"
chmod -R u+w "$source"
rm -rf "$source" "$folder/build"
chmod -R a-w "$place"
PARLAB="$place/bin/parlab"
smoke installed threads/gaussian
if [ $mpich = yes ]; then
    run doctor
    expect 0 "MPICH" "MPICC=mpicc.mpich: doctor names it"
else
    skip "MPICC=mpicc.mpich" "there is no MPICH"
fi
if has mpicc mpirun; then
    run check --seed 1 --reference mpi/matvec
    right "installed: the reference of mpi/matvec"
else
    skip "installed: the reference of mpi/matvec" "there is no MPI"
fi
[ -z "$(find "$place" -name '*_cases.*' -o -name '*.mk' -o -name '*~')" ]
ok $? "installed: only what a running parlab reads"
odd="$folder/home \"it's\" \$x & *"
mkdir "$odd"
HOME="$odd" TMPDIR="$odd" \
    XDG_CACHE_HOME="$odd/cache" \
    run check --seed 1 --reference threads/gaussian
right "installed: HOME, TMPDIR and cache with odd names"
if has mpicc mpirun; then
    HOME="$odd" TMPDIR="$odd" \
        XDG_CACHE_HOME="$odd/cache" \
        run check --seed 1 --reference mpi/matvec
    right "installed: the same with MPI"
else
    skip "installed: the same with MPI" "there is no MPI"
fi
run check --seed 1 --file "$place/share/parlab/solutions/threads/gaussian.c" \
    threads/gaussian
right "installed: --file with an odd name"
chmod -R u+w "$place"
done_testing
