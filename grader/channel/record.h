/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CHANNEL_RECORD_H
#define PARLAB_CHANNEL_RECORD_H

#include <stddef.h>
#include <stdint.h>

/** @file
 *  What every rank of an MPI program is doing, and what it has done so far,
 *  in shared memory. The ranks write, each its own part and nobody else's
 *  (grader/runner/mpi_record.h); judge and "parlab mpi" read copies
 *  (grader/judge/mpi_record.h). It lies in the candidate's reach, so it is
 *  evidence, never a verdict, and no number of it is used as an index before
 *  it was checked.
 *
 *  Ranks are those of MPI_COMM_WORLD unless something else is said; a set of
 *  ranks is a mask, bit r for rank r. */

enum {
    RECORD_RANKS_MAX = 64,
    RECORD_REQUESTS_MAX = 64, /**< pending at the same time */
    RECORD_COMMS_MAX = 16,
    RECORD_HISTORY = 32, /**< collective calls that are remembered */
    RECORD_ENTRIES = 4, /**< times of entry that are, on a communicator */
    RECORD_BUCKETS = 8, /**< of tags */
};

/** The functions that are recorded, without their MPI_; the collective ones
 *  are those from Barrier to Cart_sub. */
/* clang-format off */
#define RECORD_FUNCTIONS(X) \
    X(Send) X(Ssend) X(Bsend) X(Rsend) X(Isend) X(Issend) X(Ibsend) \
    X(Irsend) X(Recv) X(Irecv) X(Sendrecv) X(Sendrecv_replace) X(Probe) \
    X(Iprobe) X(Mprobe) X(Improbe) X(Mrecv) X(Imrecv) X(Send_init) \
    X(Ssend_init) X(Bsend_init) X(Rsend_init) X(Recv_init) X(Start) \
    X(Startall) X(Wait) X(Waitall) X(Waitany) X(Waitsome) X(Test) X(Testall) \
    X(Testany) X(Testsome) X(Request_free) X(Cancel) X(Barrier) X(Bcast) \
    X(Gather) X(Gatherv) X(Scatter) X(Scatterv) X(Allgather) X(Allgatherv) \
    X(Alltoall) X(Alltoallv) X(Reduce) X(Allreduce) X(Reduce_scatter) \
    X(Reduce_scatter_block) X(Scan) X(Exscan) X(Comm_dup) X(Comm_split) \
    X(Comm_split_type) X(Comm_create) X(Cart_create) X(Cart_sub) \
    X(Comm_create_group) X(Comm_free) X(Win_fence) X(Win_lock) X(Win_unlock)
/* clang-format on */

#define RECORD_NAME(name) RECORD_##name,
enum record_function {
    RECORD_NONE,
    RECORD_FUNCTIONS(RECORD_NAME) RECORD_N_FUNCTIONS,
};
#undef RECORD_NAME

/** Peers and tags that are no rank and no tag. */
enum { RECORD_ANY = -1, RECORD_NOBODY = -2 };

/** Environment variables by which a program that is no runner finds its
 *  record: a file to map, and the token in it, in hexadecimal. */
#define RECORD_PATH_VARIABLE "PARLAB_MPI_RECORD"
#define RECORD_TOKEN_VARIABLE "PARLAB_MPI_TOKEN"

/** A size that a rank does not state. */
#define RECORD_UNSAID UINT64_MAX

/** A call: what the program asked for, and what that waits for. */
struct record_call {
    uint32_t function; /**< enum record_function */
    int32_t peer; /**< source, destination or root, in its communicator */
    int32_t tag;
    int32_t out_peer; /**< Sendrecv: the destination; peer is the source */
    int32_t out_tag;
    uint32_t n_requests; /**< of a wait, those that are not null */
    uint32_t n_unknown; /**< of these, not in the table */
    uint32_t item_bytes;
    uint64_t count;
    uint64_t comm; /**< key */
    uint64_t sources; /**< a message from one of these would end it */
    uint64_t targets; /**< a receive by one of these would */
    uint64_t number; /**< of a collective call on its communicator, from 1 */
    uint64_t since_ns;
};

/** Messages from this rank to another, or to this rank from another. */
struct record_pair {
    uint64_t n;
    uint64_t n_bytes;
    uint64_t tag_sum, tag_squares; /**< of those messages; may wrap */
    uint64_t last_ns; /**< when the last send began */
    uint32_t buckets[RECORD_BUCKETS]; /**< messages by record_bucket() */
};

enum record_request_state {
    RECORD_FREE,
    RECORD_PENDING,
    RECORD_IDLE, /**< persistent, not started */
};

/** A request of the program. */
struct record_request {
    uint64_t handle;
    uint64_t comm;
    uint64_t ranks; /**< it may come from, or goes to */
    uint64_t awaited_by; /**< number of the call that waits for it */
    uint32_t state; /**< enum record_request_state */
    uint32_t function; /**< Isend, Irecv, … */
    int32_t peer; /**< in its communicator */
    int32_t tag;
    uint64_t n_bytes;
    uint32_t is_persistent;
};

/** A communicator that the rank is in. */
struct record_comm {
    uint64_t key; /**< the same on all its ranks; 0: not known */
    uint64_t members;
    uint64_t n_collectives; /**< that this rank has begun */
    uint64_t entry_ns[RECORD_ENTRIES]; /**< of number k at k % RECORD_ENTRIES */
    uint32_t n_ranks;
    uint8_t world[RECORD_RANKS_MAX]; /**< rank r of it is this one */
};

/** A collective call, as one rank made it. */
struct record_collective {
    uint64_t comm;
    uint64_t number;
    uint32_t function;
    int32_t root; /**< in the communicator; RECORD_NOBODY without one */
    uint64_t n_bytes; /**< that all must agree on, or that this rank gives or
                           takes; RECORD_UNSAID */
    uint64_t each_bytes; /**< that the root gives or takes from each */
};

/** What a rank said of every other in its last call that takes an array of
 *  counts. */
struct record_vector {
    uint64_t comm;
    uint64_t number;
    uint64_t n_bytes[RECORD_RANKS_MAX]; /**< by rank in the communicator */
};

/** Calls of one function. */
struct record_total {
    uint64_t n;
    uint64_t wall_ns;
    uint64_t waiting_ns; /**< of it until the partners were there as well */
};

enum record_state {
    RECORD_ABSENT,
    RECORD_ACTIVE,
    RECORD_ENDED, /**< it will not call MPI again */
};

/** One rank. A call is going on while entered is not left. */
struct record_rank {
    uint32_t state; /**< enum record_state */
    uint32_t is_inexact; /**< it received or sent in ways that are not
                              counted: nothing follows from its messages */
    uint32_t is_threaded; /**< several threads may call at once: only state
                               and times of start and end are there */
    int32_t pid;
    uint64_t entered, left;
    uint64_t start_ns, end_ns;
    uint64_t cpu_ns; /**< processor time inside MPI; only if counts_work */
    uint64_t start_cpu_ns, end_cpu_ns; /**< of the process */
    uint64_t wall_ns; /**< inside MPI */
    uint64_t waiting_ns; /**< of it until the partners were there as well */
    uint64_t collective_bytes; /**< that it put into collective calls */
    uint32_t n_comms; /**< may exceed RECORD_COMMS_MAX */
    uint32_t n_lost; /**< requests that had no room in the table */
    uint64_t n_history; /**< collective calls so far */
    struct record_call call;
    struct record_pair sent[RECORD_RANKS_MAX];
    struct record_pair received[RECORD_RANKS_MAX]; /**< by sender; no bytes */
    struct record_request requests[RECORD_REQUESTS_MAX];
    struct record_comm comms[RECORD_COMMS_MAX];
    struct record_collective history[RECORD_HISTORY]; /**< a ring */
    struct record_vector vector;
    struct record_total totals[RECORD_N_FUNCTIONS];
};

/** All ranks. */
struct record {
    uint32_t n_ranks; /**< of the program; may exceed RECORD_RANKS_MAX, and
                           then nothing is recorded */
    uint32_t is_synchronous; /**< sends are to wait for their receives */
    uint32_t counts_work; /**< processor time inside MPI is wanted, as not
                               every rank has a core: that clock is a system
                               call, which may take longer than an MPI call
                               and empty the TLB */
    uint32_t unused;
    uint64_t token; /**< proves that it is the one that was meant */
    uint64_t reserved[5];
    struct record_rank ranks[];
};

/** Bytes that a record of so many ranks takes: whole pages. */
static inline size_t record_bytes(int n_ranks)
{
    const size_t bytes =
        sizeof(struct record) + (size_t)n_ranks * sizeof(struct record_rank);
    return (bytes + 4095) / 4096 * 4096;
}

/** Where a message is counted: messages of one tag and communicator are
 *  together, of others mostly elsewhere. */
static inline unsigned record_bucket(uint64_t comm, int32_t tag)
{
    return (unsigned)((comm >> 7) + (uint32_t)tag) % RECORD_BUCKETS;
}

#endif
