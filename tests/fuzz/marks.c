/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/export.h"
#include "grader/similar/similar_private.h"
#include "tests/fuzz/fuzz.h"

/* Tables of other systems, verdicts of an autograder, and what sim_c writes;
 * the first byte says which. What is accepted is exported in every form, and
 * tables that were exported can be read back. */

static char basic[] = "basic", title[] = "Ask", name[] = "threads/gaussian",
            lab[] = "threads", stem[] = "gaussian", speedup[] = "speedup";
static struct group groups[] = {{basic, title, 60, true}};
static struct measure measures[] = {{.name = speedup, .points = 40}};
static const struct exercise exercise = {.name = name,
    .lab = lab,
    .stem = stem,
    .title = title,
    .groups = groups,
    .n_groups = 1,
    .measures = measures,
    .n_measures = 1};
static const struct policy_exercise counted = {
    .exercise = &exercise, .weight = 1};
static const struct policy_exercise *const all[] = {&counted};

/* Takes over @p text. */
static void expect_table(char *text)
{
    struct fail fail = {""};
    FUZZ_CLAIM(fuzz_is_harmless(text) || strchr(text, '\r') != NULL);
    struct roster *roster = roster_parse(text, "table", &fail);
    FUZZ_CLAIM(roster != NULL);
    for (size_t i = 0; i < roster->n_lines * roster->n_columns; i++)
        FUZZ_CLAIM(fuzz_is_harmless(roster->cells[i]) &&
                   (roster->cells[i][0] == '\0' ||
                       strchr("=+-@\t\r", roster->cells[i][0]) == NULL));
    roster_free(roster);
    free(text);
}

/* Takes over @p text. */
static void expect_harmless(char *text)
{
    FUZZ_CLAIM(fuzz_is_harmless(text));
    free(text);
}

static void export_all(const struct marks *marks, const struct roster *roster)
{
    expect_table(export_csv(marks));
    expect_table(export_moodle(marks, roster, EXPORT_USERNAME));
    expect_table(export_canvas(marks, roster));
    expect_harmless(export_gradescope(marks, 0));
    expect_harmless(export_autolab(marks, 0));
    expect_harmless(export_junit(marks));
}

static void try_roster(const char *text)
{
    struct fail fail = {""};
    static const char *const none[] = {NULL};
    struct roster *roster = roster_parse(text, "roster", &fail);
    if (roster == NULL) {
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
        return;
    }
    const size_t line = roster->n_lines - 1;
    FUZZ_CLAIM(roster_find(roster, "") == 0);
    struct marks *marks = export_verdicts(
        roster_cell(roster, line, roster->n_columns - 1), all, 1, none, &fail);
    FUZZ_CLAIM(marks != NULL);
    export_all(marks, roster);
    export_verdicts_free(marks);
    roster_free(roster);
}

static void try_verdict(const char *text)
{
    struct fail fail = {""};
    const char *const paths[] = {fuzz_file(text, strlen(text)), NULL};
    struct marks *marks = export_verdicts("ada", all, 1, paths, &fail);
    if (marks != NULL)
        export_all(marks, NULL);
    else
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
    export_verdicts_free(marks);
}

static void try_similar(const char *text)
{
    struct fail fail = {""};
    unsigned char percent[9] = {0};
    unsigned tokens[3] = {0};
    char a[] = "      ", b[] = "  ";
    struct similar_table table = {3, percent, tokens};
    const struct similar_text texts[] = {
        {"a", "int a;", 6, false}, {"b", "int b;", 6, false}};
    const struct similar_job job = {.texts = texts, .n_texts = 2};
    size_t n;
    if (similar_read(text, &table, &fail) == 0) {
        struct similar_pair *pairs = similar_rank(&job, &table, &n);
        for (size_t i = 0; i < n; i++)
            FUZZ_CLAIM(pairs[i].a_percent <= 100 && pairs[i].b_percent <= 100);
        free(pairs);
    }
    similar_mark(text, "t0.c", "t1.c", a, b);
    FUZZ_CLAIM(strlen(a) == 6 && strlen(b) == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fuzz from = {data, n_bytes};
    const uint8_t which = fuzz_byte(&from);
    char *text = mem_format("%.*s", (int)from.n, (const char *)from.at);
    if (which == 'r')
        try_roster(text);
    else if (which == 'v')
        try_verdict(text);
    else if (which == 's')
        try_similar(text);
    free(text);
    return 0;
}
