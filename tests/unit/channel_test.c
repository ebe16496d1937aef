/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "grader/channel/channel.h"
#include "grader/channel/frame.h"
#include "tests/unit/unit.h"

/* Messages and frames, both ends in one process. */

static void test_message_when_sent_then_arrives_with_descriptor(void)
{
    int ends[2], passed;
    struct message sent = {.kind = MESSAGE_WELCOME, .sequence = 7}, got;
    CU_ASSERT_EQUAL_FATAL(channel_pair(ends), 0);
    CU_ASSERT_EQUAL(channel_send(ends[0], &sent, STDERR_FILENO), 0);
    CU_ASSERT_EQUAL(channel_receive(ends[1], &got, true, &passed), 0);
    CU_ASSERT_EQUAL(got.kind, MESSAGE_WELCOME);
    CU_ASSERT_EQUAL(got.sequence, 7);
    CU_ASSERT(passed > STDERR_FILENO);
    close(passed);
    close(ends[0]);
    close(ends[1]);
}

static void test_hello_when_received_then_names_the_sender(void)
{
    int ends[2];
    pid_t sender = 0;
    struct message hello = {.kind = MESSAGE_HELLO}, got;
    CU_ASSERT_EQUAL_FATAL(channel_pair(ends), 0);
    CU_ASSERT_EQUAL(channel_send(ends[1], &hello, -1), 0);
    CU_ASSERT_EQUAL(channel_receive_hello(ends[0], &got, &sender), 0);
    CU_ASSERT_EQUAL(sender, getpid());
    hello.kind = MESSAGE_DONE;
    CU_ASSERT_EQUAL(channel_send(ends[1], &hello, -1), 0);
    CU_ASSERT_EQUAL(channel_receive_hello(ends[0], &got, &sender), -1);
    CU_ASSERT_EQUAL(errno, EBADMSG);
    close(ends[0]);
    close(ends[1]);
}

static void test_receive_when_peer_is_odd_then_says_how(void)
{
    int ends[2];
    struct message got;
    CU_ASSERT_EQUAL_FATAL(channel_pair(ends), 0);
    CU_ASSERT_EQUAL(channel_receive(ends[0], &got, false, NULL), -1);
    CU_ASSERT_EQUAL(errno, EAGAIN);
    CU_ASSERT_EQUAL(send(ends[1], "junk", 4, 0), 4);
    CU_ASSERT_EQUAL(channel_receive(ends[0], &got, false, NULL), -1);
    CU_ASSERT_EQUAL(errno, EBADMSG);
    close(ends[1]);
    CU_ASSERT_EQUAL(channel_receive(ends[0], &got, false, NULL), -1);
    CU_ASSERT_EQUAL(errno, EPIPE);
    CU_ASSERT_EQUAL(channel_send(ends[0], &got, -1), -1);
    close(ends[0]);
}

static void test_text_when_unterminated_then_is_terminated(void)
{
    int ends[2];
    struct message sent = {.kind = MESSAGE_TROUBLE}, got;
    memset(sent.text, 'x', sizeof sent.text);
    CU_ASSERT_EQUAL_FATAL(channel_pair(ends), 0);
    CU_ASSERT_EQUAL(channel_send(ends[1], &sent, -1), 0);
    CU_ASSERT_EQUAL(channel_receive(ends[0], &got, false, NULL), 0);
    CU_ASSERT_EQUAL(strlen(got.text), sizeof got.text - 1);
    close(ends[0]);
    close(ends[1]);
}

static struct frame *sample_frame(void)
{
    struct frame *frame = frame_new("sum");
    frame_count(frame, "n", 3);
    double *x = frame_input(frame, "x", FRAME_F64, 3);
    x[0] = 1;
    x[1] = NAN;
    x[2] = -2;
    frame_output(frame, "total", FRAME_F64, 1);
    int32_t *state = frame_update(frame, "state", FRAME_I32, 2);
    state[0] = 5;
    state[1] = 6;
    return frame;
}

/* Where a field lies in the packed frame. */
static void *packed_field(void *shared, const char *name)
{
    struct frame_head *head = shared;
    for (uint32_t i = 0; i < head->n_fields; i++)
        if (strcmp(head->fields[i].name, name) == 0)
            return (char *)shared + head->fields[i].offset;
    return NULL;
}

static void test_frame_when_packed_then_runner_sees_fields(void)
{
    struct frame *frame = sample_frame();
    void *shared = aligned_alloc(64, frame_packed_bytes(frame));
    frame_pack(frame, false, shared);
    const struct frame_head *head = shared;
    CU_ASSERT_EQUAL(head->magic, FRAME_MAGIC);
    CU_ASSERT_EQUAL(head->n_fields, 4);
    CU_ASSERT_STRING_EQUAL(head->entry, "sum");
    CU_ASSERT_EQUAL(*(uint64_t *)packed_field(shared, "n"), 3);
    CU_ASSERT_EQUAL(((double *)packed_field(shared, "x"))[2], -2);
    CU_ASSERT_EQUAL(
        *(unsigned char *)packed_field(shared, "total"), FRAME_PATTERN);
    CU_ASSERT_EQUAL((uintptr_t)packed_field(shared, "x") % 64, 0);
    free(shared);
    frame_free(frame);
}

static void test_frame_when_unpacked_then_judge_has_outputs(void)
{
    struct frame *frame = sample_frame();
    void *shared = aligned_alloc(64, frame_packed_bytes(frame));
    for (int round = 0; round < 2; round++) {
        frame_pack(
            frame, false, shared); /* the update starts afresh each time */
        int32_t *state = packed_field(shared, "state");
        CU_ASSERT_EQUAL(state[1], 6);
        state[1] = 60;
        *(double *)packed_field(shared, "total") = 42;
        CU_ASSERT_PTR_NULL(frame_unpack(frame, shared));
        const int32_t *back = frame_data(frame, "state", FRAME_I32, NULL);
        const double *total = frame_data(frame, "total", FRAME_F64, NULL);
        CU_ASSERT_EQUAL(back[1], 60);
        CU_ASSERT_EQUAL(*total, 42);
    }
    free(shared);
    frame_free(frame);
}

static void test_frame_when_input_is_changed_then_is_named(void)
{
    struct frame *frame = sample_frame();
    void *shared = aligned_alloc(64, frame_packed_bytes(frame));
    frame_pack(frame, false, shared);
    ((double *)packed_field(shared, "x"))[0] = 9;
    CU_ASSERT_STRING_EQUAL(frame_unpack(frame, shared), "x");
    free(shared);
    frame_free(frame);
}

static void test_frame_when_head_is_overwritten_then_judge_is_safe(void)
{
    struct frame *frame = sample_frame();
    const size_t n = frame_packed_bytes(frame);
    void *shared = aligned_alloc(64, n);
    frame_pack(frame, false, shared);
    memset(shared, 0xff, sizeof(struct frame_head));
    CU_ASSERT_PTR_NULL(frame_unpack(frame, shared));
    CU_ASSERT_EQUAL(frame_packed_bytes(frame), n);
    free(shared);
    frame_free(frame);
}

static void test_frame_when_field_is_empty_then_pointer_is_not_null(void)
{
    struct frame *frame = frame_new("none");
    CU_ASSERT_PTR_NOT_NULL(frame_input(frame, "x", FRAME_U8, 0));
    frame_output(frame, "y", FRAME_F64, 0);
    void *shared = aligned_alloc(64, frame_packed_bytes(frame));
    frame_pack(frame, false, shared);
    CU_ASSERT_PTR_NULL(frame_unpack(frame, shared));
    free(shared);
    frame_free(frame);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_message_when_sent_then_arrives_with_descriptor",
            test_message_when_sent_then_arrives_with_descriptor},
        {"test_hello_when_received_then_names_the_sender",
            test_hello_when_received_then_names_the_sender},
        {"test_receive_when_peer_is_odd_then_says_how",
            test_receive_when_peer_is_odd_then_says_how},
        {"test_text_when_unterminated_then_is_terminated",
            test_text_when_unterminated_then_is_terminated},
        {"test_frame_when_packed_then_runner_sees_fields",
            test_frame_when_packed_then_runner_sees_fields},
        {"test_frame_when_unpacked_then_judge_has_outputs",
            test_frame_when_unpacked_then_judge_has_outputs},
        {"test_frame_when_input_is_changed_then_is_named",
            test_frame_when_input_is_changed_then_is_named},
        {"test_frame_when_head_is_overwritten_then_judge_is_safe",
            test_frame_when_head_is_overwritten_then_judge_is_safe},
        {"test_frame_when_field_is_empty_then_pointer_is_not_null",
            test_frame_when_field_is_empty_then_pointer_is_not_null},
        {0},
    };
    return unit_main("channel", tests);
}
