/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/base/text.h"
#include "grader/data/folder.h"
#include "grader/data/sums.h"
#include "grader/data/text.h"

/* The whole set is written into a folder of its own inside the folder, and
 * moved up when all of it is there: whatever goes wrong before, a full disk
 * or Ctrl-C, changes nothing. Only what an earlier run made and nobody has
 * changed since is replaced or removed. */

struct synth {
    const struct data_set *set;
    struct data_folder folder;
    struct data_folder part;
    struct data_sums old;
    struct data_sums new;
    uint64_t n_written_bytes;
};

void data_synth_sizes(const struct data_set *set, uint64_t sizes_bytes[])
{
    struct random random = random_stream(set->seed, "sizes");
    uint64_t sum = 0;
    for (size_t i = 0; i < set->n_texts; i++) {
        const uint64_t octave = random_below(&random, 5);
        sizes_bytes[i] = (256 + random_below(&random, 256)) << octave;
        sum += sizes_bytes[i];
    }
    for (size_t i = 0; i < set->n_texts; i++)
        sizes_bytes[i] =
            (uint64_t)((unsigned __int128)set->n_bytes * sizes_bytes[i] / sum);
}

static char *name_of(const struct data_set *set, size_t number)
{
    const int n_digits = snprintf(NULL, 0, "%zu", set->n_texts);
    return mem_format("synth%0*zu.txt", n_digits > 2 ? n_digits : 2, number);
}

static bool is_ours(const char *name)
{
    const size_t n_digits =
        text_starts(name, "synth") ? strspn(name + 5, "0123456789") : 0;
    return n_digits > 0 && strcmp(name + 5 + n_digits, ".txt") == 0;
}

static int is_ours_entry(const struct dirent *entry)
{
    return is_ours(entry->d_name);
}

static int write_text(struct synth *synth, const struct data_language *language,
    size_t number, uint64_t size_bytes, struct fail *fail)
{
    char hex[65];
    size_t n_bytes;
    char *name = name_of(synth->set, number);
    char *path = data_folder_path(&synth->part, name);
    char *text = data_text(
        language, synth->set->seed, number, (size_t)size_bytes, &n_bytes);
    int result = file_write(path, text, n_bytes, fail);
    if (result == 0)
        result = file_sha256(text, n_bytes, hex, fail);
    if (result == 0)
        data_sums_set(&synth->new, name, hex);
    synth->n_written_bytes += n_bytes;
    free(text);
    free(path);
    free(name);
    return result;
}

static enum data_end write_all(
    struct synth *synth, const struct data_watch *watch, struct fail *fail)
{
    enum data_end end = DATA_DONE;
    const size_t n_texts = synth->set->n_texts;
    uint64_t *sizes = mem_new(n_texts, sizeof *sizes);
    struct data_language *language = data_language_new(synth->set->seed);
    data_synth_sizes(synth->set, sizes);
    for (size_t i = 0; end == DATA_DONE && i < n_texts; i++) {
        data_busy(watch, "text %zu of %zu", i + 1, n_texts);
        if (sizes[i] > DATA_FILE_BYTES_MAX) {
            fail_set(fail, "a text of this set would have more than 1 GiB; "
                           "make it smaller or of more texts");
            end = DATA_BROKEN;
        } else if (write_text(synth, language, i + 1, sizes[i], fail) != 0) {
            end = DATA_BROKEN;
        } else if (data_is_stopped()) {
            end = DATA_STOPPED;
        }
    }
    data_language_free(language);
    free(sizes);
    return end;
}

/* Whether a file may be replaced: it is not there, or it is what it would
 * become, or an earlier run's and unchanged. */
static bool may_replace(const struct synth *synth, const char *name)
{
    char hex[65];
    struct fail why;
    char *path = data_folder_path(&synth->folder, name);
    const char *old = data_sums_find(&synth->old, name);
    const char *new = data_sums_find(&synth->new, name);
    bool is_free = !file_exists(path);
    if (!is_free && file_sha256_of(path, hex, &why) == 0)
        is_free = (old != NULL && strcmp(hex, old) == 0) ||
                  (new != NULL &&strcmp(hex, new) == 0);
    free(path);
    return is_free;
}

static int check_free(const struct synth *synth, struct fail *fail)
{
    for (size_t i = 0; i < synth->new.n_items; i++) {
        const char *name = synth->new.items[i].name;
        if (!may_replace(synth, name))
            return fail_set(fail,
                "%s/%s is there and is not a text that \"parlab data synth\" "
                "left there; move it away, or name another folder",
                synth->folder.path, name);
    }
    return 0;
}

/* The folder's other texts stay on the list. */
static void carry_over(struct synth *synth)
{
    for (size_t i = 0; i < synth->old.n_items; i++)
        if (!is_ours(synth->old.items[i].name))
            data_sums_set(&synth->new, synth->old.items[i].name,
                synth->old.items[i].sha256);
}

/* Texts of an earlier, larger set are removed: the folder has one set. */
static void drop_old(const struct synth *synth)
{
    for (size_t i = 0; i < synth->old.n_items; i++) {
        const char *name = synth->old.items[i].name;
        if (data_sums_find(&synth->new, name) != NULL ||
            !may_replace(synth, name))
            continue;
        char *path = data_folder_path(&synth->folder, name);
        unlink(path);
        free(path);
    }
}

static int move_up(struct synth *synth, struct fail *fail)
{
    int result = 0;
    for (size_t i = 1; result == 0 && i <= synth->set->n_texts; i++) {
        char *name = name_of(synth->set, i);
        char *from = data_folder_path(&synth->part, name);
        char *to = data_folder_path(&synth->folder, name);
        if (rename(from, to) != 0)
            result = fail_errno(fail, "cannot write %s", to);
        free(from);
        free(to);
        free(name);
    }
    return result;
}

/* The list comes first: once it is written, nothing needs space any more. */
static int publish(struct synth *synth, struct fail *fail)
{
    if (check_free(synth, fail) != 0)
        return -1;
    carry_over(synth);
    synth->new.made_by =
        mem_format("parlab data synth --seed %llu --texts %zu --size %llu",
            (unsigned long long)synth->set->seed, synth->set->n_texts,
            (unsigned long long)synth->set->n_bytes);
    if (data_sums_write(&synth->new, &synth->folder, fail) != 0)
        return -1;
    drop_old(synth);
    return move_up(synth, fail);
}

static void add_words(struct fail *fail, const char *words)
{
    const size_t n = strlen(fail->text);
    snprintf(fail->text + n, sizeof fail->text - n, "%s", words);
}

/* Remove what a run left that was killed, or this one. A folder that holds
 * anything else is a person's. */
static int drop_part(const char *path, struct fail *fail)
{
    struct dirent **entries = NULL;
    const int n = scandir(path, &entries, is_ours_entry, NULL);
    for (int i = 0; i < n; i++) {
        char *file = mem_format("%s/%s", path, entries[i]->d_name);
        unlink(file);
        free(file);
        free(entries[i]);
    }
    free(entries);
    return rmdir(path) == 0 || errno == ENOENT
               ? 0
               : fail_errno(fail, "cannot remove %s; move it away", path);
}

static enum data_end make(
    struct synth *synth, const struct data_watch *watch, struct fail *fail)
{
    if (data_sums_read(&synth->old, synth->folder.path, fail) != 0)
        return DATA_BROKEN;
    char *part = data_folder_path(&synth->folder, "synth.part");
    struct fail why;
    enum data_end end = DATA_BROKEN;
    if (drop_part(part, fail) == 0 &&
        data_folder_open(&synth->part, part, fail) == 0)
        end = write_all(synth, watch, fail);
    if (end == DATA_BROKEN)
        add_words(fail, "; the folder is as it was");
    if (end == DATA_DONE && publish(synth, fail) != 0)
        end = DATA_BROKEN;
    data_folder_close(&synth->part);
    drop_part(part, &why);
    free(part);
    return end;
}

enum data_end data_synth(const struct data_set *set, const char *folder,
    const struct data_watch *watch, struct fail *fail)
{
    struct synth synth = {.set = set, .part.fd = -1};
    if (set->n_texts < 1 || set->n_texts > DATA_TEXTS_MAX ||
        set->n_bytes / set->n_texts < DATA_TEXT_BYTES_MIN) {
        fail_set(fail,
            "a set has 1 to %d texts of at least %d bytes on average",
            DATA_TEXTS_MAX, DATA_TEXT_BYTES_MIN);
        return DATA_BROKEN;
    }
    if (data_folder_open(&synth.folder, folder, fail) != 0)
        return DATA_BROKEN;
    const enum data_end end = make(&synth, watch, fail);
    if (end == DATA_DONE)
        data_say(watch, "%zu texts of seed %llu, %.1f MB, in %s", set->n_texts,
            (unsigned long long)set->seed, (double)synth.n_written_bytes / 1e6,
            folder);
    data_sums_free(&synth.old);
    data_sums_free(&synth.new);
    data_folder_close(&synth.folder);
    return end;
}
