#include "grader/cmd/cmd.h"
static int run(int argc, char **argv) { cmd_parse(&verb_start, argc, argv, NULL); return 0; }
const struct verb verb_start = {"start", "the first minute", run, {0}, OPERAND_NONE, NULL};
