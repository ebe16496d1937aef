/* SPDX-License-Identifier: MIT */
#include "grader/base/clock.h"
#include "grader/judge/job_private.h"
#include "grader/judge/mpi_record.h"

/* What the record of an MPI job says of a call, while it runs and afterwards.
 * All of it is what a candidate's processes have written: it can end a call
 * early that would have run out of its time, and it is shown. */

#define STILL_SECONDS 0.5 /* so long nothing has changed in a deadlock */
#define SOON_SECONDS 1.0 /* a timed call is left alone until then */

static struct mpi_view view_of(const struct job_turn *turn)
{
    return mpi_view_take(job_record(turn->job), job_ranks_of_call(turn));
}

static void keep_first(struct job_turn *turn, struct findings *findings)
{
    if (findings->n > 0 && turn->result.finding.name == NULL)
        turn->result.finding = findings->list[0];
    findings_free(findings);
}

void job_mpi_start(struct job_turn *turn)
{
    struct record *record = job_record(turn->job);
    if (record == NULL)
        return;
    record->n_ranks = (uint32_t)job_ranks_of_call(turn);
    record->is_synchronous = turn->is_synchronous;
    record->counts_work = !turn->job->is_timed &&
                          job_ranks_of_call(turn) > CPU_COUNT(&turn->job->cpus);
    turn->job->watch = (struct mpi_watch){0};
}

bool job_mpi_is_stuck(struct job_turn *turn, double since_s)
{
    struct job *job = turn->job;
    const double now_s = clock_now_s();
    struct findings findings = {0};
    if (job->record_bytes == 0 || job->debugger_pid != 0 ||
        (job->is_timed && now_s - since_s < SOON_SECONDS))
        return false;
    struct mpi_view view = view_of(turn);
    const uint64_t stuck =
        mpi_watch_look(&job->watch, &view, now_s, STILL_SECONDS);
    mpi_find_deadlock(&view, stuck, &findings);
    keep_first(turn, &findings);
    mpi_view_free(&view);
    return stuck != 0;
}

void job_mpi_after(struct job_turn *turn)
{
    struct findings findings = {0};
    if (turn->job->record_bytes == 0 || turn->job->is_timed)
        return;
    struct mpi_view view = view_of(turn);
    mpi_find_mismatch(&view, &findings);
    if (turn->result.outcome == JOB_DONE)
        mpi_find_unreceived(&view, &findings);
    keep_first(turn, &findings);
    turn->result.others_share =
        mpi_others_share(&view, turn->result.busiest_rank);
    turn->result.mpi_share = mpi_communication_share(&view);
    for (int r = 0; r < view.n_ranks; r++)
        turn->result.n_sends += view.ranks[r].totals[RECORD_Send].n +
                                view.ranks[r].totals[RECORD_Isend].n;
    mpi_view_free(&view);
}
