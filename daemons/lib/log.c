// SPDX-License-Identifier: GPL-2.0-only
/* Messages of a daemon, see log.h. */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOG_RECENT	32
#define LOG_AGAIN	3600	/* seconds */
#define LOG_LINE	512

static const char *log_ident = "hyperv";
static int log_foreground = 1;
static int log_debug;

static struct {
	unsigned long hash;
	time_t when;
} log_recent[LOG_RECENT];
static unsigned int log_oldest;

static int log_holding;
static char log_held[4096];	/* priority byte, text, zero byte; repeated */
static size_t log_held_len;
static unsigned int log_dropped;

void log_open(const char *ident, int foreground, int debug)
{
	log_ident = ident;
	log_foreground = foreground;
	log_debug = debug;
	if (!foreground)
		openlog(ident, LOG_NDELAY | LOG_PID, LOG_DAEMON);
}

static time_t log_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return now.tv_sec;
}

/* Was the same text written less than an hour ago? Remembers it if not. */
static int log_repeats(const char *text)
{
	unsigned long hash = 5381;
	time_t now = log_now();
	unsigned int i;

	for (; *text; text++)
		hash = hash * 33 + (unsigned char)*text;
	for (i = 0; i < LOG_RECENT; i++) {
		if (log_recent[i].hash != hash || !log_recent[i].when)
			continue;
		if (now - log_recent[i].when < LOG_AGAIN)
			return 1;
		log_recent[i].when = now;
		return 0;
	}
	log_recent[log_oldest].hash = hash;
	log_recent[log_oldest].when = now ? now : 1;
	log_oldest = (log_oldest + 1) % LOG_RECENT;
	return 0;
}

static void log_write(int priority, const char *text)
{
	char line[LOG_LINE + 64];
	int n;

	if (!log_foreground) {
		syslog(priority, "%s", text);
		return;
	}
	n = snprintf(line, sizeof(line), "%s: %s\n", log_ident, text);
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return;
}

void log_line(int priority, const char *format, ...)
{
	char text[LOG_LINE];
	va_list args;
	size_t len, i;

	if (priority == LOG_DEBUG && !log_debug)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* names from outside may hold anything */
	for (i = 0; text[i]; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = '?';
	if (priority <= LOG_NOTICE && log_repeats(text))
		return;
	if (!log_holding) {
		log_write(priority, text);
		return;
	}
	len = strlen(text) + 2;
	if (len > sizeof(log_held) - log_held_len) {
		log_dropped++;
		return;
	}
	log_held[log_held_len] = (char)priority;
	memcpy(log_held + log_held_len + 1, text, len - 1);
	log_held_len += len;
}

void log_hold(int hold)
{
	size_t at = 0;

	log_holding = hold;
	if (hold)
		return;
	while (at < log_held_len) {
		log_write(log_held[at], log_held + at + 1);
		at += strlen(log_held + at + 1) + 2;
	}
	log_held_len = 0;
	if (log_dropped) {
		log_dropped = 0;
		log_write(LOG_WARNING, "some messages were dropped");
	}
}
