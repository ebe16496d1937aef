/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/report/html.h"
#include "grader/site/questions.h"
#include "grader/site/site_private.h"
#include "tests/unit/made_class.h"
#include "tests/unit/unit.h"

/* A made-up class as a site: names of all sorts, questions, feedback, and
 * nothing of anybody where it should not be. */

static const char *const names[] = {"Anna O'Brien", "J\303\266rg M\303\274ller",
    "\331\205\330\255\331\205\330\257", "../../etc/passwd",
    "<script>alert(1)</script>", "a/b", "a b", "A B", "con", " ", "\"quoted\"",
    "=cmd()", "Bea Becker",
    "A name that is longer than any name of a file should be, and then more",
    "\xff\xfe", NULL};
enum { N_NAMES = sizeof names / sizeof *names - 1, N_EXERCISES = 4 };

static char *names_array[N_NAMES + 1];

static struct site_names name_them(size_t n, const char *key)
{
    struct fail fail = {""};
    struct site_names made;
    for (size_t i = 0; i < N_NAMES; i++)
        names_array[i] = (char *)names[i];
    CU_ASSERT_EQUAL(site_names_make(names_array, n, key, &made, &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    return made;
}

static void test_names_when_of_any_sort_then_files_are_safe_and_differ(void)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                               "UVWXYZ0123456789_-";
    struct site_names made = name_them(N_NAMES, NULL);
    for (size_t i = 0; i < made.n; i++) {
        const char *file = made.names[i].file;
        CU_ASSERT(file[0] != '\0' && file[0] != '-');
        CU_ASSERT_EQUAL(strspn(file, safe), strlen(file));
        CU_ASSERT(strlen(file) < 60);
        for (size_t k = 0; k < i; k++)
            CU_ASSERT_NOT_EQUAL(strcasecmp(file, made.names[k].file), 0);
    }
    CU_ASSERT_STRING_EQUAL(made.names[0].file, "Anna-O-Brien");
    CU_ASSERT_STRING_EQUAL(made.names[1].file, "Jorg-Muller");
    CU_ASSERT_STRING_EQUAL(made.names[1].shown, names[1]);
    CU_ASSERT_STRING_NOT_EQUAL(made.names[8].file, "con");
    site_names_clear(&made);
}

static void test_names_when_one_takes_anothers_hash_then_still_differ(void)
{
    struct fail fail = {""};
    struct site_names made = name_them(N_NAMES, NULL);
    char slash[] = "a/b", space[] = "a b";
    char *students[] = {slash, space, made.names[5].file, made.names[6].file};
    struct site_names again;
    CU_ASSERT_EQUAL(site_names_make(students, 4, NULL, &again, &fail), 0);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < i; k++)
            CU_ASSERT_NOT_EQUAL(
                strcasecmp(again.names[i].file, again.names[k].file), 0);
    site_names_clear(&again);
    site_names_clear(&made);
}

static void test_pseudonyms_when_students_are_added_then_stay(void)
{
    struct site_names few = name_them(5, "key"),
                      all = name_them(N_NAMES, "key");
    struct site_names other = name_them(N_NAMES, "another key");
    for (size_t i = 0; i < few.n; i++) {
        CU_ASSERT_STRING_EQUAL(few.names[i].shown, all.names[i].shown);
        CU_ASSERT_STRING_NOT_EQUAL(few.names[i].shown, other.names[i].shown);
    }
    for (size_t i = 1; i < all.n; i++)
        CU_ASSERT(strcmp(all.names[all.order[i - 1]].shown,
                      all.names[all.order[i]].shown) < 0);
    site_names_clear(&few);
    site_names_clear(&all);
    site_names_clear(&other);
}

static void test_hiding_when_texts_have_names_then_they_go(void)
{
    static const struct {
        const char *text;
        bool is_changed;
    } rows[] = {
        {"error in /home/Anna O'Brien/x.c", true},
        {"anna o'brien", true},
        {"// by Brien, 2025", true}, /* a part of the own name */
        {"a b c", true}, /* somebody's whole name */
        {"A B", true},
        {"o'brien", true}, /* again a part */
        {"BEA BECKER said so", true}, /* somebody else */
        {"Becker's lemma", false}, /* a part of another's: may be a word */
        {"O'Brienesque", false},
        {"Annabel", false},
        {"case 4, run 5 times", false},
    };
    struct site_names made = name_them(N_NAMES, "key");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *json = json_pack(
            "{s:s, s:[s]}", "name", rows[i].text, "texts", rows[i].text);
        json_t *hidden = site_names_hide(&made, 0, json);
        const char *text = json_string_value(
            json_array_get(json_object_get(hidden, "texts"), 0));
        CU_ASSERT_EQUAL(strcmp(text, rows[i].text) != 0, rows[i].is_changed);
        CU_ASSERT_STRING_EQUAL(
            json_string_value(json_object_get(hidden, "name")), rows[i].text);
        json_decref(hidden);
        json_decref(json);
    }
    site_names_clear(&made);
}

static void test_others_when_a_text_is_about_them_then_is_seen(void)
{
    struct site_names made = name_them(N_NAMES, NULL);
    CU_ASSERT(site_names_other(&made, 0,
        "copied from Bea"
        " Becker"));
    CU_ASSERT(site_names_other(&made, 0, "the same as Becker's"));
    CU_ASSERT_FALSE(site_names_other(&made, 12, "explained by Bea Becker"));
    CU_ASSERT_FALSE(site_names_other(&made, 0, "explained at the blackboard"));
    site_names_clear(&made);
}

/* The verdicts of one student. */
static struct verdict **read_verdicts(
    const struct made_class *class, size_t student)
{
    const struct marks *marks = &class->marks;
    struct verdict **verdicts =
        mem_new(marks->n_exercises + 1, sizeof *verdicts);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark =
            &marks->marks[student * marks->n_exercises + k];
        if (mark->verdict != NULL)
            verdicts[k] = verdict_read(mark->verdict, mark->exercise->exercise);
    }
    return verdicts;
}

static void free_verdicts(struct verdict **verdicts, size_t n)
{
    for (size_t k = 0; k < n; k++)
        verdict_free(verdicts[k]);
    free(verdicts);
}

static size_t ask(
    const struct made_class *class, size_t student, struct question questions[])
{
    struct verdict **verdicts = read_verdicts(class, student);
    const size_t n = questions_of((const struct verdict *const *)verdicts,
        class->marks.n_exercises, questions);
    for (size_t i = 0; i < n; i++) /* they point into what is freed now */
        questions[i].exercise = NULL;
    free_verdicts(verdicts, class->marks.n_exercises);
    return n;
}

static void test_questions_when_class_is_large_then_have_numbers(void)
{
    struct made_class *class = made_class_new(NULL, 40, 6);
    for (size_t i = 0; i < 40; i++) {
        struct question first[QUESTIONS_MAX], again[QUESTIONS_MAX];
        const size_t n = ask(class, i, first);
        CU_ASSERT_EQUAL(n, QUESTIONS_MAX);
        CU_ASSERT_EQUAL(ask(class, i, again), n);
        for (size_t k = 0; k < n; k++) {
            const char *text = first[k].text;
            CU_ASSERT(text[strcspn(text, "0123456789")] != '\0');
            CU_ASSERT_EQUAL(text[strlen(text) - 1], '?');
            CU_ASSERT_STRING_EQUAL(text, again[k].text);
            for (size_t j = 0; j < k; j++)
                CU_ASSERT_STRING_NOT_EQUAL(text, first[j].text);
        }
        for (size_t k = 0; k < n; k++) {
            free(first[k].text);
            free(again[k].text);
        }
    }
    made_class_free(class);
}

static void test_questions_when_of_one_sort_then_cite_its_evidence(void)
{
    static const struct {
        enum made_sort sort;
        size_t n;
        const char *first; /* what the first one cites */
    } rows[] = {
        {MADE_MISSING, 0, NULL},
        {MADE_WAITING, 0, NULL},
        {MADE_REJECTED, 1, "gaussian.c:14:5: error"},
        {MADE_CHECKED, 1, "All 14 cases"},
        {MADE_OPEN, 3, "idle for 23 % of the time"},
        {MADE_SERIAL, 3, "1.00 workers"},
        {MADE_WRONG, 3, "gave 4 different answers"},
        {MADE_IMBALANCE, 3, "76 % of the work"},
        {MADE_GOOD, 3, "idle for 23 % of the time"},
        {MADE_FULL, 3, "idle for 9 % of the time"},
    };
    struct made_class *class = made_class_new(NULL, 1, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct question questions[QUESTIONS_MAX];
        made_class_set(
            class, 0, 0, rows[i].sort, rows[i].sort == MADE_FULL ? 0.97 : 0.65);
        json_object_set_new(
            class->marks.marks[0].verdict, "guess", json_null());
        const size_t n = ask(class, 0, questions);
        CU_ASSERT_EQUAL(n, rows[i].n);
        if (n > 0)
            CU_ASSERT_PTR_NOT_NULL(strstr(questions[0].text, rows[i].first));
        for (size_t k = 0; k < n; k++)
            free(questions[k].text);
    }
    made_class_free(class);
}

/* --- a site on disk */

static struct made_class *class;
static char *home, *folder, *mapping;

/* Drawing takes most of the time, and only one test looks at pictures. */
static void hide_gnuplot(void)
{
    char *programs = mem_format("%s/bin", home);
    char *link = mem_format("%s/sha256sum", programs);
    char *program = file_find_program("sha256sum");
    struct fail fail;
    CU_ASSERT_EQUAL(file_make_folder(programs, &fail), 0);
    CU_ASSERT_EQUAL(symlink(program, link), 0);
    setenv("PATH", programs, 1);
    free(program);
    free(link);
    free(programs);
}

static char *path_before;

static void make_class(void)
{
    path_before = mem_text(getenv("PATH"));
    struct fail fail;
    home = file_temp_folder(&fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(home);
    folder = mem_format("%s/site", home);
    mapping = mem_format("%s/who.csv", home);
    class = made_class_new(names, N_NAMES, N_EXERCISES);
    hide_gnuplot();
}

static void free_class(void)
{
    setenv("PATH", path_before, 1);
    free(path_before);
    file_remove_folder(home);
    made_class_free(class);
    free(mapping);
    free(folder);
    free(home);
}

static struct fail no_pictures;

static int write_site(const char *key, struct fail *fail)
{
    const struct site_setup setup = {.marks = &class->marks,
        .policy = &class->policy,
        .explanations = PARLAB_SOURCE_ROOT "/docs/diagnoses",
        .key = key,
        .names = mapping,
        .now = 2000,
        .folder = folder};
    fail->text[0] = '\0';
    return site_write(&setup, &no_pictures, fail);
}

static char *read_text(const char *path)
{
    struct fail fail;
    char *text = file_read(path, 64 << 20, NULL, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static char *read_page(const char *name)
{
    char *path = mem_format("%s/%s", folder, name);
    char *text = read_text(path);
    free(path);
    return text;
}

static void expect_in(const char *name, const char *const texts[])
{
    char *page = read_page(name);
    for (size_t i = 0; texts[i] != NULL; i++) {
        const char *found = strstr(page, texts[i]);
        CU_ASSERT_PTR_NOT_NULL(found);
        if (found == NULL)
            printf("# %s lacks \"%s\"\n", name, texts[i]);
    }
    free(page);
}

static void test_site_when_written_then_index_has_it_all(void)
{
    struct fail fail;
    static const char *const wanted[] = {"The class: 15 students, 4 exercises",
        "<h2>Points</h2>", "<h2>Speedups</h2>", "<h2>Guesses</h2>",
        "What to explain in the next lecture",
        "<a href=\"explain/load-imbalance.html\">load-imbalance</a>",
        "<h2>Open points</h2>", "in 4 of 24 runs other programs ran",
        "Points set by the instructor", "shown at the blackboard",
        "the grader gave", "<a href=\"students/Jorg-Muller.html\">",
        "<a href=\"feedback/Jorg-Muller/threads-gaussian.html\">",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "55!", "60+40?", NULL};
    make_class();
    made_class_set(class, 3, 0, MADE_OPEN, 0.5);
    made_class_override(class, 0, 0, 55, "shown at the blackboard");
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    expect_in("index.html", wanted);
    struct stat status;
    CU_ASSERT_EQUAL(stat(folder, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 077, 0);
    free_class();
}

static void test_site_when_written_then_student_has_marks_and_questions(void)
{
    struct fail fail;
    static const char *const wanted[] = {"<h1>Anna O'Brien</h1>",
        "Questions for an oral exam", "threads/gaussian: 91 of 100",
        "../explain/race.html", "This runs it again",
        "parlab check threads/schedule --seed 7 --case 4",
        "set by the instructor, the grader gave 84: see Bea Becker",
        "&lt;b&gt;486231&lt;/b&gt;", "../feedback/Anna-O-Brien/", NULL};
    make_class();
    made_class_set(class, 0, 0, MADE_GOOD, 0.7);
    made_class_set(class, 0, 1, MADE_WRONG, 0);
    made_class_set(class, 0, 2, MADE_GOOD, 0.55);
    made_class_override(class, 0, 2, 10, "see Bea Becker");
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    expect_in("students/Anna-O-Brien.html", wanted);
    free_class();
}

/* What a walk through a folder looks for. */
static struct hunt {
    const char *const *texts;
    size_t n_files, n_found;
    bool is_in_names; /* of files */
} hunt;

static int look(
    const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    if (type != FTW_F || path[ftw->base] == '.')
        return 0;
    char *text = read_text(path);
    hunt.n_files++;
    for (size_t i = 0; hunt.texts[i] != NULL; i++) {
        const bool is_found = strstr(text, hunt.texts[i]) != NULL ||
                              (hunt.is_in_names && strstr(path + strlen(home),
                                                       hunt.texts[i]) != NULL);
        hunt.n_found += is_found;
    }
    free(text);
    return 0;
}

/* @return in how many files one of the texts is. */
static size_t find_in(
    const char *below, const char *const texts[], bool is_in_names)
{
    char *path = mem_format("%s/%s", folder, below);
    hunt = (struct hunt){.texts = texts, .is_in_names = is_in_names};
    CU_ASSERT_EQUAL(nftw(path, look, 16, FTW_PHYS), 0);
    free(path);
    CU_ASSERT(hunt.n_files > 0);
    return hunt.n_found;
}

static void test_site_when_names_are_hostile_then_no_page_has_markup(void)
{
    static const char *const markup[] = {
        "<script", "<img", "javascript:", "onerror=", NULL};
    struct fail fail;
    make_class();
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_EQUAL(find_in("students", markup, false), 0);
    static const char *const outside[] = {
        "src=\"", "http-equiv=\"refresh", NULL};
    CU_ASSERT_EQUAL(find_in("", outside, false), 0);
    free_class();
}

static void test_feedback_when_written_then_names_nobody_else(void)
{
    static const char *const others[] = {"J\303\266rg", "Bea", "Becker",
        "passwd", "quoted", "index.html", "oral exam", NULL};
    static const char *const wanted[] = {"# threads/gaussian: 10 of 100",
        "Anna O'Brien", "ask for the reason", "parlab explain load-imbalance",
        NULL};
    struct fail fail;
    make_class();
    made_class_set(class, 0, 0, MADE_IMBALANCE, 0.3);
    made_class_override(class, 0, 0, 10, "the same as Bea Becker's");
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_EQUAL(find_in("feedback/Anna-O-Brien", others, false), 0);
    expect_in("feedback/Anna-O-Brien/threads-gaussian.md", wanted);
    free_class();
}

static void test_feedback_when_deadline_is_not_over_then_keeps_the_seed(void)
{
    static const char *const seed[] = {"--seed 7", "| 7 ", NULL};
    static const time_t dues[] = {0, -90000, -84401, -84400, 2000, 3000};
    struct fail fail;
    make_class();
    made_class_set(class, 0, 0, MADE_WRONG, 0);
    for (size_t k = 1; k < N_EXERCISES; k++)
        made_class_set(class, 0, k, MADE_REJECTED, 0);
    class->policy.late_days_max = 1;
    for (size_t i = 0; i < sizeof dues / sizeof *dues; i++) {
        for (size_t k = 0; k < N_EXERCISES; k++)
            class->policy.exercises[k].deadline = dues[i];
        CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
        CU_ASSERT_EQUAL(find_in("feedback/Anna-O-Brien", seed, false) > 0,
            dues[i] == 0 || dues[i] < -84400);
    }
    free_class();
}

static void test_site_when_names_are_hidden_then_no_file_has_one(void)
{
    static const char *const hidden[] = {"Anna", "Brien", "J\303\266rg", "Jorg",
        "Muller", "\331\205\330\255", "passwd", "quoted", "Bea", "Becker",
        "blackboard", NULL};
    struct fail fail;
    make_class();
    made_class_set(class, 0, 0, MADE_REJECTED, 0);
    json_object_set_new(class->marks.marks[0].verdict, "message",
        json_string("/home/Anna O'Brien/x.c:1:1: error: // by Brien"));
    made_class_override(class, 1, 0, 55, "shown at the blackboard");
    CU_ASSERT_EQUAL(write_site("key", &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    CU_ASSERT_EQUAL(find_in("", hidden, true), 0);
    char *who = read_text(mapping);
    CU_ASSERT_PTR_NOT_NULL(strstr(who, ",\"Anna O'Brien\"\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(who, ",\"\"\"quoted\"\"\"\r\n"));
    free(who);
    struct stat status;
    CU_ASSERT_EQUAL(stat(mapping, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    free_class();
}

static void test_site_when_there_is_an_older_one_then_nothing_of_it_stays(void)
{
    struct fail fail;
    make_class();
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_EQUAL(write_site("key", &fail), 0);
    char *old = mem_format("%s/students/Jorg-Muller.html", folder);
    CU_ASSERT_FALSE(file_exists(old));
    free(old);
    free_class();
}

static void test_site_when_folder_is_of_others_then_is_left_alone(void)
{
    struct fail fail;
    make_class();
    char *theirs = mem_format("%s/thesis.tex", folder);
    CU_ASSERT_EQUAL(file_make_folder(folder, &fail), 0);
    CU_ASSERT_EQUAL(file_write(theirs, "x", 1, &fail), 0);
    CU_ASSERT_EQUAL(write_site(NULL, &fail), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "--output"));
    char *text = read_text(theirs);
    CU_ASSERT_STRING_EQUAL(text, "x");
    free(text);
    free(theirs);
    free_class();
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (; (text = strstr(text, what)) != NULL; text++)
        n++;
    return n;
}

static void test_site_when_there_is_gnuplot_then_has_pictures(void)
{
    struct fail fail;
    make_class();
    setenv("PATH", path_before, 1);
    char *gnuplot = file_find_program("gnuplot");
    if (gnuplot == NULL) {
        unit_skip("there is no gnuplot");
        free_class();
        return;
    }
    made_class_set(class, 0, 0, MADE_GOOD, 0.7);
    made_class_set(class, 0, 1, MADE_GOOD, 1.2);
    made_class_set(class, 0, 2, MADE_OPEN, 0);
    made_class_set(class, 0, 3, MADE_WRONG, 0);
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_STRING_EQUAL(no_pictures.text, "");
    char *index = read_page("index.html");
    char *page = read_page("students/Anna-O-Brien.html");
    char *feedback = read_page("feedback/Anna-O-Brien/threads-schedule.html");
    CU_ASSERT_EQUAL(count(index, "<svg class=\"picture wide\""), 3);
    CU_ASSERT_EQUAL(count(page, "<svg class=\"picture wide\""), 5);
    CU_ASSERT_EQUAL(count(page, "id=\"ruler-8-wide-title\""), 1);
    CU_ASSERT_EQUAL(count(feedback, "<svg class=\"picture wide\""), 2);
    free(feedback);
    free(page);
    free(index);
    free(gnuplot);
    free_class();
}

static void test_site_when_class_is_empty_then_is_written(void)
{
    struct fail fail;
    make_class();
    made_class_free(class);
    class = made_class_new(NULL, 0, 2);
    CU_ASSERT_EQUAL(write_site(NULL, &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    free_class();
}

/* --- verdicts that are not as they should be */

/* Spoil the value of the @p at-th key, counted through all objects. */
static bool spoil(json_t *json, size_t *at, int how)
{
    const char *key;
    json_t *value;
    size_t i;
    if (json_is_array(json))
        json_array_foreach(json, i, value)
        {
            if (i < 2 && spoil(value, at, how))
                return true;
        }
    if (!json_is_object(json))
        return false;
    json_object_foreach(json, key, value)
    {
        if ((*at)-- == 0) {
            char *name = mem_text(key);
            json_object_set_new(json, name,
                how == 0   ? json_null()
                : how == 1 ? json_string("\033[31m<b>")
                : how == 2 ? json_real(-1e300)
                           : json_integer(0));
            free(name);
            return true;
        }
        if (spoil(value, at, how))
            return true;
    }
    return false;
}

static void make_documents(const json_t *json, const struct mark *mark)
{
    struct question questions[QUESTIONS_MAX];
    struct mark one = *mark;
    one.verdict = (json_t *)json;
    struct marks marks = class->marks;
    marks.marks = &one;
    marks.n_students = marks.n_exercises = 1;
    struct site site = {.marks = &marks,
        .policy = &class->policy,
        .explanations = "/nowhere",
        .names = name_them(1, NULL)};
    struct verdict *verdict =
        verdict_read(one.verdict, mark->exercise->exercise);
    const struct site_student student = {0, &site.names.names[0], &verdict};
    struct document *documents[] = {site_student_page(&site, &student),
        site_feedback(&site, &student, 0), site_index(&site)};
    const size_t n =
        questions_of((const struct verdict *const[]){verdict}, 1, questions);
    for (size_t i = 0; i < n; i++)
        free(questions[i].text);
    for (size_t i = 0; i < 3; i++) {
        char *page = html_page_drawn(documents[i], &no_pictures);
        CU_ASSERT_PTR_NULL(strstr(page, "<b>"));
        CU_ASSERT_PTR_NULL(strstr(page, "nan"));
        free(page);
        document_free(documents[i]);
    }
    verdict_free(verdict);
    site_names_clear(&site.names);
}

static void test_verdict_when_spoilt_then_pages_are_made(void)
{
    static const enum made_sort sorts[] = {
        MADE_GOOD, MADE_WRONG, MADE_REJECTED};
    size_t n = 0;
    make_class();
    class->policy.n_exercises = 1;
    for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++) {
        made_class_set(class, 0, 0, sorts[k], 0.6);
        for (int how = 0; how < 4; how++)
            for (size_t i = 0;; i++, n++) {
                size_t at = i;
                json_t *json = json_deep_copy(class->marks.marks[0].verdict);
                const bool is_spoilt = spoil(json, &at, how);
                if (is_spoilt)
                    make_documents(json, &class->marks.marks[0]);
                json_decref(json);
                if (!is_spoilt)
                    break;
            }
    }
    CU_ASSERT(n > 300);
    class->policy.n_exercises = N_EXERCISES;
    free_class();
}

int main(void)
{
#define TEST(name)                                                             \
    {                                                                          \
#name, name                                                            \
    }
    static const struct unit_test tests[] = {
        TEST(test_names_when_of_any_sort_then_files_are_safe_and_differ),
        TEST(test_names_when_one_takes_anothers_hash_then_still_differ),
        TEST(test_pseudonyms_when_students_are_added_then_stay),
        TEST(test_hiding_when_texts_have_names_then_they_go),
        TEST(test_others_when_a_text_is_about_them_then_is_seen),
        TEST(test_questions_when_class_is_large_then_have_numbers),
        TEST(test_questions_when_of_one_sort_then_cite_its_evidence),
        TEST(test_site_when_written_then_index_has_it_all),
        TEST(test_site_when_written_then_student_has_marks_and_questions),
        TEST(test_site_when_names_are_hostile_then_no_page_has_markup),
        TEST(test_feedback_when_written_then_names_nobody_else),
        TEST(test_feedback_when_deadline_is_not_over_then_keeps_the_seed),
        TEST(test_site_when_names_are_hidden_then_no_file_has_one),
        TEST(test_site_when_there_is_an_older_one_then_nothing_of_it_stays),
        TEST(test_site_when_folder_is_of_others_then_is_left_alone),
        TEST(test_site_when_there_is_gnuplot_then_has_pictures),
        TEST(test_site_when_class_is_empty_then_is_written),
        TEST(test_verdict_when_spoilt_then_pages_are_made),
        {0},
    };
    return unit_main("class_site", tests);
}
