/* SPDX-License-Identifier: MIT */
#include "grader/channel/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A datagram arrives whole or not at all, so there is no partial state to
 * keep and a hostile peer can at worst send a message of the wrong kind. */

#define MAGIC 0x706c6162u

static int address_of(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

static int close_keeping_errno(int fd)
{
    const int error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* Ask the kernel to say who sends; sockets accepted later inherit it. */
static int learn_senders(int fd)
{
    return setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int));
}

int channel_pair(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    return learn_senders(ends[0]);
}

int channel_listen(const char *path)
{
    struct sockaddr_un address;
    if (address_of(path, &address) != 0)
        return -1;
    const int fd =
        socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
        learn_senders(fd) != 0 || listen(fd, 64) != 0)
        return close_keeping_errno(fd);
    return fd;
}

int channel_accept(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

int channel_connect(const char *path)
{
    struct sockaddr_un address;
    if (address_of(path, &address) != 0)
        return -1;
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        return close_keeping_errno(fd);
    return fd;
}

/* Room for what may come beside a message. */
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
};

int channel_send(int socket, struct message *message, int pass_fd)
{
    message->magic = MAGIC;
    struct iovec data = {message, sizeof *message};
    struct msghdr header = {.msg_iov = &data, .msg_iovlen = 1};
    union control control = {0};
    if (pass_fd >= 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof pass_fd);
        struct cmsghdr *passed = CMSG_FIRSTHDR(&header);
        passed->cmsg_level = SOL_SOCKET;
        passed->cmsg_type = SCM_RIGHTS;
        passed->cmsg_len = CMSG_LEN(sizeof pass_fd);
        memcpy(CMSG_DATA(passed), &pass_fd, sizeof pass_fd);
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *message ? 0 : -1;
}

/* Find what came beside a message. @return its bytes, or NULL. */
static const void *beside(struct msghdr *header, int type, size_t n_bytes)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL;
         c = CMSG_NXTHDR(header, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == type &&
            c->cmsg_len == CMSG_LEN(n_bytes))
            return CMSG_DATA(c);
    return NULL;
}

static int receive(
    int socket, struct message *message, int flags, struct msghdr *header)
{
    struct iovec data = {message, sizeof *message};
    header->msg_iov = &data;
    header->msg_iovlen = 1;
    ssize_t got;
    do
        got = recvmsg(socket, header, flags | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return -1;
    errno = got == 0 ? EPIPE : EBADMSG;
    if (got != (ssize_t)sizeof *message || message->magic != MAGIC)
        return -1;
    message->text[sizeof message->text - 1] = '\0';
    return 0;
}

int channel_receive(
    int socket, struct message *message, bool may_block, int *passed_fd)
{
    struct msghdr header = {0};
    union control control = {0};
    if (passed_fd != NULL) {
        *passed_fd = -1;
        header.msg_control = control.bytes;
        header.msg_controllen = sizeof control.bytes;
    }
    const int result =
        receive(socket, message, may_block ? 0 : MSG_DONTWAIT, &header);
    const int *fd =
        passed_fd == NULL ? NULL : beside(&header, SCM_RIGHTS, sizeof *fd);
    if (fd != NULL)
        memcpy(passed_fd, fd, sizeof *fd);
    return result;
}

int channel_receive_hello(int socket, struct message *message, pid_t *sender)
{
    union control control = {0};
    struct msghdr header = {.msg_control = control.bytes,
        .msg_controllen = CMSG_SPACE(sizeof(struct ucred))};
    if (receive(socket, message, MSG_DONTWAIT, &header) != 0)
        return -1;
    struct ucred who;
    const void *credentials = beside(&header, SCM_CREDENTIALS, sizeof who);
    errno = EBADMSG;
    if (credentials == NULL || message->kind != MESSAGE_HELLO)
        return -1;
    memcpy(&who, credentials, sizeof who);
    *sender = who.pid;
    return 0;
}
