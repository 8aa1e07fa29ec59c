// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trace file and the named counters: what the tests assert on.
 *
 * Both have a mutex of their own, which is a leaf: nothing else is taken under it.
 * The last lines are also kept in memory, because "wait-trace" looks back to the last mark.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core.h"

#define TRACE_BUFFER (256 * 1024)
#define HISTORY 4096
#define LINE_MAX_LEN 2048

static pthread_mutex_t trace_lock = PTHREAD_MUTEX_INITIALIZER;
static int trace_fd = -1;
static char buffer[TRACE_BUFFER];
static size_t buffered;
static char *history[HISTORY];
static u64 history_next;	/* sequence number of the next line */
static u64 mark;		/* wait-trace looks at lines from here on */
static unsigned int waiters;	/* sessions inside trace_wait() */

struct counter {
	struct counter *next;
	char *name;
	u64 value;
};

#define COUNTER_BUCKETS 256
static struct counter *counters[COUNTER_BUCKETS];
static u64 violations;		/* of the whole run, whatever is reset */
static pthread_mutex_t counter_lock = PTHREAD_MUTEX_INITIALIZER;

void trace_open(const char *path)
{
	trace_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (trace_fd < 0)
		die(2, "cannot write the trace file %s: %s", path, strerror(errno));
}

bool trace_on(void)
{
	return trace_fd >= 0;
}

static void flush_locked(void)
{
	size_t done = 0;
	ssize_t n;

	while (trace_fd >= 0 && done < buffered) {
		n = write(trace_fd, buffer + done, buffered - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += n;
	}
	buffered = 0;
}

void trace_flush(void)
{
	/* Also called while the program is dying: then better no trace than a hang. */
	struct timespec limit;

	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec++;
	if (pthread_mutex_timedlock(&trace_lock, &limit))
		return;
	flush_locked();
	pthread_mutex_unlock(&trace_lock);
}

void trace(const char *kind, const char *fmt, ...)
{
	char line[LINE_MAX_LEN];
	u64 us;
	bool wake;
	va_list ap;
	size_t len;
	char *p;
	int n;

	/* Packets are many: without a file to write them to they are not worth their cost. */
	if (trace_fd < 0 && !strcmp(kind, "pkt"))
		return;
	if (!opt.trace_irq && !strcmp(kind, "irq"))
		return;
	us = now_ns() / 1000;
	n = snprintf(line, sizeof(line), "%llu.%06llu %s ", (unsigned long long)(us / 1000000),
		     (unsigned long long)(us % 1000000), kind);
	va_start(ap, fmt);
	vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	va_end(ap);
	for (p = line; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	len = p - line;

	pthread_mutex_lock(&trace_lock);
	free(history[history_next % HISTORY]);
	history[history_next % HISTORY] = strdup(line);
	history_next++;
	wake = waiters;
	if (trace_fd >= 0) {
		if (buffered + len + 1 > sizeof(buffer))
			flush_locked();
		memcpy(buffer + buffered, line, len);
		buffer[buffered + len] = '\n';
		buffered += len + 1;
	}
	pthread_mutex_unlock(&trace_lock);
	if (wake)
		vm_notify();
}

void trace_mark(void)
{
	pthread_mutex_lock(&trace_lock);
	mark = history_next;
	pthread_mutex_unlock(&trace_lock);
}

static bool trace_find(const char *kind, const char *text, char *out, size_t len)
{
	size_t kind_len = strlen(kind);
	bool found = false;
	const char *line, *word;

	pthread_mutex_lock(&trace_lock);
	if (history_next > HISTORY && mark < history_next - HISTORY)
		mark = history_next - HISTORY;
	while (!found && mark < history_next) {
		line = history[mark++ % HISTORY];
		word = line ? strchr(line, ' ') : NULL;
		if (!word)
			continue;
		word++;
		if (strcmp(kind, "*") && (strncmp(word, kind, kind_len) || word[kind_len] != ' '))
			continue;
		word = strchr(word, ' ');
		if (word && strstr(word + 1, text)) {
			snprintf(out, len, "%s\n", line);
			found = true;
		}
	}
	pthread_mutex_unlock(&trace_lock);
	return found;
}

bool trace_wait(const char *kind, const char *text, unsigned int timeout_ms, char *out, size_t len)
{
	u64 end = now_ns() + timeout_ms * 1000000ull;
	bool found;
	u64 now;

	__atomic_fetch_add(&waiters, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		found = trace_find(kind, text, out, len);
		now = now_ns();
		if (found || now >= end || vm.stopping)
			break;
		lock_sleep((end - now) / 1000000 < 200 ? (end - now) / 1000000 + 1 : 200);
	}
	__atomic_fetch_sub(&waiters, 1, __ATOMIC_SEQ_CST);
	return found;
}

static struct counter *counter_find(const char *name, bool create)
{
	unsigned int hash = 5381;
	struct counter *c;
	const char *p;

	for (p = name; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	hash %= COUNTER_BUCKETS;
	for (c = counters[hash]; c; c = c->next)
		if (!strcmp(c->name, name))
			return c;
	if (!create)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->name = strdup(name);
	c->next = counters[hash];
	counters[hash] = c;
	return c;
}

void counter_add(const char *name, u64 n)
{
	pthread_mutex_lock(&counter_lock);
	counter_find(name, true)->value += n;
	pthread_mutex_unlock(&counter_lock);
}

void counter_set(const char *name, u64 n)
{
	pthread_mutex_lock(&counter_lock);
	counter_find(name, true)->value = n;
	pthread_mutex_unlock(&counter_lock);
}

u64 counter_get(const char *name)
{
	struct counter *c;
	u64 v;

	pthread_mutex_lock(&counter_lock);
	c = counter_find(name, false);
	v = c ? c->value : 0;
	pthread_mutex_unlock(&counter_lock);
	return v;
}

void check_failed(const char *rule, const char *fmt, ...)
{
	char name[80], text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(name, sizeof(name), "check.%s", rule);
	counter_add(name, 1);
	__atomic_fetch_add(&violations, 1, __ATOMIC_RELAXED);
	trace("check", "%s: %s", rule, text);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct counter *const *)a)->name, (*(struct counter *const *)b)->name);
}

void counters_print(void (*emit)(void *arg, const char *line), void *arg, const char *prefix)
{
	struct counter *c, **all;
	size_t n = 0, i, max = 0;
	char line[160];

	kvm_export_counters();
	pthread_mutex_lock(&counter_lock);
	for (i = 0; i < COUNTER_BUCKETS; i++)
		for (c = counters[i]; c; c = c->next)
			max++;
	all = xcalloc(max + 1, sizeof(*all));
	for (i = 0; i < COUNTER_BUCKETS; i++)
		for (c = counters[i]; c; c = c->next)
			if (!prefix || !strncmp(c->name, prefix, strlen(prefix)))
				all[n++] = c;
	qsort(all, n, sizeof(*all), by_name);
	for (i = 0; i < n; i++) {
		/* A rule that was not broken is not mentioned, also after a reset. */
		if (!all[i]->value && !strncmp(all[i]->name, "check.", 6))
			continue;
		snprintf(line, sizeof(line), "%s %llu", all[i]->name, (unsigned long long)all[i]->value);
		emit(arg, line);
	}
	pthread_mutex_unlock(&counter_lock);
	free(all);
}

void counters_reset(void)
{
	struct counter *c;
	unsigned int i;

	kvm_counters_reset();
	pthread_mutex_lock(&counter_lock);
	for (i = 0; i < COUNTER_BUCKETS; i++)
		for (c = counters[i]; c; c = c->next)
			c->value = 0;
	pthread_mutex_unlock(&counter_lock);
}

u64 check_total(void)
{
	return __atomic_load_n(&violations, __ATOMIC_RELAXED);
}

static void emit_file(void *arg, const char *line)
{
	fprintf(arg, "%s\n", line);
}

void counters_write(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		fprintf(stderr, "hvhost: cannot write the counters file %s: %s\n", path, strerror(errno));
		return;
	}
	counters_print(emit_file, f, NULL);
	fclose(f);
}
