// SPDX-License-Identifier: GPL-2.0-only
/* Options, background, signals and the session with the kernel, see service.h. */
#include "service.h"
#include "compat.h"
#include "log.h"
#include "text.h"
#include "transport.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef HV_VERSION
#error "HV_VERSION has to come from the Makefile"
#endif

#define MAX_OPTIONS	16
#define OWN_OPTION	256

/* How long a kernel may take to answer over the connector, and a vanished device is looked for. */
#define CONNECTOR_WAIT_MS	5000
#define DEVICE_WAIT_MS		1000

static const char *opt_root = "";
static const char *opt_device;
static const char *opt_pidfile;
static int opt_foreground;
static int opt_debug;

static volatile sig_atomic_t stop_signal;
static sigset_t signals_open;

const char *service_root(void)
{
	return opt_root;
}

int service_path(char *buf, size_t size, const char *path)
{
	struct text t;

	text_init(&t, buf, size);
	text_add(&t, opt_root);
	text_add(&t, path);
	return t.overflow ? -1 : 0;
}

static void help(const struct service *s)
{
	const struct service_option *o;
	char left[32];

	printf("usage: %s [options]\n%s\n\n"
	       "  -n, --no-daemon      stay in the foreground, log to standard error\n"
	       "  -d, --debug          log more\n"
	       "  -h, --help           show this\n"
	       "      --version        show the version\n"
	       "      --device PATH    device instead of %s\n"
	       "      --root DIR       look for system files below DIR\n"
	       "      --pidfile FILE   write the process id there\n",
	       s->name, s->purpose, s->device);
	for (o = s->options; o && o->name; o++) {
		snprintf(left, sizeof(left), "--%s %s", o->name, o->metavar);
		printf("      %-16s %s\n", left, o->help);
	}
}

static void bad_option(const struct service *s)
{
	fprintf(stderr, "%s: try '%s --help'\n", s->name, s->name);
	exit(2);
}

void service_options(const struct service *s, int argc, char **argv)
{
	static const struct option common[] = {
		{ "no-daemon", no_argument, NULL, 'n' },
		{ "debug", no_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "device", required_argument, NULL, 'D' },
		{ "root", required_argument, NULL, 'R' },
		{ "pidfile", required_argument, NULL, 'P' }
	};
	struct option all[MAX_OPTIONS + 1];
	unsigned int n = sizeof(common) / sizeof(common[0]), own = 0;
	int c;

	memset(all, 0, sizeof(all));
	memcpy(all, common, sizeof(common));
	while (s->options && s->options[own].name && n < MAX_OPTIONS) {
		all[n].name = s->options[own].name;
		all[n].has_arg = required_argument;
		all[n].val = OWN_OPTION + (int)own;
		n++;
		own++;
	}
	while ((c = getopt_long(argc, argv, "ndh", all, NULL)) != -1) {
		switch (c) {
		case 'n':
			opt_foreground = 1;
			break;
		case 'd':
			opt_debug = 1;
			break;
		case 'h':
			help(s);
			exit(0);
		case 'V':
			printf("%s (hyperv-guest) %s\n", s->name, HV_VERSION);
			exit(0);
		case 'D':
			opt_device = optarg;
			break;
		case 'R':
			opt_root = optarg;
			break;
		case 'P':
			opt_pidfile = optarg;
			break;
		default:
			if (c < OWN_OPTION)
				bad_option(s);
			*s->options[c - OWN_OPTION].value = optarg;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: unexpected argument '%s'\n", s->name, argv[optind]);
		bad_option(s);
	}
}

static void on_signal(int number)
{
	stop_signal = number;
}

/* Signals to stop are taken only while waiting for a message. */
static void signals_init(void)
{
	struct sigaction sa;
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigprocmask(SIG_BLOCK, &blocked, &signals_open);
	sigdelset(&signals_open, SIGTERM);
	sigdelset(&signals_open, SIGINT);
	sigdelset(&signals_open, SIGHUP);

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGPIPE, &sa, NULL);
}

/*
 * Into the background, after the registration: whoever started us learns from
 * our exit code whether it worked. The child has no terminal any more.
 */
static int background(void)
{
	pid_t pid;
	int fd;

	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid > 0)
		_exit(0);
	if (setsid() < 0)
		return -errno;
	fd = open("/dev/null", O_RDWR);
	if (fd < 0)
		return -errno;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
	return chdir("/") ? -errno : 0;
}

static int write_pidfile(void)
{
	char text[24];
	int fd, n, bad;

	if (!opt_pidfile)
		return 0;
	n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	fd = open(opt_pidfile, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	bad = write(fd, text, (size_t)n) != n;
	if (close(fd))
		bad = 1;
	return bad ? -EIO : 0;
}

/* Wait for a message, the service's timer or a signal. Returns 1, 0, -errno. */
static int wait_message(int fd, int timeout_ms)
{
	struct timespec ts;
	struct pollfd p;
	int n;

	p.fd = fd;
	p.events = POLLIN;
	p.revents = 0;
	ts.tv_sec = timeout_ms / 1000;
	ts.tv_nsec = (long)(timeout_ms % 1000) * 1000000;
	n = ppoll(&p, fd >= 0, timeout_ms < 0 ? NULL : &ts, &signals_open);
	if (n < 0)
		return -errno;
	if (n && !(p.revents & POLLIN))
		return -ENOTCONN;
	return n;
}

/*
 * Open what the kernel offers, and register. A kernel that had the device does
 * not get to see the connector any more. Returns 0 or -errno.
 */
static int begin(const struct service *s, struct transport *t, void *buf)
{
	const char *device = opt_device ? opt_device : s->device;
	static int had_device;
	size_t len;
	int rc;

	rc = transport_open(t, device);
	if (!rc) {
		had_device = 1;
	} else if (rc == -ENOENT && s->connector && !opt_device && !had_device) {
		if (!transport_connector(t, s->connector))
			rc = 0;
	}
	if (rc)
		return rc;
	len = s->hello(buf);
	rc = transport_write(t, buf, len);
	/* The connector takes everything; the kernel shows itself by its answer. */
	if (!rc && t->connector && wait_message(t->fd, CONNECTOR_WAIT_MS) != 1)
		rc = -ENOENT;
	if (rc)
		transport_close(t);
	return rc;
}

/* One session. Returns 0 when a signal ended it, else -errno. */
static int session(const struct service *s, struct transport *t, void *buf)
{
	ssize_t n;
	size_t answer;
	int rc;

	while (!stop_signal) {
		rc = wait_message(t->fd, s->wait_ms ? s->wait_ms() : -1);
		if (rc == -EINTR)
			continue;
		if (rc < 0)
			return rc;
		if (rc == 0) {
			s->timer();
			continue;
		}
		n = transport_read(t, buf, s->message_max);
		if (n == -EINTR || n == -EAGAIN || n == 0)
			continue;
		if (n < 0)
			return (int)n;
		answer = s->message(buf, (size_t)n);
		rc = answer ? transport_write(t, buf, answer) : 0;
		/*
		 * The kernel refuses an answer that comes too late: then it has
		 * answered the host itself. The session goes on.
		 */
		if (rc == -EINVAL || rc == -EINTR || rc == -EAGAIN) {
			log_line(LOG_WARNING, "the kernel did not take an answer: %s",
				 strerror(-rc));
			if (s->lost)
				s->lost();
			rc = 0;
		}
		if (rc)
			return rc;
		if (s->after)
			s->after();
	}
	return 0;
}

static void say_no_device(const struct service *s, int err)
{
	const char *device = opt_device ? opt_device : s->device;

	if (err == -EBUSY)
		log_line(LOG_ERR, "%s is in use: another daemon serves it", device);
	else if (err == -ENOENT)
		log_line(LOG_ERR, "%s is not there: is hv_utils loaded, and does the host offer the service?",
			 device);
	else
		log_line(LOG_ERR, "cannot register on %s: %s", device, strerror(-err));
}

int service_run(const struct service *s)
{
	struct transport t;
	void *buf;
	int rc;

	log_open(s->name, opt_foreground, opt_debug);
	umask(022);
	signals_init();
	buf = malloc(s->message_max);
	if (!buf) {
		log_line(LOG_ERR, "no memory");
		return 1;
	}
	t.fd = -1;
	t.connector = 0;
	rc = begin(s, &t, buf);
	if (rc) {
		say_no_device(s, rc);
		if (!opt_foreground)
			fprintf(stderr, "%s: cannot register on %s: %s\n", s->name,
				opt_device ? opt_device : s->device, strerror(-rc));
		return 1;
	}
	rc = opt_foreground ? 0 : background();
	if (rc) {
		log_line(LOG_ERR, "cannot go to the background: %s", strerror(-rc));
		return 1;
	}
	rc = write_pidfile();
	if (rc) {
		log_line(LOG_ERR, "cannot write %s: %s", opt_pidfile, strerror(-rc));
		return 1;
	}
	log_line(LOG_INFO, "registered, version %s", HV_VERSION);
	while (!stop_signal) {
		rc = session(s, &t, buf);
		transport_close(&t);
		if (s->lost)
			s->lost();
		if (rc)
			log_line(LOG_NOTICE, "the device has gone (%s); waiting for it", strerror(-rc));
		/* a device that is there and fails at once is not tried all the time either */
		do
			wait_message(-1, DEVICE_WAIT_MS);
		while (!stop_signal && begin(s, &t, buf));
		if (!stop_signal)
			log_line(LOG_NOTICE, "registered again");
	}
	transport_close(&t);
	if (opt_pidfile)
		unlink(opt_pidfile);
	free(buf);
	log_line(LOG_INFO, "stopped");
	return 0;
}
