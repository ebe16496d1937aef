#!/bin/bash
# SPDX-License-Identifier: MIT
# The exercises of MPI once more, with MPICH in place of the MPI that was
# configured.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

if ! command -v mpicc.mpich mpirun.mpich >/dev/null; then
    skip "the exercises with MPICH" "there is no MPICH"
    done_testing
    exit
fi
export PARLAB_MPICC=mpicc.mpich PARLAB_MPIRUN=mpirun.mpich
export EXERCISES=mpi SPEED=no
exec "$BUILD/exercises_test"
