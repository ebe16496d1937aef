/* SPDX-License-Identifier: MIT */
#include "grader/base/terminal.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/interrupt.h"

/* stdout and stderr become streams of the C library that convert what is
 * written to them, so no part of parlab has to think of it. A character that
 * is cut in two by a buffer's end is kept until its rest comes. With UTF-8,
 * nearly always, nothing is touched. JSON is ASCII and passes unchanged. */

enum { REST_MAX = 8 };

struct output {
    int fd;
    iconv_t converter;
    char rest[REST_MAX]; /* the start of a character */
    size_t n_rest;
};

static struct output outputs[2];

/* @return 0; -1, errno is set. */
static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        const ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR && interrupt_signal() == 0)
            continue;
        if (written < 0)
            return -1;
        bytes += written;
        n -= (size_t)written;
    }
    return 0;
}

/* Convert bytes and write them. @return how many of them are used up; what
 * is left is the start of a character. -1: they cannot be written. */
static ssize_t convert(struct output *output, char *bytes, size_t n)
{
    char converted[1024];
    char *from = bytes;
    while (n > 0) {
        char *to = converted;
        size_t room = sizeof converted - 1;
        const size_t result = iconv(output->converter, &from, &n, &to, &room);
        const int error = result == (size_t)-1 ? errno : 0;
        if (error == EILSEQ) {
            *to++ = '?';
            do {
                from++;
                n--;
            } while (n > 0 && (*from & 0xC0) == 0x80);
        }
        if (write_all(output->fd, converted, (size_t)(to - converted)) != 0)
            return -1;
        if (error == EINVAL)
            break;
    }
    return from - bytes;
}

/* As fopencookie() wants it: 0 is an error. */
static ssize_t print(void *cookie, const char *bytes, size_t n)
{
    struct output *output = cookie;
    char piece[1024];
    size_t done = 0;
    while (done < n) {
        size_t n_new = sizeof piece - output->n_rest;
        n_new = n_new < n - done ? n_new : n - done;
        memcpy(piece, output->rest, output->n_rest);
        memcpy(piece + output->n_rest, bytes + done, n_new);
        const size_t n_piece = output->n_rest + n_new;
        const ssize_t used = convert(output, piece, n_piece);
        if (used < 0)
            return 0;
        output->n_rest = n_piece - (size_t)used;
        if (output->n_rest > REST_MAX)
            output->n_rest = 0; /* no character is as long as that */
        memcpy(output->rest, piece + used, output->n_rest);
        done += n_new;
    }
    return (ssize_t)n;
}

/* @return a stream in place of this one; the same when there is no way. */
static FILE *converted(FILE *stream, struct output *output, int mode)
{
    char target[64];
    snprintf(target, sizeof target, "%.40s//TRANSLIT", nl_langinfo(CODESET));
    output->fd = fileno(stream);
    output->converter = iconv_open(target, "UTF-8");
    if (output->converter == (iconv_t)-1)
        output->converter = iconv_open("ASCII//TRANSLIT", "UTF-8");
    if (output->converter == (iconv_t)-1)
        return stream;
    const cookie_io_functions_t functions = {.write = print};
    FILE *new = fopencookie(output, "w", functions);
    if (new == NULL)
        return stream;
    setvbuf(new, NULL, mode, BUFSIZ);
    return new;
}

bool terminal_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void terminal_setup(void)
{
    setlocale(LC_CTYPE, "");
    if (terminal_is_utf8())
        return;
    const int mode = isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF;
    stdout = converted(stdout, &outputs[0], mode);
    stderr = converted(stderr, &outputs[1], _IONBF);
}
