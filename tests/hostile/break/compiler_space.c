/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Has the assembler make room for 16 GiB. */

asm(".data\n.space 0x400000000, 1");
