/* SPDX-License-Identifier: MIT */
#include "grader/report/traffic.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/text.h"

/* Times are those of the slowest clock there is, a person: seconds. A rank
 * that did not end MPI is counted until the program's end, and a call that
 * did not return as well. */

enum { CALLS_SHOWN = 5 };
#define UNEVEN 1.25 /* times the mean: worth a line */

/* One rank in seconds. */
struct share {
    bool is_there;
    double seconds, mpi_s, waiting_s;
    uint64_t sent_bytes, n_messages, n_calls;
};

static double to_s(uint64_t ns)
{
    return (double)ns * 1e-9;
}

static struct share share_of(const struct traffic *traffic, int r)
{
    const struct record_rank *rank = &traffic->view.ranks[r];
    struct share share = {.is_there = rank->state != RECORD_ABSENT};
    const uint64_t end_ns =
        rank->end_ns > rank->start_ns ? rank->end_ns : traffic->end_ns;
    uint64_t mpi_ns = rank->wall_ns, waiting_ns = rank->waiting_ns;
    if (!share.is_there || end_ns < rank->start_ns)
        return share;
    if (mpi_is_inside(rank) && end_ns > rank->call.since_ns) {
        mpi_ns += end_ns - rank->call.since_ns;
        waiting_ns += end_ns - rank->call.since_ns;
    }
    share.seconds = to_s(end_ns - rank->start_ns);
    share.mpi_s = to_s(mpi_ns);
    share.waiting_s = to_s(waiting_ns);
    share.sent_bytes = rank->collective_bytes;
    for (int to = 0; to < traffic->view.n_ranks; to++) {
        share.sent_bytes += rank->sent[to].n_bytes;
        share.n_messages += rank->sent[to].n;
    }
    for (int f = 0; f < RECORD_N_FUNCTIONS; f++)
        share.n_calls += rank->totals[f].n;
    return share;
}

static void print_bytes(FILE *to, uint64_t n_bytes)
{
    static const char *const units[] = {"B ", "KB", "MB", "GB", "TB"};
    double value = (double)n_bytes;
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    fprintf(to, "%8.*f %s", unit == 0 || value >= 99.95 ? 0 : 1, value,
        units[unit]);
}

static void print_ranks(FILE *to, const struct traffic *traffic)
{
    fputs(
        "  rank  computing     in MPI    waiting        sent  messages\n", to);
    for (int r = 0; r < traffic->view.n_ranks; r++) {
        const struct share share = share_of(traffic, r);
        if (!share.is_there) {
            fprintf(
                to, "  %4d  not on this machine, or never started MPI\n", r);
            continue;
        }
        if (traffic->view.ranks[r].is_threaded) {
            fprintf(
                to, "  %4d  not recorded: its threads call MPI at once\n", r);
            continue;
        }
        fprintf(to, "  %4d %8.2f s %8.2f s %8.2f s ", r,
            share.seconds - share.mpi_s, share.mpi_s, share.waiting_s);
        print_bytes(to, share.sent_bytes);
        fprintf(to, " %9llu\n", (unsigned long long)share.n_messages);
    }
}

/* Calls of one function, of all ranks. */
struct sum {
    uint32_t function;
    struct record_total total;
};

static int by_time(const void *a, const void *b)
{
    const uint64_t of_a = ((const struct sum *)a)->total.wall_ns;
    const uint64_t of_b = ((const struct sum *)b)->total.wall_ns;
    return of_a < of_b ? 1 : of_a > of_b ? -1 : 0;
}

/* What took longest comes first. @return how many functions were called. */
static size_t add_up(
    const struct traffic *traffic, struct sum sums[RECORD_N_FUNCTIONS])
{
    size_t n = 0;
    for (uint32_t f = 1; f < RECORD_N_FUNCTIONS; f++) {
        struct sum sum = {.function = f};
        for (int r = 0; r < traffic->view.n_ranks; r++) {
            const struct record_total *total =
                &traffic->view.ranks[r].totals[f];
            sum.total.n += total->n;
            sum.total.wall_ns += total->wall_ns;
            sum.total.waiting_ns += total->waiting_ns;
        }
        if (sum.total.n > 0)
            sums[n++] = sum;
    }
    qsort(sums, n, sizeof *sums, by_time);
    return n;
}

static void print_calls(FILE *to, const struct traffic *traffic)
{
    struct sum sums[RECORD_N_FUNCTIONS];
    const size_t n = add_up(traffic, sums);
    if (n == 0)
        return;
    fputs("\n  calls, all ranks together             time    waiting\n", to);
    for (size_t i = 0; i < n && i < CALLS_SHOWN; i++)
        fprintf(to, "  %-22s %9llu %8.2f s %8.2f s\n",
            mpi_function_name(sums[i].function),
            (unsigned long long)sums[i].total.n, to_s(sums[i].total.wall_ns),
            to_s(sums[i].total.waiting_ns));
    if (n > CALLS_SHOWN)
        fprintf(to, "  and %zu more functions, with less\n", n - CALLS_SHOWN);
}

/* Who computes longest; the others wait for it. */
static void print_imbalance(FILE *to, const struct traffic *traffic)
{
    double most_s = 0, sum_s = 0;
    int n = 0, busiest = 0;
    for (int r = 0; r < traffic->view.n_ranks; r++) {
        const struct share share = share_of(traffic, r);
        const double own_s = share.seconds - share.mpi_s;
        if (!share.is_there || traffic->view.ranks[r].is_threaded)
            continue;
        n++;
        sum_s += own_s;
        if (own_s > most_s) {
            most_s = own_s;
            busiest = r;
        }
    }
    if (n < 2 || most_s < 0.05 || most_s * n < UNEVEN * sum_s)
        return;
    fprintf(to,
        "\n  Rank %d computes for %.2f s, and a rank on average for %.2f s.\n",
        busiest, most_s, sum_s / n);
}

void traffic_print_findings(FILE *to, const struct findings *findings)
{
    for (size_t i = 0; i < findings->n; i++)
        fprintf(to, "parlab: %s: %s\n        parlab explain %s\n",
            findings->list[i].name, findings->list[i].evidence,
            findings->list[i].name);
}

static void print_end(FILE *to, const struct traffic *traffic)
{
    if (traffic->is_ended)
        fprintf(to, "parlab: the program was ended after %.1f s.\n",
            traffic->seconds);
    else if (traffic->signal != 0)
        fprintf(to, "parlab: the command was ended by signal %d (%s).\n",
            traffic->signal, strsignal(traffic->signal));
    else if (traffic->exit_code != 0)
        fprintf(to, "parlab: the command ended with exit code %d.\n",
            traffic->exit_code);
}

void traffic_print(FILE *to, const struct traffic *traffic)
{
    print_end(to, traffic);
    if (traffic->n_ranks == 0) {
        fputs("parlab: no MPI program was seen. Is it one in C, and does its "
              "MPI_Init() succeed?\n",
            to);
        return;
    }
    if (traffic->n_ranks > RECORD_RANKS_MAX) {
        fprintf(to, "parlab: %u ranks; up to %d are recorded.\n",
            traffic->n_ranks, RECORD_RANKS_MAX);
        return;
    }
    fprintf(to, "\nparlab mpi: %u rank%s, %.2f s\n\n", traffic->n_ranks,
        traffic->n_ranks == 1 ? "" : "s", traffic->seconds);
    print_ranks(to, traffic);
    print_calls(to, traffic);
    if (traffic->exit_code == 0) /* else a rank may have died meanwhile */
        print_imbalance(to, traffic);
    if (traffic->findings.n > 0)
        fputc('\n', to);
    traffic_print_findings(to, &traffic->findings);
}

/* A text that need not be UTF-8. */
static json_t *any_text(const char *text)
{
    json_t *json = json_string(text);
    if (json != NULL)
        return json;
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    json = json_string(safe);
    free(safe);
    return json;
}

static json_t *seconds(uint64_t ns)
{
    return json_real(to_s(ns));
}

static json_t *partners_json(const struct traffic *traffic, int r)
{
    json_t *list = json_array();
    for (int to = 0; to < traffic->view.n_ranks; to++) {
        const struct record_pair *sent = &traffic->view.ranks[r].sent[to];
        const struct record_pair *back = &traffic->view.ranks[to].sent[r];
        if (sent->n == 0 && back->n == 0)
            continue;
        json_array_append_new(list,
            json_pack("{s:i,s:I,s:I,s:I,s:I,s:I}", "rank", to, "sent",
                (json_int_t)sent->n, "sent_bytes", (json_int_t)sent->n_bytes,
                "incoming", (json_int_t)back->n, "incoming_bytes",
                (json_int_t)back->n_bytes, "received",
                (json_int_t)traffic->view.ranks[r].received[to].n));
    }
    return list;
}

static json_t *rank_json(const struct traffic *traffic, int r)
{
    const struct share share = share_of(traffic, r);
    const struct record_rank *rank = &traffic->view.ranks[r];
    const char *status = !share.is_there               ? "absent"
                         : rank->is_threaded           ? "threaded"
                         : rank->state == RECORD_ENDED ? "ended"
                                                       : "running";
    return json_pack("{s:i,s:s,s:f,s:f,s:f,s:I,s:I,s:I,s:o}", "rank", r,
        "status", status, "seconds", share.seconds, "mpi_seconds", share.mpi_s,
        "waiting_seconds", share.waiting_s, "sent_bytes",
        (json_int_t)share.sent_bytes, "messages", (json_int_t)share.n_messages,
        "calls", (json_int_t)share.n_calls, "partners",
        partners_json(traffic, r));
}

static json_t *calls_json(const struct traffic *traffic)
{
    struct sum sums[RECORD_N_FUNCTIONS];
    json_t *list = json_array();
    const size_t n = add_up(traffic, sums);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(
            list, json_pack("{s:s,s:I,s:o,s:o}", "name",
                      mpi_function_name(sums[i].function), "calls",
                      (json_int_t)sums[i].total.n, "seconds",
                      seconds(sums[i].total.wall_ns), "waiting_seconds",
                      seconds(sums[i].total.waiting_ns)));
    return list;
}

json_t *traffic_json(const struct traffic *traffic)
{
    json_t *ranks = json_array(), *command = json_array(),
           *findings = json_array();
    for (int i = 0; traffic->command[i] != NULL; i++)
        json_array_append_new(command, any_text(traffic->command[i]));
    for (int r = 0; r < traffic->view.n_ranks; r++)
        json_array_append_new(ranks, rank_json(traffic, r));
    for (size_t i = 0; i < traffic->findings.n; i++)
        json_array_append_new(findings,
            json_pack("{s:s,s:s}", "name", traffic->findings.list[i].name,
                "evidence", traffic->findings.list[i].evidence));
    return json_pack("{s:s,s:o,s:f,s:b,s:i,s:i,s:i,s:o,s:o,s:o}", "parlab",
        PACKAGE_VERSION, "command", command, "seconds", traffic->seconds,
        "ended_by_parlab", traffic->is_ended, "exit_code", traffic->exit_code,
        "signal", traffic->signal, "n_ranks", (int)traffic->n_ranks, "ranks",
        ranks, "calls", calls_json(traffic), "findings", findings);
}
