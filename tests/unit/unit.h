/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_UNIT_H
#define PARLAB_TESTS_UNIT_H

#include <CUnit/CUnit.h>

/** @file One CUnit program a module, its results printed as TAP. */

/** A test; an array of them ends with {0}. */
struct unit_test {
    const char *name;
    void (*run)(void);
};

/** Run all tests of a module. @return exit status for main(). */
int unit_main(const char *module, const struct unit_test tests[]);

/** Mark the running test as skipped; return from it afterwards. */
void unit_skip(const char *reason);

#endif
