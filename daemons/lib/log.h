/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of a daemon: to the system log, or to standard error while it runs
 * in the foreground. A message that repeats is written once an hour, so that
 * what the host asks for cannot fill the log.
 */
#ifndef HV_LOG_H
#define HV_LOG_H

#include <syslog.h>

/**
 * log_open() - begin
 * @ident: name of the daemon
 * @foreground: standard error instead of the system log
 * @debug: messages of LOG_DEBUG, too
 */
void log_open(const char *ident, int foreground, int debug);

/** log_line() - one line; a line like one of the last ones is left out for an hour */
void log_line(int priority, const char *format, ...)
	__attribute__((__format__(__printf__, 2, 3)));

/**
 * log_hold() - keep lines in memory while file systems are frozen
 * @hold: 1: keep them; 0: write what was kept
 *
 * Whoever writes to a log on a frozen file system waits for the thaw that it
 * has to bring itself. What does not fit in 4 KiB is counted and dropped.
 */
void log_hold(int hold);

#endif /* HV_LOG_H */
