// SPDX-License-Identifier: GPL-2.0-only
/* Device node or netlink connector, see transport.h. */
#include "transport.h"
#include "compat.h"
#include "connector.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <linux/netlink.h>
#include <unistd.h>

#ifndef NETLINK_CONNECTOR
#define NETLINK_CONNECTOR 11
#endif
#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif
#ifndef NETLINK_ADD_MEMBERSHIP
#define NETLINK_ADD_MEMBERSHIP 1
#endif

static void set_cloexec(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	if (flags >= 0)
		fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
}

static int open_socket(const char *path)
{
	struct sockaddr_un addr;
	int fd, err;

	memset(&addr, 0, sizeof(addr));
	addr.sun_family = AF_UNIX;
	if (strlen(path) >= sizeof(addr.sun_path))
		return -ENAMETOOLONG;
	memcpy(addr.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		err = errno;
		close(fd);
		return -err;
	}
	return fd;
}

int transport_open(struct transport *t, const char *path)
{
	struct stat st;
	int fd;

	if (stat(path, &st))
		return -errno;
	if (S_ISSOCK(st.st_mode)) {
		fd = open_socket(path);
	} else if (S_ISCHR(st.st_mode)) {
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	} else {
		fd = -ENODEV;
	}
	if (fd < 0)
		return fd;
	set_cloexec(fd);
	t->fd = fd;
	t->connector = 0;
	return 0;
}

int transport_connector(struct transport *t, int index)
{
	struct sockaddr_nl addr;
	int fd, err;

	fd = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_CONNECTOR);
	if (fd < 0)
		return -errno;
	set_cloexec(fd);
	memset(&addr, 0, sizeof(addr));
	addr.nl_family = AF_NETLINK;
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &index, sizeof(index))) {
		err = errno;
		close(fd);
		return -err;
	}
	t->fd = fd;
	t->connector = index;
	return 0;
}

static ssize_t read_connector(struct transport *t, void *buf, size_t size)
{
	static char packet[16384];
	struct sockaddr_nl from;
	struct iovec iov;
	struct msghdr msg;
	ssize_t n;

	memset(&msg, 0, sizeof(msg));
	memset(&from, 0, sizeof(from));
	iov.iov_base = packet;
	iov.iov_len = sizeof(packet);
	msg.msg_name = &from;
	msg.msg_namelen = sizeof(from);
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	n = recvmsg(t->fd, &msg, 0);
	if (n < 0)
		return errno == ENOBUFS ? 0 : -errno;
	/* only the kernel may speak here: anybody can send to this socket */
	if (from.nl_pid != 0 || (msg.msg_flags & MSG_TRUNC))
		return 0;
	return (ssize_t)connector_parse(packet, (size_t)n, (unsigned int)t->connector, buf, size);
}

ssize_t transport_read(struct transport *t, void *buf, size_t size)
{
	ssize_t n;

	if (t->connector)
		return read_connector(t, buf, size);
	n = read(t->fd, buf, size);
	if (n < 0)
		return errno == EBADF || errno == ECONNRESET || errno == ENODEV ? -ENOTCONN : -errno;
	return n ? n : -ENOTCONN;
}

int transport_write(struct transport *t, const void *buf, size_t len)
{
	static char packet[16384];
	ssize_t n;

	if (t->connector) {
		len = connector_build(packet, sizeof(packet), (unsigned int)t->connector, buf, len);
		if (!len)
			return -EMSGSIZE;
		n = send(t->fd, packet, len, 0);
	} else {
		n = write(t->fd, buf, len);
	}
	if (n < 0)
		return -errno;
	return (size_t)n == len ? 0 : -EIO;
}

void transport_close(struct transport *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}
