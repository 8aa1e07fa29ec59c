// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program in the kernel's place, to be told what to ask: for daemons that somebody
 * else starts, systemd for one.
 *
 * usage: asker SOCKET kvp|vss|fcopy
 *
 * Standard input, a line each; each is answered by one line "status 0x...":
 *	setip ADAPTER FAMILY DHCP ADDRESSES SUBNETS GATEWAYS DNS	("-": empty)
 *	getip ADAPTER	also prints "addresses ...", "gateways ...", "dns ...", "dhcp N" before
 *	set KEY VALUE | check | freeze | thaw
 *	copy DIRECTORY NAME	a file of 6144 bytes, replaces one
 *	wait		until a daemon has registered
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <linux/types.h>
#include <linux/hyperv.h>

#define ANSWER_MS	40000

static int listener, fd = -1;
static char service;		/* its first letter */

/* A daemon connects, and registers. Returns 0 when none does. */
static int welcome(int wait_ms)
{
	struct pollfd p = { .fd = listener, .events = POLLIN };
	static union {
		struct hv_kvp_msg kvp;
		__u32 version;
	} m;

	if (poll(&p, 1, wait_ms) != 1)
		return 0;
	if (fd >= 0)
		close(fd);
	fd = accept(listener, NULL, NULL);
	if (fd < 0 || recv(fd, &m, sizeof(m), 0) <= 0)
		return 0;
	if (service != 'k') {
		m.version = service == 'v' ? 0x00010000 : 1;
		return send(fd, &m.version, sizeof(m.version), MSG_NOSIGNAL) > 0;
	}
	memset(&m, 0, sizeof(m));
	m.kvp.kvp_hdr.operation = KVP_OP_REGISTER1;
	strcpy((char *)m.kvp.body.kvp_register.version, "test");
	return send(fd, &m.kvp, sizeof(m.kvp), MSG_NOSIGNAL) > 0;
}

/* One that has gone makes room for the next. */
static int connected(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (fd >= 0 && poll(&p, 1, 0) == 1 && p.revents & (POLLHUP | POLLERR)) {
		close(fd);
		fd = -1;
	}
	while (welcome(0))
		;
	return fd >= 0;
}

static long ask(void *m, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (send(fd, m, len, MSG_NOSIGNAL) != (ssize_t)len || poll(&p, 1, ANSWER_MS) != 1)
		return -1;
	return recv(fd, m, len, 0);
}

static void put(void *to, const char *word)
{
	strcpy(to, strcmp(word, "-") ? word : "");
}

static unsigned int kvp(int n, char **w)
{
	static struct hv_kvp_msg m;
	struct hv_kvp_ipaddr_value *ip = &m.body.kvp_ip_val;
	int get = 0;

	memset(&m, 0, sizeof(m));
	if (!strcmp(w[0], "setip") && n == 8) {
		m.kvp_hdr.operation = KVP_OP_SET_IP_INFO;
		put(ip->adapter_id, w[1]);
		ip->addr_family = (__u8)atoi(w[2]);
		ip->dhcp_enabled = (__u8)atoi(w[3]);
		put(ip->ip_addr, w[4]);
		put(ip->sub_net, w[5]);
		put(ip->gate_way, w[6]);
		put(ip->dns_addr, w[7]);
	} else if (!strcmp(w[0], "getip") && n == 2) {
		m.kvp_hdr.operation = KVP_OP_GET_IP_INFO;
		put(ip->adapter_id, w[1]);
		get = 1;
	} else if (!strcmp(w[0], "set") && n == 3) {
		m.kvp_hdr.operation = KVP_OP_SET;
		put(m.body.kvp_set.data.key, w[1]);
		put(m.body.kvp_set.data.value, w[2]);
		m.body.kvp_set.data.key_size = (__u32)strlen(w[1]) + 1;
		m.body.kvp_set.data.value_size = (__u32)strlen(w[2]) + 1;
	} else {
		return 1;
	}
	if (ask(&m, sizeof(m)) != sizeof(m))
		return 2;
	if (get)
		printf("addresses %s\ngateways %s\ndns %s\ndhcp %u\n", (char *)ip->ip_addr,
		       (char *)ip->gate_way, (char *)ip->dns_addr, ip->dhcp_enabled);
	return (unsigned int)m.error;
}

static unsigned int backup(char **w)
{
	struct hv_vss_msg m;

	memset(&m, 0, sizeof(m));
	m.vss_hdr.operation = !strcmp(w[0], "freeze") ? VSS_OP_FREEZE :
			      !strcmp(w[0], "thaw") ? VSS_OP_THAW : VSS_OP_HOT_BACKUP;
	if (ask(&m, sizeof(m)) != sizeof(m))
		return 2;
	return (unsigned int)m.error;
}

static unsigned int copy(int n, char **w)
{
	static union {
		struct hv_start_fcopy start;
		struct hv_do_fcopy block;
		struct hv_fcopy_hdr head;
		__u32 status;
	} m;
	static const int operations[] = { START_FILE_COPY, WRITE_TO_FILE, COMPLETE_FCOPY };
	static const size_t lengths[] = { sizeof(m.start), sizeof(m.block), sizeof(m.head) };
	unsigned int i;

	if (n != 3)
		return 1;
	for (i = 0; i < 3; i++) {
		memset(&m, 0, sizeof(m));
		m.head.operation = (__u32)operations[i];
		if (operations[i] == START_FILE_COPY) {
			put(m.start.path_name, w[1]);
			put(m.start.file_name, w[2]);
			m.start.copy_flags = OVER_WRITE | CREATE_PATH;
			m.start.file_size = DATA_FRAGMENT;
		} else if (operations[i] == WRITE_TO_FILE) {
			m.block.size = DATA_FRAGMENT;
			memset(m.block.data, 'x', DATA_FRAGMENT);
		}
		if (ask(&m, lengths[i]) != sizeof(m.status))
			return 2;
		if (m.status)
			return m.status;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	char line[4096], *words[16], *s;
	int n;

	if (argc != 3 || strlen(argv[1]) >= sizeof(addr.sun_path) ||
	    (strcmp(argv[2], "kvp") && strcmp(argv[2], "vss") && strcmp(argv[2], "fcopy"))) {
		fprintf(stderr, "usage: asker SOCKET kvp|vss|fcopy\n");
		return 2;
	}
	service = argv[2][0];
	strcpy(addr.sun_path, argv[1]);
	unlink(argv[1]);
	listener = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(listener, 4)) {
		fprintf(stderr, "asker: cannot listen on %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	setlinebuf(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		n = 0;
		for (s = strtok(line, " \n"); s && n < 16; s = strtok(NULL, " \n"))
			words[n++] = s;
		if (!n)
			continue;
		if (!strcmp(words[0], "wait"))
			printf("status %#x\n", connected() || welcome(ANSWER_MS) ? 0 : 2);
		else if (!connected())
			printf("status 0x2\n");
		else
			printf("status %#x\n", service == 'v' ? backup(words) :
			       service == 'f' ? copy(n, words) : kvp(n, words));
	}
	return 0;
}
