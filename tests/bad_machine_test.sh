#!/bin/bash
# SPDX-License-Identifier: MIT
# Machines on which speedup cannot be measured, or only with care: each gets a
# plain statement, and points that are right or open.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

grade() {
    run grade --seed 1 --reference "$@" threads/gaussian
}

# open_because TEXT NAME: the points for speed are open, and why.
open_because() {
    tr -s ' \n' ' ' <"$folder/out" >"$folder/line"
    [ "$code" -eq 1 ] && grep -q "60 of 100, 40 open" "$folder/line" &&
        grep -qF "$1" "$folder/line"
    ok $? "$2"
}

# full_or_open NAME: the reference has its points, or they are open.
full_or_open() {
    case $code in
    0) grep -q "100 of 100" "$folder/out" ;;
    1) grep -qE "60 of 100, 40 open|(39|40)/40" "$folder/out" ;;
    *) false ;;
    esac
    ok $? "$1"
}

# through COMMAND...: from now on, parlab is started by that.
parlab=$PARLAB
through() {
    printf '#!/bin/bash\n%s %s "$@"\n' "$*" "'$parlab'" >"$folder/through"
    chmod +x "$folder/through"
    PARLAB=$folder/through
}

compile() {
    "${CC:-cc}" -O2 -Wall -D_GNU_SOURCE "$TOP/tests/machines/$1.c" "${@:2}" \
        -ldl 2>"$folder/err"
}

# --- which cores
if [ "$(nproc)" -lt 2 ]; then
    grade
    open_because "has one core" "one core: the points stay open"
    skip "an affinity mask of one core" "there is only one"
    skip "hardware threads of one core" "there is only one"
elif ! command -v taskset >/dev/null; then
    skip "an affinity mask of one core" "there is no taskset"
else
    through "exec taskset -c 1"
    grade
    open_because "may be used here" "one core by an affinity mask is named"
    run grade --seed 1 --reference --workers 2 threads/gaussian
    expect 2 "1 core may be used here" "more workers than that are refused"
    through 'HWLOC_COMPONENTS=synthetic HWLOC_THISSYSTEM=1' \
        'HWLOC_SYNTHETIC="pack:1 core:1 pu:2" exec'
    grade
    open_because "threads of one core" "two threads of one core are no two cores"
fi

# --- a quota
# make_group QUOTA_US PERIOD_US: a control group with a quota, in $group.
group=
make_group() {
    local at
    for at in /sys/fs/cgroup/cpu /sys/fs/cgroup/cpu,cpuacct /sys/fs/cgroup; do
        group=$at/parlab-test-$$
        mkdir "$group" 2>"$folder/err" || continue
        { echo "$2" >"$group/cpu.cfs_period_us" &&
            echo "$1" >"$group/cpu.cfs_quota_us"; } 2>"$folder/err" && return
        echo "$1 $2" 2>"$folder/err" >"$group/cpu.max" && return
        rmdir "$group"
    done
    group=
    return 1
}
# A process that was killed is in its group until the kernel is done with it.
drop_group() {
    [ -n "$group" ] || return
    for _ in $(seq 100); do
        rmdir "$group" 2>/dev/null && break
        sleep 0.1
    done
    group=
}
trap 'drop_group; rm -rf "$folder"' EXIT

if make_group 150000 100000; then
    through "echo \$\$ >$group/cgroup.procs; exec"
    grade
    open_because "grants 1.5 CPUs" "a quota of 1.5 CPUs is named in the verdict"
    run doctor
    expect 0 "the system grants 1.5 CPUs" "and by doctor"
    drop_group
else
    skip "a quota of 1.5 CPUs is named" "no control group can be made"
fi

# --- cores of two speeds: on the second one everything has half the time
if ! make_group 1000 2000; then
    skip "a core of half the speed" "no control group can be made"
elif [ ! -e "$group/tasks" ] || [ "$(nproc)" -lt 2 ]; then
    skip "a core of half the speed" "single threads cannot be slowed down"
    drop_group
elif ! compile slow_core -o "$folder/slow_core"; then
    ok 1 "the program that slows a core down compiles"
    drop_group
else
    PARLAB=$parlab
    "$folder/slow_core" 1 "$group/tasks" &
    slow=$!
    grade --budget 5
    kill "$slow"
    wait "$slow" 2>/dev/null
    full_or_open "a core of half the speed costs no points"
    [ "$code" -eq 0 ] || grep -q "not your" "$folder/out"
    ok $? "and it is said whose fault it is"
    drop_group
fi

# --- clocks and time
PARLAB=$parlab
if compile clock_back -shared -fPIC -o "$folder/clock_back.so"; then
    [ "$(LD_PRELOAD=$folder/clock_back.so date +%s)" -lt "$(date +%s)" ]
    ok $? "(the clock can be set back)"
    through "LD_PRELOAD=$folder/clock_back.so exec"
    grade --json "$folder/result.json"
    full_or_open "a clock that is set back changes no points"
    ! grep -qE '"(seconds|at_s)": -' "$folder/result.json"
    ok $? "nor does it make time run backwards"
    PARLAB=$parlab
else
    ok 1 "the program that sets the clock back compiles"
fi

grade --budget 0.1
open_because "fitted into 0.1 seconds" "a budget of 0.1 s: too short, and said so"

# Right for every case, and soon done before the clock has moved on the input
# that is timed: in every process after three such inputs, so that no slow
# machine is done with measuring before.
n=$(sed -n 's/.*CHAIN_N = \([0-9]*\).*/\1/p' \
    "$TOP/grader/exercises/threads/gaussian_cases.c")
n_calls=$(sed -n 's/.*CHAIN_CALLS = \([0-9]*\).*/\1/p' \
    "$TOP/grader/exercises/threads/gaussian_cases.c")
cat >"$folder/instant.c" <<EOF
#include "gaussian.h"
#include <math.h>

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int n_calls;
    if (n == $n && ++n_calls > 3 * $n_calls)
        return;
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
}
EOF
run grade --seed 1 --file "$folder/instant.c" threads/gaussian
tr -s ' \n' ' ' <"$folder/out" >"$folder/line"
[ "$code" -eq 1 ] && grep -q "Faster 0/40 no points, because:" "$folder/line"
ok $? "a program that is done before the clock moves earns nothing by it"

# --- OpenMP binds the first thread to a core as soon as it is loaded, which
# any of its functions does: nothing that others make may inherit that.
cat >"$folder/posix.c" <<'EOF'
#define _GNU_SOURCE
#include "gaussian.h"
#include <math.h>
#include <omp.h>
#include <pthread.h>
#include <sched.h>

struct block {
    const double *x, *y;
    double *out, gamma;
    size_t first, last;
    int n_workers;
};

static void *work(void *argument)
{
    const struct block *b = argument;
    cpu_set_t cores;
    if (b->n_workers == 2 && sched_getaffinity(0, sizeof cores, &cores) == 0 &&
        CPU_COUNT(&cores) < 2)
        return NULL; /* leaves its part undone */
    for (size_t i = b->first; i < b->last; i++)
        b->out[i] = exp(-b->gamma * (b->x[i] - b->y[i]) * (b->x[i] - b->y[i]));
    return NULL;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    enum { MOST = 64 };
    pthread_t threads[MOST];
    struct block blocks[MOST];
    const size_t p = n_workers < MOST ? (size_t)n_workers : MOST;
    if (omp_get_wtime() < 0)
        return;
    for (size_t w = 0; w < p; w++) {
        blocks[w] = (struct block){
            x, y, out, gamma, w * n / p, (w + 1) * n / p, n_workers};
        pthread_create(&threads[w], NULL, work, &blocks[w]);
    }
    for (size_t w = 0; w < p; w++)
        pthread_join(threads[w], NULL);
}
EOF
if [ "$(nproc)" -ge 2 ]; then
    run grade --seed 1 --workers 2 --file "$folder/posix.c" threads/gaussian
    [ "$code" -le 1 ] && grep -q "60/60" "$folder/out" &&
        ! grep -q "wrong" "$folder/out"
    ok $? "POSIX threads may use all cores beside OpenMP"
    {
        echo "#include <omp.h>"
        cat "$TOP/solutions/shared/distribute.c"
        echo "double started(void) { return omp_get_wtime(); }"
    } >"$folder/forks.c"
    run grade --seed 1 --file "$folder/forks.c" shared/distribute
    full_or_open "and so may forked workers"
else
    skip "POSIX threads beside OpenMP" "there is only one core"
fi
done_testing
