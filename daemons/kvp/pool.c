// SPDX-License-Identifier: GPL-2.0-only
/* The pool files, see pool.h. */
#include "pool.h"
#include "lib/compat.h"
#include "lib/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Anybody who may read a file can hold a read lock on it; a request must not
 * wait for him longer than the host does.
 */
#define LOCK_TRIES	50
#define LOCK_WAIT_MS	100

static char pool_dir[4000];

/**
 * struct pool_view - a pool file under its lock
 * @fd: the file; the lock goes with it
 * @size: bytes of it
 * @records: its contents
 * @count: whole records
 * @path: of the file
 */
struct pool_view {
	int fd;
	size_t size;
	struct kvp_record *records;
	size_t count;
	char path[4096];
};

static int read_all(int fd, void *buf, size_t len)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = pread(fd, (char *)buf + done, len - done, (off_t)done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		done += (size_t)n;
	}
	return 0;
}

static int write_all(int fd, const void *buf, size_t len, size_t offset)
{
	ssize_t n;

	while (len) {
		n = pwrite(fd, buf, len, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		buf = (const char *)buf + n;
		offset += (size_t)n;
		len -= (size_t)n;
	}
	return 0;
}

static int lock_file(int fd, short type)
{
	struct flock lock;
	int tries;

	memset(&lock, 0, sizeof(lock));
	lock.l_type = type;
	lock.l_whence = SEEK_SET;
	for (tries = 0; tries < LOCK_TRIES; tries++) {
		if (!fcntl(fd, F_SETLK, &lock))
			return 0;
		if (errno != EACCES && errno != EAGAIN)
			return -errno;
		poll(NULL, 0, LOCK_WAIT_MS);
	}
	return -EBUSY;
}

static void view_close(struct pool_view *v)
{
	free(v->records);
	v->records = NULL;
	if (v->fd >= 0)
		close(v->fd);
	v->fd = -1;
}

static int view_load(struct pool_view *v)
{
	struct stat st;
	int rc;

	free(v->records);
	v->records = NULL;
	if (fstat(v->fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size < 0 || st.st_size > (off_t)(KVP_RECORDS_MAX * sizeof(struct kvp_record)))
		return -EFBIG;
	v->size = (size_t)st.st_size;
	v->count = v->size / sizeof(struct kvp_record);
	/* room for one more, and for the piece at the end */
	v->records = calloc(v->count + 2, sizeof(struct kvp_record));
	if (!v->records)
		return -ENOMEM;
	rc = read_all(v->fd, v->records, v->size);
	/* what is not a whole record does not count */
	memset((char *)v->records + v->count * sizeof(struct kvp_record), 0,
	       2 * sizeof(struct kvp_record));
	return rc;
}

static int journal_path(const struct pool_view *v, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	text_add(&t, v->path);
	text_add(&t, ".journal");
	return t.overflow ? -ENAMETOOLONG : 0;
}

/* What the journal says, done; from the beginning on any number of times. */
static int apply(struct pool_view *v, const struct kvp_journal *j, const void *data)
{
	int rc = write_all(v->fd, data, j->length, j->offset);

	if (!rc && j->new_size < v->size && ftruncate(v->fd, (off_t)j->new_size))
		rc = -errno;
	if (!rc && fsync(v->fd))
		rc = -errno;
	return rc;
}

/* Finish what a crash left; the caller has the write lock. */
static int recover(struct pool_view *v)
{
	char path[4200];
	struct kvp_journal j;
	const void *data;
	struct stat st;
	char *all = NULL;
	int fd, rc;

	rc = journal_path(v, path, sizeof(path));
	if (rc)
		return rc;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (fstat(fd, &st) || st.st_size < 0 ||
	    st.st_size > (off_t)((KVP_RECORDS_MAX + 1) * sizeof(struct kvp_record))) {
		rc = -EINVAL;
		goto out;
	}
	all = malloc((size_t)st.st_size + 1);
	if (!all) {
		rc = -ENOMEM;
		goto out;
	}
	rc = read_all(fd, all, (size_t)st.st_size);
	if (rc)
		goto out;
	data = journal_check(all, (size_t)st.st_size, v->size, &j);
	if (data)
		rc = apply(v, &j, data);
	if (!rc && unlink(path))
		rc = -errno;
	if (!rc)
		rc = view_load(v);
out:
	free(all);
	close(fd);
	return rc;
}

static int view_open(struct pool_view *v, unsigned int pool, int to_write)
{
	struct text t;
	int rc;

	memset(v, 0, sizeof(*v));
	v->fd = -1;
	text_init(&t, v->path, sizeof(v->path));
	text_addf(&t, "%s/.kvp_pool_%u", pool_dir, pool);
	if (t.overflow)
		return -ENAMETOOLONG;
	v->fd = open(v->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (v->fd < 0)
		return -errno;
	rc = lock_file(v->fd, to_write ? F_WRLCK : F_RDLCK);
	if (!rc)
		rc = view_load(v);
	if (!rc && to_write)
		rc = recover(v);
	if (rc)
		view_close(v);
	return rc;
}

static int sync_dir(void)
{
	int fd = open(pool_dir, O_RDONLY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return -errno;
	if (fsync(fd) && errno != EINVAL)
		rc = -errno;
	close(fd);
	return rc;
}

/* Change the file: @length bytes at @offset, @new_size bytes in all. */
static int change(struct pool_view *v, const void *data, size_t offset, size_t length,
		  size_t new_size)
{
	char path[4200];
	struct kvp_journal j;
	int fd, rc;

	rc = journal_path(v, path, sizeof(path));
	if (rc)
		return rc;
	j.old_size = (uint32_t)v->size;
	j.new_size = (uint32_t)new_size;
	j.offset = (uint32_t)offset;
	j.length = (uint32_t)length;
	journal_seal(&j, data);

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	rc = write_all(fd, &j, sizeof(j), 0);
	if (!rc)
		rc = write_all(fd, data, length, sizeof(j));
	if (!rc && fsync(fd))
		rc = -errno;
	close(fd);
	if (!rc)
		rc = sync_dir();
	if (!rc) {
		rc = apply(v, &j, data);
		/* half done because the disk is full: back to what it was */
		if (rc && new_size >= v->size && ftruncate(v->fd, (off_t)v->size))
			return rc;
	}
	if (rc == 0 || rc == -ENOSPC || rc == -EDQUOT) {
		if (unlink(path))
			return rc ? rc : -errno;
	}
	return rc;
}

int pool_init(const char *dir)
{
	struct pool_view v;
	unsigned int pool;
	int rc;

	if (text_copy(pool_dir, sizeof(pool_dir), dir))
		return -ENAMETOOLONG;
	if (mkdir(dir, 0755) && errno != EEXIST)
		return -errno;
	for (pool = 0; pool < KVP_NODE_POOLS; pool++) {
		rc = view_open(&v, pool, 1);
		if (rc)
			return rc;
		view_close(&v);
	}
	return 0;
}

int pool_get(unsigned int pool, const char *key, char *value)
{
	struct pool_view v;
	long i;
	int rc;

	rc = view_open(&v, pool, 0);
	if (rc)
		return rc;
	i = record_find(v.records, v.count, key);
	if (i >= 0)
		record_string(value, v.records[i].value, KVP_NODE_VALUE_BYTES);
	view_close(&v);
	return i < 0 ? -ENOENT : 0;
}

int pool_at(unsigned int pool, unsigned int index, char *key, char *value)
{
	struct pool_view v;
	int rc;

	rc = view_open(&v, pool, 0);
	if (rc)
		return rc;
	if (index < v.count) {
		record_string(key, v.records[index].key, KVP_NODE_KEY_BYTES);
		record_string(value, v.records[index].value, KVP_NODE_VALUE_BYTES);
	} else {
		rc = -ENOENT;
	}
	view_close(&v);
	return rc;
}

int pool_set(unsigned int pool, const char *key, const char *value)
{
	struct kvp_record record;
	struct pool_view v;
	size_t at, size;
	long i;
	int rc;

	rc = view_open(&v, pool, 1);
	if (rc)
		return rc;
	record_fill(&record, key, value);
	i = record_find(v.records, v.count, key);
	at = i < 0 ? v.count : (size_t)i;
	size = (i < 0 ? v.count + 1 : v.count) * sizeof(record);
	if (i < 0 && v.count >= KVP_RECORDS_MAX)
		rc = -ENOSPC;
	else if (i < 0 || memcmp(&v.records[i], &record, sizeof(record)))
		rc = change(&v, &record, at * sizeof(record), sizeof(record), size);
	view_close(&v);
	return rc;
}

int pool_delete(unsigned int pool, const char *key)
{
	struct pool_view v;
	size_t behind, size;
	long i;
	int rc;

	rc = view_open(&v, pool, 1);
	if (rc)
		return rc;
	i = record_find(v.records, v.count, key);
	if (i < 0) {
		rc = -ENOENT;
	} else {
		behind = (v.count - (size_t)i - 1) * sizeof(struct kvp_record);
		size = (v.count - 1) * sizeof(struct kvp_record);
		rc = change(&v, &v.records[i + 1], (size_t)i * sizeof(struct kvp_record),
			    behind, size);
	}
	view_close(&v);
	return rc;
}
