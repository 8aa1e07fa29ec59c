/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the three daemons have in common around their work: options, going to
 * the background, signals, and the session with the kernel that begins anew
 * whenever the device vanishes and comes back.
 */
#ifndef HV_SERVICE_H
#define HV_SERVICE_H

#include <stddef.h>

/**
 * struct service_option - an option of one daemon, with a value
 * @name: long name
 * @metavar: name of its value in the help
 * @help: one line
 * @value: receives the value
 */
struct service_option {
	const char *name;
	const char *metavar;
	const char *help;
	const char **value;
};

/**
 * struct service - one daemon
 * @name: of the program and in the log
 * @purpose: one line for the help
 * @device: the device node
 * @connector: index of the netlink connector on old kernels, 0 = none
 * @message_max: bytes of the greatest message
 * @options: its own options, ended by an empty one, or NULL
 * @hello: put the registration into a message; returns its length
 * @message: handle @len bytes in @buf; returns the length of the answer put
 *	there, 0 for none. @buf has @message_max bytes. Any length may come.
 * @after: called when the answer was sent, or NULL
 * @lost: the session ended, or the kernel did not take an answer: give up
 *	what was begun, or NULL
 * @wait_ms: milliseconds until @timer shall be called, -1 = never, or NULL
 * @timer: see @wait_ms
 */
struct service {
	const char *name;
	const char *purpose;
	const char *device;
	int connector;
	size_t message_max;
	const struct service_option *options;
	size_t (*hello)(void *buf);
	size_t (*message)(void *buf, size_t len);
	void (*after)(void);
	void (*lost)(void);
	int (*wait_ms)(void);
	void (*timer)(void);
};

/** service_root() - the directory given with --root, "" without it */
const char *service_root(void);

/**
 * service_path() - a path below service_root()
 * Returns 0, or -1 when it does not fit.
 */
int service_path(char *buf, size_t size, const char *path);

/**
 * service_options() - read the command line
 *
 * --help and --version end the program; a bad option ends it with one
 * sentence and exit code 2.
 */
void service_options(const struct service *s, int argc, char **argv);

/**
 * service_run() - go to the background unless told otherwise, and serve until
 * a signal asks to stop. Returns the exit code.
 */
int service_run(const struct service *s);

#endif /* HV_SERVICE_H */
