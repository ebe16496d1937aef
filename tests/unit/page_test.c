/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/drawing.h"
#include "grader/report/escape.h"
#include "grader/report/html.h"
#include "grader/report/page.h"
#include "grader/report/svg.h"
#include "tests/unit/unit.h"

/* Made-up results as Markdown and as pages. What comes from a submission is
 * tried out in every place where it may stand. */

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>",
    "a `b` ``c`` ```d``` e",
    "```\n</pre>\n<h1>out</h1>\n```\n````\n~~~\n",
    "](javascript:alert(1))",
    "[x](javascript:alert(1)) ![x](http://e.example/x.png)",
    "<http://e.example> &lt;b&gt; &#60;b&#62; \\<b>",
    "# head\n\n- item\n\n1. one\n\n> quote\n\n    code\n\n<b>bold</b>",
    "| a | b |\n| - | - |\n| c | d |",
    "**b** _c_ *d* ~~e~~ __f__ snake_case_name _",
    "---\n===\n***\n+ x\n",
    "\"quotes' & <svg onload=alert(1)>",
    "\033[31mred\xe2\x80\xae left \xff\xc0\xaf\xed\xa0\x80",
    "--> <!-- comment --> <![CDATA[x]]> <?php ?>",
};
enum { N_HOSTILE = sizeof hostile / sizeof *hostile };

/* A document with a text in every place where one may stand. */
static struct document *document_with(const char *text)
{
    struct document *document = document_new(text);
    document_heading(document, 2, "%s", text);
    document_words(document, "%s", text);
    document_item(document, "%s", text);
    document_code(document, text);
    document_table(document, text, "lr");
    document_cell(document, "%s", text);
    document_cell(document, "%s", text);
    document_link_cell(document, text, "file.html");
    document_cell(document, "1. %s", text);
    document_fold(document, text);
    document_words(document, "1. %s", text);
    document_fold_end(document);
    return document;
}

static char *page_with(const char *text)
{
    struct fail fail;
    struct document *document = document_with(text);
    char *page = html_page(document, &fail);
    document_free(document);
    return page;
}

/* The tags of a page, without the values of aria-label. @return new. */
static char *tags_of(const char *page)
{
    char *tags;
    size_t size;
    FILE *to = mem_stream(&tags, &size);
    bool is_tag = false;
    for (const char *p = page; *p != '\0'; p++) {
        static const char label[] = "aria-label=\"";
        if (is_tag && strncmp(p, label, sizeof label - 1) == 0) {
            p += sizeof label - 1;
            p += strcspn(p, "\"");
        }
        is_tag = is_tag || *p == '<';
        if (is_tag)
            fputc(*p, to);
        is_tag = is_tag && *p != '>';
    }
    fclose(to);
    return tags;
}

static void test_page_when_text_is_hostile_then_has_the_same_tags(void)
{
    char *plain = page_with("x"), *plain_tags = tags_of(plain);
    char *long_line = mem_new(200001, 1);
    memset(long_line, '[', 200000);
    for (int i = 0; i <= N_HOSTILE; i++) {
        char *page = page_with(i < N_HOSTILE ? hostile[i] : long_line);
        char *tags = tags_of(page);
        CU_ASSERT_STRING_EQUAL(tags, plain_tags);
        free(tags);
        free(page);
    }
    free(long_line);
    free(plain_tags);
    free(plain);
}

static char *escaped(void (*escape)(FILE *, const char *), const char *text)
{
    char *out;
    size_t size;
    FILE *to = mem_stream(&out, &size);
    escape(to, text);
    fclose(to);
    return out;
}

/* libcmark leaves them as they are; readers see the same. */
static void restore_apostrophes(char *html)
{
    static const char code[] = "&#39;";
    char *to = html;
    for (const char *from = html; *from != '\0'; to++) {
        const bool is_code = text_starts(from, code);
        *to = is_code ? '\'' : *from;
        from += is_code ? sizeof code - 1 : 1;
    }
    *to = '\0';
}

static void test_page_when_text_is_hostile_then_shows_it_whole(void)
{
    for (int i = 0; i < N_HOSTILE; i++) {
        char *safe = text_safe(hostile[i], strlen(hostile[i]), 1000);
        size_t n = strlen(safe);
        while (n > 0 && safe[n - 1] == '\n')
            safe[--n] = '\0';
        char *shown = escaped(escape_html, safe);
        char *page = page_with(hostile[i]);
        restore_apostrophes(shown);
        CU_ASSERT_PTR_NOT_NULL(strstr(page, shown));
        free(page);
        free(shown);
        free(safe);
    }
}

static void test_markdown_when_text_could_be_markup_then_has_backslashes(void)
{
    static const struct {
        const char *text, *markdown;
    } rows[] = {
        {"plain words, 1.73x (1.71 to 1.75)",
            "plain words, 1.73x (1.71 to 1.75)"},
        {"snake_case stays", "snake_case stays"},
        {"_x_", "\\_x\\_"},
        {"a*b", "a\\*b"},
        {"1. no list", "1\\. no list"},
        {"1.5 is none", "1.5 is none"},
        {"12) neither", "12\\) neither"},
        {"- x", "\\- x"},
        {"# x", "\\# x"},
        {"a | b", "a \\| b"},
        {"<b>&amp;", "\\<b\\>\\&amp;"},
        {"[a](b)", "\\[a\\](b)"},
        {"see http://e.example", "see http:\\//e.example"},
        {"www.e.example", "www\\.e.example"},
        {"two\nlines", "two lines"},
        {"    four spaces", "four spaces"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *markdown = escaped(escape_markdown, rows[i].text);
        CU_ASSERT_STRING_EQUAL(markdown, rows[i].markdown);
        free(markdown);
    }
}

static void test_code_when_text_has_fences_then_fence_is_longer(void)
{
    char *code = escaped(escape_code, "a\n`````\nb\n");
    CU_ASSERT_STRING_EQUAL(code, "``````\na\n`````\nb\n``````\n");
    free(code);
}

static char name[] = "lab/one", lab[] = "lab", stem[] = "one",
            title[] = "The first one", group_name[] = "values",
            speedup[] = "speedup";
static struct group groups[] = {{group_name, group_name, 60, true}};
static struct measure measures[] = {
    {.name = speedup, .points = 40, .full_gain_percent = 90}};
static const struct exercise exercise = {.name = name,
    .lab = lab,
    .stem = stem,
    .title = title,
    .groups = groups,
    .n_groups = 1,
    .measures = measures,
    .n_measures = 1};
static const struct result_about about = {.seed = 7, .time = 1700000000};

enum { N_SAMPLES = 40 };

/* Forty runs, of which every fourth was disturbed, by each cause in turn. */
static struct sample *make_samples(void)
{
    struct sample *samples = mem_new(N_SAMPLES, sizeof *samples);
    for (int i = 0; i < N_SAMPLES; i++) {
        struct sample *s = &samples[i];
        s->at_s = 0.1 * i;
        s->runners = i / 10;
        strcpy(s->order, "bck");
        s->speedup = 1.7 + 0.002 * (i % 5);
        s->attainable = 1.93;
        s->baseline = (struct part){.seconds = 0.03, .cpu_s = 0.03};
        s->candidate = (struct part){0.0175, 0.0345, 0.0001, 1.9, 12, 3};
        for (int k = 0; k < 2; k++)
            s->copies[k] = (struct part){.seconds = 0.0155, .cpu_s = 0.0155};
        if (i % 4 == 3) {
            s->flaw = (enum flaw)(1 + i / 4 % (N_FLAWS - 1));
            s->speedup = 0.5;
        }
    }
    return samples;
}

static struct result make_result(enum measure_status status)
{
    struct result result = {.exercise = &exercise,
        .has_points = true,
        .has_speed = true,
        .official_workers = 4,
        .correct = {60, 0, 60},
        .repeat = mem_text("parlab check lab/one --seed 7"),
        .measures = mem_new(1, sizeof *result.measures)};
    struct measure_result *one = &result.measures[0];
    one->measure = &measures[0];
    one->measurement = (struct measurement){.status = status,
        .why = "busy",
        .n_workers = 2,
        .speedup = 1.73,
        .attainable = 1.93,
        .gain = 0.785,
        .speedup_interval = {1.71, 1.75},
        .gain_interval = {0.763, 0.806},
        .n_clean = 30,
        .n_discarded = 10,
        .samples = make_samples(),
        .n_samples = N_SAMPLES};
    one->points = (struct points){.points = status == MEASURE_MEASURED ? 35 : 0,
        .open = status == MEASURE_NOT_MEASURED ? 40 : 0,
        .max = 40};
    return result;
}

static void add_case(struct result *result, const char *message)
{
    struct correctness *correctness = &result->correctness;
    correctness->cases = mem_new(1, sizeof *correctness->cases);
    correctness->cases[0] = (struct case_result){.number = 1,
        .group = &groups[0],
        .name = mem_text("a case"),
        .cause = message == NULL ? CASE_PASSED : CASE_WRONG,
        .message = mem_text(message)};
    correctness->n_cases = 1;
}

static char *markdown_of(const struct result *result)
{
    struct document *document = page_of_result(result, &about);
    char *markdown = document_markdown(document);
    document_free(document);
    return markdown;
}

static void expect_words(const char *text, const char *const words[])
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(text, words[i]) == NULL)
            printf("# \"%s\" is missing\n", words[i]);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, words[i]));
    }
}

static void test_markdown_when_measured_then_says_all_that_is_known(void)
{
    struct result result = make_result(MEASURE_MEASURED);
    add_case(&result, NULL);
    findings_add(&result.diagnoses, "not-parallel", "on average 1.00 workers");
    result_flag(&result, mem_text("graded without a sandbox"));
    result.message = mem_text("one.c:3: warning: unused");
    static const char *const words[] = {"# lab/one: 95 of 100\n",
        "| Right  | 60 of 60 | 1 of 1 case ",
        "| Faster | 35 of 40 | 1.73x (1.71 to 1.75), full points from 1.84x |",
        "1.0x ├──────────────────●─────┤ 1.93x: 2 serial copies side by side",
        "| 35 of 40 (±1) ", "| 30 counted, 10 discarded ",
        "2; the course grades on 4", "\n10 of 40 runs do not count",
        "- in 2 other programs ran on the cores\n", "| Cores used on average ",
        "|           1.00 |         1.97 |",
        "- not-parallel: on average 1.00 workers. ",
        "- graded without a sandbox\n", "```\none.c:3: warning: unused\n```",
        "```\nparlab grade lab/one --seed 7\n```", "## All runs: speedup\n",
        "| Run | At (s) | Set | Order |", "|  40 |   3.90 |   4 | bck ", NULL};
    char *markdown = markdown_of(&result);
    expect_words(markdown, words);
    free(markdown);
    result_clear(&result);
}

static void test_markdown_when_not_measured_then_says_why(void)
{
    struct result result = make_result(MEASURE_NOT_MEASURED);
    add_case(&result, "expected   1\ngot        2");
    static const char *const words[] = {"# lab/one: 60 of 100, 40 open\n",
        "|  40 open | not measured", "so the points stay open: busy.",
        "### Case 1 failed: values, a case\n",
        "```\nexpected   1\ngot        2\n```",
        "```\nparlab check lab/one --seed 7 --case 1\n```", NULL};
    char *markdown = markdown_of(&result);
    expect_words(markdown, words);
    CU_ASSERT_PTR_NULL(strstr(markdown, "1.73x"));
    free(markdown);
    result_clear(&result);
}

static void test_markdown_when_rejected_then_shows_the_reason(void)
{
    struct result result = {.exercise = &exercise,
        .candidate = CANDIDATE_FILE,
        .has_points = true,
        .is_rejected = true,
        .correct = {0, 0, 60},
        .message = mem_text("one.c:3: error: ```<b>")};
    static const char *const words[] = {"# lab/one: 0 of 60\n",
        "Graded: a file.", "````\none.c:3: error: ```<b>\n````\n", NULL};
    char *markdown = markdown_of(&result);
    expect_words(markdown, words);
    free(markdown);
    result_clear(&result);
}

static void test_ruler_when_beyond_an_end_then_stands_at_it(void)
{
    static const struct {
        double speedup;
        const char *line;
    } rows[] = {
        {1.0, "1.0x |o-----------------------| 2.00x: 2 serial copies"},
        {0.2, "1.0x |o-----------------------| 2.00x: 2 serial copies"},
        {1.5, "1.0x |------------o-----------| 2.00x: 2 serial copies"},
        {2.0, "1.0x |-----------------------o| 2.00x: 2 serial copies"},
        {9.0, "1.0x |-----------------------o| 2.00x: 2 serial copies"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct measure_result one = {.measure = &measures[0],
            .measurement = {
                .n_workers = 2, .speedup = rows[i].speedup, .attainable = 2}};
        char *line = drawing_ruler_line(&one, false);
        CU_ASSERT(text_starts(line, rows[i].line));
        free(line);
    }
}

static void test_svg_when_rewritten_then_has_variables_and_prefixes(void)
{
    static const char drawn[] =
        "<g id=\"gnuplot_plot_1\" ><title>gnuplot_plot_1</title>\n"
        "<path id='gpPt1' stroke='rgb(  0, 114, 178)' color='white'/>"
        "<use xlink:href='#gpPt1' fill = 'rgb(1, 2, 3)' color=\"black\"/>"
        "<text>id='gpPt1' 'white' &lt; ></text></g></svg>";
    static const char expected[] =
        "<g id=\"p-gnuplot_plot_1\" >\n"
        "<path id='p-gpPt1' stroke='var(--picture-blue)' "
        "color='var(--picture-paper)'/>"
        "<use xlink:href='#p-gpPt1' fill = 'rgb(1, 2, 3)' "
        "color=\"var(--picture-ink)\"/>"
        "<text>id='gpPt1' 'white' &lt; ></text></g>";
    char *out;
    size_t size;
    FILE *to = mem_stream(&out, &size);
    svg_print_body(to, drawn, "p");
    fclose(to);
    CU_ASSERT_STRING_EQUAL(out, expected);
    free(out);
}

static bool has_gnuplot(void)
{
    char *path = file_find_program("gnuplot");
    free(path);
    if (path == NULL)
        unit_skip("there is no gnuplot");
    return path != NULL;
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, word)) != NULL; p++)
        n++;
    return n;
}

static void test_picture_when_text_is_hostile_then_is_text(void)
{
    struct fail fail = {""};
    if (!has_gnuplot())
        return;
    for (int i = 0; i < N_HOSTILE; i++) {
        char *text = mem_format("%s `touch /tmp/x` $x @y '", hostile[i]);
        char *label = picture_quote(text);
        char *script = mem_format("set label %s at 1,1\nplot x", label);
        const struct picture picture = {"p-1", text, text, 200, 100, script};
        char *svg = picture_draw(&picture, &fail);
        CU_ASSERT_PTR_NOT_NULL(svg);
        CU_ASSERT_PTR_NULL(strstr(svg != NULL ? svg : "", "<script"));
        CU_ASSERT_PTR_NULL(strstr(svg != NULL ? svg : "", "<svg onload"));
        CU_ASSERT_EQUAL(count(svg != NULL ? svg : "", "<svg "), 2);
        CU_ASSERT_EQUAL(count(svg != NULL ? svg : "", "`touch /tmp/x` $x @y"),
            6); /* label, title and description, in both forms */
        free(svg);
        free(script);
        free(label);
        free(text);
    }
}

static void test_picture_when_script_is_wrong_then_says_so(void)
{
    struct fail fail = {""};
    const struct picture picture = {"p", "t", "d", 100, 100, "plot nonsense"};
    if (!has_gnuplot())
        return;
    CU_ASSERT_PTR_NULL(picture_draw(&picture, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "nonsense"));
}

/* Draw a page's pictures, and expect them all, with ids of their own. */
static void expect_pictures(struct document *document, size_t n_pictures)
{
    struct fail fail;
    char *page = html_page(document, &fail);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    CU_ASSERT_EQUAL(count(page, "<svg "), 2 * n_pictures);
    for (char *p = page; (p = strstr(p, " id=")) != NULL; p++) {
        const char quote[2] = {p[4], '\0'};
        char *id = mem_format("%.*s", (int)strcspn(p + 5, quote) + 6, p);
        char *other = mem_text(id);
        other[4] = other[strlen(other) - 1] = quote[0] == '"' ? '\'' : '"';
        CU_ASSERT_EQUAL(count(page, id) + count(page, other), 1);
        free(other);
        free(id);
    }
    free(page);
}

static void test_page_when_measured_then_has_its_pictures(void)
{
    if (!has_gnuplot())
        return;
    for (int beyond = 0; beyond < 3; beyond++) {
        struct result result = make_result(MEASURE_MEASURED);
        struct measurement *m = &result.measures[0].measurement;
        if (beyond > 0) {
            m->speedup = beyond == 1 ? 0.2 : 7;
            m->speedup_interval.low = m->speedup - 0.1;
            m->speedup_interval.high = m->speedup + 0.1;
        }
        struct document *document = page_of_result(&result, &about);
        expect_pictures(document, 2);
        document_free(document);
        result_clear(&result);
    }
}

/* Where a text of a picture stands from the left; as gnuplot writes it. */
static double left_of(const char *page, const char *text)
{
    static const char before[] = "translate(";
    const char *at = strstr(page, text), *place = NULL;
    for (const char *p = page;
         at != NULL && (p = strstr(p, before)) != NULL && p < at; p++)
        place = p + sizeof before - 1;
    return place != NULL ? strtod(place, NULL) : -1;
}

static void test_page_when_all_sorts_of_runs_are_there_then_names_each(void)
{
    struct fail fail;
    static const char *const lines[] = {"<text>1.73x, between 1.71 and 1.75",
        "<text>1.93x: 2 serial copies side by side", "<text>30: counted",
        "<text>2: other programs ran", "<text>2: the host took",
        "<text>2: some cores were slower", "<text>2: the cores could not",
        "<text>2: the machine was in another", "<text>a tick at the top",
        "<text>a mark on the edge"};
    if (!has_gnuplot())
        return;
    struct result result = make_result(MEASURE_MEASURED);
    struct document *document = document_new("t");
    drawing_runs(document, &result.measures[0], 0);
    char *page = html_page(document, &fail);
    const char *narrow = strstr(page, "<svg class=\"picture narrow\"");
    CU_ASSERT_PTR_NOT_NULL_FATAL(narrow);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        CU_ASSERT(left_of(page, lines[i]) > 0);
        CU_ASSERT_EQUAL(left_of(page, lines[i]), left_of(page, lines[0]));
        CU_ASSERT(left_of(narrow, lines[i]) > 0);
        CU_ASSERT_EQUAL(left_of(narrow, lines[i]), left_of(narrow, lines[0]));
    }
    free(page);
    document_free(document);
    result_clear(&result);
}

static void test_page_when_no_run_counts_then_still_has_a_picture(void)
{
    struct result result = make_result(MEASURE_NOT_MEASURED);
    struct measurement *m = &result.measures[0].measurement;
    if (!has_gnuplot())
        return;
    for (int i = 0; i < N_SAMPLES; i++)
        m->samples[i].flaw = FLAW_BUSY;
    m->n_discarded = N_SAMPLES;
    m->n_clean = 0;
    struct document *document = page_of_result(&result, &about);
    expect_pictures(document, 1);
    document_free(document);
    result_clear(&result);
}

static void test_page_when_there_is_a_timeline_then_has_a_row_a_worker(void)
{
    static const int sizes[] = {1, 7, 2000};
    if (!has_gnuplot())
        return;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        struct document *document = document_new("t");
        struct timeline timeline = {.n_bars = (size_t)sizes[k]};
        timeline.bars = mem_new(timeline.n_bars, sizeof *timeline.bars);
        for (int i = 0; i < sizes[k]; i++)
            timeline.bars[i] =
                (struct timeline_bar){i % 3, i, 0.01 * i, 0.01 * i + 0.02};
        page_add_timeline(document, &timeline);
        char *markdown = document_markdown(document);
        CU_ASSERT_EQUAL(
            count(markdown, "\n|      "), sizes[k] > 3 ? 3 : (size_t)sizes[k]);
        expect_pictures(document, 1);
        free(markdown);
        timeline_free(&timeline);
        document_free(document);
    }
}

static void test_page_when_there_is_no_gnuplot_then_is_whole(void)
{
    struct result result = make_result(MEASURE_MEASURED);
    struct document *document = page_of_result(&result, &about);
    char *path = mem_text(getenv("PATH"));
    struct fail fail;
    setenv("PATH", "/nowhere", 1);
    char *page = html_page(document, &fail);
    if (path != NULL)
        setenv("PATH", path, 1);
    static const char *const words[] = {"<h1>lab/one: 95 of 100</h1>",
        "1.0x ├──────────────────●─────┤ 1.93x", "gnuplot is not installed",
        "</html>\n", NULL};
    expect_words(page, words);
    CU_ASSERT_EQUAL(count(page, "<svg "), 0);
    free(page);
    free(path);
    document_free(document);
    result_clear(&result);
}

int main(void)
{
#define TEST(name)                                                             \
    {                                                                          \
#name, name                                                            \
    }
    static const struct unit_test tests[] = {
        TEST(test_page_when_text_is_hostile_then_has_the_same_tags),
        TEST(test_page_when_text_is_hostile_then_shows_it_whole),
        TEST(test_markdown_when_text_could_be_markup_then_has_backslashes),
        TEST(test_code_when_text_has_fences_then_fence_is_longer),
        TEST(test_markdown_when_measured_then_says_all_that_is_known),
        TEST(test_markdown_when_not_measured_then_says_why),
        TEST(test_markdown_when_rejected_then_shows_the_reason),
        TEST(test_ruler_when_beyond_an_end_then_stands_at_it),
        TEST(test_svg_when_rewritten_then_has_variables_and_prefixes),
        TEST(test_picture_when_text_is_hostile_then_is_text),
        TEST(test_picture_when_script_is_wrong_then_says_so),
        TEST(test_page_when_measured_then_has_its_pictures),
        TEST(test_page_when_all_sorts_of_runs_are_there_then_names_each),
        TEST(test_page_when_no_run_counts_then_still_has_a_picture),
        TEST(test_page_when_there_is_a_timeline_then_has_a_row_a_worker),
        TEST(test_page_when_there_is_no_gnuplot_then_is_whole),
        {0},
    };
    return unit_main("page", tests);
}
