/* SPDX-License-Identifier: MIT */
#include "grader/data/download.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/spawn.h"
#include "grader/base/text.h"
#include "grader/data/folder.h"

/* curl runs without a shell, one file at a time. Its exit code is turned into
 * one of a few endings, each with words for a person who does not know curl;
 * its own words are shown for the codes that are not in the table. */

enum { TICK_MS = 200, SAID_BYTES = 400 };

/* What is left of a run of curl. */
struct outcome {
    int code; /* exit code; -1: ended by us, for it was too large */
    int status; /* of HTTP, 0 when there was none */
    char *said; /* its error message, harmless */
};

static const struct reason {
    int code;
    enum download_end end;
    const char *words; /* after the name of the server */
} reasons[] = {
    {3, DOWNLOAD_NO_WAY, "is in no URL that curl understands"},
    {5, DOWNLOAD_NO_WAY,
        "cannot be reached: the proxy is not known; look at "
        "http_proxy and https_proxy"},
    {6, DOWNLOAD_NO_WAY, "is not known here: no network, or no name server"},
    {7, DOWNLOAD_NO_WAY, "cannot be reached: no network, or it is down"},
    {16, DOWNLOAD_CUT, "broke off the connection"},
    {18, DOWNLOAD_CUT, "broke off the connection"},
    {23, DOWNLOAD_NO_WAY, "sent more than could be written: is the disk full?"},
    {28, DOWNLOAD_NO_WAY, "did not answer in time"},
    {33, DOWNLOAD_AFRESH, "cannot go on in the middle of a file"},
    {35, DOWNLOAD_NO_WAY, "made no secure connection"},
    {36, DOWNLOAD_AFRESH, "cannot go on in the middle of a file"},
    {37, DOWNLOAD_REFUSED, "no such file"},
    {47, DOWNLOAD_REFUSED, "sends from one address to the next without end"},
    {52, DOWNLOAD_CUT, "broke off the connection"},
    {55, DOWNLOAD_CUT, "broke off the connection"},
    {56, DOWNLOAD_CUT, "broke off the connection"},
    {60, DOWNLOAD_NO_WAY,
        "shows a certificate that is not trusted; look at "
        "the clock, and whether a proxy reads along"},
    {63, DOWNLOAD_REFUSED, "sends a file that is too large for a book"},
    {92, DOWNLOAD_CUT, "broke off the connection"},
};

/* Wait for the end. curl's own limit of size needs a server that tells the
 * size; this one does not.
 * @return exit code; -1 too large; -2 a signal asks to stop. */
static int await_curl(const struct download *download, pid_t pid)
{
    int waited, code = 0, status;
    while ((waited = interrupt_wait_child(pid, TICK_MS)) == 0 && code == 0) {
        struct stat file = {.st_size = 0};
        stat(download->path, &file);
        data_busy(download->watch, "%s, %lld KiB", download->name,
            (long long)file.st_size / 1024);
        if ((unsigned long long)file.st_size > download->max_bytes)
            code = -1;
    }
    if (waited < 0)
        code = -2;
    if (code != 0)
        kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    if (code == 0)
        code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return code;
}

static char *read_said(int fd)
{
    char said[SAID_BYTES + 1];
    const ssize_t n = pread(fd, said, SAID_BYTES, 0);
    said[n > 0 ? n : 0] = '\0';
    said[strcspn(said, "\n")] = '\0';
    return text_safe(said, strlen(said), SAID_BYTES);
}

static int read_number(int fd)
{
    char text[16] = "";
    return pread(fd, text, sizeof text - 1, 0) > 0 ? (int)strtol(text, NULL, 10)
                                                   : 0;
}

/* @return "books.example:80" of "https://me:secret@books.example:80/a"; new. */
static char *host_of(const char *url)
{
    const char *host = strstr(url, "://") + 3;
    const char *me = memchr(host, '@', strcspn(host, "/"));
    host = me != NULL ? me + 1 : host;
    const size_t n = strcspn(host, "/");
    return n > 0 ? mem_format("%.*s", (int)n, host) : mem_text("this computer");
}

static enum download_end end_of_status(
    const char *host, int status, struct fail *fail)
{
    if (status == 416) {
        fail_set(fail, "%s cannot go on where the file ends", host);
        return DOWNLOAD_AFRESH;
    }
    if (status == 403 || status == 429 || status == 503) {
        fail_set(fail,
            "%s does not want to be asked now (HTTP status %d); try again in "
            "some hours, or take another server with --from",
            host, status);
        return DOWNLOAD_NO_WAY;
    }
    fail_set(fail, "%s does not have it (HTTP status %d)", host, status);
    return DOWNLOAD_REFUSED;
}

static enum download_end end_of(
    const struct download *download, const struct outcome *o, struct fail *fail)
{
    enum download_end end = DOWNLOAD_NO_WAY;
    char *host = host_of(download->url);
    const struct reason *reason = NULL;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].code == (o->code == -1 ? 63 : o->code))
            reason = &reasons[i];
    if (o->code == 22) {
        end = end_of_status(host, o->status, fail);
    } else if (reason != NULL) {
        end = reason->end;
        fail_set(fail, "%s %s", host, reason->words);
    } else {
        fail_set(fail, "%s: curl ended with code %d: %s", host, o->code,
            o->said[0] != '\0' ? o->said : "it does not say why");
    }
    free(host);
    return end;
}

static enum download_end run(
    const struct download *download, int said, int status, struct fail *fail)
{
    char *max_bytes = mem_format("%zu", download->max_bytes);
    const char *const argv[] = {download->curl, "--silent", "--show-error",
        "--fail", "--location", "--globoff", "--proto", "=http,https,file",
        "--proto-redir", "=http,https", "--max-redirs", "5",
        "--connect-timeout", "20", "--speed-limit", "1", "--speed-time", "60",
        "--max-filesize", max_bytes, "--user-agent",
        "parlab/" PACKAGE_VERSION " (a course kit; one file at a time)",
        "--write-out", "%{http_code}", "--continue-at", "-", "--output",
        download->path, "--url", download->url, NULL};
    const pid_t pid = spawn_tool(argv[0], argv, NULL, -1, status, said);
    free(max_bytes);
    if (pid < 0) {
        fail_set(fail, "cannot run %s", download->curl);
        return DOWNLOAD_NO_WAY;
    }
    struct outcome outcome = {.code = await_curl(download, pid)};
    if (outcome.code == 0)
        return DOWNLOAD_DONE;
    if (outcome.code == -2)
        return DOWNLOAD_STOPPED;
    outcome.status = read_number(status);
    outcome.said = read_said(said);
    const enum download_end end = end_of(download, &outcome, fail);
    free(outcome.said);
    return end;
}

enum download_end download_run(
    const struct download *download, struct fail *fail)
{
    enum download_end end = DOWNLOAD_NO_WAY;
    const int said = memfd_create("parlab-curl", MFD_CLOEXEC);
    const int status = memfd_create("parlab-curl", MFD_CLOEXEC);
    if (said < 0 || status < 0)
        fail_errno(fail, "cannot make a memory file");
    else
        end = run(download, said, status, fail);
    if (said >= 0)
        close(said);
    if (status >= 0)
        close(status);
    return end;
}
