// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load a small XDP program, written here in instructions, and attach it to an interface natively.
 *
 *	xdptest DEV pass|drop		to all frames
 *	xdptest DEV tx			UDP datagrams from port 7 go back to where they came from
 *	xdptest DEV redirect DEV2	UDP datagrams from port 7 go out of DEV2, to 02:00:00:00:00:99
 *	xdptest DEV head		all frames lose and get back their first 14 bytes (the headroom is used)
 *	xdptest DEV off			no program any more
 *
 * Exits with 1 when the kernel refuses, after one line that says what.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_INSNS 96

static struct bpf_insn prog[MAX_INSNS];
static int count, to_pass[16], jumps;

static void emit(int code, int dst, int src, int off, int imm)
{
	if (count == MAX_INSNS)
		exit(2);
	prog[count++] = (struct bpf_insn){ .code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm };
}

/* A jump to the end of the program, where the frame is passed on. */
static void unless(int code, int dst, int src, int imm)
{
	to_pass[jumps++] = count;
	emit(code, dst, src, 0, imm);
}

static void set(int reg, int imm) { emit(BPF_ALU64 | BPF_MOV | BPF_K, reg, 0, 0, imm); }
static void copy(int reg, int from) { emit(BPF_ALU64 | BPF_MOV | BPF_X, reg, from, 0, 0); }
static void load(int size, int reg, int at, int off) { emit(BPF_LDX | BPF_MEM | size, reg, at, off, 0); }
static void store(int size, int at, int off, int reg) { emit(BPF_STX | BPF_MEM | size, at, reg, off, 0); }
static void leave(void) { emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0); }
static void call(int helper) { emit(BPF_JMP | BPF_CALL, 0, 0, 0, helper); }

static void swap(int size, int a, int b)
{
	load(size, 5, 2, a);
	load(size, 6, 2, b);
	store(size, 2, a, 6);
	store(size, 2, b, 5);
}

/* r2: the frame; it has at least so many bytes */
static void frame_of(int bytes)
{
	load(BPF_W, 2, 1, 0);
	load(BPF_W, 3, 1, 4);
	copy(4, 2);
	emit(BPF_ALU64 | BPF_ADD | BPF_K, 4, 0, 0, bytes);
	unless(BPF_JMP | BPF_JGT | BPF_X, 4, 3, 0);
}

/* Network byte order is that of the frame: numbers as a little-endian machine reads them. */
static void only_udp_from_7(void)
{
	frame_of(42);
	load(BPF_H, 5, 2, 12);
	unless(BPF_JMP | BPF_JNE | BPF_K, 5, 0, 0x0008);
	load(BPF_B, 5, 2, 23);
	unless(BPF_JMP | BPF_JNE | BPF_K, 5, 0, 17);
	load(BPF_H, 5, 2, 34);
	unless(BPF_JMP | BPF_JNE | BPF_K, 5, 0, 0x0700);
}

static void end_with_pass(void)
{
	while (jumps--)
		prog[to_pass[jumps]].off = count - to_pass[jumps] - 1;
	set(0, XDP_PASS);
	leave();
}

static void build(const char *what, int ifindex2)
{
	if (!strcmp(what, "drop")) {
		set(0, XDP_DROP);
		leave();
		return;
	} else if (!strcmp(what, "tx")) {
		only_udp_from_7();
		swap(BPF_W, 26, 30);
		swap(BPF_H, 34, 36);
		swap(BPF_W, 0, 6);
		swap(BPF_H, 4, 10);
		set(0, XDP_TX);
		leave();
	} else if (!strcmp(what, "redirect")) {
		only_udp_from_7();
		set(5, 0x00000002);
		store(BPF_W, 2, 0, 5);
		set(5, 0x9900);
		store(BPF_H, 2, 4, 5);
		/* from 02:00:00:00:00:98: a switch must not learn somebody else's address there */
		set(5, 0x00000002);
		store(BPF_W, 2, 6, 5);
		set(5, 0x9800);
		store(BPF_H, 2, 10, 5);
		set(1, ifindex2);
		set(2, 0);
		call(BPF_FUNC_redirect);
		leave();
	} else if (!strcmp(what, "head")) {
		copy(7, 1);
		set(2, 14);
		call(BPF_FUNC_xdp_adjust_head);
		unless(BPF_JMP | BPF_JNE | BPF_K, 0, 0, 0);
		copy(1, 7);
		set(2, -14);
		call(BPF_FUNC_xdp_adjust_head);
	}
	end_with_pass();
}

static int load_program(void)
{
	static char log[16384];
	union bpf_attr a;
	int fd;

	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_XDP;
	a.insns = (unsigned long)prog;
	a.insn_cnt = count;
	a.license = (unsigned long)"GPL";
	a.log_buf = (unsigned long)log;
	a.log_size = sizeof(log);
	a.log_level = 1;
	fd = syscall(SYS_bpf, BPF_PROG_LOAD, &a, sizeof(a));
	if (fd < 0)
		printf("xdptest: the kernel does not load the program: %s\n%s\n", strerror(errno), log);
	return fd;
}

static int attach(int ifindex, int fd)
{
	struct { struct nlmsghdr h; struct ifinfomsg i; struct rtattr nest, afd; int fd; struct rtattr afl; unsigned int flags; } m;
	struct { struct nlmsghdr h; struct nlmsgerr e; char more[1024]; } r;
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	memset(&m, 0, sizeof(m));
	m.h.nlmsg_len = sizeof(m);
	m.h.nlmsg_type = RTM_SETLINK;
	m.h.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	m.i.ifi_index = ifindex;
	m.nest.rta_type = NLA_F_NESTED | IFLA_XDP;
	m.nest.rta_len = 4 + 8 + 8;
	m.afd.rta_type = IFLA_XDP_FD;
	m.afd.rta_len = 8;
	m.fd = fd;
	m.afl.rta_type = IFLA_XDP_FLAGS;
	m.afl.rta_len = 8;
	m.flags = XDP_FLAGS_DRV_MODE;
	if (s < 0 || sendto(s, &m, sizeof(m), 0, (void *)&to, sizeof(to)) < 0 || recv(s, &r, sizeof(r), 0) < 0) {
		printf("xdptest: netlink: %s\n", strerror(errno));
		return 1;
	}
	if (r.h.nlmsg_type == NLMSG_ERROR && r.e.error) {
		printf("xdptest: not attached: %s\n", strerror(-r.e.error));
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "";
	int redirect = !strcmp(what, "redirect");
	unsigned int dev, dev2 = 0;
	int fd = -1;

	if (argc != (redirect ? 4 : 3) ||
	    (strcmp(what, "pass") && strcmp(what, "drop") && strcmp(what, "tx") && strcmp(what, "head") && strcmp(what, "off") && !redirect)) {
		fprintf(stderr, "usage: xdptest DEV pass|drop|tx|head|off | xdptest DEV redirect DEV2\n");
		return 2;
	}
	dev = if_nametoindex(argv[1]);
	if (redirect)
		dev2 = if_nametoindex(argv[3]);
	if (!dev || (redirect && !dev2)) {
		printf("xdptest: no such interface\n");
		return 2;
	}
	if (strcmp(what, "off")) {
		build(what, dev2);
		fd = load_program();
		if (fd < 0)
			return 1;
	}
	return attach(dev, fd);
}
