/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record_private.h"

/* A message is counted when its send begins and when its receive is over. What
 * is missing in the end was not received, unless a receive that was started
 * and never waited for has taken it: then nothing is said. */

/* When all numbers of a list are the same, their squares say so: n times the
 * sum of the squares is the square of the sum, and else it is more. */
static int common_tag(uint64_t n, uint64_t sum, uint64_t squares)
{
    if (n == 0 || sum % n != 0 || n * squares != sum * sum ||
        sum / n > INT32_MAX)
        return RECORD_ANY;
    return (int)(sum / n);
}

struct mpi_missing mpi_missing(const struct mpi_view *view, int from, int to)
{
    const struct record_rank *sender = &view->ranks[from];
    const struct record_rank *receiver = &view->ranks[to];
    const struct record_pair *sent = &sender->sent[to];
    const struct record_pair *received = &receiver->received[from];
    if (sender->is_inexact || receiver->is_inexact || sent->n <= received->n)
        return (struct mpi_missing){0, RECORD_ANY};
    const uint64_t n = sent->n - received->n;
    return (struct mpi_missing){
        n, common_tag(n, sent->tag_sum - received->tag_sum,
               sent->tag_squares - received->tag_squares)};
}

static bool has_open_receive(const struct record_rank *rank, int from)
{
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &rank->requests[i];
        if (request->state == RECORD_PENDING && mpi_is_receive(request) &&
            (request->ranks >> from & 1) != 0)
            return true;
    }
    return false;
}

void mpi_find_unreceived(const struct mpi_view *view, struct findings *findings)
{
    struct mpi_missing first = {0, RECORD_ANY};
    int from = 0, to = 0;
    uint64_t n_all = 0;
    for (int r = 0; r < view->n_ranks; r++)
        if (view->ranks[r].state != RECORD_ENDED || view->ranks[r].is_threaded)
            return;
    for (int s = 0; s < view->n_ranks; s++)
        for (int r = 0; r < view->n_ranks; r++) {
            const struct mpi_missing missing = mpi_missing(view, s, r);
            if (missing.n == 0 || has_open_receive(&view->ranks[r], s))
                continue;
            n_all += missing.n;
            if (first.n > 0)
                continue;
            first = missing;
            from = s;
            to = r;
        }
    if (first.n == 0)
        return;
    char tag[32] = "";
    if (first.tag != RECORD_ANY)
        snprintf(tag, sizeof tag, " (tag %d)", first.tag);
    if (n_all == 1)
        findings_add(findings, "unreceived-message",
            "a message from rank %d to rank %d%s was never received", from, to,
            tag);
    else if (n_all == first.n)
        findings_add(findings, "unreceived-message",
            "%llu messages from rank %d to rank %d%s were never received",
            (unsigned long long)n_all, from, to, tag);
    else
        findings_add(findings, "unreceived-message",
            "%llu messages were never received, %llu of them from rank %d to "
            "rank %d%s",
            (unsigned long long)n_all, (unsigned long long)first.n, from, to,
            tag);
}
