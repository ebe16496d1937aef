/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_grade.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect.h"

/* What was handed in is put into the gradebook first, and from there on
 * nothing is read but the gradebook: so a run that is taken up again needs no
 * folder, and what a student changes meanwhile changes nothing. */

enum { UNREAD_SHOWN = 40 };

static int usage(const char *why)
{
    fprintf(stderr, "parlab: %s\n", why);
    return CMD_USAGE;
}

static int broken(const char *why)
{
    fprintf(stderr, "parlab: %s\n", why);
    return CMD_BROKEN;
}

/* What the words name, of what counts. @return exit code; 0 all is well. */
static int find_exercises(const struct class_request *request,
    const struct policy *policy, const struct exercise ***list, size_t *n)
{
    struct fail fail;
    *list = mem_new(policy->n_exercises, sizeof **list);
    *n = 0;
    for (size_t i = 0; i < request->n_words; i++) {
        size_t n_found;
        const struct exercise **found =
            course_find(cmd_course(), request->words[i], &n_found, &fail);
        if (found == NULL)
            return usage(fail.text);
        bool counts = false;
        for (size_t k = 0; k < n_found; k++)
            counts |= policy_find(policy, found[k]->name) != NULL;
        if (!counts)
            fail_set(
                &fail, "%s does not count by the rules", request->words[i]);
        free(found);
        if (!counts)
            return usage(fail.text);
    }
    for (size_t i = 0; i < policy->n_exercises; i++) {
        const struct exercise *one = policy->exercises[i].exercise;
        bool is_asked = request->n_words == 0;
        for (size_t k = 0; k < request->n_words; k++)
            is_asked |= strcmp(request->words[k], one->name) == 0 ||
                        strcmp(request->words[k], one->lab) == 0;
        if (is_asked)
            (*list)[(*n)++] = one;
    }
    return 0;
}

static void print_unread(const struct collection *all, bool is_verbose)
{
    const size_t most = is_verbose ? all->n_unread : UNREAD_SHOWN;
    if (all->n_unread > 0)
        printf("Not taken, %zu:\n", all->n_unread);
    for (size_t i = 0; i < all->n_unread && i < most; i++) {
        const struct unread *one = &all->unread[i];
        fputs("  ", stdout);
        text_print_safe(stdout, one->path, strlen(one->path), 200);
        printf(": ");
        text_print_safe(stdout, one->why, strlen(one->why), 200);
        putchar('\n');
    }
    if (all->n_unread > most)
        printf("  and %zu more; --verbose lists them\n", all->n_unread - most);
}

static int add_one(struct gradebook *book, struct found *found, bool *is_new,
    struct fail *fail)
{
    char hex[65];
    if (file_sha256(found->source, found->source_bytes, hex, fail) != 0)
        return -1;
    struct submission submission = {.student = found->student,
        .exercise = found->exercise,
        .sha256 = hex,
        .source = found->source,
        .source_bytes = found->source_bytes,
        .origin = found->origin,
        .received = found->received};
    return gradebook_add_submission(book, &submission, is_new, fail);
}

/* @return exit code; 0 all is well, 1 something was not understood. */
static int take_in(const struct class_request *request, size_t *n_new)
{
    struct fail fail;
    struct collection all;
    const struct class_setup *setup = &request->setup;
    if (collect(request->folder, cmd_course(), setup->exercises,
            setup->n_exercises, &all, &fail) != 0)
        return usage(fail.text);
    int code = all.n_unread > 0 ? CMD_PARTIAL : CMD_FULL;
    for (size_t i = 0; i < all.n_found && code <= CMD_PARTIAL; i++) {
        bool is_new = false;
        if (add_one(setup->book, &all.found[i], &is_new, &fail) != 0)
            code = broken(fail.text);
        else
            *n_new += is_new;
    }
    for (size_t i = 0; i < all.n_students && code <= CMD_PARTIAL; i++)
        if (gradebook_add_student(setup->book, all.students[i], &fail) != 0)
            code = broken(fail.text);
    printf("%zu submission%s, %zu of them new", all.n_found,
        all.n_found == 1 ? "" : "s", *n_new);
    if (all.n_not_asked > 0)
        printf("; %zu to other exercises", all.n_not_asked);
    putchar('\n');
    print_unread(&all, request->is_verbose);
    fflush(stdout);
    collection_free(&all);
    return code;
}

/* A class has one seed; another one comes with a regrading only.
 * @return exit code. */
static int settle_seed(struct class_request *request)
{
    struct fail fail = {""};
    struct class_setup *setup = &request->setup;
    unsigned random = 1;
    char *seed = gradebook_recall(setup->book, "seed");
    char *rule = gradebook_recall(setup->book, "seed per student");
    const uint64_t kept = seed != NULL ? strtoull(seed, NULL, 10) : 0;
    const bool is_known = seed != NULL;
    const bool was_per_student = rule != NULL && strcmp(rule, "yes") == 0;
    free(seed);
    free(rule);
    if (is_known && setup->again != CLASS_AGAIN_ALL) {
        if ((request->has_seed && setup->seed != kept) ||
            (setup->has_seed_per_student && !was_per_student))
            return usage("this gradebook was begun with other seeds; all get "
                         "the same cases, so other ones need --regrade");
        setup->seed = kept;
        setup->has_seed_per_student = was_per_student;
        return 0;
    }
    if (!request->has_seed && is_known) {
        setup->seed = kept;
    } else if (!request->has_seed) {
        if (getrandom(&random, sizeof random, 0) < 0)
            random = (unsigned)time(NULL);
        setup->seed = random % 1000000;
    }
    char *number = mem_format("%llu", (unsigned long long)setup->seed);
    const int result =
        gradebook_remember(setup->book, "seed", number, &fail) == 0
            ? gradebook_remember(setup->book, "seed per student",
                  setup->has_seed_per_student ? "yes" : "no", &fail)
            : -1;
    free(number);
    return result == 0 ? 0 : broken(fail.text);
}

static void print_tally(
    const struct class_tally *tally, const struct class_request *request)
{
    const struct class_setup *setup = &request->setup;
    const char *name = request->place.book;
    char *book = mem_format(
        "%s%s", name != NULL ? " --book " : "", name != NULL ? name : "");
    const size_t n_done = tally->n_wanted - tally->n_left - tally->n_troubled;
    printf("%zu of %zu %s", n_done, tally->n_wanted,
        setup->checks_only ? "checked" : "graded");
    if (tally->n_troubled > 0)
        printf(", %zu could not be", tally->n_troubled);
    if (tally->n_left > 0)
        printf(", %zu left when the time was over: the same command goes on",
            tally->n_left);
    if (tally->n_open > 0)
        printf("\n%zu with open points, to measure again: parlab class grade "
               "--regrade-open%s",
            tally->n_open, book);
    printf("\nThe marks: parlab class status%s\n", book);
    free(book);
}

/* @return exit code. */
static int grade(struct class_request *request, int code)
{
    struct fail fail = {""};
    struct class_tally tally;
    const enum class_end end = class_run(&request->setup, &tally, &fail);
    if (end == CLASS_STOPPED) {
        fprintf(stderr,
            "\nparlab: stopped; what was graded is in the gradebook, and the "
            "same command goes on from here\n");
        gradebook_close(request->setup.book);
        cmd_end_by_signal();
    }
    if (end == CLASS_BROKEN)
        return broken(fail.text);
    print_tally(&tally, request);
    return end == CLASS_LEFT ? CMD_PARTIAL : code;
}

/* @return exit code. */
static int prepare_and_grade(struct class_request *request)
{
    struct fail fail = {""};
    size_t n_new = 0;
    struct class_setup *setup = &request->setup;
    const struct exercise **exercises = NULL;
    if (gradebook_lock(setup->book, &fail) != 0)
        return broken(fail.text);
    struct policy *policy = class_policy(&request->place, setup->book);
    const char *path = getenv("PARLAB_POLICY");
    if (gradebook_remember(
            setup->book, "policy", path != NULL ? path : "", &fail) != 0)
        return broken(fail.text);
    if (class_pin_policy(policy->text, &fail) != 0)
        return broken(fail.text);
    setup->policy = policy;
    int code = find_exercises(request, policy, &exercises, &setup->n_exercises);
    setup->exercises = exercises;
    if (code == 0)
        code = settle_seed(request);
    if (code == 0 && request->folder != NULL)
        code = take_in(request, &n_new);
    if (code <= CMD_PARTIAL)
        code = grade(request, code);
    free(exercises);
    policy_free(policy);
    return code;
}

/* With --book there need be no folder, and the first word is an exercise. */
static void take_folder_for_word(struct class_request *request)
{
    struct stat status;
    if (request->folder == NULL || stat(request->folder, &status) == 0)
        return;
    request->words =
        mem_grow(request->words, request->n_words, sizeof *request->words);
    request->words[request->n_words++] = request->folder;
    request->folder = NULL;
}

int class_grade(int argc, char **argv)
{
    struct stat status;
    struct class_request request;
    struct fail fail;
    signal(SIGXFSZ, SIG_IGN); /* a limit of size is an error like others */
    class_grade_parse(&request, argc, argv);
    if (request.place.book != NULL)
        take_folder_for_word(&request);
    if (request.folder != NULL && stat(request.folder, &status) != 0) {
        fail_errno(&fail, "cannot look into %s", request.folder);
        return usage(fail.text);
    }
    if (request.folder == NULL && !class_has_book(&request.place))
        return usage("name the folder or the archive with what was handed in; "
                     "there is no gradebook here to go on with");
    request.setup.book = class_open(&request.place,
        request.folder != NULL ? GRADEBOOK_CREATE : GRADEBOOK_WRITE);
    const int code = prepare_and_grade(&request);
    gradebook_close(request.setup.book);
    free(request.words);
    return code;
}
