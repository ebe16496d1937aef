/* SPDX-License-Identifier: MIT */
#include "grader/build/object.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"

/* Every offset, size and index of the file is checked against the size of
 * what it points into before it is used, by subtraction, so that no sum can
 * wrap. A name is only taken from a table that ends with a NUL. What the
 * reader does not know (more than one symbol table, counts that continue
 * elsewhere) it refuses instead of guessing: a compiler writes none of it
 * for an exercise. */

/* The bytes, and the header of the section table. */
struct file {
    const unsigned char *bytes;
    size_t n_bytes;
    Elf64_Ehdr head;
};

/* A table of names. */
struct names {
    const char *bytes;
    size_t n_bytes;
};

static int not_readable(struct fail *fail, const char *what)
{
    return fail_set(fail, "the compiled file cannot be checked: %s", what);
}

static int read_head(struct file *file, struct fail *fail)
{
    const uint16_t one = 1;
    const bool is_little = *(const unsigned char *)&one == 1;
    if (file->n_bytes < sizeof file->head)
        return not_readable(fail, "it is too short");
    memcpy(&file->head, file->bytes, sizeof file->head);
    const Elf64_Ehdr *head = &file->head;
    if (memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
        head->e_ident[EI_CLASS] != ELFCLASS64 ||
        head->e_ident[EI_DATA] != (is_little ? ELFDATA2LSB : ELFDATA2MSB) ||
        head->e_type != ET_REL)
        return not_readable(fail, "it is no 64-bit ELF object");
    if (head->e_shnum == 0 || head->e_shnum >= SHN_LORESERVE ||
        head->e_shentsize != sizeof(Elf64_Shdr) ||
        head->e_shoff > file->n_bytes ||
        head->e_shnum > (file->n_bytes - head->e_shoff) / sizeof(Elf64_Shdr))
        return not_readable(fail, "its section table lies outside");
    return 0;
}

/* index < e_shnum, which read_head() has checked. */
static Elf64_Shdr read_section(const struct file *file, size_t index)
{
    Elf64_Shdr section;
    memcpy(&section, file->bytes + file->head.e_shoff + index * sizeof section,
        sizeof section);
    return section;
}

static bool is_inside(const struct file *file, const Elf64_Shdr *section)
{
    return section->sh_offset <= file->n_bytes &&
           section->sh_size <= file->n_bytes - section->sh_offset;
}

static int read_names(const struct file *file, size_t index,
    struct names *names, struct fail *fail)
{
    if (index == SHN_UNDEF || index >= file->head.e_shnum)
        return not_readable(fail, "a table of names is missing");
    const Elf64_Shdr section = read_section(file, index);
    if (section.sh_type != SHT_STRTAB || !is_inside(file, &section) ||
        section.sh_size == 0 ||
        file->bytes[section.sh_offset + section.sh_size - 1] != '\0')
        return not_readable(fail, "a table of names is broken");
    *names = (struct names){
        (const char *)file->bytes + section.sh_offset, section.sh_size};
    return 0;
}

static const char *name_at(const struct names *names, size_t offset)
{
    return offset < names->n_bytes ? names->bytes + offset : NULL;
}

static int read_sections(
    const struct file *file, struct object *object, struct fail *fail)
{
    struct names names;
    if (read_names(file, file->head.e_shstrndx, &names, fail) != 0)
        return -1;
    object->sections = mem_new(file->head.e_shnum, sizeof *object->sections);
    for (size_t i = 0; i < file->head.e_shnum; i++) {
        const Elf64_Shdr section = read_section(file, i);
        const char *name = name_at(&names, section.sh_name);
        if (name == NULL)
            return not_readable(fail, "a section's name lies outside");
        object->sections[object->n_sections++] =
            (struct object_section){name, section.sh_type};
    }
    return 0;
}

static int read_symbols(const struct file *file, const Elf64_Shdr *table,
    struct object *object, struct fail *fail)
{
    struct names names;
    if (object->symbols != NULL)
        return not_readable(fail, "it has two symbol tables");
    if (table->sh_entsize != sizeof(Elf64_Sym) || !is_inside(file, table) ||
        table->sh_size % sizeof(Elf64_Sym) != 0)
        return not_readable(fail, "its symbol table is broken");
    if (read_names(file, table->sh_link, &names, fail) != 0)
        return -1;
    const size_t n = table->sh_size / sizeof(Elf64_Sym);
    object->symbols = mem_new(n, sizeof *object->symbols);
    for (size_t i = 0; i < n; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, file->bytes + table->sh_offset + i * sizeof symbol,
            sizeof symbol);
        const char *name = name_at(&names, symbol.st_name);
        if (name == NULL)
            return not_readable(fail, "a symbol's name lies outside");
        object->symbols[object->n_symbols++] =
            (struct object_symbol){.name = name,
                .type = ELF64_ST_TYPE(symbol.st_info),
                .binding = ELF64_ST_BIND(symbol.st_info),
                .is_defined = symbol.st_shndx != SHN_UNDEF};
    }
    return 0;
}

int object_read(
    const void *bytes, size_t n_bytes, struct object *object, struct fail *fail)
{
    struct file file = {.bytes = bytes, .n_bytes = n_bytes};
    *object = (struct object){0};
    int result = read_head(&file, fail);
    if (result == 0)
        result = read_sections(&file, object, fail);
    for (size_t i = 0; result == 0 && i < file.head.e_shnum; i++) {
        const Elf64_Shdr section = read_section(&file, i);
        if (section.sh_type == SHT_SYMTAB)
            result = read_symbols(&file, &section, object, fail);
    }
    if (result != 0)
        object_free(object);
    return result;
}

void object_free(struct object *object)
{
    free(object->sections);
    free(object->symbols);
    *object = (struct object){0};
}

/* What a section does that has no place in an exercise; NULL for nothing.
 * Linkers collect these by the start of their names, with and without a
 * number behind, and newer ones by type. */
static const char *misuse(const struct object_section *section)
{
    static const char before[] = "runs code before main() (a constructor";
    static const char after[] = "runs code after main() (a destructor";
    static const char other[] = "changes how the program is made (it";
    static const struct {
        const char *start, *what;
    } rules[] = {{".init", before}, {".preinit", before}, {".ctors", before},
        {".fini", after}, {".dtors", after}, {".interp", other},
        {".dynamic", other}, {".gnu.lto_", other}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (text_starts(section->name, rules[i].start))
            return rules[i].what;
    if (section->type == SHT_INIT_ARRAY || section->type == SHT_PREINIT_ARRAY)
        return before;
    return section->type == SHT_FINI_ARRAY ? after : NULL;
}

static char *check_section(
    const struct object_section *section, const char *stem)
{
    const char *what = misuse(section);
    if (what == NULL)
        return NULL;
    char *name = text_safe(section->name, strlen(section->name), 80);
    char *message = mem_format(
        "%s.c %s in section %s): exercises may not", stem, what, name);
    free(name);
    return message;
}

/* Names that the harness, the calls or the linker's wrapping have. */
static bool is_ours(const char *name)
{
    static const char *const starts[] = {
        "__wrap_", "__real_", "call_", "channel_", "harness_"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(name, starts[i]))
            return true;
    return strcmp(name, "main") == 0;
}

/* What is wrong with a symbol, with a place for its name; NULL for nothing. */
static const char *fault_of(const struct object_symbol *symbol)
{
    const bool is_wrapped = text_starts(symbol->name, "__wrap_") ||
                            text_starts(symbol->name, "__real_");
    if (symbol->type == STT_GNU_IFUNC)
        return "%s.c has %s() chosen while the program is loaded (an ifunc): "
               "exercises may not";
    if (symbol->binding == STB_LOCAL)
        return NULL;
    if (symbol->is_defined && is_wrapped)
        return "%s.c defines %s, a name that the grader uses itself: choose "
               "another";
    return !symbol->is_defined && is_ours(symbol->name)
               ? "%s.c uses %s, which is a part of the grader: exercises may "
                 "not"
               : NULL;
}

static char *check_symbol(const struct object_symbol *symbol, const char *stem)
{
    const char *fault = fault_of(symbol);
    if (fault == NULL)
        return NULL;
    char *name = text_safe(symbol->name, strlen(symbol->name), 80);
    char *message = mem_format(fault, stem, name);
    free(name);
    return message;
}

static bool is_function(const struct object_symbol *symbol)
{
    return symbol->is_defined &&
           (symbol->binding == STB_GLOBAL || symbol->binding == STB_WEAK) &&
           (symbol->type == STT_FUNC || symbol->type == STT_NOTYPE);
}

static char *check_function(
    const struct object *object, const char *stem, const char *function)
{
    for (size_t i = 0; i < object->n_symbols; i++)
        if (is_function(&object->symbols[i]) &&
            strcmp(object->symbols[i].name, function) == 0)
            return NULL;
    return mem_format(
        "%s.c does not define %s(), which %s.h asks for", stem, function, stem);
}

char *object_check(const struct object *object, const char *stem,
    const char *const functions[])
{
    char *message = NULL;
    for (size_t i = 0; message == NULL && i < object->n_sections; i++)
        message = check_section(&object->sections[i], stem);
    for (size_t i = 0; message == NULL && i < object->n_symbols; i++)
        message = check_symbol(&object->symbols[i], stem);
    for (size_t i = 0; message == NULL && functions[i] != NULL; i++)
        message = check_function(object, stem, functions[i]);
    return message;
}
