/* SPDX-License-Identifier: MIT */
#include "grader/build/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* Every part carries its name and its length, so that no two lists of parts
 * are the same bytes. */

struct key {
    FILE *to;
    char *bytes;
    size_t n_bytes;
};

struct key *key_new(void)
{
    struct key *key = mem_new(1, sizeof *key);
    key->to = mem_stream(&key->bytes, &key->n_bytes);
    key_text(key, "format", "1");
    return key;
}

void key_bytes(
    struct key *key, const char *name, const void *bytes, size_t n_bytes)
{
    fprintf(key->to, "%s %zu\n", name, n_bytes);
    fwrite(bytes, 1, n_bytes, key->to);
    fputc('\n', key->to);
}

void key_text(struct key *key, const char *name, const char *text)
{
    if (text != NULL)
        key_bytes(key, name, text, strlen(text));
    else
        fprintf(key->to, "%s none\n", name);
}

void key_list(struct key *key, const char *name, const char *const list[])
{
    for (size_t i = 0; list[i] != NULL; i++)
        key_text(key, name, list[i]);
}

void key_file(struct key *key, const char *path)
{
    struct stat status;
    key_text(key, "file", path);
    if (path != NULL && stat(path, &status) == 0)
        fprintf(key->to, "%lld %lld.%09ld\n", (long long)status.st_size,
            (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

void key_processor(struct key *key, const char *cpuinfo)
{
    /* The lines that say what it can do; others change with its clock. Those
     * of x86, Arm, POWER and RISC-V. */
    static const char *const kept[] = {"vendor_id", "cpu family", "model",
        "flags", "CPU implementer", "CPU part", "CPU variant", "Features",
        "cpu\t", "isa", "uarch"};
    char line[16384];
    struct utsname system;
    FILE *from = fopen(cpuinfo, "re");
    if (from == NULL)
        fail_unless_absent(cpuinfo);
    if (uname(&system) == 0)
        key_text(key, "machine", system.machine);
    while (from != NULL && fgets(line, sizeof line, from) != NULL &&
           line[0] != '\n')
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            if (text_starts(line, kept[i]))
                key_text(key, "processor", line);
    if (from != NULL)
        fclose(from);
}

int key_finish(struct key *key, char hex[65], struct fail *fail)
{
    fclose(key->to);
    const int result = file_sha256(key->bytes, key->n_bytes, hex, fail);
    free(key->bytes);
    free(key);
    return result;
}
