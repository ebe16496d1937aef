/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_FAIL_H
#define PARLAB_BASE_FAIL_H

/** @file
 *  Expected failures carry their reason in a struct that the caller passes
 *  in. A function that can fail takes a `struct fail *` last and returns -1
 *  or NULL; the reason is one line without a newline and says what to do. */

/** The reason of a failure; empty while nothing failed. */
struct fail {
    char text[1024];
};

/** Set the reason.
 *  @return  -1 always, so that `return fail_set(fail, …)` reads well. */
int fail_set(struct fail *fail, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Set the reason, followed by ": " and the text of errno.
 *  @return  -1 always; errno is kept. */
int fail_errno(struct fail *fail, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** End the process with exit code 3: the grader is broken, no grade is
 *  written. Only for what no caller can repair (no memory left, a broken
 *  invariant between two of our own parts). */
void fail_grader(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/** Go on when errno says that something is not there, has ended, or is not
 *  for this user; else end the grader as fail_grader() does. What cannot be
 *  looked at for want of memory or descriptors must not pass for what is not
 *  there: a process that was not seen would not be stopped. errno is kept. */
void fail_unless_absent(const char *what);

#endif
