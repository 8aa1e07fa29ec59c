// SPDX-License-Identifier: GPL-2.0-only
/*
 * A daemon of the age of the netlink connector, for scenarios in the guest: it
 * knows no device, and tells each request on a line of its own.
 *
 * usage: cndaemon kvp|kvp-old|vss [UID]
 *   kvp      registers with 100, and says in its answers what failed
 *   kvp-old  registers with 4: its answers have no status, an empty key ends a list
 *   vss      registers with 129
 *   UID      registers as this user, and answers nothing
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/connector.h>
#include <linux/netlink.h>

#define KVP_IDX		9
#define VSS_IDX		10
#define KVP_BYTES	7432
#define VSS_BYTES	12
#define KEYS		8
#define NO_MORE		0x80070103u
#define NOT_FOUND	0x80070002u

struct value {
	uint32_t type, key_size, value_size;
	char key[512], value[2048];
} __attribute__((packed));

static char keys[KEYS][512], values[KEYS][2048];
static int nkeys;

static int sock;
static uint32_t idx;

static int say(const void *data, unsigned int len)
{
	static char buf[NLMSG_SPACE(sizeof(struct cn_msg) + KVP_BYTES)];
	struct nlmsghdr *nl = (struct nlmsghdr *)buf;
	struct cn_msg *cn = NLMSG_DATA(nl);
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	memset(buf, 0, sizeof(buf));
	nl->nlmsg_len = NLMSG_LENGTH(sizeof(*cn) + len);
	nl->nlmsg_type = NLMSG_DONE;
	nl->nlmsg_pid = getpid();
	cn->id.idx = idx;
	cn->id.val = 1;
	cn->len = len;
	memcpy(cn->data, data, len);
	return sendto(sock, buf, nl->nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0;
}

static int find(const char *key)
{
	int i;

	for (i = 0; i < nkeys && strcmp(keys[i], key); i++)
		;
	return i;
}

/* Answers in place; the result is the status for the daemon's header. */
static uint32_t kvp(unsigned char *msg)
{
	unsigned int op = msg[0], pool = msg[1];
	struct value *v = (struct value *)(msg + 4);
	uint32_t index;
	int i;

	switch (op) {
	case 0:
		i = find(v->key);
		printf("get %u %s\n", pool, v->key);
		if (i == nkeys)
			return NOT_FOUND;
		strcpy(v->value, values[i]);
		v->value_size = strlen(v->value) + 1;
		return 0;
	case 1:
		i = find(v->key);
		printf("set %u %s=%s\n", pool, v->key, v->value);
		if (i == KEYS)
			return NO_MORE;
		if (i == nkeys)
			nkeys++;
		strcpy(keys[i], v->key);
		strcpy(values[i], v->value);
		return 0;
	case 2:
		/* the size of the key, then the key */
		i = find((char *)msg + 8);
		printf("delete %u %s\n", pool, (char *)msg + 8);
		if (i == nkeys)
			return NOT_FOUND;
		nkeys--;
		memmove(keys[i], keys[i + 1], sizeof(keys[0]) * (nkeys - i));
		memmove(values[i], values[i + 1], sizeof(values[0]) * (nkeys - i));
		return 0;
	case 3:
		memcpy(&index, msg + 4, 4);
		printf("enumerate %u %u\n", pool, index);
		v = (struct value *)(msg + 8);
		memset(v, 0, sizeof(*v));
		if (index >= (uint32_t)nkeys)
			return NO_MORE;
		strcpy(v->key, keys[index]);
		strcpy(v->value, values[index]);
		v->key_size = strlen(v->key) + 1;
		v->value_size = strlen(v->value) + 1;
		return 0;
	default:
		printf("operation %u\n", op);
		return 0x80004005;
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_nl own = { .nl_family = AF_NETLINK };
	static unsigned char msg[KVP_BYTES];
	static char buf[16384];
	unsigned int len, first;
	int vss, old, greeted = 0;

	if (argc < 2 || argc > 3 || (strcmp(argv[1], "kvp") && strcmp(argv[1], "kvp-old") && strcmp(argv[1], "vss"))) {
		fprintf(stderr, "usage: cndaemon kvp|kvp-old|vss [UID]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	vss = !strcmp(argv[1], "vss");
	old = !strcmp(argv[1], "kvp-old");
	len = vss ? VSS_BYTES : KVP_BYTES;
	idx = vss ? VSS_IDX : KVP_IDX;
	own.nl_pid = getpid();
	own.nl_groups = argc == 3 ? 0 : 1u << (idx - 1);
	if (argc == 3 && setuid(atoi(argv[2]))) {
		perror("cndaemon: setuid");
		return 2;
	}
	sock = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_CONNECTOR);
	if (sock < 0 || bind(sock, (struct sockaddr *)&own, sizeof(own))) {
		perror("cndaemon: no netlink");
		return 2;
	}
	msg[0] = vss ? 129 : old ? 4 : 100;
	first = msg[0];
	if (say(msg, len)) {
		perror("cndaemon: cannot register");
		return 1;
	}
	if (argc == 3)
		return 0;
	for (;;) {
		struct sockaddr_nl from;
		socklen_t fromlen = sizeof(from);
		ssize_t n = recvfrom(sock, buf, sizeof(buf), 0, (struct sockaddr *)&from, &fromlen);
		struct nlmsghdr *nl = (struct nlmsghdr *)buf;
		struct cn_msg *cn = NLMSG_DATA(nl);
		uint32_t status = 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			perror("cndaemon: receive");
			return 1;
		}
		/* other processes can send to the group, too */
		if (from.nl_pid || (size_t)n < NLMSG_LENGTH(sizeof(*cn)) || cn->id.idx != idx ||
		    cn->len > len || NLMSG_LENGTH(sizeof(*cn)) + cn->len > (size_t)n)
			continue;
		memset(msg, 0, sizeof(msg));
		memcpy(msg, cn->data, cn->len);
		if (!greeted && !vss && msg[0] == first) {
			greeted = 1;
			printf("registered %u, %u bytes, version %s\n", msg[0], cn->len, msg + 4);
			continue;
		}
		if (vss && msg[0] == 129) {
			printf("registered %u\n", msg[0]);
			continue;
		}
		if (vss)
			printf("vss %u\n", msg[0]);
		else
			status = kvp(msg);
		/* the old ones leave the header as it came */
		if (!old)
			memcpy(msg, &status, 4);
		if (say(msg, len))
			perror("cndaemon: answer");
	}
}
