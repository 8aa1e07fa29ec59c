/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A program in the kernel's place: a socket that stands for the device node,
 * and a daemon started on it. The messages are those of <linux/hyperv.h>, which
 * the daemons do not use.
 */
#ifndef TEST_NODE_H
#define TEST_NODE_H

#include <stddef.h>
#include <sys/types.h>

/* A scratch directory of its own, and a daemon. */
struct node {
	char dir[128];		/* the daemon's root */
	char socket[160];
	char log[160];		/* what it wrote to standard error */
	int listener;
	int fd;			/* to the daemon, -1 = not connected */
	pid_t pid;
	const char *preload;	/* of the daemon; NULL = none */
};

/* Make the directory and the socket. */
void node_init(struct node *n);

/* Start $DAEMONS/name with the arguments, up to a NULL. */
void node_start(struct node *n, const char *name, ...);

/* Wait until the daemon has opened the device; 0 if it does not. */
int node_accept(struct node *n, int wait_ms);

/* One message from the daemon; its length, -1 when none comes. */
long node_recv(struct node *n, void *buf, size_t size, int wait_ms);

void node_send(struct node *n, const void *buf, size_t len);

/* The device vanishes. */
void node_hang_up(struct node *n);

/* Stop it with a signal; its exit code, 128 + the signal that ended it, or -1: it hangs. */
int node_stop(struct node *n, int number);

/* Remove all. */
void node_clean(struct node *n);

/* A path below the root, in one of some static buffers. */
const char *node_path(const struct node *n, const char *path);

/* Make a file below the root, and its directories. */
void node_file(const struct node *n, const char *path, const char *text, int mode);

/* The text of a file below the root; "" when there is none. */
const char *node_text(const struct node *n, const char *path);

/* Does the log have this? */
int node_logged(const struct node *n, const char *what);

#endif /* TEST_NODE_H */
