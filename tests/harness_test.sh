#!/bin/bash
# SPDX-License-Identifier: MIT
# The harness is compiled on the machines of students, by the compiler and
# the MPI that are there: no compiler here may even warn about it.

set -u
. "$TOP/tests/tap.sh"

warnings="-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wwrite-strings -Wvla -Werror"

# quiet COMPILER NAME FILE...: compile without a word.
quiet() {
    local compiler=$1 what=$2
    shift 2
    # The compiler of an mpicc comes with its own words.
    # shellcheck disable=SC2086
    if ! command -v ${compiler%% *} >/dev/null; then
        skip "$what" "there is no ${compiler%% *}"
        return
    fi
    # shellcheck disable=SC2086
    (cd "$TOP" && for file; do
        $compiler -std=gnu17 -D_GNU_SOURCE $warnings -O2 -I. -c "$file" \
            -o "$folder/object.o" || exit 1
    done) >"$folder/out" 2>"$folder/err" && [ ! -s "$folder/err" ]
    ok $? "$what"
}

cd "$TOP" || exit 99
of_all=grader/channel/channel.c
for file in grader/runner/*.c; do
    case $file in
    */mpi_* | */preload_*) of_mpi="${of_mpi-} $file" ;;
    *) of_all="$of_all $file" ;;
    esac
done
# shellcheck disable=SC2086
{
    quiet gcc "gcc says nothing about the harness" $of_all
    quiet clang "clang says nothing about the harness" $of_all
    for mpicc in mpicc mpicc.openmpi mpicc.mpich; do
        quiet $mpicc "$mpicc says nothing about the MPI harness" $of_mpi
    done
}
echo 'int f() { int n; }' >"$folder/loud.c"
(TOP=$folder && quiet gcc loud loud.c) | grep -q '^not ok'
ok $? "a warning would be found"
done_testing
