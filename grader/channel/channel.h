/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CHANNEL_CHANNEL_H
#define PARLAB_CHANNEL_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/** @file
 *  Messages between judge and runner: whole datagrams on a SOCK_SEQPACKET
 *  socket. A runner of processes inherits its end; every rank of an MPI job
 *  connects to a path in the scratch folder. The data itself goes through a
 *  sealed memory file that the judge sends with its welcome.
 *
 *  judge                              runner
 *      <-- HELLO (token, rank) ---        once
 *      --- WELCOME (memory file) ->       once
 *      --- RUN (sequence, size) -->       to every rank of the call
 *      <-- READY (sequence) -------       from rank 0
 *      --- GO (sequence) --------->       to rank 0
 *      <-- DONE (sequence) --------       from rank 0
 *      <-- TROUBLE (text) ---------       instead: the two do not fit
 *
 *  Functions return 0, or -1 with errno; they print nothing, as both ends
 *  link them. */

enum message_kind {
    MESSAGE_HELLO = 1,
    MESSAGE_WELCOME,
    MESSAGE_RUN,
    MESSAGE_READY,
    MESSAGE_GO,
    MESSAGE_DONE,
    MESSAGE_TROUBLE,
};

/** One message; all are of this size. */
struct message {
    uint32_t magic;
    uint32_t kind; /**< enum message_kind */
    uint64_t sequence; /**< of the call; a stale one is ignored */
    uint64_t token; /**< HELLO: proves that this job was started by us */
    uint64_t size_bytes; /**< RUN: bytes of the memory file in use */
    int32_t rank; /**< HELLO */
    int32_t n_ranks; /**< HELLO: ranks of the job */
    char text[128]; /**< TROUBLE */
};

/** Descriptor by which a runner of processes inherits its end. */
enum { CHANNEL_FD = 3 };

/** Names of the environment variables that an MPI job gets. */
#define CHANNEL_PATH_VARIABLE "PARLAB_CHANNEL"
#define CHANNEL_TOKEN_VARIABLE "PARLAB_TOKEN"

/** Set where a debugger will attach. */
#define CHANNEL_DEBUG_VARIABLE "PARLAB_DEBUG"

/** Make a connected pair; both ends are close-on-exec. The first end learns
 *  who sends a HELLO. */
int channel_pair(int ends[2]);

/** Listen on a path. @return socket, or -1. */
int channel_listen(const char *path);

/** Take one connection that is waiting.
 *  @return socket, or -1 (EAGAIN: none is waiting). */
int channel_accept(int listener);

/** Connect to a path. @return socket, or -1. */
int channel_connect(const char *path);

/** Send a message, with a descriptor beside it unless @p pass_fd is -1.
 *  Never raises SIGPIPE; fills in the magic. */
int channel_send(int socket, struct message *message, int pass_fd);

/** Receive a message.
 *  @param may_block       else EAGAIN when none is there.
 *  @param[out] passed_fd  a descriptor that came with it, close-on-exec, or
 *                         -1; NULL refuses descriptors.
 *  @return  0; -1 with errno EPIPE: the peer closed; EBADMSG: not a message. */
int channel_receive(
    int socket, struct message *message, bool may_block, int *passed_fd);

/** Receive a HELLO without waiting, otherwise as channel_receive().
 *  @param[out] sender  process that sent it, as this process sees it: the
 *                      kernel's word, not the sender's. */
int channel_receive_hello(int socket, struct message *message, pid_t *sender);

#endif
