/* SPDX-License-Identifier: MIT */
#include "grader/site/questions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/site/question_rules.h"

/* Rules look at every verdict and propose questions, each of a sort and with
 * a weight: how much there is to learn from the answer. Then the three are
 * taken one by one; a sort that was taken is not taken again, and an exercise
 * that was asked about weighs less. Nothing is drawn by lot, and where weights
 * are equal the exercise that comes first in the course does. */

enum { ASKED_ALREADY = 30 }; /* weight that an exercise loses */

void question_propose(struct proposals *proposals, enum question_sort sort,
    int weight, char *text)
{
    proposals->list =
        mem_grow(proposals->list, proposals->n, sizeof *proposals->list);
    proposals->list[proposals->n++] =
        (struct proposal){sort, weight, proposals->verdict, text};
}

static int weight_now(
    const struct proposal *one, const struct proposal *taken[], size_t n)
{
    int weight = one->weight;
    for (size_t i = 0; i < n; i++) {
        if (taken[i]->sort == one->sort)
            return 0;
        if (taken[i]->verdict == one->verdict)
            weight -= ASKED_ALREADY;
    }
    return weight < 1 ? 1 : weight;
}

static const struct proposal *heaviest(
    const struct proposals *proposals, const struct proposal *taken[], size_t n)
{
    const struct proposal *best = NULL;
    int most = 0;
    for (size_t i = 0; i < proposals->n; i++) {
        const int weight = weight_now(&proposals->list[i], taken, n);
        if (weight > most) {
            most = weight;
            best = &proposals->list[i];
        }
    }
    return best;
}

size_t questions_of(const struct verdict *const verdicts[], size_t n_verdicts,
    struct question questions[])
{
    struct proposals proposals = {0};
    const struct proposal *taken[QUESTIONS_MAX], *one;
    size_t n = 0;
    for (size_t i = 0; i < n_verdicts; i++) {
        proposals.verdict = verdicts[i];
        if (verdicts[i] != NULL)
            question_rules(&proposals);
    }
    while (
        n < QUESTIONS_MAX && (one = heaviest(&proposals, taken, n)) != NULL) {
        questions[n] =
            (struct question){one->verdict->exercise.name, mem_text(one->text)};
        taken[n++] = one;
    }
    for (size_t i = 0; i < proposals.n; i++)
        free(proposals.list[i].text);
    free(proposals.list);
    return n;
}
