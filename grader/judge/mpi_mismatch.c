/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record_private.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Calls of one number on one communicator belong together. They must be of
 * one function, with one root, and what one gives must be as long as what
 * another takes. Only the last calls of each rank are remembered; a pair is
 * compared only if both are. A size that a call does not state fits all. */

const struct record_collective *mpi_collective_of(
    const struct record_rank *rank, uint64_t comm, uint64_t number)
{
    for (int i = 0; i < RECORD_HISTORY; i++) {
        const struct record_collective *call = &rank->history[i];
        if (call->comm == comm && call->number == number && number != 0 &&
            call->function != RECORD_NONE)
            return call;
    }
    return NULL;
}

/* On what the ranks of a function must agree. */
enum rule {
    RULE_NOTHING,
    RULE_SAME, /* all have n_bytes */
    RULE_EACH, /* all have each_bytes, and n_bytes is the same */
    RULE_ROOT, /* the root's each_bytes are everybody's n_bytes */
    RULE_ROOT_COUNTS, /* the root has a count for each */
    RULE_ALL_COUNTS, /* so have all */
};

static enum rule rule_of(uint32_t function)
{
    switch ((enum record_function)function) {
    case RECORD_Bcast:
    case RECORD_Reduce:
    case RECORD_Allreduce:
    case RECORD_Scan:
    case RECORD_Exscan:
    case RECORD_Reduce_scatter_block:
        return RULE_SAME;
    case RECORD_Allgather:
    case RECORD_Alltoall:
        return RULE_EACH;
    case RECORD_Gather:
    case RECORD_Scatter:
        return RULE_ROOT;
    case RECORD_Gatherv:
    case RECORD_Scatterv:
        return RULE_ROOT_COUNTS;
    case RECORD_Allgatherv:
        return RULE_ALL_COUNTS;
    default:
        return RULE_NOTHING;
    }
}

/* Two sizes that must be the same. Prints them when they are not. */
static bool are_unequal(FILE *to, const char *name, int a, uint64_t of_a, int b,
    uint64_t of_b, const char *what)
{
    if (of_a == RECORD_UNSAID || of_b == RECORD_UNSAID || of_a == of_b)
        return false;
    if (to != NULL)
        fprintf(to, "in %s rank %d %s %llu bytes, and rank %d %llu", name, a,
            what, (unsigned long long)of_a, b, (unsigned long long)of_b);
    return true;
}

/* What a rank said of another in its call; RECORD_UNSAID when it is not kept.
 */
static uint64_t count_for(const struct mpi_view *view, int rank,
    const struct record_collective *call, int other)
{
    const struct record_vector *vector = &view->ranks[rank].vector;
    const struct record_comm *comm =
        mpi_comm_of(&view->ranks[rank], call->comm);
    if (comm == NULL || vector->comm != call->comm ||
        vector->number != call->number)
        return RECORD_UNSAID;
    for (uint32_t r = 0; r < comm->n_ranks; r++)
        if (comm->world[r] == other)
            return vector->n_bytes[r];
    return RECORD_UNSAID;
}

/* What one gives or takes, against what another thinks that it does. */
static bool is_other_than_thought(FILE *to, int r,
    const struct record_collective *own, int other, uint64_t thought)
{
    if (own->n_bytes == RECORD_UNSAID || thought == RECORD_UNSAID ||
        own->n_bytes == thought)
        return false;
    const bool is_taking =
        own->function == RECORD_Scatter || own->function == RECORD_Scatterv;
    if (to != NULL)
        fprintf(to, "in %s rank %d %s %llu bytes, and rank %d %s %llu %s it",
            mpi_function_name(own->function), r, is_taking ? "takes" : "gives",
            (unsigned long long)own->n_bytes, other,
            is_taking ? "has" : "expects", (unsigned long long)thought,
            is_taking ? "for" : "of");
    return true;
}

/* The rank of the world that is the root. -1: not known. */
static int root_of(
    const struct mpi_view *view, int rank, const struct record_collective *call)
{
    const struct record_comm *comm =
        mpi_comm_of(&view->ranks[rank], call->comm);
    return comm != NULL && call->root >= 0 && call->root < (int)comm->n_ranks
               ? comm->world[call->root]
               : -1;
}

static bool differ_in_size(const struct mpi_view *view, int a, int b,
    const struct record_collective *of_a, const struct record_collective *of_b,
    FILE *to)
{
    const char *name = mpi_function_name(of_a->function);
    const int root = root_of(view, a, of_a);
    switch (rule_of(of_a->function)) {
    case RULE_NOTHING:
        return false;
    case RULE_SAME:
        return are_unequal(to, name, a, of_a->n_bytes, b, of_b->n_bytes, "has");
    case RULE_EACH:
        return are_unequal(to, name, a, of_a->each_bytes, b, of_b->each_bytes,
                   "expects from each") ||
               is_other_than_thought(to, a, of_a, b, of_b->each_bytes) ||
               is_other_than_thought(to, b, of_b, a, of_a->each_bytes);
    case RULE_ROOT:
        return root == a
                   ? is_other_than_thought(to, b, of_b, a, of_a->each_bytes)
               : root == b
                   ? is_other_than_thought(to, a, of_a, b, of_b->each_bytes)
                   : false;
    case RULE_ROOT_COUNTS:
    case RULE_ALL_COUNTS:
        return is_other_than_thought(
                   to, b, of_b, a, count_for(view, a, of_a, b)) ||
               is_other_than_thought(
                   to, a, of_a, b, count_for(view, b, of_b, a));
    }
    return false;
}

static void print_short(FILE *to, const struct record_collective *call)
{
    fputs(mpi_function_name(call->function), to);
    if (call->root >= 0)
        fprintf(to, "(root=%d)", call->root);
}

bool mpi_differ(const struct mpi_view *view, int a, int b,
    const struct record_collective *of_a, const struct record_collective *of_b,
    FILE *to)
{
    if (of_a->function == of_b->function && of_a->root == of_b->root)
        return differ_in_size(view, a, b, of_a, of_b, to);
    if (to == NULL)
        return true;
    fprintf(to, "rank %d calls ", a);
    print_short(to, of_a);
    fprintf(to, " where rank %d calls ", b);
    print_short(to, of_b);
    return true;
}

/* A call of rank r, against that of every rank before it. */
static bool look_at(const struct mpi_view *view, int r,
    const struct record_collective *call, FILE *to)
{
    for (int m = 0; m < r; m++) {
        const struct record_collective *other =
            mpi_collective_of(&view->ranks[m], call->comm, call->number);
        if (other != NULL && mpi_differ(view, m, r, other, call, to))
            return true;
    }
    return false;
}

/* The earliest that does not fit: what comes after it may be its fault. */
static bool print_first(const struct mpi_view *view, FILE *to)
{
    for (uint64_t age = RECORD_HISTORY; age > 0; age--)
        for (int r = 1; r < view->n_ranks; r++) {
            const struct record_rank *rank = &view->ranks[r];
            if (rank->n_history < age)
                continue;
            const struct record_collective *call =
                &rank->history[(rank->n_history - age) % RECORD_HISTORY];
            if (call->comm != 0 && call->number != 0 &&
                call->function != RECORD_NONE && look_at(view, r, call, to))
                return true;
        }
    return false;
}

/* The last call of a rank that another, which has ended, never made. */
static bool print_lonely(const struct mpi_view *view, int a, int b, FILE *to)
{
    for (int i = 0; i < RECORD_COMMS_MAX; i++) {
        const struct record_comm *comm = &view->ranks[a].comms[i];
        const struct record_comm *theirs =
            mpi_comm_of(&view->ranks[b], comm->key);
        if ((comm->members >> b & 1) == 0 ||
            (theirs == NULL && view->ranks[b].n_comms > RECORD_COMMS_MAX))
            continue;
        const uint64_t n = theirs != NULL ? theirs->n_collectives : 0;
        const struct record_collective *call =
            mpi_collective_of(&view->ranks[a], comm->key, n + 1);
        if (call == NULL)
            continue;
        fprintf(to, "rank %d calls ", a);
        print_short(to, call);
        fprintf(to, ", and rank %d never does", b);
        return true;
    }
    return false;
}

/* Ranks that have all ended have made the same calls. */
static bool print_left_out(const struct mpi_view *view, FILE *to)
{
    for (int r = 0; r < view->n_ranks; r++)
        if (view->ranks[r].state != RECORD_ENDED)
            return false;
    for (int a = 0; a < view->n_ranks; a++)
        for (int b = 0; b < view->n_ranks; b++)
            if (a != b && print_lonely(view, a, b, to))
                return true;
    return false;
}

void mpi_find_mismatch(const struct mpi_view *view, struct findings *findings)
{
    char *text = NULL;
    size_t size;
    FILE *to = mem_stream(&text, &size);
    const bool is_one = print_first(view, to) || print_left_out(view, to);
    fclose(to);
    if (is_one)
        findings_add(findings, "mismatched-collective", "%s", text);
    free(text);
}
