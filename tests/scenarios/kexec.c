// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load a second kernel into the guest's kernel, and start it.
 *
 *   kexec KERNEL INITRD COMMAND-LINE        load, for kexec -e
 *   kexec -p KERNEL INITRD COMMAND-LINE     load, for the time of a panic
 *   kexec -e                                start what was loaded
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>
#include <linux/reboot.h>

#ifndef SYS_kexec_file_load
#define SYS_kexec_file_load -1	/* a machine without it says ENOSYS */
#endif

static int complain(const char *what)
{
	fprintf(stderr, "kexec: %s: %s\n", what, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	unsigned long flags = 0;
	int kernel, initrd;

	if (argc == 2 && !strcmp(argv[1], "-e")) {
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_KEXEC, NULL);
		return complain("start");
	}
	if (argc == 5 && !strcmp(argv[1], "-p")) {
		flags = KEXEC_FILE_ON_CRASH;
		argv++;
		argc--;
	}
	if (argc != 4) {
		fprintf(stderr, "usage: kexec [-p] KERNEL INITRD COMMAND-LINE | kexec -e\n");
		return 2;
	}
	kernel = open(argv[1], O_RDONLY);
	if (kernel < 0)
		return complain(argv[1]);
	initrd = open(argv[2], O_RDONLY);
	if (initrd < 0)
		return complain(argv[2]);
	if (syscall(SYS_kexec_file_load, kernel, initrd, strlen(argv[3]) + 1, argv[3], flags))
		return complain("load");
	return 0;
}
