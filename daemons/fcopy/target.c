// SPDX-License-Identifier: GPL-2.0-only
/* The file that is being copied, see target.h. */
#include "target.h"
#include "walk.h"
#include "lib/compat.h"
#include "lib/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Written data go to disk in pieces, so that the last step is not one that
 * takes longer than the host waits.
 */
#define SYNC_EVERY	(32u * 1024 * 1024)
#define NAME_TRIES	16

static struct {
	int dir;		/* where it will be, -1 = no copy */
	int fd;
	char name[256];		/* that it will have */
	char temp[64];		/* that it has until then; "" = none */
	int overwrite;
	struct fcopy_progress progress;
	uint64_t unsynced;
} target = { -1, -1, "", "", 0, { 0, 0 }, 0 };

static void temp_name(char *buf, size_t size)
{
	static unsigned int counter;

	snprintf(buf, size, ".hv_fcopy.%ld.%u", (long)getpid(), counter++);
}

/* A file without a name goes away by itself, even when we are killed. */
static int open_nameless(void)
{
#ifdef O_TMPFILE
	target.fd = openat(target.dir, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
	if (target.fd >= 0)
		return 0;
#endif
	return -1;
}

static int open_temp(void)
{
	int tries;

	target.temp[0] = '\0';
	if (!open_nameless())
		return 0;
	for (tries = 0; tries < NAME_TRIES; tries++) {
		temp_name(target.temp, sizeof(target.temp));
		target.fd = openat(target.dir, target.temp,
				   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (target.fd >= 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	target.temp[0] = '\0';
	return -errno;
}

/* What has the name now; it may only be a file, and one that can be replaced. */
static int check_existing(int overwrite)
{
	struct stat st;
	int fd;

	if (fstatat(target.dir, target.name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!overwrite)
		return -EEXIST;
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return -EINVAL;
	if (S_ISLNK(st.st_mode))
		return 0;	/* the link is replaced, not what it leads to */
	/* immutable ones are told now, not after gigabytes */
	fd = openat(target.dir, target.name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ETXTBSY ? 0 : -errno;
	close(fd);
	return 0;
}

int target_open(const char *root, const struct fcopy_request *r)
{
	int rc;

	target_cancel();
	target.dir = walk_directory(root, r->directory, !!(r->flags & FCOPY_NODE_CREATE_PATH));
	if (target.dir < 0) {
		rc = target.dir;
		target.dir = -1;
		return rc;
	}
	target.overwrite = !!(r->flags & FCOPY_NODE_OVERWRITE);
	target.progress.size = r->size;
	target.progress.end = 0;
	target.unsynced = 0;
	rc = text_copy(target.name, sizeof(target.name), r->file) ? -ENAMETOOLONG : 0;
	if (!rc)
		rc = check_existing(target.overwrite);
	if (!rc)
		rc = open_temp();
	if (rc)
		target_cancel();
	return rc;
}

int target_is_open(void)
{
	return target.fd >= 0;
}

int target_write(const struct fcopy_request *r)
{
	const uint8_t *data = r->data;
	uint64_t offset = r->offset;
	size_t left = r->length;
	ssize_t n;

	if (target.fd < 0)
		return -EBADF;
	if (!fcopy_block_ok(&target.progress, offset, r->length))
		return -EINVAL;
	while (left) {
		n = pwrite(target.fd, data, left, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		offset += (uint64_t)n;
		left -= (size_t)n;
	}
	if (offset > target.progress.end)
		target.progress.end = offset;
	target.unsynced += r->length;
	if (target.unsynced >= SYNC_EVERY) {
		target.unsynced = 0;
		if (fdatasync(target.fd))
			return -errno;
	}
	return 0;
}

/* Mode and owner of what it replaces, or those of a new file. */
static int set_mode(void)
{
	mode_t mode = 0644;
	struct stat st;

	if (target.overwrite && !fstatat(target.dir, target.name, &st, AT_SYMLINK_NOFOLLOW) &&
	    S_ISREG(st.st_mode)) {
		/* never a file with the host's contents that runs as somebody else */
		mode = st.st_mode & 0777;
		if ((st.st_uid != geteuid() || st.st_gid != getegid()) &&
		    fchown(target.fd, st.st_uid, st.st_gid))
			return -errno;
	}
	return fchmod(target.fd, mode) ? -errno : 0;
}

/* Give a file without a name one, for the moment before it is renamed. */
static int name_it(const char *name)
{
	char proc[64];

	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", target.fd);
	return linkat(AT_FDCWD, proc, target.dir, name, AT_SYMLINK_FOLLOW) ? -errno : 0;
}

/* Without overwrite: another program may have made the file meanwhile. */
static int give_name_new(void)
{
	if (!target.temp[0])
		return name_it(target.name);
	if (!linkat(target.dir, target.temp, target.dir, target.name, 0)) {
		unlinkat(target.dir, target.temp, 0);
		return 0;
	}
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return -errno;
	/* a file system without links: look, then rename */
	if (!faccessat(target.dir, target.name, F_OK, 0))
		return -EEXIST;
	return renameat(target.dir, target.temp, target.dir, target.name) ? -errno : 0;
}

static int give_name_over(void)
{
	int rc;

	if (!target.temp[0]) {
		temp_name(target.temp, sizeof(target.temp));
		rc = name_it(target.temp);
		if (rc) {
			target.temp[0] = '\0';
			return rc;
		}
	}
	return renameat(target.dir, target.temp, target.dir, target.name) ? -errno : 0;
}

int target_complete(void)
{
	int rc = 0;

	if (target.fd < 0)
		return -EBADF;
	if (target.progress.size && target.progress.end != target.progress.size)
		rc = -EIO;
	if (!rc)
		rc = set_mode();
	if (!rc && fsync(target.fd))
		rc = -errno;
	if (!rc)
		rc = target.overwrite ? give_name_over() : give_name_new();
	if (!rc) {
		target.temp[0] = '\0';
		if (fsync(target.dir) && errno != EINVAL)
			rc = -errno;
	}
	target_cancel();
	return rc;
}

void target_cancel(void)
{
	if (target.fd >= 0)
		close(target.fd);
	if (target.dir >= 0) {
		if (target.temp[0])
			unlinkat(target.dir, target.temp, 0);
		close(target.dir);
	}
	target.fd = target.dir = -1;
	target.temp[0] = '\0';
}
