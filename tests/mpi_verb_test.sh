#!/bin/bash
# SPDX-License-Identifier: MIT
# "parlab mpi" as somebody uses it on programs of their own, with every MPI
# that is here: deadlocks are named and ended, what is lost or does not fit is
# said, and a healthy program hears nothing of that.

set -u
. "$TOP/tests/tap.sh"
export OMPI_MCA_btl_base_warn_component_unused=0

# program NAME: its main, from standard input, compiled with $mpicc.
program() {
    {
        printf '#include <mpi.h>\n#include <stdio.h>\n#include <stdlib.h>\n'
        printf 'int rank, n, x;\nstatic void work(void)\n{\n'
        cat
        printf '}\nint main(int argc, char **argv)\n{\n'
        printf '    MPI_Init(&argc, &argv);\n'
        printf '    MPI_Comm_rank(MPI_COMM_WORLD, &rank);\n'
        printf '    MPI_Comm_size(MPI_COMM_WORLD, &n);\n    work();\n'
        printf '    MPI_Finalize();\n    return 0;\n}\n'
    } >"$folder/$1.c"
    "$mpicc" -w -o "$folder/$1" "$folder/$1.c" || echo "# $1 does not compile"
}

programs() {
    program sends <<'C'
    const int much = 1 << 20;
    double *out = calloc(much, 8), *in = calloc(much, 8);
    MPI_Send(out, much, MPI_DOUBLE, 1 - rank, 5, MPI_COMM_WORLD);
    MPI_Recv(in, much, MPI_DOUBLE, 1 - rank, 5, MPI_COMM_WORLD,
        MPI_STATUS_IGNORE);
C
    program circle <<'C'
    const int left = (rank + n - 1) % n, right = (rank + 1) % n;
    MPI_Recv(&x, 1, MPI_INT, left, 7, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Send(&x, 1, MPI_INT, right, 7, MPI_COMM_WORLD);
C
    program waits <<'C'
    MPI_Request request;
    if (rank == 0) {
        MPI_Irecv(&x, 1, MPI_INT, 1, 12, MPI_COMM_WORLD, &request);
        MPI_Wait(&request, MPI_STATUS_IGNORE);
    } else {
        MPI_Send(&x, 1, MPI_INT, 0, 13, MPI_COMM_WORLD);
    }
C
    program branch <<'C'
    if (rank == 0)
        MPI_Reduce(&rank, &x, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
    else
        MPI_Allreduce(&rank, &x, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
    MPI_Barrier(MPI_COMM_WORLD);
C
    program lost <<'C'
    MPI_Comm half;
    MPI_Comm_split(MPI_COMM_WORLD, rank % 2, rank, &half);
    if (rank >= 2)
        MPI_Send(&x, 1, MPI_INT, 0, 42, half);
    MPI_Comm_free(&half);
C
    program healthy <<'C'
    MPI_Request requests[4];
    MPI_Comm copy, row;
    MPI_Comm_dup(MPI_COMM_WORLD, &copy);
    MPI_Comm_split(copy, rank / 2, -rank, &row);
    const int left = (rank + n - 1) % n, right = (rank + 1) % n;
    for (int i = 0; i < 300; i++) {
        int in[2], out[2] = {rank, i}, all[64], sum, index;
        MPI_Irecv(&in[0], 1, MPI_INT, MPI_ANY_SOURCE, i, copy, &requests[0]);
        MPI_Irecv(&in[1], 1, MPI_INT, right, MPI_ANY_TAG, MPI_COMM_WORLD,
            &requests[1]);
        MPI_Isend(&out[0], 1, MPI_INT, right, i, copy, &requests[2]);
        MPI_Isend(&out[1], 1, MPI_INT, left, 9, MPI_COMM_WORLD, &requests[3]);
        MPI_Waitany(2, requests, &index, MPI_STATUS_IGNORE);
        MPI_Waitall(4, requests, MPI_STATUSES_IGNORE);
        MPI_Sendrecv(&i, 1, MPI_INT, right, 0, &x, 1, MPI_INT, left, 0, copy,
            MPI_STATUS_IGNORE);
        MPI_Allreduce(&x, &sum, 1, MPI_INT, MPI_SUM, row);
        MPI_Gather(&x, 1, MPI_INT, all, 1, MPI_INT, i % n, copy);
        MPI_Scan(&x, &sum, 1, MPI_INT, MPI_SUM, copy);
        MPI_Bcast(all, i % 64, MPI_INT, i % n, MPI_COMM_WORLD);
    }
    MPI_Send_init(&x, 1, MPI_INT, right, 1, copy, &requests[0]);
    MPI_Recv_init(&n, 1, MPI_INT, left, 1, copy, &requests[1]);
    for (int i = 0; i < 10; i++) {
        MPI_Startall(2, requests);
        MPI_Waitall(2, requests, MPI_STATUSES_IGNORE);
    }
    MPI_Request_free(&requests[0]);
    MPI_Request_free(&requests[1]);
    if (rank == 0)
        puts("the program's own words");
C
    program dies <<'C'
    if (rank == 1)
        abort();
    MPI_Barrier(MPI_COMM_WORLD);
C
}

# valid NAME: the report validates against its schema.
valid() {
    if ! python3 -c 'import jsonschema' 2>"$folder/err"; then
        skip "$1" "python3-jsonschema is not installed"
        return
    fi
    python3 - "$TOP/docs/mpi.schema.json" "$folder/report.json" \
        >"$folder/out" 2>"$folder/err" <<'PYTHON'
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[2])), schema)
PYTHON
    ok $? "$1"
}

# silent NAME: nothing that parlab finds is in what it said.
silent() {
    ! grep -qE '^parlab: (deadlock|mismatched|unreceived)' "$folder/err"
    ok $? "$1"
}

try() {
    local mpirun=$1 what=$2
    programs
    run mpi -- "$mpirun" -np 2 "$folder/sends"
    expect 1 "deadlock: rank 0 waits in MPI_Send(count=1048576, dest=1, tag=5), rank 1 in MPI_Send(count=1048576, dest=0, tag=5)" \
        "$what: two sends that wait for each other are named"
    seconds=$(sed -n 's/.*was ended after \([0-9]*\)\..*/\1/p' "$folder/err")
    echo "# ended after ${seconds:-no} s"
    run mpi -- "$mpirun" -np 3 "$folder/circle"
    expect 1 "deadlock: rank 0 waits in MPI_Recv(source=2, tag=7), rank 2 in MPI_Recv(source=1, tag=7), rank 1 in MPI_Recv(source=0, tag=7)" \
        "$what: three receives in a circle are named"
    ! pgrep -f "$folder/circle" >"$folder/pids"
    ok $? "$what: and no rank is left"
    run mpi -- "$mpirun" -np 2 "$folder/waits"
    expect 1 "rank 0 waits in MPI_Wait for MPI_Irecv(source=1, tag=12) for rank 1, which has returned; what rank 1 has sent rank 0 has tag 13" \
        "$what: a tag that nobody sends is named"
    run mpi -- "$mpirun" -np 2 "$folder/branch"
    expect 1 "mismatched-collective: rank 0 calls MPI_Reduce(root=0) where rank 1 calls MPI_Allreduce" \
        "$what: different collective calls are named"
    run mpi -- "$mpirun" -np 4 "$folder/lost"
    expect 1 "unreceived-message: 2 messages were never received, 1 of them from rank 2 to rank 0 (tag 42)" \
        "$what: messages that nobody received are counted"
    run mpi --json "$folder/report.json" -- "$mpirun" -np 4 "$folder/healthy"
    expect 0 "parlab mpi: 4 ranks" "$what: a healthy program has a report"
    silent "$what: and nothing is found"
    [ "$(cat "$folder/out")" = "the program's own words" ]
    ok $? "$what: standard output is the program's"
    valid "$what: the report fits its schema"
    run mpi --json "$folder/report.json" -- "$mpirun" -np 2 "$folder/dies"
    expect 1 "parlab: the command ended with exit code" \
        "$what: a rank that dies ends the command"
    silent "$what: and is no deadlock"
    valid "$what: its report fits the schema too"
}

# --- wrong usage
run mpi
expect 2 "say what to run" "without a command it says what to give"
run mpi --jsn x -- true
expect 2 "did you mean --json" "an unknown option"
run mpi -- "$folder/nothing"
code_of_nothing=$code
if command -v mpicc mpirun >"$folder/found"; then
    expect 3 "there is no program" "a command that is not there"
    run mpi -- echo -n one two
    expect 0 "no MPI program was seen" "a program without MPI"
    [ "$(cat "$folder/out")" = "one two" ]
    ok $? "and it ran as it would have"
    run mpi echo -n one
    [ "$code" -eq 0 ] && [ "$(cat "$folder/out")" = one ]
    ok $? "options after the command are the command's"
    run mpi sh -c 'exit 5'
    expect 1 "ended with exit code 5" "a command that fails"
else
    [ "$code_of_nothing" -eq 3 ]
    ok $? "without MPI nothing can be run"
fi

# --- programs
n_mpis=0
for vendor in openmpi mpich; do
    mpicc=mpicc.$vendor
    if command -v "$mpicc" "mpirun.$vendor" >"$folder/found"; then
        try "mpirun.$vendor" "$vendor"
        n_mpis=$((n_mpis + 1))
    fi
done
if [ "$n_mpis" -eq 0 ] && command -v mpicc mpirun >"$folder/found"; then
    mpicc=mpicc
    try mpirun mpi
elif [ "$n_mpis" -eq 0 ]; then
    skip "programs with MPI" "there is no MPI"
fi
done_testing
