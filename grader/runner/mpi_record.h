/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_MPI_RECORD_H
#define PARLAB_RUNNER_MPI_RECORD_H

#include <mpi.h>
#include <stdbool.h>

#include "grader/channel/record.h"

/** @file
 *  The layer between a program and its MPI: every function of
 *  RECORD_FUNCTIONS is defined here too (mpi_wrap_*.c), notes what it is
 *  asked for, and passes it on to MPI's profiling interface (PMPI_*). It is
 *  linked into the runner of MPI exercises, and loaded into a student's own
 *  program by "parlab mpi" (preload_main.c). What a call does is not changed,
 *  but for record->is_synchronous.
 *
 *  A wrapper calls record_enter(), describes the call, record_go(), MPI
 *  itself, and record_leave(). Nothing is recorded before record_begin(), in
 *  a program of several threads that call MPI at once, and for calls that MPI
 *  makes itself. None of this asks another rank. */

/** Where this process notes; NULL before record_begin(). */
extern struct record_rank *record_own;

/** All of it; NULL likewise. */
extern struct record *record_all;

/** Record from here on.
 *  @param rank  of this process in MPI_COMM_WORLD. */
void record_begin(struct record *record, int rank);

/** Record nothing more: the program has returned, or ended MPI. */
void record_end(void);

/** Nanoseconds that all processes of a machine count alike. */
uint64_t record_now_ns(void);

/** Processor time of this process. */
uint64_t record_cpu_ns(void);

/** Begin to describe a call, as record_own->call.
 *  @return false: it is not to be recorded; then none of what follows. */
bool record_enter(enum record_function function);

/** The call is described: it waits from now on. */
void record_go(void);

/** It has returned. @return @p result. */
int record_leave(int result);

/** The call could not go on before this moment: a partner was not there. */
void record_partner(uint64_t since_ns);

/* --- communicators (mpi_comm.c) */

/** What this process knows of a communicator. */
struct comm_view {
    uint64_t key; /**< the same on all its ranks, another for every other
                       communicator of these; 0: not known */
    uint64_t members;
    int rank;
    int n_ranks; /**< 0: none that can be looked at */
    uint8_t world[RECORD_RANKS_MAX];
    struct record_comm *notes; /**< NULL: no room */
    uint64_t epoch; /**< of record_begin() */
};

/** Look at a communicator. @return borrowed until the next MPI call. */
struct comm_view *record_comm(MPI_Comm comm);

/** A new communicator: give it a key. All its ranks must do so, and those
 *  with the same members in the same order. */
void record_new_comm(MPI_Comm comm);

/* --- messages (mpi_message.c) */

/** The call describes a message to be sent, but does not send it yet. */
void record_to(
    int count, MPI_Datatype type, int destination, int tag, MPI_Comm comm);

/** The call sends a message. */
void record_send(
    int count, MPI_Datatype type, int destination, int tag, MPI_Comm comm);

/** A message is on its way. @param to  mask of one rank. */
void record_sent(uint64_t to, uint64_t comm, int tag, uint64_t n_bytes);

/** The call waits for a message; may follow record_send(). */
void record_receive(
    int count, MPI_Datatype type, int source, int tag, MPI_Comm comm);

/** A message has come.
 *  @param ranks   mask of those that it may be from
 *  @param comm    key of its communicator
 *  @param tag     RECORD_ANY: the status knows. */
void record_came(
    uint64_t ranks, uint64_t comm, int tag, const MPI_Status *status);

/** The call receives in a way that is not followed. */
void record_inexact(void);

/* --- requests (mpi_request.c) */

/** The call has started an operation of the described kind. */
void record_started(MPI_Request request, bool is_persistent);

/** A persistent request is started again. */
void record_restarted(MPI_Request request);

/** Find the requests that the call is about, before MPI changes them.
 *  @return where statuses go, @p n of them; the caller's own if it has some. */
MPI_Status *record_await(int n, const MPI_Request requests[],
    MPI_Status *statuses, const MPI_Status *ignore);

/** Number @p i of those that record_await() was given has completed. */
void record_completed(int i, const MPI_Status *status);

/** The program gives a request away. */
void record_freed(MPI_Request request);

/* --- collective calls (mpi_collective.c) */

/** Bytes of some items; RECORD_UNSAID without a type. */
uint64_t record_size(int count, MPI_Datatype type);

/** The call is a collective one.
 *  @param root      RECORD_NOBODY without one
 *  @param n_bytes   as in struct record_collective
 *  @param partners  mask of those whose arrival it waits for */
enum record_waits { WAITS_FOR_ALL, WAITS_FOR_ROOT, ROOT_WAITS };
void record_collective(MPI_Comm comm, int root, uint64_t n_bytes,
    uint64_t each_bytes, enum record_waits waits);

/** It has an array of counts as well. */
void record_counts(MPI_Comm comm, const int counts[], MPI_Datatype type);

/** A collective call is over: see how long it waited for others. */
void record_met(void);

#endif
