/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/build/object.h"
#include "tests/fuzz/fuzz.h"

/* A candidate's object, as a compiler has left it or anybody else. */

static bool is_within(const char *name, const uint8_t *bytes, size_t n_bytes)
{
    const char *start = (const char *)bytes;
    return name >= start && name < start + n_bytes &&
           memchr(name, '\0', n_bytes - (size_t)(name - start)) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    static const char *const functions[] = {"gaussian", "other", NULL};
    struct object object;
    struct fail fail = {""};
    uint8_t *bytes = fuzz_copy(data, n_bytes);
    if (object_read(bytes, n_bytes, &object, &fail) == 0) {
        for (size_t i = 0; i < object.n_sections; i++)
            FUZZ_CLAIM(is_within(object.sections[i].name, bytes, n_bytes));
        for (size_t i = 0; i < object.n_symbols; i++)
            FUZZ_CLAIM(is_within(object.symbols[i].name, bytes, n_bytes));
        char *message = object_check(&object, "gaussian", functions);
        FUZZ_CLAIM(message == NULL || fuzz_is_harmless(message));
        free(message);
    } else {
        FUZZ_CLAIM(fail.text[0] != '\0' && object.sections == NULL);
    }
    object_free(&object);
    free(bytes);
    return 0;
}
