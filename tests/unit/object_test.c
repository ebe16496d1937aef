/* SPDX-License-Identifier: MIT */
#include "grader/build/object.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "tests/unit/unit.h"

/* Objects come from the compiler that built this program; where there is
 * none the tests are skipped. Damaged objects only have to be survived:
 * the sanitizers say whether they were. */

enum { OBJECT_MAX = 1 << 20, N_DAMAGED = 3000 };

static char *folder;

/* Run a command line of our own. @return whether it succeeded. */
static bool shell(const char *line)
{
    const int status = system(line);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Compile a source. @return new bytes; NULL: the test is skipped. */
static char *compile(const char *source, size_t *n_bytes)
{
    struct fail fail;
    char *bytes = NULL;
    char *path = mem_format("%s/x.c", folder),
         *object = mem_format("%s/x.o", folder);
    char *line = mem_format(
        "${PARLAB_CC:-cc} -fopenmp -w -c %s -o %s 2>/dev/null", path, object);
    if (file_write(path, source, strlen(source), &fail) == 0 && shell(line))
        bytes = file_read(object, OBJECT_MAX, n_bytes, &fail);
    if (bytes == NULL)
        unit_skip("the compiler did not compile this");
    free(line);
    free(object);
    free(path);
    return bytes;
}

/* Check a source as gaussian.c against two functions. @return new text. */
static char *check(const char *source)
{
    static const char *const functions[] = {"gaussian", "other", NULL};
    struct object object;
    struct fail fail;
    size_t n_bytes;
    char *bytes = compile(source, &n_bytes);
    char *message = NULL;
    if (bytes == NULL)
        return mem_text("skipped");
    if (object_read(bytes, n_bytes, &object, &fail) != 0)
        message = mem_text(fail.text);
    else
        message = object_check(&object, "gaussian", functions);
    object_free(&object);
    free(bytes);
    return message;
}

#define BOTH "void gaussian(void){} void other(void){} "

static void test_an_honest_object_when_checked_passes(void)
{
    char *message = check("#include <math.h>\n"
                          "static _Thread_local int t; int common; int main;"
                          "void other(void){} __attribute__((weak))"
                          "double gaussian(int n, double *x){double s = t;\n"
                          "#pragma omp parallel for reduction(+:s)\n"
                          "for(int i=0;i<n;i++) s+=exp(x[i]); return s;}");
    CU_ASSERT_TRUE(message == NULL || strcmp(message, "skipped") == 0);
    free(message);
}

struct row {
    const char *source;
    const char *expected; /**< somewhere in the message */
};

static const struct row wrong[] = {
    {"", "gaussian.c does not define gaussian(), which gaussian.h asks for"},
    {"void gaussian(void){}", "does not define other()"},
    {"extern void other(void); void gaussian(void){other();}",
        "does not define other()"},
    {"int gaussian = 3; void other(void){}", "does not define gaussian()"},
    {"static void f(void){} void (*p)(void)=f; static void other(void){}"
     "void gaussian(void){other();}",
        "does not define other()"},
    {BOTH "__attribute__((constructor)) static void c(void){}",
        "gaussian.c runs code before main() (a constructor in section "
        ".init_array): exercises may not"},
    {BOTH "__attribute__((constructor(200))) static void c(void){}",
        ".init_array.00200"},
    {BOTH "__attribute__((destructor)) static void c(void){}",
        "runs code after main() (a destructor in section .fini_array)"},
    {BOTH "void c(void){} __attribute__((section(\".preinit_array\")))"
          "void (*p)(void) = c;",
        ".preinit_array"},
    {BOTH "void c(void){} __attribute__((section(\".ctors.65434\")))"
          "void (*p)(void) = c;",
        ".ctors.65434"},
    {BOTH "void c(void){} __attribute__((section(\".dtors\")))"
          "void (*p)(void) = c;",
        ".dtors"},
    {BOTH "__attribute__((section(\".init\"))) void c(void){}",
        "in section .init)"},
    {BOTH "__asm__(\".section .fini,\\\"ax\\\"\\nnop\\n.text\");",
        "in section .fini)"},
    {BOTH "__asm__(\".section hidden,\\\"aw\\\",@init_array\\n"
          ".quad 0\\n.text\");",
        "in section hidden)"},
    {BOTH "__asm__(\".section .interp,\\\"a\\\"\\n"
          ".asciz \\\"x\\\"\\n.text\");",
        "changes how the program is made (it in section .interp)"},
    {"void other(void){} static void g(void){}"
     "static void *pick(void){return g;}"
     "void gaussian(void) __attribute__((ifunc(\"pick\")));",
        "has gaussian() chosen while the program is loaded"},
    {BOTH "int __wrap_wait(int *s){return *s;}", "__wrap_wait"},
    {BOTH "__asm__(\".section \\\".init\\033[2J\\\",\\\"a\\\"\\n"
          ".byte 0\\n.text\");",
        ".init\\x1b[2J"},
};

static void test_a_wrong_object_when_checked_says_what_is_wrong(void)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *message = check(wrong[i].source);
        const bool is_right =
            message != NULL && (strstr(message, wrong[i].expected) != NULL ||
                                   strcmp(message, "skipped") == 0);
        CU_ASSERT_TRUE(is_right);
        if (!is_right)
            printf("#   %s\n#   %s\n", wrong[i].source,
                message != NULL ? message : "nothing");
        free(message);
    }
}

static void test_bytes_that_are_no_object_when_read_are_refused(void)
{
    struct object object;
    struct fail fail = {""};
    Elf64_Ehdr head = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
                           ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_REL,
        .e_shentsize = sizeof(Elf64_Shdr)};
    CU_ASSERT_EQUAL(object_read("", 0, &object, &fail), -1);
    CU_ASSERT_TRUE(strlen(fail.text) > 0);
    CU_ASSERT_EQUAL(object_read("#!/bin/sh", 9, &object, &fail), -1);
    CU_ASSERT_EQUAL(object_read(&head, sizeof head, &object, &fail), -1);
    head.e_shnum = 1;
    head.e_shoff = UINT64_MAX - 8;
    CU_ASSERT_EQUAL(object_read(&head, sizeof head, &object, &fail), -1);
    head.e_shoff = sizeof head;
    CU_ASSERT_EQUAL(object_read(&head, sizeof head, &object, &fail), -1);
    head.e_type = ET_EXEC;
    CU_ASSERT_EQUAL(object_read(&head, sizeof head, &object, &fail), -1);
    CU_ASSERT_PTR_NULL(object.sections);
}

/* Read a private copy, so that a sanitizer sees the end of it. */
static void survive(const unsigned char *bytes, size_t n_bytes)
{
    static const char *const functions[] = {"gaussian", NULL};
    struct object object;
    struct fail fail = {""};
    unsigned char *copy = malloc(n_bytes > 0 ? n_bytes : 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, bytes, n_bytes);
    if (object_read(copy, n_bytes, &object, &fail) == 0)
        free(object_check(&object, "gaussian", functions));
    else if (fail.text[0] == '\0')
        CU_FAIL("refused without a reason");
    object_free(&object);
    free(copy);
}

/* Most bytes of an object are code; the tables are hit on purpose. */
static size_t pick_place(
    struct random *random, const unsigned char *bytes, size_t n_bytes)
{
    Elf64_Ehdr head;
    memcpy(&head, bytes, sizeof head);
    switch (random_below(random, 3)) {
    case 0:
        return random_below(random, sizeof head);
    case 1:
        return head.e_shoff + random_below(random, n_bytes - head.e_shoff);
    default:
        return random_below(random, n_bytes);
    }
}

static void test_damaged_objects_when_read_do_no_harm(void)
{
    struct random random = random_stream(1, "damaged objects");
    size_t n_bytes;
    char *text = compile(
        BOTH "__attribute__((constructor)) static void c(void){}", &n_bytes);
    if (text == NULL)
        return;
    unsigned char *bytes = (unsigned char *)text;
    for (int i = 0; i < N_DAMAGED; i++) {
        size_t places[4];
        unsigned char before[4];
        const size_t n = 1 + random_below(&random, 4);
        for (size_t k = 0; k < n; k++) {
            places[k] = pick_place(&random, bytes, n_bytes);
            before[k] = bytes[places[k]];
        }
        for (size_t k = 0; k < n; k++)
            bytes[places[k]] = random_below(&random, 4) == 0
                                   ? 0xff
                                   : (unsigned char)random_u64(&random);
        survive(bytes, n_bytes);
        for (size_t k = n; k-- > 0;)
            bytes[places[k]] = before[k];
    }
    for (int i = 0; i < N_DAMAGED; i++)
        survive(bytes, random_below(&random, n_bytes));
    survive(bytes, n_bytes);
    free(text);
}

static const struct unit_test tests[] = {
    {"an honest object", test_an_honest_object_when_checked_passes},
    {"wrong objects", test_a_wrong_object_when_checked_says_what_is_wrong},
    {"no object", test_bytes_that_are_no_object_when_read_are_refused},
    {"damaged objects", test_damaged_objects_when_read_do_no_harm}, {0}};

int main(void)
{
    struct fail fail;
    folder = file_temp_folder(&fail);
    if (folder == NULL) {
        fprintf(stderr, "%s\n", fail.text);
        return 99;
    }
    const int status = unit_main("object", tests);
    file_remove_folder(folder);
    free(folder);
    return status;
}
