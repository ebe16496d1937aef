/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

/* Records as ranks would leave them, made by hand. */

enum { WORLD = 77, OTHER = 78 }; /* keys of communicators */

static struct record *record;
static int n_ranks;

static void begin(int n)
{
    n_ranks = n;
    free(record);
    record = calloc(1, record_bytes(RECORD_RANKS_MAX));
    for (int r = 0; r < n; r++) {
        struct record_rank *rank = &record->ranks[r];
        rank->state = RECORD_ACTIVE;
        rank->n_comms = 1;
        rank->comms[0] = (struct record_comm){.key = WORLD,
            .members = (UINT64_C(1) << n) - 1,
            .n_ranks = (uint32_t)n};
        for (int i = 0; i < n; i++)
            rank->comms[0].world[i] = (uint8_t)i;
    }
}

static struct record_call *enter(int r, enum record_function function)
{
    struct record_rank *rank = &record->ranks[r];
    rank->entered++;
    rank->call = (struct record_call){.function = function,
        .peer = RECORD_NOBODY,
        .tag = RECORD_ANY,
        .out_peer = RECORD_NOBODY,
        .comm = WORLD};
    return &rank->call;
}

static void leave(int r)
{
    record->ranks[r].left = record->ranks[r].entered;
}

static void end(int r)
{
    record->ranks[r].state = RECORD_ENDED;
}

static void count(struct record_pair *pair, int tag)
{
    pair->n++;
    pair->n_bytes += 8;
    pair->tag_sum += (uint64_t)tag;
    pair->tag_squares += (uint64_t)tag * (uint64_t)tag;
    pair->buckets[record_bucket(WORLD, tag)]++;
}

/* A receive that waits. */
static void receive(int r, int source, int tag)
{
    struct record_call *call = enter(r, RECORD_Recv);
    call->peer = source;
    call->tag = tag;
    call->sources = source == RECORD_ANY ? (UINT64_C(1) << n_ranks) - 1
                                         : UINT64_C(1) << source;
}

/* A send that waits. */
static void send(int r, int to, int tag)
{
    struct record_call *call = enter(r, RECORD_Send);
    call->out_peer = to;
    call->out_tag = tag;
    call->targets = UINT64_C(1) << to;
    call->count = 1000;
    count(&record->ranks[r].sent[to], tag);
}

static struct record_request *add_request(
    int r, enum record_function function, int peer, int tag)
{
    struct record_rank *rank = &record->ranks[r];
    int i = 0;
    while (rank->requests[i].state != RECORD_FREE)
        i++;
    rank->requests[i] = (struct record_request){.handle = 1000u + (unsigned)i,
        .comm = WORLD,
        .ranks = peer == RECORD_ANY ? (UINT64_C(1) << n_ranks) - 1
                                    : UINT64_C(1) << peer,
        .state = RECORD_PENDING,
        .function = function,
        .peer = peer,
        .tag = tag};
    return &rank->requests[i];
}

/* A wait for all its requests. */
static void wait_all(int r, enum record_function function)
{
    struct record_rank *rank = &record->ranks[r];
    struct record_call *call = enter(r, function);
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++)
        if (rank->requests[i].state == RECORD_PENDING) {
            rank->requests[i].awaited_by = rank->entered;
            call->n_requests++;
        }
}

static struct record_collective *collective(
    int r, enum record_function function, int root)
{
    struct record_rank *rank = &record->ranks[r];
    struct record_call *call = enter(r, function);
    call->peer = root;
    call->number = ++rank->comms[0].n_collectives;
    struct record_collective *entry =
        &rank->history[rank->n_history++ % RECORD_HISTORY];
    *entry = (struct record_collective){.comm = WORLD,
        .number = call->number,
        .function = function,
        .root = root,
        .n_bytes = RECORD_UNSAID,
        .each_bytes = RECORD_UNSAID};
    return entry;
}

static uint64_t stuck(void)
{
    struct mpi_view view = mpi_view_take(record, n_ranks);
    const uint64_t ranks = mpi_stuck(&view);
    mpi_view_free(&view);
    return ranks;
}

enum question { DEADLOCK, MISMATCH, UNRECEIVED };

/* What is found. @return static text, "NAME: EVIDENCE"; "" for nothing. */
static const char *found(enum question question)
{
    static char text[400];
    struct findings findings = {0};
    struct mpi_view view = mpi_view_take(record, n_ranks);
    if (question == DEADLOCK)
        mpi_find_deadlock(&view, mpi_stuck(&view), &findings);
    else if (question == MISMATCH)
        mpi_find_mismatch(&view, &findings);
    else
        mpi_find_unreceived(&view, &findings);
    text[0] = '\0';
    if (findings.n > 0)
        snprintf(text, sizeof text, "%s: %s", findings.list[0].name,
            findings.list[0].evidence);
    CU_ASSERT_TRUE(findings.n <= 1);
    findings_free(&findings);
    mpi_view_free(&view);
    return text;
}

/* ------ who is stuck */

static void test_stuck_two_receives_then_both_with_their_circle(void)
{
    begin(2);
    receive(0, 1, 12);
    receive(1, 0, 7);
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "deadlock: rank 0 waits in MPI_Recv(source=1, tag=12), rank 1 in "
        "MPI_Recv(source=0, tag=7)");
}

static void test_stuck_two_sends_then_both(void)
{
    begin(2);
    send(0, 1, 0);
    send(1, 0, 0);
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "deadlock: rank 0 waits in MPI_Send(count=1000, dest=1, tag=0), rank 1 "
        "in MPI_Send(count=1000, dest=0, tag=0)");
}

static void test_stuck_one_rank_computes_then_nobody(void)
{
    begin(3);
    receive(0, 1, 0);
    receive(1, 2, 0);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_circle_beside_one_that_computes_then_the_circle(void)
{
    begin(3);
    receive(0, 1, 0);
    receive(1, 0, 0);
    CU_ASSERT_EQUAL(stuck(), 3);
}

static void test_stuck_message_on_its_way_then_nobody(void)
{
    begin(2);
    count(&record->ranks[1].sent[0], 12);
    receive(0, 1, 12);
    receive(1, 0, 7);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_message_with_another_tag_then_it_is_told(void)
{
    begin(2);
    count(&record->ranks[1].sent[0], 3);
    receive(0, 1, 12);
    receive(1, 0, 7);
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(found(DEADLOCK), "; what rank 1 has sent rank 0 has tag 3"));
}

static void test_stuck_message_taken_by_earlier_request_then_both(void)
{
    begin(2);
    add_request(0, RECORD_Irecv, 1, 12);
    count(&record->ranks[1].sent[0], 12);
    receive(0, 1, 12);
    receive(1, 0, 7);
    CU_ASSERT_EQUAL(stuck(), 3);
}

static void test_stuck_send_that_is_received_then_nobody(void)
{
    begin(2);
    send(0, 1, 5);
    receive(1, 0, 5);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_send_with_other_tag_than_receive_then_both(void)
{
    begin(2);
    send(0, 1, 5);
    receive(1, 0, 6);
    CU_ASSERT_EQUAL(stuck(), 3);
}

static void test_stuck_send_to_posted_receive_then_nobody(void)
{
    begin(2);
    send(0, 1, 5);
    add_request(1, RECORD_Irecv, RECORD_ANY, 5);
    receive(1, 0, 6);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_waits_for_one_that_returned_then_said(void)
{
    begin(2);
    receive(0, 1, 4);
    end(1);
    CU_ASSERT_EQUAL(stuck(), 1);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "deadlock: rank 0 waits in MPI_Recv(source=1, tag=4) for rank 1, "
        "which has returned");
}

static void test_stuck_any_source_one_may_send_then_nobody(void)
{
    begin(3);
    receive(0, RECORD_ANY, 0);
    receive(1, 0, 0);
    CU_ASSERT_EQUAL(stuck(), 0); /* rank 2 computes */
    receive(2, 1, 0);
    CU_ASSERT_EQUAL(stuck(), 7);
}

static void test_stuck_exchange_in_a_ring_then_nobody(void)
{
    begin(3);
    for (int r = 0; r < 3; r++) {
        struct record_call *call = enter(r, RECORD_Sendrecv);
        call->targets = UINT64_C(1) << (r + 1) % 3;
        call->out_peer = (r + 1) % 3;
        call->out_tag = 1;
        call->sources = UINT64_C(1) << (r + 2) % 3;
        call->peer = (r + 2) % 3;
        call->tag = 1;
        count(&record->ranks[r].sent[(r + 1) % 3], 1);
    }
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_wait_for_receives_then_both(void)
{
    begin(2);
    for (int r = 0; r < 2; r++) {
        add_request(r, RECORD_Irecv, 1 - r, 0);
        wait_all(r, RECORD_Waitall);
    }
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "deadlock: rank 0 waits in MPI_Waitall for MPI_Irecv(source=1, "
        "tag=0), rank 1 in MPI_Waitall for MPI_Irecv(source=0, tag=0)");
}

static void test_stuck_two_requests_and_one_message_then_stuck(void)
{
    begin(2);
    add_request(0, RECORD_Irecv, 1, 0);
    add_request(0, RECORD_Irecv, 1, 0);
    wait_all(0, RECORD_Waitall);
    count(&record->ranks[1].sent[0], 0);
    end(1);
    CU_ASSERT_EQUAL(stuck(), 1);
    count(&record->ranks[1].sent[0], 0);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_wait_any_with_one_that_comes_then_nobody(void)
{
    begin(3);
    add_request(0, RECORD_Irecv, 1, 0);
    add_request(0, RECORD_Irecv, 2, 0);
    wait_all(0, RECORD_Waitany);
    receive(1, 0, 0);
    CU_ASSERT_EQUAL(stuck(), 0); /* rank 2 computes */
}

static void test_stuck_wait_for_unknown_request_then_nobody(void)
{
    begin(2);
    add_request(0, RECORD_Irecv, 1, 0);
    wait_all(0, RECORD_Waitall);
    record->ranks[0].call.n_unknown = 1;
    receive(1, 0, 0);
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_messages_not_followed_then_nobody(void)
{
    begin(2);
    receive(0, 1, 0);
    receive(1, 0, 0);
    record->ranks[1].is_inexact = 1;
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_barrier_and_receive_then_both(void)
{
    begin(2);
    collective(0, RECORD_Barrier, RECORD_NOBODY);
    receive(1, 0, 3);
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "deadlock: rank 0 waits in MPI_Barrier(), rank 1 in "
        "MPI_Recv(source=0, tag=3)");
}

static void test_stuck_all_in_one_collective_then_nobody(void)
{
    begin(3);
    for (int r = 0; r < 3; r++)
        collective(r, RECORD_Allreduce, RECORD_NOBODY)->n_bytes = 8;
    CU_ASSERT_EQUAL(stuck(), 0);
}

static void test_stuck_collective_that_one_left_out_then_said(void)
{
    begin(2);
    collective(0, RECORD_Allreduce, RECORD_NOBODY);
    end(1);
    CU_ASSERT_EQUAL(stuck(), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(found(DEADLOCK),
        "rank 0 waits in MPI_Allreduce() for rank 1, which has returned"));
}

static void test_stuck_different_collectives_then_mismatch(void)
{
    begin(2);
    collective(0, RECORD_Bcast, 0);
    collective(1, RECORD_Reduce, 0);
    CU_ASSERT_EQUAL(stuck(), 3);
    CU_ASSERT_STRING_EQUAL(found(DEADLOCK),
        "mismatched-collective: rank 0 calls MPI_Bcast(root=0) where rank 1 "
        "calls MPI_Reduce(root=0)");
}

static void test_stuck_long_circle_then_its_start_is_shown(void)
{
    begin(6);
    for (int r = 0; r < 6; r++)
        receive(r, (r + 1) % 6, 0);
    CU_ASSERT_EQUAL(stuck(), 63);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(found(DEADLOCK), ", and so on round a circle of 6"));
}

/* ------ collective calls */

static void test_mismatch_roots_differ_then_found(void)
{
    begin(3);
    for (int r = 0; r < 3; r++) {
        collective(r, RECORD_Bcast, r == 2 ? 2 : 0)->n_bytes = 8;
        leave(r);
    }
    CU_ASSERT_STRING_EQUAL(found(MISMATCH),
        "mismatched-collective: rank 0 calls MPI_Bcast(root=0) where rank 2 "
        "calls MPI_Bcast(root=2)");
}

static void test_mismatch_counts_differ_then_found(void)
{
    begin(2);
    collective(0, RECORD_Allreduce, RECORD_NOBODY)->n_bytes = 8;
    collective(1, RECORD_Allreduce, RECORD_NOBODY)->n_bytes = 16;
    CU_ASSERT_STRING_EQUAL(found(MISMATCH),
        "mismatched-collective: in MPI_Allreduce rank 0 has 8 bytes, and rank "
        "1 16");
}

static void test_mismatch_gather_of_other_lengths_then_found(void)
{
    begin(2);
    struct record_collective *root = collective(0, RECORD_Gather, 0);
    root->n_bytes = root->each_bytes = 24;
    collective(1, RECORD_Gather, 0)->n_bytes = 16;
    CU_ASSERT_STRING_EQUAL(found(MISMATCH),
        "mismatched-collective: in MPI_Gather rank 1 gives 16 bytes, and rank "
        "0 expects 24 of it");
}

static void test_mismatch_counts_of_each_then_compared_one_by_one(void)
{
    begin(2);
    for (int r = 0; r < 2; r++) {
        collective(r, RECORD_Allgatherv, RECORD_NOBODY)->n_bytes = 8 + 8u * r;
        struct record_vector *vector = &record->ranks[r].vector;
        vector->comm = WORLD;
        vector->number = 1;
        vector->n_bytes[0] = 8;
        vector->n_bytes[1] = 16;
    }
    CU_ASSERT_STRING_EQUAL(found(MISMATCH), "");
    record->ranks[0].vector.n_bytes[1] = 8;
    CU_ASSERT_STRING_EQUAL(found(MISMATCH),
        "mismatched-collective: in MPI_Allgatherv rank 1 gives 16 bytes, and "
        "rank 0 expects 8 of it");
}

static void test_mismatch_sizes_not_said_then_none(void)
{
    begin(2);
    collective(0, RECORD_Allgather, RECORD_NOBODY)->each_bytes = 8;
    struct record_collective *one =
        collective(1, RECORD_Allgather, RECORD_NOBODY);
    one->n_bytes = one->each_bytes = 8;
    CU_ASSERT_STRING_EQUAL(found(MISMATCH), "");
}

static void test_mismatch_one_more_call_when_all_ended_then_found(void)
{
    begin(2);
    for (int r = 0; r < 2; r++) {
        collective(r, RECORD_Gather, 0);
        leave(r);
    }
    collective(0, RECORD_Bcast, 0);
    leave(0);
    CU_ASSERT_STRING_EQUAL(found(MISMATCH), ""); /* rank 1 may yet */
    end(0);
    end(1);
    CU_ASSERT_STRING_EQUAL(found(MISMATCH),
        "mismatched-collective: rank 0 calls MPI_Bcast(root=0), and rank 1 "
        "never does");
}

static void test_mismatch_other_communicators_then_none(void)
{
    begin(2);
    collective(0, RECORD_Bcast, 0)->comm = OTHER;
    collective(1, RECORD_Reduce, 0);
    CU_ASSERT_STRING_EQUAL(found(MISMATCH), "");
}

/* ------ messages */

static void test_unreceived_one_message_then_found_with_its_tag(void)
{
    begin(2);
    count(&record->ranks[0].sent[1], 42);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED), ""); /* it may yet be */
    end(0);
    end(1);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED),
        "unreceived-message: a message from rank 0 to rank 1 (tag 42) was "
        "never received");
    count(&record->ranks[1].received[0], 42);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED), "");
}

static void test_unreceived_of_several_tags_then_without_tag(void)
{
    begin(2);
    count(&record->ranks[0].sent[1], 1);
    count(&record->ranks[0].sent[1], 3);
    end(0);
    end(1);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED),
        "unreceived-message: 2 messages from rank 0 to rank 1 were never "
        "received");
}

static void test_unreceived_open_receive_then_none(void)
{
    begin(2);
    count(&record->ranks[0].sent[1], 42);
    add_request(1, RECORD_Irecv, 0, 42);
    end(0);
    end(1);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED), "");
}

static void test_unreceived_not_followed_then_none(void)
{
    begin(2);
    count(&record->ranks[0].sent[1], 42);
    record->ranks[1].is_inexact = 1;
    end(0);
    end(1);
    CU_ASSERT_STRING_EQUAL(found(UNRECEIVED), "");
}

/* ------ times, and what is hostile */

static void test_share_least_of_all_ranks_without_waiting(void)
{
    begin(2);
    for (int r = 0; r < 2; r++) {
        record->ranks[r].end_ns = 1000;
        record->ranks[r].wall_ns = 800;
        record->ranks[r].waiting_ns = r == 0 ? 0 : 300;
    }
    struct mpi_view view = mpi_view_take(record, 2);
    CU_ASSERT_DOUBLE_EQUAL(mpi_communication_share(&view), 0.5, 1e-12);
    mpi_view_free(&view);
}

static void test_watch_same_calls_for_a_while_then_stuck(void)
{
    struct mpi_watch watch = {0};
    begin(2);
    receive(0, 1, 0);
    receive(1, 0, 0);
    struct mpi_view view = mpi_view_take(record, 2);
    CU_ASSERT_EQUAL(mpi_watch_look(&watch, &view, 10.0, 0.5), 0);
    CU_ASSERT_EQUAL(mpi_watch_look(&watch, &view, 10.4, 0.5), 0);
    CU_ASSERT_EQUAL(mpi_watch_look(&watch, &view, 10.6, 0.5), 3);
    view.ranks[0].entered++; /* it went on, and waits again */
    view.ranks[0].left++;
    CU_ASSERT_EQUAL(mpi_watch_look(&watch, &view, 10.7, 0.5), 0);
    mpi_view_free(&view);
}

static void test_view_of_any_bytes_then_nothing_breaks(void)
{
    for (unsigned seed = 1; seed <= 200; seed++) {
        begin(8);
        srand(seed);
        unsigned char *bytes = (unsigned char *)record->ranks;
        const size_t n = 8 * sizeof *record->ranks;
        for (size_t i = 0; i < n; i++)
            if (rand() % 4 == 0)
                bytes[i] = (unsigned char)(rand() >> 8);
        for (int r = 0; r < 8; r++) {
            record->ranks[r].state = seed % 2 ? RECORD_ACTIVE : RECORD_ENDED;
            record->ranks[r].entered = record->ranks[r].left + 1;
            record->ranks[r].call.function =
                (uint32_t)rand() % RECORD_N_FUNCTIONS;
        }
        found(DEADLOCK);
        found(MISMATCH);
        found(UNRECEIVED);
    }
    CU_PASS("it came to an end");
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_stuck_two_receives_then_both_with_their_circle",
            test_stuck_two_receives_then_both_with_their_circle},
        {"test_stuck_two_sends_then_both", test_stuck_two_sends_then_both},
        {"test_stuck_one_rank_computes_then_nobody",
            test_stuck_one_rank_computes_then_nobody},
        {"test_stuck_circle_beside_one_that_computes_then_the_circle",
            test_stuck_circle_beside_one_that_computes_then_the_circle},
        {"test_stuck_message_on_its_way_then_nobody",
            test_stuck_message_on_its_way_then_nobody},
        {"test_stuck_message_with_another_tag_then_it_is_told",
            test_stuck_message_with_another_tag_then_it_is_told},
        {"test_stuck_message_taken_by_earlier_request_then_both",
            test_stuck_message_taken_by_earlier_request_then_both},
        {"test_stuck_send_that_is_received_then_nobody",
            test_stuck_send_that_is_received_then_nobody},
        {"test_stuck_send_with_other_tag_than_receive_then_both",
            test_stuck_send_with_other_tag_than_receive_then_both},
        {"test_stuck_send_to_posted_receive_then_nobody",
            test_stuck_send_to_posted_receive_then_nobody},
        {"test_stuck_waits_for_one_that_returned_then_said",
            test_stuck_waits_for_one_that_returned_then_said},
        {"test_stuck_any_source_one_may_send_then_nobody",
            test_stuck_any_source_one_may_send_then_nobody},
        {"test_stuck_exchange_in_a_ring_then_nobody",
            test_stuck_exchange_in_a_ring_then_nobody},
        {"test_stuck_wait_for_receives_then_both",
            test_stuck_wait_for_receives_then_both},
        {"test_stuck_two_requests_and_one_message_then_stuck",
            test_stuck_two_requests_and_one_message_then_stuck},
        {"test_stuck_wait_any_with_one_that_comes_then_nobody",
            test_stuck_wait_any_with_one_that_comes_then_nobody},
        {"test_stuck_wait_for_unknown_request_then_nobody",
            test_stuck_wait_for_unknown_request_then_nobody},
        {"test_stuck_messages_not_followed_then_nobody",
            test_stuck_messages_not_followed_then_nobody},
        {"test_stuck_barrier_and_receive_then_both",
            test_stuck_barrier_and_receive_then_both},
        {"test_stuck_all_in_one_collective_then_nobody",
            test_stuck_all_in_one_collective_then_nobody},
        {"test_stuck_collective_that_one_left_out_then_said",
            test_stuck_collective_that_one_left_out_then_said},
        {"test_stuck_different_collectives_then_mismatch",
            test_stuck_different_collectives_then_mismatch},
        {"test_stuck_long_circle_then_its_start_is_shown",
            test_stuck_long_circle_then_its_start_is_shown},
        {"test_mismatch_roots_differ_then_found",
            test_mismatch_roots_differ_then_found},
        {"test_mismatch_counts_differ_then_found",
            test_mismatch_counts_differ_then_found},
        {"test_mismatch_gather_of_other_lengths_then_found",
            test_mismatch_gather_of_other_lengths_then_found},
        {"test_mismatch_counts_of_each_then_compared_one_by_one",
            test_mismatch_counts_of_each_then_compared_one_by_one},
        {"test_mismatch_sizes_not_said_then_none",
            test_mismatch_sizes_not_said_then_none},
        {"test_mismatch_one_more_call_when_all_ended_then_found",
            test_mismatch_one_more_call_when_all_ended_then_found},
        {"test_mismatch_other_communicators_then_none",
            test_mismatch_other_communicators_then_none},
        {"test_unreceived_one_message_then_found_with_its_tag",
            test_unreceived_one_message_then_found_with_its_tag},
        {"test_unreceived_of_several_tags_then_without_tag",
            test_unreceived_of_several_tags_then_without_tag},
        {"test_unreceived_open_receive_then_none",
            test_unreceived_open_receive_then_none},
        {"test_unreceived_not_followed_then_none",
            test_unreceived_not_followed_then_none},
        {"test_share_least_of_all_ranks_without_waiting",
            test_share_least_of_all_ranks_without_waiting},
        {"test_watch_same_calls_for_a_while_then_stuck",
            test_watch_same_calls_for_a_while_then_stuck},
        {"test_view_of_any_bytes_then_nothing_breaks",
            test_view_of_any_bytes_then_nothing_breaks},
        {0},
    };
    return unit_main("mpi_record", tests);
}
