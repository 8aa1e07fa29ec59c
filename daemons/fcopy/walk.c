// SPDX-License-Identifier: GPL-2.0-only
/* A directory below a root, see walk.h. */
#include "walk.h"
#include "lib/compat.h"
#include "lib/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WALK_LINKS	16
#define WALK_PATH	4096

/* What is still to be walked becomes: a link's target, then the rest. */
static int follow(char *todo, const char *target, const char *rest)
{
	char joined[WALK_PATH];
	struct text t;

	text_init(&t, joined, sizeof(joined));
	text_add(&t, target);
	text_add(&t, "/");
	text_add(&t, rest);
	if (t.overflow)
		return -ENAMETOOLONG;
	memcpy(todo, joined, t.len + 1);
	return 0;
}

/* Remove the last part of what was walked. */
static void up(char *done)
{
	char *slash = strrchr(done, '/');

	if (slash)
		*slash = '\0';
}

static int open_dir(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* The directory "/a/b" below @root; no part of it is a link. */
static int reopen(const char *root, const char *done)
{
	const char *at = done, *end = done + strlen(done), *part;
	char name[256];
	struct text t;
	int fd, next;
	long n;

	fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while ((n = text_next(&at, end, '/', &part)) >= 0) {
		if (!n)
			continue;
		text_init(&t, name, sizeof(name));
		text_addn(&t, part, (size_t)n);
		next = open_dir(fd, name);
		close(fd);
		if (next < 0)
			return next;
		fd = next;
	}
	return fd;
}

/* A link that a user made could lead his files anywhere. */
static int read_link(int at, const char *name, char *target, size_t size)
{
	struct stat st;
	ssize_t n;

	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW))
		return -errno;
	if (!S_ISLNK(st.st_mode))
		return -ENOTDIR;
	if (st.st_uid != 0)
		return -ELOOP;
	n = readlinkat(at, name, target, size - 1);
	if (n < 0)
		return -errno;
	target[n] = '\0';
	return n == (ssize_t)size - 1 ? -ENAMETOOLONG : 0;
}

int walk_directory(const char *root, const char *path, int create)
{
	char todo[WALK_PATH], done[WALK_PATH] = "", target[WALK_PATH], name[256];
	const char *at, *end, *part;
	int fd, next, rc, links = 0;
	struct text t;
	long n;

	if (text_copy(todo, sizeof(todo), path))
		return -ENAMETOOLONG;
	fd = reopen(root, done);
	at = todo;
	end = todo + strlen(todo);
	while (fd >= 0 && (n = text_next(&at, end, '/', &part)) >= 0) {
		if (!n || (n == 1 && part[0] == '.'))
			continue;
		text_init(&t, name, sizeof(name));
		text_addn(&t, part, (size_t)n);
		if (t.overflow) {
			rc = -ENAMETOOLONG;
			goto bad;
		}
		if (!strcmp(name, "..")) {
			/* of a link: one up from where we are, never above the root */
			up(done);
			close(fd);
			fd = reopen(root, done);
			continue;
		}
		next = open_dir(fd, name);
		if (next == -ENOENT && create) {
			if (mkdirat(fd, name, 0755) && errno != EEXIST) {
				rc = -errno;
				goto bad;
			}
			next = open_dir(fd, name);
		}
		if (next == -ELOOP || next == -ENOTDIR) {
			rc = read_link(fd, name, target, sizeof(target));
			if (!rc && ++links > WALK_LINKS)
				rc = -ELOOP;
			if (!rc)
				rc = follow(todo, target, at < end ? at : "");
			if (rc)
				goto bad;
			at = todo;
			end = todo + strlen(todo);
			if (target[0] == '/') {
				done[0] = '\0';
				close(fd);
				fd = reopen(root, done);
			}
			continue;
		}
		if (next < 0) {
			rc = next;
			goto bad;
		}
		close(fd);
		fd = next;
		text_init(&t, target, sizeof(target));
		text_addf(&t, "%s/%s", done, name);
		if (t.overflow) {
			rc = -ENAMETOOLONG;
			goto bad;
		}
		memcpy(done, target, t.len + 1);
	}
	return fd;
bad:
	close(fd);
	return rc;
}
