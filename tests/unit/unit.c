/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <stdio.h>

/* CUnit's basic mode prints for people; Automake counts TAP lines. A failed
 * assertion is shown as a diagnostic line below its test. */

static int n_done;
static const char *skipped;

void unit_skip(const char *reason)
{
    skipped = reason;
}

static void before(const CU_pTest test, const CU_pSuite suite)
{
    (void)test;
    (void)suite;
    skipped = NULL;
}

static void after(
    const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord first)
{
    (void)suite;
    printf("%sok %d - %s", first != NULL ? "not " : "", ++n_done, test->pName);
    printf(skipped != NULL ? " # SKIP %s\n" : "\n", skipped);
    for (CU_pFailureRecord f = first; f != NULL; f = f->pNext)
        printf("#   %s:%u: %s\n", f->strFileName, f->uiLineNumber,
            f->strCondition);
    fflush(stdout);
}

int unit_main(const char *module, const struct unit_test tests[])
{
    int n_tests = 0;
    while (tests[n_tests].name != NULL)
        n_tests++;
    printf("1..%d\n", n_tests);
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 99;
    CU_pSuite suite = CU_add_suite(module, NULL, NULL);
    for (int i = 0; suite != NULL && i < n_tests; i++)
        if (CU_add_test(suite, tests[i].name, tests[i].run) == NULL)
            return 99;
    CU_set_test_start_handler(before);
    CU_set_test_complete_handler(after);
    CU_run_all_tests();
    const unsigned failed = CU_get_number_of_tests_failed();
    CU_cleanup_registry();
    return failed == 0 && n_done == n_tests ? 0 : 1;
}
