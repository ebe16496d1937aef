#!/bin/bash
# SPDX-License-Identifier: MIT
# Judge and runner built with AddressSanitizer and UBSan: the unit tests and
# a check of every exercise pass without a report. Left out are the tests whose
# work is to compute or to wait.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

mkdir "$folder/build"
cd "$folder/build" || exit 99
if ! "$TOP/configure" --enable-sanitizers CFLAGS='-O0 -g1' \
    >"$folder/out" 2>"$folder/err"; then
    ok 1 "configure --enable-sanitizers"
    done_testing
    exit
fi
units=$(sed -n 's/^check_PROGRAMS += \([a-z]*_test\)$/\1/p' \
    "$TOP/tests/local.mk" |
    grep -vE '^(exercises|simulation|noise|synth)_test$')
# shellcheck disable=SC2086
make -j2 all $units >"$folder/out" 2>"$folder/err"
ok $? "judge, runner and unit tests build with sanitizers"

# Open MPI and libgomp keep memory until the end, on purpose.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
export XDG_CACHE_HOME="$folder/cache"
for unit in $units; do
    "./$unit" >"$folder/out" 2>"$folder/err"
    ok $? "$unit"
done
PARLAB="$folder/build/parlab"
for exercise in threads/gaussian pools/pool mpi/matvec shared/distribute \
    acf/openmp; do
    run check --seed 1 --reference "$exercise"
    expect 0 "60 of 60" "the reference of $exercise"
    ! grep -qE 'runtime error|AddressSanitizer' "$folder/out" "$folder/err"
    ok $? "no report while checking $exercise"
done
# What the judge itself allocates, it releases.
echo 'int broken' >"$folder/broken.c"
ASAN_OPTIONS=detect_leaks=1 run check --seed 1 --file "$folder/broken.c" \
    threads/gaussian
expect 1 "error:" "a candidate that does not compile"
! grep -q 'AddressSanitizer' "$folder/err"
ok $? "no report while rejecting it"
done_testing
