/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Memory of the kernel's: pairs of sockets, full, up to 512 MiB. */

static int attack(void)
{
    static char packet[100000];
    struct rlimit files = {0};
    size_t n_bytes = 0;
    int ends[2];
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    while (n_bytes < (size_t)512 << 20 &&
           socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0)
        for (int end = 0; end < 2; end++)
            while (send(ends[end], packet, sizeof packet, MSG_DONTWAIT) > 0)
                n_bytes += sizeof packet;
    return n_bytes >= (size_t)512 << 20;
}

#include "either.c"
