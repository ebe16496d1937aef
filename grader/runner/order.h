/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_ORDER_H
#define PARLAB_RUNNER_ORDER_H

#include <stdint.h>

/** @file The order in which workers get going, where the judge wants to see
 *  whether an answer depends on it. */

/** Number the next worker of this call, from 0. */
uint32_t order_next(void);

/** Wait, in a worker that is about to begin, as the call's order says, and
 *  take turns from then on, see turns.h. */
void order_wait(uint32_t worker);

#endif
