// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traffic between two ends of a network, with every byte looked at.
 *
 *	nettest serve PORT			TCP sink and UDP sink that compare, TCP echo on PORT + 1
 *	nettest tcp ADDR PORT SECONDS FLOWS	streams; prints "bytes B mbit/s M"
 *	nettest longhead ADDR PORT SECONDS	one stream over IPv6, behind options of 1032 bytes
 *	nettest blast ADDR PORT SECONDS FLOWS	the same; what is not sent at the end is thrown away
 *	nettest udp ADDR PORT SECONDS SIZE	datagrams, as many as go
 *	nettest udpget ADDR PORT SECONDS SIZE	datagrams that a source sends as it is asked; not compared
 *	nettest rr ADDR PORT SECONDS		one byte there and back, again and again
 *	nettest tagged DEV TCI ADDR COUNT	ask who has ADDR, in frames with an 802.1Q tag inside
 *	nettest get ADDR PORT SECONDS FLOWS	take what a source sends; not compared
 *
 * The sinks print "udp datagrams N bytes B" and "tcp bytes B" on SIGUSR1 and at
 * the end, and "WRONG ..." as soon as a byte is not what was sent.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAXFD 128
#define CHUNK 131072

static unsigned char pattern[CHUNK + 4096];
static volatile sig_atomic_t tell, stop;

static void on_signal(int sig)
{
	if (sig == SIGUSR1)
		tell = 1;
	else
		stop = 1;
}

static void fail(const char *what)
{
	printf("nettest: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Byte number i of every stream is pattern[i % 4093]: no power of two, so that shifts show. */
#define PERIOD 4093

static void fill(void)
{
	unsigned int i, x = 1;
	static unsigned char p[PERIOD];

	for (i = 0; i < PERIOD; i++) {
		x = x * 1664525u + 1013904223u;
		p[i] = x >> 24;
	}
	for (i = 0; i < sizeof(pattern); i++)
		pattern[i] = p[i % PERIOD];
}

static int endpoint(int type, const char *addr, int port, int do_listen)
{
	struct sockaddr_in6 a6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	struct sockaddr_in a4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	int v6 = !addr || strchr(addr, ':') != NULL, fd, one = 1, zero = 0;
	struct sockaddr *a = v6 ? (void *)&a6 : (void *)&a4;
	socklen_t len = v6 ? sizeof(a6) : sizeof(a4);

	if (addr && inet_pton(v6 ? AF_INET6 : AF_INET, addr, v6 ? (void *)&a6.sin6_addr : (void *)&a4.sin_addr) != 1) {
		printf("nettest: bad address %s\n", addr);
		exit(2);
	}
	fd = socket(v6 ? AF_INET6 : AF_INET, type, 0);
	if (fd < 0)
		fail("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (do_listen) {
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero));
		if (bind(fd, a, len) || (type == SOCK_STREAM && listen(fd, 64)))
			fail("bind");
	} else if (connect(fd, a, len)) {
		fail("connect");
	}
	return fd;
}

static void wrong(const char *what, unsigned long long at)
{
	printf("WRONG %s at %llu\n", what, at);
	fflush(stdout);
}

static int serve(int port)
{
	unsigned long long off[MAXFD] = { 0 }, tcp_bytes = 0, udp_bytes = 0, datagrams = 0;
	static unsigned char buf[CHUNK];
	struct pollfd p[MAXFD];
	char echo[MAXFD] = { 0 };
	int n = 3, i;

	p[0].fd = endpoint(SOCK_STREAM, NULL, port, 1);
	p[1].fd = endpoint(SOCK_DGRAM, NULL, port, 1);
	p[2].fd = endpoint(SOCK_STREAM, NULL, port + 1, 1);
	for (i = 0; i < 3; i++)
		p[i].events = POLLIN;
	printf("ready\n");
	fflush(stdout);
	while (!stop) {
		if (tell) {
			tell = 0;
			printf("tcp bytes %llu\nudp datagrams %llu bytes %llu\n", tcp_bytes, datagrams, udp_bytes);
			fflush(stdout);
		}
		if (poll(p, n, 200) <= 0)
			continue;
		for (i = 0; i < n; i++) {
			ssize_t got;

			if (!p[i].revents)
				continue;
			if (i == 0 || i == 2) {
				int fd = accept(p[i].fd, NULL, NULL), one = 1;

				if (fd < 0)
					continue;
				if (n == MAXFD) {
					close(fd);
					continue;
				}
				setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
				p[n].fd = fd;
				p[n].events = POLLIN;
				p[n].revents = 0;
				echo[n] = i == 2;
				off[n++] = 0;
				continue;
			}
			got = recv(p[i].fd, buf, sizeof(buf), MSG_DONTWAIT);
			if (i == 1) {
				unsigned int k;

				/* drain, or poll() itself is what gets measured */
				for (k = 0; got >= 0 && k < 64; k++) {
					if (got && memcmp(buf, pattern, got))
						wrong("udp", datagrams);
					datagrams++;
					udp_bytes += got;
					got = recv(p[i].fd, buf, sizeof(buf), MSG_DONTWAIT);
				}
				continue;
			}
			if (got > 0 && echo[i]) {
				if (send(p[i].fd, buf, got, MSG_NOSIGNAL) != got)
					got = 0;
			} else if (got > 0) {
				ssize_t done = 0;

				while (done < got) {
					size_t at = (off[i] + done) % PERIOD, part = got - done;

					if (part > CHUNK)
						part = CHUNK;
					if (memcmp(buf + done, pattern + at, part))
						wrong("tcp", off[i] + done);
					done += part;
				}
				off[i] += got;
				tcp_bytes += got;
			}
			if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
				close(p[i].fd);
				n--;
				p[i] = p[n];
				echo[i] = echo[n];
				off[i] = off[n];
				p[i].revents = 0;
			}
		}
	}
	printf("tcp bytes %llu\nudp datagrams %llu bytes %llu\n", tcp_bytes, datagrams, udp_bytes);
	return 0;
}

/* Options for the destination that it does not know and may skip: TCP begins behind the first 1024 bytes. */
static void long_head(int fd)
{
	static unsigned char opt[1032];
	unsigned int at = 2, len;

	opt[1] = sizeof(opt) / 8 - 1;
	while (at < sizeof(opt)) {
		len = sizeof(opt) - at > 257 + 2 ? 257 : sizeof(opt) - at;
		opt[at] = 0x1e;
		opt[at + 1] = len - 2;
		at += len;
	}
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_DSTOPTS, opt, sizeof(opt)))
		fail("options for the destination");
}

static int tcp(const char *addr, int port, double seconds, int flows, int take, int drop, int head)
{
	unsigned long long off[MAXFD] = { 0 }, total = 0;
	static unsigned char buf[CHUNK];
	struct pollfd p[MAXFD];
	double start, end;
	int i;

	if (flows < 1 || flows > MAXFD)
		return 2;
	for (i = 0; i < flows; i++) {
		p[i].fd = endpoint(SOCK_STREAM, addr, port, 0);
		if (head)
			long_head(p[i].fd);
		p[i].events = take ? POLLIN : POLLOUT;
	}
	start = now();
	end = start + seconds;
	while (now() < end && !stop) {
		if (poll(p, flows, 200) < 0 && errno != EINTR)
			fail("poll");
		for (i = 0; i < flows; i++) {
			ssize_t n;

			if (!p[i].revents)
				continue;
			if (take)
				n = recv(p[i].fd, buf, sizeof(buf), MSG_DONTWAIT);
			else
				n = send(p[i].fd, pattern + off[i] % PERIOD, CHUNK - 4096, MSG_DONTWAIT | MSG_NOSIGNAL);
			if (n < 0 && errno != EAGAIN)
				fail(take ? "recv" : "send");
			if (n > 0) {
				off[i] += n;
				total += n;
			}
		}
	}
	end = now();
	for (i = 0; i < flows; i++) {
		struct linger l = { drop, 0 };

		setsockopt(p[i].fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l));
		close(p[i].fd);
	}
	printf("bytes %llu mbit/s %.1f\n", total, total * 8 / 1e6 / (end - start));
	return total ? 0 : 1;
}

static int udp(const char *addr, int port, double seconds, size_t size)
{
	unsigned long long sent = 0, busy = 0;
	double start, end;
	int fd = endpoint(SOCK_DGRAM, addr, port, 0), i;

	start = now();
	end = start + seconds;
	while (now() < end && !stop)
		for (i = 0; i < 16; i++) {
			if (send(fd, pattern, size, 0) == (ssize_t)size) {
				sent++;
			} else {
				busy++;
				usleep(200);
			}
		}
	end = now();
	printf("datagrams %llu pps %.0f busy %llu\n", sent, sent / (end - start), busy);
	return sent ? 0 : 1;
}

/* Asks for 64 datagrams at a time, four times ahead. */
static int udpget(const char *addr, int port, double seconds, size_t size)
{
	unsigned char ask[4] = { 0, 64, size >> 8, size }, buf[2048];
	unsigned long long got = 0, owed = 0;
	struct timeval wait = { .tv_usec = 20000 };
	double start, end;
	int fd = endpoint(SOCK_DGRAM, addr, port, 0), i;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	start = now();
	end = start + seconds;
	while (now() < end && !stop) {
		while (owed <= 192 && send(fd, ask, sizeof(ask), 0) == sizeof(ask))
			owed += 64;
		for (i = 0; i < 64; i++) {
			if (recv(fd, buf, sizeof(buf), 0) != (ssize_t)size) {
				owed = 0;	/* they were lost */
				break;
			}
			got++;
			if (owed)
				owed--;
		}
	}
	end = now();
	printf("datagrams %llu pps %.0f\n", got, got / (end - start));
	return got ? 0 : 1;
}

static int rr(const char *addr, int port, double seconds)
{
	int fd = endpoint(SOCK_STREAM, addr, port, 0), one = 1;
	unsigned long long n = 0;
	double start = now(), end = start + seconds;
	char c = 'x';

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	while (now() < end && !stop) {
		if (send(fd, &c, 1, MSG_NOSIGNAL) != 1 || recv(fd, &c, 1, 0) != 1)
			fail("echo");
		if (c != 'x')
			wrong("echo", n);
		n++;
	}
	printf("transactions %llu per-second %.1f\n", n, n / (now() - start));
	return n ? 0 : 1;
}

static int tagged(const char *dev, unsigned int tci, const char *addr, int count)
{
	int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), i;
	unsigned char f[60] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0x81, 0x00, tci >> 8, tci,
		0x08, 0x06, 0, 1, 0x08, 0x00, 6, 4, 0, 1
	};
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_halen = 6 };
	struct ifreq r = { .ifr_ifindex = 0 };

	if (fd < 0)
		fail("packet socket");
	snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", dev);
	if (ioctl(fd, SIOCGIFHWADDR, &r))
		fail(dev);
	memcpy(f + 6, r.ifr_hwaddr.sa_data, 6);
	memcpy(f + 26, r.ifr_hwaddr.sa_data, 6);
	if (inet_pton(AF_INET, addr, f + 42) != 1)
		return 2;
	/* from the same network, number 99 */
	memcpy(f + 32, f + 42, 3);
	f[35] = 99;
	if (ioctl(fd, SIOCGIFINDEX, &r))
		fail(dev);
	to.sll_ifindex = r.ifr_ifindex;
	for (i = 0; i < count; i++) {
		if (sendto(fd, f, sizeof(f), 0, (struct sockaddr *)&to, sizeof(to)) != sizeof(f))
			fail("sendto");
		usleep(20000);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	fill();
	if (argc == 3 && !strcmp(argv[1], "serve"))
		return serve(atoi(argv[2]));
	if (argc == 6 && !strcmp(argv[1], "tcp"))
		return tcp(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]), 0, 0, 0);
	if (argc == 6 && !strcmp(argv[1], "blast"))
		return tcp(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]), 0, 1, 0);
	if (argc == 6 && !strcmp(argv[1], "get"))
		return tcp(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]), 1, 0, 0);
	if (argc == 6 && !strcmp(argv[1], "udp"))
		return udp(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]));
	if (argc == 6 && !strcmp(argv[1], "udpget"))
		return udpget(argv[2], atoi(argv[3]), atof(argv[4]), atoi(argv[5]));
	if (argc == 5 && !strcmp(argv[1], "longhead"))
		return tcp(argv[2], atoi(argv[3]), atof(argv[4]), 1, 0, 0, 1);
	if (argc == 6 && !strcmp(argv[1], "tagged"))
		return tagged(argv[2], strtoul(argv[3], NULL, 0), argv[4], atoi(argv[5]));
	if (argc == 5 && !strcmp(argv[1], "rr"))
		return rr(argv[2], atoi(argv[3]), atof(argv[4]));
	fprintf(stderr, "usage: nettest serve PORT | tcp|blast|get ADDR PORT SECONDS FLOWS | udp|udpget ADDR PORT SECONDS SIZE | rr ADDR PORT SECONDS\n");
	return 2;
}
