/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "grader/base/text.h"
#include "grader/cmd/catalogue.h"
#include "grader/cmd/cmd.h"

/* The shells' completion scripts ask here, so that what they offer is what
 * the tables of the verbs and the manifests say. One word a line; a line
 * ":files" asks the shell for names of files. */

static void offer(const char *word, const char *begun)
{
    if (text_starts(word, begun))
        puts(word);
}

static void offer_verbs(const char *begun)
{
    for (size_t i = 0; cmd_verbs[i] != NULL; i++)
        offer(cmd_verbs[i]->name, begun);
    offer("help", begun);
    if (begun[0] == '-') {
        offer("--help", begun);
        offer("--version", begun);
    }
}

static void offer_options(const struct verb *verb, const char *begun)
{
    char word[64];
    const struct argp_option *o = verb->argp.options;
    for (; o != NULL && (o->name || o->doc); o++) {
        if (o->name == NULL)
            continue;
        snprintf(word, sizeof word, "--%s", o->name);
        offer(word, begun);
    }
    offer("--help", begun);
}

/* The option that still waits for its value; NULL when none does. */
static const struct argp_option *find_open_option(
    const struct verb *verb, const char *before)
{
    const struct argp_option *o = verb->argp.options;
    for (; o != NULL && (o->name || o->doc); o++) {
        if (o->name == NULL || o->arg == NULL)
            continue;
        if (text_starts(before, "--") && strcmp(before + 2, o->name) == 0)
            return o;
        if (before[0] == '-' && before[1] == o->key && before[2] == '\0')
            return o;
    }
    return NULL;
}

static void offer_exercises(bool has_labs, const char *begun)
{
    const struct course *course = cmd_course();
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        for (size_t k = 0; k < lab->n_exercises; k++)
            offer(lab->exercises[k].name, begun);
        if (has_labs)
            offer(lab->name, begun);
    }
}

static void offer_diagnoses(const char *begun)
{
    struct fail fail;
    struct catalogue catalogue;
    if (catalogue_read(&catalogue, &fail) != 0)
        return;
    for (size_t i = 0; i < catalogue.n; i++)
        offer(catalogue.rows[i].name, begun);
    catalogue_free(&catalogue);
}

static void offer_operands(const struct verb *verb, const char *begun)
{
    switch (verb->operand) {
    case OPERAND_NONE:
        break;
    case OPERAND_EXERCISE:
    case OPERAND_EXERCISES:
        offer_exercises(verb->operand == OPERAND_EXERCISES, begun);
        break;
    case OPERAND_DIAGNOSIS:
        offer_diagnoses(begun);
        break;
    case OPERAND_WORDS:
        for (size_t i = 0; verb->words[i] != NULL; i++)
            offer(verb->words[i], begun);
        puts(":files");
        break;
    }
}

int cmd_complete(int argc, char **argv)
{
    const char *begun = argc > 0 ? argv[argc - 1] : "";
    const struct verb *verb = NULL;
    for (size_t i = 0; argc > 1 && cmd_verbs[i] != NULL; i++)
        if (strcmp(argv[0], cmd_verbs[i]->name) == 0)
            verb = cmd_verbs[i];
    if (argc <= 1 || (argc == 2 && strcmp(argv[0], "help") == 0)) {
        offer_verbs(begun);
        return CMD_FULL;
    }
    if (verb == NULL)
        return CMD_FULL;
    const struct argp_option *open =
        argc > 2 ? find_open_option(verb, argv[argc - 2]) : NULL;
    if (open != NULL) {
        if (strcmp(open->arg, "FILE") == 0 || strcmp(open->arg, "DIR") == 0)
            puts(":files");
    } else if (begun[0] == '-') {
        offer_options(verb, begun);
    } else {
        offer_operands(verb, begun);
    }
    return CMD_FULL;
}
