/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_OBJECT_H
#define PARLAB_BUILD_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"

/** @file
 *  What a compiled candidate holds: a bounded reader of 64-bit ELF
 *  relocatable files, and the rules that a candidate's object must keep
 *  before it is linked. The bytes are hostile.
 *  Source: System V ABI, chapter 4, "Object Files". */

/** A section. */
struct object_section {
    const char *name; /**< borrowed from the bytes */
    uint32_t type; /**< SHT_… of <elf.h> */
};

/** A symbol. */
struct object_symbol {
    const char *name; /**< borrowed from the bytes */
    unsigned char type; /**< STT_… */
    unsigned char binding; /**< STB_… */
    bool is_defined;
};

/** An object file. */
struct object {
    struct object_section *sections;
    size_t n_sections;
    struct object_symbol *symbols;
    size_t n_symbols;
};

/** Read an object.
 *  @param bytes     @p n_bytes bytes, to be kept as long as @p object.
 *  @param[out] object  new contents (release with object_free()), empty
 *                      after a failure.
 *  @return 0; -1: it is no object that can be understood. */
int object_read(const void *bytes, size_t n_bytes, struct object *object,
    struct fail *fail);

/** Release the contents. */
void object_free(struct object *object);

/** Check the object of a candidate: nothing runs before or after main(),
 *  nothing is chosen while the program is loaded, and all functions of the
 *  contract are there.
 *  @param stem       the exercise's short name, for the message.
 *  @param functions  the contract's functions, NULL at the end.
 *  @return  NULL: nothing is wrong;
 *  @return  new text for the student. */
char *object_check(const struct object *object, const char *stem,
    const char *const functions[]);

#endif
