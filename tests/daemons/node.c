// SPDX-License-Identifier: GPL-2.0-only
/* A program in the kernel's place, see node.h. */
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOM 4096

static void die(const char *what)
{
	fprintf(stderr, "node: %s: %s\n", what, strerror(errno));
	abort();
}

static void listen_on(struct node *n)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	unlink(n->socket);
	n->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%.100s", n->socket);
	if (n->listener < 0 || bind(n->listener, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(n->listener, 4))
		die("socket");
}

void node_init(struct node *n)
{
	memset(n, 0, sizeof(*n));
	n->fd = -1;
	strcpy(n->dir, "/tmp/hv-daemon-XXXXXX");
	if (!mkdtemp(n->dir))
		die("mkdtemp");
	snprintf(n->socket, sizeof(n->socket), "%s/device", n->dir);
	snprintf(n->log, sizeof(n->log), "%s/log", n->dir);
	listen_on(n);
}

void node_start(struct node *n, const char *name, ...)
{
	const char *argv[32];
	char path[ROOM];
	va_list args;
	int i = 0, log;

	snprintf(path, sizeof(path), "%s/%s", getenv("DAEMONS") ? getenv("DAEMONS") : ".", name);
	argv[i++] = path;
	argv[i++] = "-n";
	argv[i++] = "--device";
	argv[i++] = n->socket;
	argv[i++] = "--root";
	argv[i++] = n->dir;
	va_start(args, name);
	while (i < 31 && (argv[i] = va_arg(args, const char *)) != NULL)
		i++;
	va_end(args);
	argv[i] = NULL;
	n->pid = fork();
	if (n->pid < 0)
		die("fork");
	if (n->pid)
		return;
	log = open(n->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(log, STDERR_FILENO);
	if (n->preload)
		setenv("LD_PRELOAD", n->preload, 1);
	setenv("HV_TEST_ROOT", n->dir, 1);
	execv(path, (char **)argv);
	_exit(126);
}

int node_accept(struct node *n, int wait_ms)
{
	struct pollfd p = { .fd = n->listener, .events = POLLIN };

	if (poll(&p, 1, wait_ms) != 1)
		return 0;
	n->fd = accept4(n->listener, NULL, NULL, SOCK_CLOEXEC);
	return n->fd >= 0;
}

long node_recv(struct node *n, void *buf, size_t size, int wait_ms)
{
	struct pollfd p = { .fd = n->fd, .events = POLLIN };
	ssize_t len;

	if (poll(&p, 1, wait_ms) != 1)
		return -1;
	len = recv(n->fd, buf, size, 0);
	return len > 0 ? (long)len : -1;
}

void node_send(struct node *n, const void *buf, size_t len)
{
	if (send(n->fd, buf, len, MSG_NOSIGNAL) != (ssize_t)len)
		die("send");
}

void node_hang_up(struct node *n)
{
	close(n->fd);
	n->fd = -1;
	/* the node itself goes, and comes back */
	close(n->listener);
	unlink(n->socket);
	usleep(100000);
	listen_on(n);
}

int node_stop(struct node *n, int number)
{
	int status, i;

	if (!n->pid)
		return -1;
	kill(n->pid, number);
	for (i = 0; i < 100; i++) {
		if (waitpid(n->pid, &status, WNOHANG) == n->pid) {
			n->pid = 0;
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		}
		usleep(50000);
	}
	return -1;
}

void node_clean(struct node *n)
{
	char command[256];

	if (n->pid)
		node_stop(n, SIGKILL);
	if (n->fd >= 0)
		close(n->fd);
	close(n->listener);
	snprintf(command, sizeof(command), "rm -rf %s", n->dir);
	if (system(command))
		die("rm");
}

const char *node_path(const struct node *n, const char *path)
{
	static char bufs[8][ROOM];
	static int which;
	char *buf = bufs[which++ % 8];

	snprintf(buf, ROOM, "%s%s", n->dir, path);
	return buf;
}

void node_file(const struct node *n, const char *path, const char *text, int mode)
{
	char full[ROOM], *at;
	int fd;

	snprintf(full, sizeof(full), "%s", node_path(n, path));
	for (at = full + strlen(n->dir) + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(full, 0755) && errno != EEXIST)
			die(full);
		*at = '/';
	}
	unlink(full);
	fd = open(full, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) || fchmod(fd, mode))
		die(full);
	close(fd);
}

const char *node_text(const struct node *n, const char *path)
{
	static char buf[65536];
	int fd = open(node_path(n, path), O_RDONLY);
	ssize_t len;

	buf[0] = '\0';
	if (fd < 0)
		return buf;
	len = read(fd, buf, sizeof(buf) - 1);
	buf[len > 0 ? len : 0] = '\0';
	close(fd);
	return buf;
}

int node_logged(const struct node *n, const char *what)
{
	return strstr(node_text(n, "/log"), what) != NULL;
}
