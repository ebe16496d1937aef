/* SPDX-License-Identifier: MIT */
#include "grader/cmd/watch_screen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* The page is drawn on the terminal's second screen, so that the first one is
 * there again afterwards. It is written in one piece from the top, and each
 * line wipes what is left of its old one only: nothing is ever blank in
 * between. Signals do no more than write a byte to a pipe. */

enum { ROWS = 24, COLUMNS = 80, TAB = 8 };

static struct {
    bool is_taken, has_keys, has_ended;
    struct termios before;
    int pipe[2];
    char *drawn; /* the page that is there */
} screen = {.pipe = {-1, -1}};

static void note(int signal)
{
    const char what = signal == SIGTSTP ? 'z' : 'w';
    const ssize_t n = write(screen.pipe[1], &what, 1);
    (void)n; /* a full pipe says enough */
}

static void catch (int signal, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static void take_keys(void)
{
    screen.has_keys =
        !screen.has_ended && tcgetattr(STDIN_FILENO, &screen.before) == 0;
    if (!screen.has_keys)
        return;
    struct termios single = screen.before;
    single.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    single.c_cc[VMIN] = 1;
    single.c_cc[VTIME] = 0;
    single.c_cc[VQUIT] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &single);
}

bool screen_start(void)
{
    static bool has_handler;
    if (isatty(STDOUT_FILENO) == 0)
        return false;
    if (!has_handler && pipe2(screen.pipe, O_CLOEXEC | O_NONBLOCK) == 0)
        has_handler = atexit(screen_end) == 0;
    catch (SIGWINCH, note);
    catch (SIGTSTP, note);
    catch (SIGCONT, note);
    take_keys();
    screen.is_taken = true;
    fputs("\033[?1049h\033[?25l\033[H\033[2J", stdout);
    fflush(stdout);
    return true;
}

void screen_end(void)
{
    if (!screen.is_taken)
        return;
    screen.is_taken = false;
    free(screen.drawn);
    screen.drawn = NULL;
    fputs("\033[?25h\033[?1049l", stdout);
    fflush(stdout);
    if (screen.has_keys)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &screen.before);
    catch (SIGWINCH, SIG_DFL);
    catch (SIGTSTP, SIG_DFL);
    catch (SIGCONT, SIG_DFL);
}

/* How many bytes a character has, and how many columns it takes. */
static size_t measure_character(const char *text, int *width)
{
    wchar_t character;
    mbstate_t state = {0};
    const size_t n = mbrtowc(&character, text, strlen(text), &state);
    if (n == 0 || n > 4) {
        *width = 1;
        return 1;
    }
    *width = wcwidth(character);
    *width = *width < 0 ? 1 : *width;
    return n;
}

/* Write the part of a text that fits into one row. @return what is left. */
static const char *write_row(FILE *to, const char *text, int columns)
{
    int column = 0;
    while (*text != '\0' && *text != '\n') {
        int width;
        size_t n = 1;
        if (*text == '\t')
            width = TAB - column % TAB;
        else
            n = measure_character(text, &width);
        if (column + width > columns)
            return text;
        if (*text == '\t')
            fprintf(to, "%*s", width, "");
        else
            fwrite(text, 1, n, to);
        column += width;
        text += n;
    }
    return *text == '\n' ? text + 1 : text;
}

static char *make_page(
    const char *text, const char *keys, int rows, int columns)
{
    char *page = NULL;
    size_t size = 0;
    FILE *to = mem_stream(&page, &size);
    int row = 0;
    fputs("\033[H", to);
    for (; *text != '\0' && row < rows - 2; row++) {
        text = write_row(to, text, columns);
        fputs("\033[K\r\n", to);
    }
    if (*text != '\0') {
        fputs("... there is more than fits here", to);
        fputs("\033[K\r\n", to);
    }
    fprintf(to, "\033[J\033[%d;1H\033[7m", rows);
    write_row(to, keys, columns - 1);
    fputs("\033[K\033[0m", to);
    fclose(to);
    return page;
}

void screen_draw(const char *text, const char *keys)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 3 ||
        size.ws_col < 10)
        size = (struct winsize){.ws_row = ROWS, .ws_col = COLUMNS};
    char *page = make_page(text, keys, size.ws_row, size.ws_col);
    if (screen.drawn == NULL || strcmp(page, screen.drawn) != 0) {
        fputs(page, stdout);
        fflush(stdout);
    }
    free(screen.drawn);
    screen.drawn = page;
}

int screen_fd(void)
{
    return screen.pipe[0];
}

bool screen_changed(void)
{
    char bytes[64];
    bool is_stopped = false;
    ssize_t n;
    while ((n = read(screen.pipe[0], bytes, sizeof bytes)) > 0)
        is_stopped |= memchr(bytes, 'z', (size_t)n) != NULL;
    screen_end();
    if (is_stopped)
        raise(SIGTSTP);
    screen_start();
    return is_stopped;
}

int screen_key_fd(void)
{
    return screen.has_keys && !screen.has_ended ? STDIN_FILENO : -1;
}

/* What follows an escape at once belongs to it: an arrow, say. */
static void drop_sequence(void)
{
    char byte;
    int n_waiting = 0;
    while (ioctl(STDIN_FILENO, FIONREAD, &n_waiting) == 0 && n_waiting > 0 &&
           read(STDIN_FILENO, &byte, 1) == 1)
        continue;
}

int screen_key(void)
{
    char key;
    screen.has_ended = read(STDIN_FILENO, &key, 1) != 1;
    if (screen.has_ended)
        return SCREEN_KEY_END;
    if (key != '\033')
        return key;
    drop_sequence();
    return SCREEN_KEY_NONE;
}

void screen_wait_key(const char *prompt)
{
    char key;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    take_keys();
    if (!screen.has_keys)
        return;
    tcflush(STDIN_FILENO, TCIFLUSH);
    fputs(prompt, stdout);
    fflush(stdout);
    if (interrupt_poll(&input, 1, -1) > 0)
        screen.has_ended = read(STDIN_FILENO, &key, 1) != 1;
    putchar('\n');
    tcsetattr(STDIN_FILENO, TCSADRAIN, &screen.before);
}
