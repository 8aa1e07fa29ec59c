/* SPDX-License-Identifier: GPL-2.0-only */
/* Running a program: no shell, a clean environment, a time limit. */
#ifndef HV_RUN_H
#define HV_RUN_H

#include <stddef.h>

/**
 * run_program() - run a program to its end
 * @argv: absolute path and arguments, ended by NULL
 * @limit_ms: after this time its process group is killed
 * @out: receives what it wrote to standard output, ended by a zero byte, cut
 *	at @size - 1 bytes; NULL: not wanted
 * @size: bytes at @out
 *
 * The environment is PATH, LC_ALL=C and, if a root directory was given,
 * HV_ROOT. What it writes to standard error goes to the log, first line only,
 * when it fails. A process that it leaves behind in the background keeps
 * running.
 *
 * Returns the exit code, 128 + the number of the signal that ended it, or
 * -errno: -ETIMEDOUT, or what kept it from starting.
 */
int run_program(const char *const *argv, int limit_ms, char *out, size_t size);

#endif /* HV_RUN_H */
