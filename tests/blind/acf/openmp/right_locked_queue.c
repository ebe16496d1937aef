/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* Right: a pool of POSIX threads with a lock around the queue. An item of the
 * queue is a word with eight lags; a worker makes the mask again only when
 * the word is another one. The lock is held for two additions. */

enum { LAGS_AT_ONCE = 8 };

struct queue {
    pthread_mutex_t lock;
    size_t word, lag; /* the next item; guarded by lock */
    size_t n_text, n_words, n_lags;
    const int32_t *text, *words;
    double *out;
};

static int take(struct queue *queue, size_t *word, size_t *lag)
{
    pthread_mutex_lock(&queue->lock);
    const int is_there = queue->word < queue->n_words && queue->n_lags > 0;
    *word = queue->word;
    *lag = queue->lag;
    if (is_there) {
        queue->lag += LAGS_AT_ONCE;
        if (queue->lag >= queue->n_lags) {
            queue->lag = 0;
            queue->word++;
        }
    }
    pthread_mutex_unlock(&queue->lock);
    return is_there;
}

static size_t count_pairs(size_t n, const uint8_t *a, const uint8_t *b)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += a[i] & b[i];
    return total;
}

static void *serve(void *argument)
{
    struct queue *q = argument;
    size_t word, lag, masked = q->n_words, m = 0;
    uint8_t *mask = malloc(q->n_text + 1);
    if (mask == NULL) {
        perror("acf: no memory for a mask");
        abort();
    }
    while (take(q, &word, &lag)) {
        if (word != masked) {
            for (size_t i = 0; i < q->n_text; i++)
                mask[i] = q->text[i] == q->words[word];
            m = count_pairs(q->n_text, mask, mask);
            masked = word;
        }
        for (size_t t = lag; t < lag + LAGS_AT_ONCE && t < q->n_lags; t++) {
            size_t n = 0;
            if (t + 1 < q->n_text)
                n = count_pairs(q->n_text - 1 - t, mask + 1, mask + 1 + t);
            q->out[word * q->n_lags + t] = m > 0 ? (double)n / (double)m : 0;
        }
    }
    free(mask);
    return NULL;
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    struct queue queue = {.lock = PTHREAD_MUTEX_INITIALIZER,
        .n_text = n_text,
        .n_words = n_words,
        .n_lags = n_lags,
        .text = text,
        .words = words,
        .out = out};
    pthread_t *workers = calloc((size_t)n_workers, sizeof *workers);
    int n_started = 0;
    while (workers != NULL && n_started < n_workers &&
           pthread_create(&workers[n_started], NULL, serve, &queue) == 0)
        n_started++;
    if (n_started == 0)
        serve(&queue);
    for (int i = 0; i < n_started; i++)
        pthread_join(workers[i], NULL);
    free(workers);
    pthread_mutex_destroy(&queue.lock);
}
