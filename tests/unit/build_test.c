/* SPDX-License-Identifier: MIT */
#include "grader/build/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/cache.h"
#include "tests/unit/unit.h"

/* A course of one exercise in a temporary folder, with a harness that only
 * calls the candidate and prints: so a test sees which function it was that
 * ran. The cache is in the same folder. */

static char *root; /* of the course; everything else is below it too */
static char *folder; /* for outcomes */

static const char header[] = "int answer(int n);\n";
static const char calls[] = "#include \"grader/runner/call.h\"\n"
                            "#include \"ask.h\"\n"
                            "int call_answer(int n) { return answer(n); }\n";
static const char call_header[] = "int call_answer(int n);\n";
static const char harness[] =
    "#include <stdio.h>\n#include <sys/wait.h>\n#include <unistd.h>\n"
    "#include <pthread.h>\n"
    "int call_answer(int n);\n"
    "pid_t __wrap_waitpid(pid_t p, int *s, int o);\n"
    "pid_t __wrap_waitpid(pid_t p, int *s, int o)\n"
    "{ puts(\"waitpid\"); return waitpid(p, s, o); }\n"
    "void GOMP_parallel(\n"
    "    void (*f)(void *), void *data, unsigned n, unsigned flags);\n"
    "void __wrap_GOMP_parallel(\n"
    "    void (*f)(void *), void *data, unsigned n, unsigned flags);\n"
    "void __wrap_GOMP_parallel(\n"
    "    void (*f)(void *), void *data, unsigned n, unsigned flags)\n"
    "{ GOMP_parallel(f, data, n, flags); }\n"
    "pid_t __wrap_fork(void);\n"
    "pid_t __wrap_fork(void)\n"
    "{ puts(\"fork\"); fflush(stdout); return fork(); }\n"
    "int helper(void); int helper(void) { return 1000; }\n"
    "int main(void) { printf(\"%d\\n\", call_answer(20) + helper()); }\n";

static char *file(const char *name)
{
    return mem_format("%s/%s", root, name);
}

/* Used before the first test too, so it asserts nothing: what was not
 * written fails the test that needs it. */
static void write_text(const char *name, const char *text)
{
    struct fail fail;
    char *path = file(name);
    char *parent = mem_text(path);
    *strrchr(parent, '/') = '\0';
    if (file_make_folder(parent, &fail) != 0 ||
        file_write(path, text, strlen(text), &fail) != 0)
        printf("# %s\n", fail.text);
    free(parent);
    free(path);
}

static char *functions[] = {(char *)"answer", NULL};
static struct exercise exercise = {.name = (char *)"lab/ask",
    .lab = (char *)"lab",
    .stem = (char *)"ask",
    .title = (char *)"Ask",
    .kind = KIND_THREADS,
    .functions = functions};
static struct course course;

/* Build a source. The texts are new. */
static enum build_outcome build(
    const char *source, char **runner, char **message, struct fail *fail)
{
    const struct build_request request = {.course = &course,
        .exercise = &exercise,
        .source = source,
        .source_bytes = strlen(source),
        .folder = folder,
        .layer = sandbox_detect()};
    fail->text[0] = '\0';
    return build_runner(&request, runner, message, fail);
}

/* Run what was built. @return what it printed; static. */
static const char *said_by(const char *runner)
{
    static char said[256];
    FILE *from = popen(runner, "r");
    const size_t n = fread(said, 1, sizeof said - 1, from);
    said[n] = '\0';
    pclose(from);
    return said;
}

/* Build a source and expect what the runner prints. */
static void expect_runs(const char *source, const char *expected)
{
    struct fail fail;
    char *runner, *message;
    const enum build_outcome outcome = build(source, &runner, &message, &fail);
    CU_ASSERT_EQUAL(outcome, BUILD_DONE);
    if (outcome == BUILD_DONE) {
        CU_ASSERT_STRING_EQUAL(said_by(runner), expected);
    } else {
        printf("#   %s%s\n", fail.text, message != NULL ? message : "");
    }
    free(runner);
    free(message);
}

/* Build a source and expect a refusal with these words. */
static void expect_refused(const char *source, const char *words)
{
    struct fail fail;
    char *runner, *message;
    CU_ASSERT_EQUAL(build(source, &runner, &message, &fail), BUILD_REJECTED);
    const bool is_right = message != NULL && strstr(message, words) != NULL;
    CU_ASSERT_TRUE(is_right);
    if (!is_right)
        printf("#   %s: %s\n", words, message != NULL ? message : fail.text);
    CU_ASSERT_PTR_NULL(runner);
    /* No path of this machine is shown. */
    CU_ASSERT_TRUE(message == NULL || strstr(message, folder) == NULL);
    free(message);
}

static void test_a_source_when_right_becomes_a_runner(void)
{
    expect_runs(
        "#include \"ask.h\"\nint answer(int n){return n + 1;}", "1021\n");
    expect_runs("#include <ask.h>\n#include <math.h>\n"
                "int answer(int n){int s = 0;\n"
                "#pragma omp parallel for reduction(+:s)\n"
                "for (int i = 0; i < n; i++) s += i; return s + cbrt(n);}",
        "1192\n");
}

static void test_names_of_a_source_when_linked_replace_nothing(void)
{
    expect_runs("#include \"ask.h\"\n#include <stdio.h>\n"
                "int helper(void){return 5;} int main(void){return 9;}"
                "int printf(const char *f, ...){return puts(f);}"
                "int call_answer(int n){return n;}"
                "int answer(int n){return n + helper();}",
        "1025\n");
    expect_runs("#include \"ask.h\"\n#include <sys/wait.h>\n"
                "#include <unistd.h>\n"
                "int answer(int n){pid_t p = fork(); if (p == 0) _exit(0);"
                "waitpid(p, 0, 0); return n;}",
        "fork\nwaitpid\n1020\n");
}

static void test_a_source_when_it_does_not_compile_is_refused(void)
{
    struct fail fail;
    char *runner, *message;
    expect_refused("#include \"ask.h\"\nint answer(int n)\n{ return m; }",
        "ask.c does not compile:\nask.c: In function 'answer':\n"
        "ask.c:3:10: error:");
    expect_refused("", "ask.c does not define answer(), which ask.h asks for");
    expect_refused("int answer(int n){return nothing(n);}",
        "undefined reference to `nothing'");
    expect_refused("int count; int answer(int n){return n + count;}"
                   "__attribute__((constructor)) static void f(void){count++;}",
        "runs code before main()");
    expect_refused("#error \033[2J\n", "\\x1b[2J");
    /* Very much of it is shortened. */
    char *source = mem_new(40001, 1);
    memset(source, '}', 40000);
    for (int i = 1; i < 40000; i += 2)
        source[i] = '\n';
    CU_ASSERT_EQUAL(build(source, &runner, &message, &fail), BUILD_REJECTED);
    CU_ASSERT_TRUE(message != NULL && strlen(message) < 9000);
    free(message);
    free(source);
}

static void test_files_outside_when_a_source_names_them_are_missing(void)
{
    static const char *const names[] = {
        "solutions/lab/ask.c", "grader/exercises/lab/ask_calls.c"};
    if (sandbox_detect() == SANDBOX_NONE) {
        unit_skip(sandbox_why_not());
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        char *path = file(names[i]);
        CU_ASSERT_TRUE(file_exists(path));
        char *source = mem_format("#include \"%s\"\n", path);
        expect_refused(source, "No such file");
        free(source);
        source = mem_format("__asm__(\".incbin \\\"%s\\\"\");", path);
        expect_refused(source, "file not found");
        free(source);
        free(path);
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The number of entries in the cache. */
static int n_entries(void)
{
    char *line = mem_format("ls %s/cache/parlab | wc -l", root);
    FILE *from = popen(line, "r");
    int n = -1;
    CU_ASSERT_EQUAL(fscanf(from, "%d", &n), 1);
    pclose(from);
    free(line);
    return n;
}

static void test_a_source_when_built_again_comes_from_the_cache(void)
{
    static const char source[] =
        "#include \"ask.h\"\nint answer(int n){int unused; return n + 2;}";
    struct fail fail;
    char *runner[2], *message[2];
    double time_s[3] = {seconds()};
    const int n_before = n_entries();
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(
            build(source, &runner[i], &message[i], &fail), BUILD_DONE);
        time_s[i + 1] = seconds();
    }
    printf("# built in %.0f ms, fetched in %.0f ms\n",
        1e3 * (time_s[1] - time_s[0]), 1e3 * (time_s[2] - time_s[1]));
    CU_ASSERT_EQUAL(n_entries(), n_before + 1);
    CU_ASSERT_STRING_EQUAL(said_by(runner[1]), "1022\n");
    CU_ASSERT_STRING_NOT_EQUAL(runner[0], runner[1]);
    CU_ASSERT_TRUE(message[0] != NULL && message[1] != NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(message[0], "unused variable"));
    CU_ASSERT_STRING_EQUAL(message[0], message[1]);
    for (int i = 0; i < 2; i++) {
        free(runner[i]);
        free(message[i]);
    }
    /* What was refused is not kept. */
    expect_refused("int answer;", "does not define");
    CU_ASSERT_EQUAL(n_entries(), n_before + 1);
    /* Another header, another runner. */
    write_text("labs/lab/ask/ask.h", "int answer(int n);\n#define X 1\n");
    expect_runs(source, "1022\n");
    CU_ASSERT_EQUAL(n_entries(), n_before + 3);
    write_text("labs/lab/ask/ask.h", header);
}

static void test_a_cache_entry_when_damaged_is_made_anew(void)
{
    char *key = mem_format("%064d", 7), *notes;
    char *to = file("fetched"), *elf = file("elf");
    char *kept = mem_format("%s/cache/parlab/%s/file", root, key);
    write_text("elf", "\177ELF and more");
    CU_ASSERT_FALSE(cache_get(key, to, &notes));
    cache_put(key, elf, "two\nlines");
    CU_ASSERT_TRUE(cache_get(key, to, &notes));
    CU_ASSERT_STRING_EQUAL(notes, "two\nlines");
    free(notes);
    unlink(to);
    CU_ASSERT_EQUAL(truncate(kept, 5), 0);
    CU_ASSERT_FALSE(cache_get(key, to, &notes));
    CU_ASSERT_PTR_NULL(notes);
    CU_ASSERT_FALSE(file_exists(to));
    CU_ASSERT_FALSE(file_exists(kept));
    cache_put(key, elf, "");
    cache_put(key, elf, ""); /* the second is in vain */
    CU_ASSERT_TRUE(cache_get(key, to, &notes));
    free(notes);
    free(kept);
    free(elf);
    free(to);
    free(key);
}

static void test_a_cache_without_a_folder_is_no_cache(void)
{
    char *cache = mem_text(getenv("XDG_CACHE_HOME"));
    setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
    expect_runs("int answer(int n){return n + 3;}", "1023\n");
    unsetenv("XDG_CACHE_HOME");
    char *home = mem_text(getenv("HOME"));
    unsetenv("HOME");
    expect_runs("int answer(int n){return n + 3;}", "1023\n");
    if (home != NULL)
        setenv("HOME", home, 1);
    setenv("XDG_CACHE_HOME", cache, 1);
    free(home);
    free(cache);
}

static void test_a_harness_when_missing_is_not_the_students_fault(void)
{
    struct fail fail;
    char *runner, *message;
    char *from = file("grader/runner/process_main.c"), *to = file("aside.c");
    CU_ASSERT_EQUAL(rename(from, to), 0);
    CU_ASSERT_EQUAL(
        build("int answer(int n){return n;}", &runner, &message, &fail),
        BUILD_BROKEN);
    CU_ASSERT_TRUE(text_starts(fail.text, "there is no harness in "));
    CU_ASSERT_PTR_NULL(message);
    CU_ASSERT_EQUAL(rename(to, from), 0);
    free(from);
    free(to);
    write_text("grader/runner/broken.c", "int broken\n");
    CU_ASSERT_EQUAL(
        build("int answer(int n){return n;}", &runner, &message, &fail),
        BUILD_BROKEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "parlab's own harness"));
    char *broken = file("grader/runner/broken.c");
    CU_ASSERT_EQUAL(unlink(broken), 0);
    free(broken);
    write_text("grader/exercises/lab/ask_calls.c", "int broken\n");
    CU_ASSERT_EQUAL(
        build("int answer(int n){return n;}", &runner, &message, &fail),
        BUILD_BROKEN);
    CU_ASSERT_TRUE(text_starts(fail.text, "the calls of lab/ask do not"));
    write_text("grader/exercises/lab/ask_calls.c", calls);
}

static void test_folders_when_a_build_is_over_hold_the_runner_only(void)
{
    char *line = mem_format("ls %s | grep -v '^runner-' | wc -l", folder);
    FILE *from = popen(line, "r");
    int n = -1;
    CU_ASSERT_EQUAL(fscanf(from, "%d", &n), 1);
    CU_ASSERT_EQUAL(n, 0);
    pclose(from);
    free(line);
}

static void test_the_compiler_when_asked_has_a_version(void)
{
    CU_ASSERT_PTR_NOT_NULL(build_compiler(KIND_THREADS));
    CU_ASSERT_PTR_NOT_NULL(build_compiler_version(KIND_THREADS));
    if (build_compiler(KIND_MPI) == NULL)
        return;
    CU_ASSERT_PTR_NOT_NULL(build_compiler_version(KIND_MPI));
}

static const struct unit_test tests[] = {
    {"a right source", test_a_source_when_right_becomes_a_runner},
    {"names of a source", test_names_of_a_source_when_linked_replace_nothing},
    {"wrong sources", test_a_source_when_it_does_not_compile_is_refused},
    {"files outside", test_files_outside_when_a_source_names_them_are_missing},
    {"cache", test_a_source_when_built_again_comes_from_the_cache},
    {"damaged cache", test_a_cache_entry_when_damaged_is_made_anew},
    {"no cache", test_a_cache_without_a_folder_is_no_cache},
    {"missing harness", test_a_harness_when_missing_is_not_the_students_fault},
    {"leftovers", test_folders_when_a_build_is_over_hold_the_runner_only},
    {"compiler", test_the_compiler_when_asked_has_a_version}, {0}};

static void write_course(void)
{
    course.root = root;
    write_text("labs/lab/ask/ask.h", header);
    write_text("grader/exercises/lab/ask_calls.c", calls);
    write_text("grader/runner/call.h", call_header);
    write_text("solutions/lab/ask.c", "int secret;\n");
    write_text("grader/runner/process_main.c", harness);
    write_text("grader/runner/mpi_main.c", "this is of another kind\n");
    write_text("grader/channel/frame.c", "this is the judge's\n");
    write_text("out/.keep", "");
    exercise.folder = file("labs/lab/ask");
    folder = file("out");
    char *cache = file("cache");
    setenv("XDG_CACHE_HOME", cache, 1);
    free(cache);
}

int main(void)
{
    struct fail fail;
    root = file_temp_folder(&fail);
    if (root == NULL) {
        fprintf(stderr, "%s\n", fail.text);
        return 99;
    }
    write_course();
    int status = 77;
    if (build_compiler(KIND_THREADS) != NULL)
        status = unit_main("build", tests);
    else
        puts("1..0 # SKIP there is no C compiler");
    file_remove_folder(root);
    free((char *)exercise.folder);
    free(folder);
    free(root);
    return status;
}
