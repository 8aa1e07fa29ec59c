// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loaded into hv_vss_daemon: stands between it and the kernel's freeze. Each
 * freeze and thaw becomes a line of $HV_TEST_ROOT/frozen, and nothing is frozen.
 * The device number of a directory is that of its line in the root's mountinfo.
 *
 * The file $HV_TEST_ROOT/fail, if there is one, holds "PATH ERRNO": a freeze of
 * this mount fails so, or with ERRNO 0 takes a minute.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <linux/fs.h>

static char root[256];

/* Before the daemon locks its memory or closes what it does not know. */
__attribute__((constructor)) static void begin(void)
{
	const char *r = getenv("HV_TEST_ROOT");

	snprintf(root, sizeof(root), "%s", r ? r : "");
}

/* The mount point of a descriptor, as the daemon knows it. */
static int mount_of(int fd, char *path, size_t size)
{
	char link[64], full[512];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, full, sizeof(full) - 1);
	if (n < 0)
		return -1;
	full[n] = '\0';
	if (strncmp(full, root, strlen(root)))
		return -1;
	snprintf(path, size, "%s", full[strlen(root)] ? full + strlen(root) : "/");
	return 0;
}

static int fail_with(const char *path, int *err)
{
	char name[300], line[300] = "", wanted[256];
	int fd, found;

	snprintf(name, sizeof(name), "%s/fail", root);
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return 0;
	if (read(fd, line, sizeof(line) - 1) < 0)
		line[0] = '\0';
	close(fd);
	found = sscanf(line, "%255s %d", wanted, err) == 2;
	return found && !strcmp(wanted, path);
}

static void note(const char *what, const char *path)
{
	char name[300], line[600];
	int fd, n;

	snprintf(name, sizeof(name), "%s/frozen", root);
	n = snprintf(line, sizeof(line), "%s %s\n", what, path);
	fd = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd < 0 || write(fd, line, (size_t)n) != n)
		abort();
	close(fd);
}

int ioctl(int fd, unsigned long request, ...)
{
	int (*real)(int, unsigned long, ...);
	char path[512];
	va_list args;
	void *arg;
	int err;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (request != FIFREEZE && request != FITHAW) {
		real = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
		return real(fd, request, arg);
	}
	if (mount_of(fd, path, sizeof(path))) {
		errno = EBADF;
		return -1;
	}
	if (request == FIFREEZE && fail_with(path, &err)) {
		if (err) {
			errno = err;
			return -1;
		}
		note("waits", path);
		sleep(60);
	}
	note(request == FIFREEZE ? "freeze" : "thaw", path);
	return 0;
}

int fstat(int fd, struct stat *st)
{
	int (*real)(int, struct stat *) = (int (*)(int, struct stat *))dlsym(RTLD_NEXT, "fstat");
	char path[512], name[300], line[1024], where[512], *blank;
	unsigned int major, minor;
	int rc = real(fd, st);
	FILE *f;

	if (rc || !S_ISDIR(st->st_mode) || mount_of(fd, path, sizeof(path)))
		return rc;
	snprintf(name, sizeof(name), "%s/proc/self/mountinfo", root);
	f = fopen(name, "r");
	if (!f)
		return rc;
	/* the last line of a path is what lies on top */
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%*d %*d %u:%u %*s %511s", &major, &minor, where) != 3)
			continue;
		while ((blank = strstr(where, "\\040")) != NULL) {
			*blank = ' ';
			memmove(blank + 1, blank + 4, strlen(blank + 4) + 1);
		}
		if (!strcmp(where, path))
			st->st_dev = makedev(major, minor);
	}
	fclose(f);
	return rc;
}

int fstat64(int fd, struct stat64 *st)
{
	return fstat(fd, (struct stat *)st);
}
