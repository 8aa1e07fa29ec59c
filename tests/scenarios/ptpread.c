// SPDX-License-Identifier: GPL-2.0-only
/*
 * Read, and try to set, a PTP clock: prints "SECONDS.NANOSECONDS" or
 * "error <name>", for scenarios in the guest.
 *
 * usage: ptpread DEVICE [read|set|step|slew|offset]
 *   read    the clock (default)
 *   set     try to set it to 2001-09-09
 *   step    try to move it by a second
 *   slew    try to change its rate
 *   offset  the system clock minus the PTP clock, in milliseconds
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

static int failed(void)
{
	switch (errno) {
	case EOPNOTSUPP:
		printf("error EOPNOTSUPP\n");
		break;
	case ESTALE:
		printf("error ESTALE\n");
		break;
	default:
		printf("error %d\n", errno);
	}
	return 1;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "read";
	struct timespec t, sys;
	struct timex tx = { 0 };
	clockid_t id;
	int fd;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: ptpread DEVICE [read|set|step|slew|offset]\n");
		return 2;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0) {
		fprintf(stderr, "ptpread: cannot open %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	/* the kernel's encoding of a clock behind a file descriptor */
	id = (clockid_t)((~(unsigned int)fd << 3) | 3);

	if (!strcmp(what, "read")) {
		if (clock_gettime(id, &t))
			return failed();
		printf("%lld.%09ld\n", (long long)t.tv_sec, t.tv_nsec);
		return 0;
	}
	if (!strcmp(what, "offset")) {
		if (clock_gettime(id, &t))
			return failed();
		clock_gettime(CLOCK_REALTIME, &sys);
		printf("%lld\n", ((long long)sys.tv_sec - t.tv_sec) * 1000 +
		       (sys.tv_nsec - t.tv_nsec) / 1000000);
		return 0;
	}
	if (!strcmp(what, "set")) {
		t.tv_sec = 1000000000;
		t.tv_nsec = 0;
		if (clock_settime(id, &t))
			return failed();
	} else if (!strcmp(what, "step")) {
		tx.modes = ADJ_SETOFFSET;
		tx.time.tv_sec = 1;
		if (clock_adjtime(id, &tx) < 0)
			return failed();
	} else if (!strcmp(what, "slew")) {
		tx.modes = ADJ_FREQUENCY;
		tx.freq = 0;
		if (clock_adjtime(id, &tx) < 0)
			return failed();
	} else {
		fprintf(stderr, "ptpread: unknown word %s\n", what);
		return 2;
	}
	printf("done\n");
	return 0;
}
