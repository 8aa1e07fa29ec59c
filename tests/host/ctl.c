// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control language: words, their handlers, and the ways in which a line
 * arrives (control socket, -script file; the second serial port is in uart.c).
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <x86intrin.h>

#include "core.h"

#define WORDS_MAX 32
#define ANSWER_LEN (256 * 1024)
#define LINE_LEN 32768		/* a packet in hex must fit */
#define WAIT_DEFAULT 30

struct word {
	struct word *next;
	const char *word, *help;
	ctl_fn fn;
};

static struct word *words;	/* sorted; filled before any line is executed */
static int listen_fd = -1;
static bool frozen;		/* vm.lock: the guest's time stands still */
static u64 frozen_at;

void ctl_register(const char *word, const char *help, ctl_fn fn)
{
	struct word *w = xcalloc(1, sizeof(*w)), **at;

	w->word = word;
	w->help = help;
	w->fn = fn;
	for (at = &words; *at && strcmp((*at)->word, word) < 0; at = &(*at)->next)
		;
	w->next = *at;
	*at = w;
}

/* ---- helpers of the handlers ---- */

struct answer {
	char *p;
	size_t left;
};

static void say(struct answer *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void say(struct answer *a, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(a->p, a->left, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= a->left)
		n = a->left ? a->left - 1 : 0;
	a->p += n;
	a->left -= n;
}

static int fail(char *out, size_t len, const char *text)
{
	snprintf(out, len, "%s", text);
	return -1;
}

static bool seconds_parse(const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	return end != text && !*end && *out >= 0 && *out < 1e6;
}

/* Release the lock for so long, or until the run ends. */
static void sleep_until(u64 end)
{
	u64 now;

	while ((now = now_ns()) < end && !vm.stopping)
		lock_sleep(end - now < 1000000000 ? (end - now) / 1000000 + 1 : 1000);
}

/* ---- handlers ---- */

static int cmd_help(int argc, char **argv, char *out, size_t len)
{
	struct answer a = { out, len };
	struct word *w;

	for (w = words; w; w = w->next)
		if (argc < 2 || !strcmp(argv[1], w->word))
			say(&a, "%s %s\n", w->word, w->help);
	return 0;
}

static void emit_answer(void *arg, const char *line)
{
	say(arg, "%s\n", line);
}

static int cmd_counters(int argc, char **argv, char *out, size_t len)
{
	struct answer a = { out, len };

	if (argc == 2 && !strcmp(argv[1], "reset")) {
		counters_reset();
		return 0;
	}
	counters_print(emit_answer, &a, argc > 1 ? argv[1] : NULL);
	return 0;
}

static int cmd_exits(int argc, char **argv, char *out, size_t len)
{
	struct answer a = { out, len };

	(void)argc;
	(void)argv;
	counters_print(emit_answer, &a, "exits.");
	return 0;
}

static int cmd_settime(int argc, char **argv, char *out, size_t len)
{
	s64 now = host_time_100ns() / 10000000 - 11644473600ll, v;
	char *end;

	if (argc != 2)
		return fail(out, len, "settime takes one argument: +SECONDS, -SECONDS or a Unix time");
	v = strtoll(argv[1], &end, 10);
	if (end == argv[1] || *end)
		return fail(out, len, "settime takes a whole number of seconds");
	settime_offset_add(*argv[1] == '+' || *argv[1] == '-' ? v : v - now);
	trace("vm", "settime %s", argv[1]);
	return 0;
}

static int cmd_time(int argc, char **argv, char *out, size_t len)
{
	u64 t = host_time_100ns();

	(void)argc;
	(void)argv;
	snprintf(out, len, "%llu.%07llu\n", (unsigned long long)(t / 10000000 - 11644473600ull),
		 (unsigned long long)(t % 10000000));
	return 0;
}

static void resume(void)
{
	if (frozen) {
		frozen = false;
		kvm_freeze_time(__rdtsc() - frozen_at);
	}
	vm_resume();
}

static int cmd_pause(int argc, char **argv, char *out, size_t len)
{
	double seconds = 0;
	bool timed = false, freeze = false;
	u64 end;
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "freeze"))
			freeze = true;
		else if (seconds_parse(argv[i], &seconds))
			timed = true;
		else
			return fail(out, len, "pause takes [SECONDS] [freeze]");
	}
	if (vm.paused)
		return fail(out, len, "the VM is paused already");
	end = now_ns() + seconds * 1e9;
	vm_pause();
	if (freeze) {
		frozen = true;
		frozen_at = __rdtsc();
	}
	if (timed) {
		sleep_until(end);
		if (!vm.stopping)
			resume();
	}
	return 0;
}

static int cmd_resume(int argc, char **argv, char *out, size_t len)
{
	(void)argc;
	(void)argv;
	if (!vm.paused)
		return fail(out, len, "the VM is not paused");
	resume();
	return 0;
}

static int cmd_nmi(int argc, char **argv, char *out, size_t len)
{
	int cpu = argc > 1 ? atoi(argv[1]) : 0;

	if (argc > 2 || (argc == 2 && !isdigit((unsigned char)*argv[1])) || cpu >= vm.prof.vcpus)
		return fail(out, len, "nmi takes the number of a vCPU");
	vm_inject_nmi(cpu);
	return 0;
}

static int cmd_quit(int argc, char **argv, char *out, size_t len)
{
	(void)out;
	(void)len;
	vm_stop(argc > 1 ? atoi(argv[1]) : 0);
	return 0;
}

static int cmd_reset(int argc, char **argv, char *out, size_t len)
{
	(void)argc;
	(void)argv;
	(void)out;
	(void)len;
	vm_request_reset("command");
	return 0;
}

static int cmd_power_button(int argc, char **argv, char *out, size_t len)
{
	(void)argc;
	(void)argv;
	(void)out;
	(void)len;
	pio_power_button();
	return 0;
}

static int cmd_wait(int argc, char **argv, char *out, size_t len)
{
	double seconds;

	if (argc != 2 || !seconds_parse(argv[1], &seconds))
		return fail(out, len, "wait takes a number of seconds");
	sleep_until(now_ns() + seconds * 1e9);
	return 0;
}

static int cmd_wait_trace(int argc, char **argv, char *out, size_t len)
{
	double seconds = WAIT_DEFAULT;

	if (argc < 3 || argc > 4 || (argc == 4 && !seconds_parse(argv[3], &seconds)))
		return fail(out, len, "wait-trace takes KIND TEXT [SECONDS]");
	if (!trace_wait(argv[1], argv[2], seconds * 1000, out, len)) {
		snprintf(out, len, "no %s line with \"%s\" within %g seconds", argv[1], argv[2], seconds);
		return -1;
	}
	return 0;
}

static int cmd_wait_counter(int argc, char **argv, char *out, size_t len)
{
	double seconds = WAIT_DEFAULT;
	u64 end, goal;

	if (argc < 3 || argc > 4 || !isdigit((unsigned char)*argv[2]) ||
	    (argc == 4 && !seconds_parse(argv[3], &seconds)))
		return fail(out, len, "wait-counter takes NAME VALUE [SECONDS]");
	goal = strtoull(argv[2], NULL, 0);
	end = now_ns() + seconds * 1e9;
	while (counter_get(argv[1]) < goal && now_ns() < end && !vm.stopping)
		lock_sleep(20);
	if (counter_get(argv[1]) >= goal)
		return 0;
	snprintf(out, len, "%s is %llu after %g seconds, not %llu", argv[1],
		 (unsigned long long)counter_get(argv[1]), seconds, (unsigned long long)goal);
	return -1;
}

static int cmd_mark(int argc, char **argv, char *out, size_t len)
{
	(void)out;
	(void)len;
	trace_mark();
	if (argc > 1)
		trace("vm", "mark %s", argv[1]);
	return 0;
}

static int cmd_trace(int argc, char **argv, char *out, size_t len)
{
	struct answer a = { out, len };
	int i;

	for (i = 1; i < argc; i++)
		say(&a, "%s%s", i > 1 ? " " : "", argv[i]);
	trace("note", "%s", out);
	out[0] = 0;
	return 0;
}

static int cmd_tap(int argc, char **argv, char *out, size_t len)
{
	struct answer a = { out, len };
	int i;

	for (i = 1; i < argc; i++)
		say(&a, "%s%s", i > 1 ? " " : "", argv[i]);
	tap_line(out);
	out[0] = 0;
	return 0;
}

static int cmd_info(int argc, char **argv, char *out, size_t len)
{
	const struct hv_profile *p = &vm.prof;
	struct answer a = { out, len };

	(void)argc;
	(void)argv;
	say(&a, "vcpus %d\ngeneration %d\nmax_version %u.%u\n", p->vcpus, p->generation, p->max_version >> 16,
	    p->max_version & 0xffff);
	say(&a, "ram_low %llu\nram_high %llu\ngap %#llx %#llx\nhigh_mmio %#llx %#llx\n",
	    (unsigned long long)low_ram_bytes, (unsigned long long)high_ram_bytes,
	    (unsigned long long)p->gap_start, (unsigned long long)p->gap_size,
	    (unsigned long long)high_mmio_base(), (unsigned long long)p->high_mmio_size);
	say(&a, "tsc_hz %llu\nref_time %llu\nuptime_ns %llu\npaused %d\n", (unsigned long long)tsc_hz,
	    (unsigned long long)ref_time(), (unsigned long long)now_ns(), vm.paused);
	return 0;
}

static __attribute__((constructor)) void register_words(void)
{
	ctl_register("help", "[WORD]: this list", cmd_help);
	ctl_register("counters", "[PREFIX] | reset: named counters", cmd_counters);
	ctl_register("exits", ": VM exits, in the kernel and to user space by reason", cmd_exits);
	ctl_register("settime", "+SECONDS | -SECONDS | UNIXTIME: move the host's wall clock", cmd_settime);
	ctl_register("time", ": the host's wall clock as Unix time", cmd_time);
	ctl_register("pause", "[SECONDS] [freeze]: stop all vCPUs; freeze: guest clocks stand still too", cmd_pause);
	ctl_register("resume", ": end a pause", cmd_resume);
	ctl_register("nmi", "[CPU]: inject an NMI", cmd_nmi);
	ctl_register("quit", "[CODE]: end the run", cmd_quit);
	ctl_register("reset", ": reset the guest, as it would itself", cmd_reset);
	ctl_register("power-button", ": press the ACPI power button", cmd_power_button);
	ctl_register("wait", "SECONDS", cmd_wait);
	ctl_register("wait-trace", "KIND TEXT [SECONDS]: until such a trace line appears, from the last mark on;"
		     " KIND * is any", cmd_wait_trace);
	ctl_register("wait-counter", "NAME VALUE [SECONDS]: until the counter is at least so high",
		     cmd_wait_counter);
	ctl_register("mark", "[TEXT]: wait-trace starts here", cmd_mark);
	ctl_register("trace", "TEXT: a line of kind note", cmd_trace);
	ctl_register("tap", "TEXT: a line of the TAP file", cmd_tap);
	ctl_register("info", ": the machine", cmd_info);
}

/* ---- lines ---- */

/* Split in place; a word may be quoted with "..." or '...'. Returns the number, -1 if there are too many. */
static int split(char *line, char **argv)
{
	int argc = 0;
	char quote;

	for (;;) {
		while (isspace((unsigned char)*line))
			line++;
		if (!*line)
			return argc;
		if (argc == WORDS_MAX - 1)
			return -1;
		if (*line == '"' || *line == '\'') {
			quote = *line++;
			argv[argc++] = line;
			while (*line && *line != quote)
				line++;
		} else {
			argv[argc++] = line;
			while (*line && !isspace((unsigned char)*line))
				line++;
		}
		if (*line)
			*line++ = 0;
	}
}

/*
 * out receives the whole answer as it goes over the wire: data lines, then
 * "ok" or "error <sentence>".  A handler that fails leaves its sentence in out.
 */
int ctl_execute(const char *line, char *out, size_t outlen)
{
	char copy[LINE_LEN], sentence[512], *argv[WORDS_MAX] = { NULL };
	struct word *w = NULL;
	int argc, ret = -1;
	size_t n;

	out[0] = 0;
	snprintf(copy, sizeof(copy), "%s", line);
	argc = split(copy, argv);
	if (argc > 0)
		for (w = words; w && strcmp(w->word, argv[0]); w = w->next)
			;
	if (argc < 1) {
		snprintf(out, outlen, argc ? "the line has too many words" : "the line is empty");
	} else if (!w) {
		snprintf(out, outlen, "there is no command %.60s; help lists them", argv[0]);
	} else {
		trace("ctl", "%s", line);
		pthread_mutex_lock(&vm.lock);
		ret = w->fn(argc, argv, out, outlen - 16);
		pthread_mutex_unlock(&vm.lock);
	}
	n = strlen(out);
	if (ret) {
		while (n && out[n - 1] == '\n')
			out[--n] = 0;
		snprintf(sentence, sizeof(sentence), "%s", *out ? out : "the command failed");
		for (n = 0; sentence[n]; n++)
			if (sentence[n] == '\n')
				sentence[n] = ' ';
		snprintf(out, outlen, "error %s\n", sentence);
		trace("ctl", "%s", out);
		return -1;
	}
	if (n && out[n - 1] != '\n')
		out[n++] = '\n';
	snprintf(out + n, outlen - n, "ok\n");
	return 0;
}

/* ---- control socket ---- */

static void *session(void *arg)
{
	char *answer = xcalloc(1, ANSWER_LEN), line[LINE_LEN];
	FILE *f = arg;

	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = 0;
		if (!*line)
			continue;
		ctl_execute(line, answer, ANSWER_LEN);
		if (send(fileno(f), answer, strlen(answer), MSG_NOSIGNAL) < 0)
			break;
	}
	fclose(f);
	free(answer);
	return NULL;
}

static void *accept_loop(void *arg)
{
	pthread_t t;
	FILE *f;
	int fd;

	(void)arg;
	for (;;) {
		fd = accept(listen_fd, NULL, NULL);
		if (fd < 0) {
			if (errno == EINTR || errno == ECONNABORTED)
				continue;
			return NULL;
		}
		f = fdopen(fd, "r");
		if (!f || pthread_create(&t, NULL, session, f)) {
			close(fd);
			continue;
		}
		pthread_detach(t);
	}
}

/* ---- script ---- */

static void *script_thread(void *arg)
{
	char *answer = xcalloc(1, ANSWER_LEN), line[LINE_LEN], *p;
	unsigned int number = 0;
	bool may_fail;
	FILE *f = arg;

	while (!vm.stopping && fgets(line, sizeof(line), f)) {
		number++;
		line[strcspn(line, "\r\n")] = 0;
		for (p = line; isspace((unsigned char)*p); p++)
			;
		if (!*p || *p == '#')
			continue;
		may_fail = *p == '-';
		if (may_fail)
			p++;
		if (!ctl_execute(p, answer, ANSWER_LEN) || may_fail || vm.stopping)
			continue;
		fprintf(stderr, "hvhost: %s line %u: %s: %s", opt.script_file, number, p, answer);
		pthread_mutex_lock(&vm.lock);
		vm_stop(6);
		pthread_mutex_unlock(&vm.lock);
	}
	trace("ctl", "script done");
	fclose(f);
	free(answer);
	return NULL;
}

void ctl_start(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	pthread_t t;
	FILE *f;

	if (opt.ctl_socket) {
		if (strlen(opt.ctl_socket) >= sizeof(a.sun_path))
			die(2, "the name of the control socket is too long");
		strcpy(a.sun_path, opt.ctl_socket);
		unlink(opt.ctl_socket);
		listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (listen_fd < 0 || bind(listen_fd, (struct sockaddr *)&a, sizeof(a)) || listen(listen_fd, 8))
			die(2, "cannot listen on the control socket %s: %s", opt.ctl_socket, strerror(errno));
		if (pthread_create(&t, NULL, accept_loop, NULL))
			die(4, "cannot create the control thread");
		pthread_detach(t);
	}
	if (opt.script_file) {
		f = fopen(opt.script_file, "r");
		if (!f)
			die(2, "cannot read the script %s: %s", opt.script_file, strerror(errno));
		if (pthread_create(&t, NULL, script_thread, f))
			die(4, "cannot create the script thread");
		pthread_detach(t);
	}
}

void ctl_stop(void)
{
	if (opt.ctl_socket)
		unlink(opt.ctl_socket);
}
