/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/judge/sanitizer.h"
#include "tests/fuzz/fuzz.h"

/* What a checked runner prints: a sanitizer's report or anything else. The
 * first byte chooses whether the file in the corpus is the candidate's. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    static const char *const stems[] = {"gaussian", "matvec"};
    struct findings findings = {0};
    struct sanitizer_notes notes = {0};
    struct fuzz from = {data, n_bytes};
    const char *stem = stems[fuzz_byte(&from) % 2];
    char *text = (char *)fuzz_copy(from.at, from.n);
    sanitizer_read(text, from.n, stem, &notes, &findings);
    for (size_t i = 0; i < findings.n; i++) {
        const struct finding *one = &findings.list[i];
        const char *line = strstr(one->evidence, stem);
        FUZZ_CLAIM(fuzz_is_harmless(one->evidence));
        FUZZ_CLAIM(one->evidence[0] != '\0' && line == one->evidence);
        for (size_t k = 0; k < i; k++)
            FUZZ_CLAIM(strcmp(findings.list[k].name, one->name) != 0);
    }
    findings_free(&findings);
    free(text);
    return 0;
}
