/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/site/question_rules.h"

/* One question for each diagnosis. It asks for the mechanism: what happens,
 * and who does it. What would be right is left to the student. */

static const struct {
    const char *name, *question;
} tails[] = {
    {"race", "Which two accesses meet there, and what orders them?"},
    {"remainder", "Who gets which items when the division leaves some over?"},
    {"not-parallel", "What does the second worker do, from start to end?"},
    {"redundant-work", "Which part of the work does everybody do?"},
    {"load-imbalance",
        "How is the work divided, and what do the others do meanwhile?"},
    {"lock-contention", "What is done while the lock is held, and how often?"},
    {"deadlock", "Who waits for whom there, and since when?"},
    {"out-of-bounds", "Which index is it, and how large can it get?"},
    {"crash", "What was the program about to do, and how can one find out?"},
    {"timeout", "What was it still doing, and what would have ended it?"},
    {"nondeterministic", "What differs between two runs of the same input?"},
    {"fewer-items-than-workers", "What does a worker do that has no item?"},
    {"empty-input", "What happens, step by step, when there is no item?"},
    {"use-after-free", "Who gives this memory back, and who still uses it?"},
    {"memory-leak", "Whose is this memory, and when does it end?"},
    {"precision", "Where do the digits get lost?"},
    {"input-modified", "Who else may be reading the input at that time?"},
    {"writes-after-return", "Who still runs when the function returns?"},
    {"false-sharing", "What lies side by side in memory, and who writes it?"},
    {"oversubscribed", "Where are workers started, and how many each time?"},
    {"overhead-bound", "What does a worker cost, and what does it bring?"},
    {"memory-bound", "How many bytes move for one operation?"},
    {"communication-bound", "What is sent, how often, and how large is it?"},
    {"root-does-all", "What do the other ranks do meanwhile?"},
    {"serialised-waiting", "Which waits follow each other, and must they?"},
    {"unreceived-message", "Which receive was this message meant for?"},
    {"unsafe-send", "What happens when a send waits for its receive?"},
    {"mismatched-collective",
        "Which collective calls does each rank make, in which order?"},
    {"zombie", "What is kept of a process that has ended, and until when?"},
    {"leaked-descriptor", "Which ends are open in which process?"},
    {"leaked-shared-memory", "How long does such an object live?"},
    {"pipe-deadlock", "How much does a pipe hold, and who reads it when?"},
    {"lost-task", "Which way does a task go from its start to its end?"},
    {"copy-on-write", "Who sees what a child writes after fork, and why?"},
    {"process-leak", "Which processes are there when the function returns?"},
    {"undefined-behaviour", "What does the C standard say of this line?"},
    {"tampering", "What is this part of the program for?"},
};

const char *question_tail(const char *diagnosis)
{
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (strcmp(tails[i].name, diagnosis) == 0)
            return tails[i].question;
    return "What in the program leads to this?";
}
