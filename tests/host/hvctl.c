// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvctl: send control lines to a running hvhost and print the answers.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	char line[4096];
	FILE *f;
	int i, fd;

	if (argc < 3) {
		fprintf(stderr, "usage: hvctl SOCKET LINE...\n");
		return 2;
	}
	if (strlen(argv[1]) >= sizeof(a.sun_path)) {
		fprintf(stderr, "hvctl: the socket's name is too long\n");
		return 2;
	}
	strcpy(a.sun_path, argv[1]);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a))) {
		fprintf(stderr, "hvctl: cannot reach hvhost at %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	f = fdopen(fd, "r");
	for (i = 2; i < argc; i++) {
		if (dprintf(fd, "%s\n", argv[i]) < 0)
			break;
		do {
			if (!fgets(line, sizeof(line), f)) {
				fprintf(stderr, "hvctl: hvhost ended before it answered\n");
				return 1;
			}
			if (!strncmp(line, "error ", 6)) {
				fprintf(stderr, "%s", line);
				return 1;
			}
			if (strcmp(line, "ok\n"))
				fputs(line, stdout);
		} while (strcmp(line, "ok\n"));
	}
	return 0;
}
