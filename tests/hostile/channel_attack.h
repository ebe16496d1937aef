/* SPDX-License-Identifier: MIT */
/* For specimens that speak to the judge themselves, as the harness would.
 * Calls are numbered from 1 on in each runner. A specimen counts along, where
 * a call is one of its function. */
#include "grader/channel/channel.c"

static uint64_t calls_seen;

static inline void say(enum message_kind kind, uint64_t sequence)
{
    struct message message = {.kind = kind, .sequence = sequence};
    strcpy(message.text, "the two do not fit");
    channel_send(CHANNEL_FD, &message, -1);
}
