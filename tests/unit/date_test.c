/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "tests/unit/unit.h"

/* Points in time as texts, in a zone with summer time. */

static void test_date_when_good_then_is_that_moment(void)
{
    static const struct {
        const char *text;
        bool is_end;
        time_t when;
    } rows[] = {
        {"2026-03-14", false, 1773442800},
        {"2026-03-14", true, 1773442800 + 86399},
        {"2026-03-14 23:59", true, 1773442800 + 86340},
        {"2026-03-14T23:59:30", false, 1773442800 + 86370},
        {"2026-07-01 00:00", false, 1782856800},
        {"2026-07-01 00:00Z", false, 1782864000},
        {"2026-07-01 00:00:00.123456 Z", false, 1782864000},
        {"2018-07-01T14:22:32.365935-07:00", false, 1530480152},
        {"2018-07-01T14:22:32+0100", false, 1530451352},
        {"2028-02-29", false, 1835391600},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        time_t when = 0;
        const bool is_read = date_read(rows[i].text, rows[i].is_end, &when);
        CU_ASSERT(is_read && when == rows[i].when);
        if (!is_read || when != rows[i].when)
            printf("# %s: %lld\n", rows[i].text, (long long)when);
    }
}

static void test_date_when_there_is_no_such_day_then_is_refused(void)
{
    static const char *const rows[] = {"", "2026", "2026-13-01", "2026-02-29",
        "2026-06-31", "2026-00-10", "2026-03-14 24:00", "2026-03-14 12:60",
        "2026-03-14 12", "2026-03-14x", "14.03.2026", "26-03-14",
        "2026-03-14 12:00 +99:00", "2026-03-14 12:00 Zz", "2026-03-14 ",
        "-026-03-14", "0001-01-01"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        time_t when;
        CU_ASSERT_FALSE(date_read(rows[i], true, &when));
        if (date_read(rows[i], true, &when))
            printf("# %s\n", rows[i]);
    }
}

static void test_clock_when_it_is_past_then_is_tomorrow(void)
{
    time_t now = 0, when = 0;
    char text[DATE_TEXT_MAX];
    date_read("2026-03-14 22:30", false, &now);
    CU_ASSERT_TRUE(date_read_clock("8:00", now, &when));
    CU_ASSERT_STRING_EQUAL(date_print(when, text), "2026-03-15 08:00");
    CU_ASSERT_TRUE(date_read_clock("23:15", now, &when));
    CU_ASSERT_STRING_EQUAL(date_print(when, text), "2026-03-14 23:15");
    CU_ASSERT_TRUE(date_read_clock("22:30", now, &when));
    CU_ASSERT_STRING_EQUAL(date_print(when, text), "2026-03-15 22:30");
    CU_ASSERT_FALSE(date_read_clock("25:00", now, &when));
    CU_ASSERT_FALSE(date_read_clock("8", now, &when));
    CU_ASSERT_FALSE(date_read_clock("8:00 Uhr", now, &when));
}

/* The clocks go forward in the night to the 29th of March 2026. */
static void test_clock_when_clocks_change_then_is_by_the_new_ones(void)
{
    time_t now = 0, when = 0;
    char text[DATE_TEXT_MAX];
    date_read("2026-03-28 22:00", false, &now);
    CU_ASSERT_TRUE(date_read_clock("08:00", now, &when));
    CU_ASSERT_STRING_EQUAL(date_print(when, text), "2026-03-29 08:00");
    CU_ASSERT_EQUAL(when - now, 9 * 3600);
}

static const struct unit_test tests[] = {
    {"date_when_good_then_is_that_moment",
        test_date_when_good_then_is_that_moment},
    {"date_when_there_is_no_such_day_then_is_refused",
        test_date_when_there_is_no_such_day_then_is_refused},
    {"clock_when_it_is_past_then_is_tomorrow",
        test_clock_when_it_is_past_then_is_tomorrow},
    {"clock_when_clocks_change_then_is_by_the_new_ones",
        test_clock_when_clocks_change_then_is_by_the_new_ones},
    {0},
};

int main(void)
{
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    return unit_main("date", tests);
}
