// SPDX-License-Identifier: GPL-2.0-only
/* Small files, see file.h. */
#include "file.h"
#include "compat.h"
#include "service.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

long file_read(const char *path, char *buf, size_t size)
{
	char full[4096];
	size_t len = 0;
	ssize_t n;
	int fd, err = 0;

	buf[0] = '\0';
	if (service_path(full, sizeof(full), path))
		return -ENAMETOOLONG;
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	while (len < size - 1) {
		n = read(fd, buf + len, size - 1 - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			err = errno;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	close(fd);
	buf[len] = '\0';
	return err ? -err : (long)len;
}

long file_line(const char *path, char *buf, size_t size)
{
	long n = file_read(path, buf, size);
	size_t len;

	if (n < 0)
		return n;
	len = strcspn(buf, "\r\n");
	while (len && (buf[len - 1] == ' ' || buf[len - 1] == '\t'))
		len--;
	buf[len] = '\0';
	return (long)len;
}

int file_write(const char *path, const char *data, size_t len, unsigned int mode)
{
	char full[4096], temp[4120], *slash;
	ssize_t n;
	int fd, err = 0;

	if (service_path(full, sizeof(full), path))
		return -ENAMETOOLONG;
	snprintf(temp, sizeof(temp), "%s.%ld.new", full, (long)getpid());
	if (unlink(temp) && errno != ENOENT)
		return -errno;
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return -errno;
	while (len && !err) {
		n = write(fd, data, len);
		if (n < 0 && errno != EINTR)
			err = errno;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	if (!err && (fchmod(fd, mode) || fsync(fd)))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	if (!err && rename(temp, full))
		err = errno;
	if (err) {
		unlink(temp);
		return -err;
	}
	slash = strrchr(full, '/');
	if (slash) {
		*slash = '\0';
		fd = open(*full ? full : "/", O_RDONLY | O_CLOEXEC);
		if (fd >= 0) {
			fsync(fd);
			close(fd);
		}
	}
	return 0;
}
