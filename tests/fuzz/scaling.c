/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/scaling.h"
#include "tests/fuzz/fuzz.h"

/* A recorded scaling, the only JSON that is read. What is accepted is shown in
 * every form, and what is written of it is accepted again. */

static void show(const struct scaling *scaling)
{
    char *text;
    size_t n_bytes;
    FILE *to = mem_stream(&text, &n_bytes);
    scaling_print(to, scaling);
    fclose(to);
    FUZZ_CLAIM(strlen(text) == n_bytes && fuzz_is_harmless(text));
    free(text);
    struct document *page = scaling_page(scaling);
    text = document_markdown(page);
    FUZZ_CLAIM(fuzz_is_harmless(text));
    free(text);
    document_free(page);
}

static void write_and_read(const struct scaling *scaling, json_t *machine)
{
    struct scaling again;
    struct fail fail = {""};
    json_t *json = scaling_json(scaling, machine), *same;
    char *bytes = json_dumps(json, JSON_REAL_PRECISION(9));
    FUZZ_CLAIM(bytes != NULL);
    const int result =
        scaling_read(fuzz_file(bytes, strlen(bytes)), &again, &same, &fail);
    if (result != 0)
        fprintf(stderr, "%s\n%s\n", fail.text, bytes);
    FUZZ_CLAIM(result == 0);
    scaling_clear(&again);
    json_decref(same);
    json_decref(json);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct scaling scaling;
    struct fail fail = {""};
    json_t *machine;
    if (scaling_read(fuzz_file(data, n_bytes), &scaling, &machine, &fail) !=
        0) {
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
        return 0;
    }
    show(&scaling);
    write_and_read(&scaling, machine);
    scaling_clear(&scaling);
    json_decref(machine);
    return 0;
}
