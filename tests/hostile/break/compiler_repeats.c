/* expect: status=rejected points=0 ends<=75 */
/* SPDX-License-Identifier: MIT */

/* Has the assembler repeat a line ten thousand million times. */

asm(".data\n.rept 10000000000\n.quad 1\n.endr");
