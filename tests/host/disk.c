// SPDX-License-Identifier: GPL-2.0-only
/*
 * Disk back ends: a file, a sparse temporary file, or memory (a memfd, so that
 * all three are file descriptors and punching holes works alike).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <linux/fs.h>

#include "disk.h"

#define IOV_BATCH 256

static int anonymous_file(bool memory)
{
	char path[256];
	const char *dir = getenv("TMPDIR");
	int fd = -1;

	if (memory)
		fd = memfd_create("hvhost-disk", MFD_CLOEXEC);
	if (fd >= 0)
		return fd;
	snprintf(path, sizeof(path), "%s/hvhost-disk-XXXXXX", dir ? dir : "/tmp");
	fd = mkstemp(path);
	if (fd >= 0)
		unlink(path);
	return fd;
}

struct disk *disk_open(const char *spec)
{
	struct disk *d = calloc(1, sizeof(*d));
	struct stat st;

	if (!d)
		die(4, "out of memory for a disk");
	d->block = 512;
	d->fd = -1;
	snprintf(d->spec, sizeof(d->spec), "%s", spec);
	if (!strncmp(spec, "file:", 5)) {
		d->fd = open(spec + 5, O_RDWR | O_CLOEXEC);
		if (d->fd < 0 && (errno == EROFS || errno == EACCES)) {
			d->fd = open(spec + 5, O_RDONLY | O_CLOEXEC);
			d->ro = true;
		}
		if (d->fd < 0 || fstat(d->fd, &st)) {
			fprintf(stderr, "hvhost: cannot open the disk image %s: %s\n", spec + 5, strerror(errno));
			goto fail;
		}
		d->size = st.st_size;
		if (S_ISBLK(st.st_mode) && ioctl(d->fd, BLKGETSIZE64, &d->size))
			d->size = 0;
		d->size &= ~4095ull;
		if (!d->size) {
			fprintf(stderr, "hvhost: the disk image %s has less than 4096 bytes\n", spec + 5);
			goto fail;
		}
		return d;
	}
	if (!strncmp(spec, "sparse:", 7) || !strncmp(spec, "ram:", 4)) {
		bool memory = spec[0] == 'r';

		if (!size_parse(strchr(spec, ':') + 1, &d->size) || d->size < HV_PAGE || d->size % HV_PAGE) {
			fprintf(stderr, "hvhost: bad disk size in \"%s\" (a multiple of 4096 bytes)\n", spec);
			goto fail;
		}
		d->fd = anonymous_file(memory);
		if (d->fd < 0 || ftruncate(d->fd, d->size)) {
			fprintf(stderr, "hvhost: cannot make the disk \"%s\": %s\n", spec, strerror(errno));
			goto fail;
		}
		return d;
	}
	fprintf(stderr, "hvhost: bad disk \"%s\" (file:PATH, sparse:SIZE or ram:SIZE)\n", spec);
fail:
	disk_close(d);
	return NULL;
}

int disk_set_ro(struct disk *d)
{
	d->ro = true;
	return 0;
}

void disk_close(struct disk *d)
{
	if (d->fd >= 0)
		close(d->fd);
	free(d);
}

int disk_io(struct disk *d, bool write, u64 off, const struct seg *segs, u32 nsegs, u64 len)
{
	struct iovec iov[IOV_BATCH];
	u32 i = 0, skip = 0;

	while (len) {
		unsigned int n = 0;
		u64 batch = 0;
		u32 k = i, s = skip;
		ssize_t got;

		for (; k < nsegs && n < IOV_BATCH && batch < len; k++, s = 0) {
			u64 part = segs[k].len - s;

			if (part > len - batch)
				part = len - batch;
			iov[n].iov_base = segs[k].host + s;
			iov[n++].iov_len = part;
			batch += part;
		}
		if (!n)
			return EFAULT;	/* fewer bytes of memory than of data */
		got = write ? pwritev(d->fd, iov, n, off) : preadv(d->fd, iov, n, off);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (!got)
			return EIO;
		off += got;
		len -= got;
		while (got) {
			u64 left = segs[i].len - skip;

			if ((u64)got < left) {
				skip += got;
				break;
			}
			got -= left;
			skip = 0;
			i++;
		}
	}
	return 0;
}

int disk_zero(struct disk *d, u64 off, u64 len)
{
	static u8 zeros[65536];

	if (!len || !fallocate(d->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off, len))
		return 0;
	while (len) {
		u64 n = len < sizeof(zeros) ? len : sizeof(zeros);
		struct seg s = { zeros, n };
		int rc = disk_io(d, true, off, &s, 1, n);

		if (rc)
			return rc;
		off += n;
		len -= n;
	}
	return 0;
}

int disk_flush(struct disk *d)
{
	return fdatasync(d->fd) ? errno : 0;
}

int disk_resize(struct disk *d, u64 size)
{
	if (ftruncate(d->fd, size))
		return errno;
	d->size = size;
	return 0;
}

int disk_checksum(struct disk *d, u64 *sum)
{
	static u64 buf[131072];
	struct seg s = { (u8 *)buf, 0 };
	u64 h = 0xcbf29ce484222325ull, off, n;
	unsigned int i;

	for (off = 0; off < d->size; off += n) {
		n = d->size - off < sizeof(buf) ? d->size - off : sizeof(buf);
		s.len = n;
		if (disk_io(d, false, off, &s, 1, n))
			return -1;
		for (i = 0; i < n / 8; i++)
			h = (h ^ buf[i]) * 0x100000001b3ull;
	}
	*sum = h;
	return 0;
}
