/* SPDX-License-Identifier: MIT */
#ifndef POOL_H
#define POOL_H

#include <stdatomic.h>
#include <stddef.h>

/** @file
 *  A pool of worker processes, in steps that build on each other.
 *
 *  Rules that hold for all of it:
 *  - A worker is a child process of the caller. It starts with a copy of all
 *    the caller's memory as of its fork; what it writes there, nobody else
 *    sees. Only memory of shared_new() (and any other shared mapping) is the
 *    same memory for all.
 *  - A worker ends without running the caller's exit handlers and without
 *    writing out the caller's buffered output.
 *  - A function that fails returns -1 or NULL, with the cause in errno.
 *  - What a function started, it has waited for when it returns; what
 *    pool_open() started, pool_close() waits for. No zombie, no descriptor
 *    and no named object is left. Other children of the caller are not
 *    waited for.
 *  - A signal that only interrupts a wait (EINTR) changes nothing: a program
 *    that is stopped and continued carries on.
 *  - No function may be called by two threads at once with the same pool. */

/* Step 1: fork and wait */

/** What fork_and_wait() runs in a worker.
 *  @param worker   number of the worker, 0 ... n_workers - 1
 *  @param context  the pointer that was given to fork_and_wait() */
typedef void worker_job(int worker, void *context);

/** Run a job in n_workers child processes at the same time, and wait until
 *  all have ended. Worker w calls job(w, context) and, when that returns,
 *  ends with exit status 0.
 *  @param n_workers  >= 0; with 0 nothing runs
 *  @param context    handed to the job as it is; may be NULL
 *  @return  0: every worker ended with exit status 0;
 *  @return  1 ... n_workers: so many workers ended with another status or by
 *           a signal, or could not be started;
 *  @return  -1, errno EINVAL: n_workers is negative;
 *  @return  -1, errno of fork(): not one worker could be started. */
int fork_and_wait(int n_workers, worker_job *job, void *context);

/* Step 2: results through shared memory */

/** Make memory that the caller and all children that it forks from now on
 *  share. It has no name that could be left behind.
 *  @param size_bytes  >= 1
 *  @return  new, size_bytes zeroed bytes, aligned to a memory page (release
 *           with shared_free());
 *  @return  NULL, errno EINVAL: size_bytes is 0;
 *  @return  NULL, errno ENOMEM: there is not so much. */
void *shared_new(size_t size_bytes);

/** Give shared memory back; a child that has it keeps it until it ends.
 *  @param memory      of shared_new(), or NULL: nothing happens
 *  @param size_bytes  as given to shared_new() */
void shared_free(void *memory, size_t size_bytes);

/* Step 3: a to-do counter */

/** The items 0 ... n_items - 1 that wait to be done, in shared memory. A new
 *  list has next = 0. */
struct todo {
    _Atomic size_t next; /**< first item that nobody has taken, <= n_items */
    size_t n_items;
};

/** Take the next items off the list. Any number of processes and threads may
 *  call this at once: every item is handed out exactly once, in rising
 *  order. Lock-free: nobody waits for a process that is stopped or dead.
 *  @param      chunk  items wanted, >= 1
 *  @param[out] first  number of the first item taken; unchanged when none is
 *  @return  items taken: first ... first + return value - 1; fewer than
 *           chunk only when no more are left;
 *  @return  0: the list is empty, now and at every later call. */
size_t todo_take(struct todo *todo, size_t chunk, size_t *first);

/* Step 4: the pool */

/** One task.
 *  @param      i        number of the task
 *  @param      context  the pointer that was given to pool_map()
 *  @param[out] result   result_bytes bytes, whatever is in them; aligned as
 *                       an item of an array of such results is. The task
 *                       fills them. */
typedef void pool_task(size_t i, const void *context, void *result);

/** Workers that wait for work. */
struct pool;

/** The largest result of one task. */
#define POOL_RESULT_BYTES_MAX ((size_t)16 << 20)

/** Fork the workers of a pool; they sleep until there is work.
 *  @param n_workers  >= 0; with 0 there are no processes, and the tasks run
 *                    in the caller (good for a debugger)
 *  @return  new pool (release with pool_close());
 *  @return  NULL, errno EINVAL: n_workers is negative;
 *  @return  NULL, errno of fork() or mmap(): nothing is left. */
struct pool *pool_open(int n_workers);

/** Run task(i, context, ...) once for every i from 0 to n_tasks - 1 in the
 *  workers of the pool, and wait, asleep, until all are done. Workers take
 *  chunks of tasks as they become free. A pool serves any number of maps of
 *  different shapes, one after the other.
 *  @param      task          a function of this program
 *  @param      context       the task finds there what the caller wrote
 *                            before pool_open(), or, in shared memory,
 *                            before pool_map(); may be NULL
 *  @param      n_tasks       >= 0; with 0 nothing runs
 *  @param      chunk         tasks that a worker takes at once; 0 lets the
 *                            pool choose
 *  @param      result_bytes  0 ... POOL_RESULT_BYTES_MAX; with 0 there are
 *                            no results
 *  @param[out] results       n_tasks x result_bytes, any memory of the
 *                            caller; the result of task i is at
 *                            i * result_bytes, whatever order the tasks
 *                            finished in; NULL when there are none
 *  @return  0: all tasks are done;
 *  @return  -1, errno EMSGSIZE: result_bytes is too large; nothing ran;
 *  @return  -1, errno ECHILD: a worker ended early (a task crashed, or
 *           called exit). No task runs any more, results are unspecified,
 *           and every later map of this pool fails in the same way. */
int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results);

/** End the workers, wait for them, and release the pool. All is released
 *  whatever the return value.
 *  @param pool  NULL: nothing happens
 *  @return  0: every worker served to the end;
 *  @return  -1, errno ECHILD: a worker had ended early. */
int pool_close(struct pool *pool);

#endif
