// SPDX-License-Identifier: GPL-2.0-only
/* Running a program, see run.h. */
#include "run.h"
#include "compat.h"
#include "log.h"
#include "service.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUN_LOOK_MS	20
#define RUN_MAX_FD	256

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void child(const char *const *argv, int out, int err, int report)
{
	static char root[4096];
	static const char *env[4] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL, NULL
	};
	sigset_t none;
	int fd, null, number;

	for (number = 1; number < 32; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0);
	if (*service_root() &&
	    snprintf(root, sizeof(root), "HV_ROOT=%s", service_root()) < (int)sizeof(root))
		env[2] = root;
	null = open("/dev/null", O_RDWR);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(err, STDERR_FILENO) < 0)
		goto bad;
	for (fd = STDERR_FILENO + 1; fd < RUN_MAX_FD; fd++)
		if (fd != report)
			close(fd);
	fcntl(report, F_SETFD, FD_CLOEXEC);
	if (chdir("/"))
		goto bad;
	execve(argv[0], (char *const *)argv, (char *const *)env);
bad:
	number = errno;
	if (write(report, &number, sizeof(number)) < 0)
		_exit(127);
	_exit(127);
}

/* Take what is there. Returns 0 at the end of the file. */
static int drain(int fd, char *buf, size_t size, size_t *len)
{
	char scratch[512];
	ssize_t n;

	for (;;) {
		if (buf && *len + 1 < size)
			n = read(fd, buf + *len, size - 1 - *len);
		else
			n = read(fd, scratch, sizeof(scratch));
		if (n > 0) {
			if (buf && *len + 1 < size)
				*len += (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		return n < 0 && errno == EAGAIN;
	}
}

static void close_all(int (*pipes)[2])
{
	int i;

	for (i = 0; i < 3; i++) {
		if (pipes[i][0] >= 0)
			close(pipes[i][0]);
		if (pipes[i][1] >= 0)
			close(pipes[i][1]);
	}
}

int run_program(const char *const *argv, int limit_ms, char *out, size_t size)
{
	int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };	/* out, error, exec failed */
	char errors[4096], *last;
	size_t out_len = 0, err_len = 0;
	struct pollfd p[2];
	long long deadline;
	int status = 0, i, rc, failed = 0, killed = 0;
	pid_t pid, done;

	for (i = 0; i < 3; i++) {
		if (pipe(pipes[i])) {
			rc = -errno;
			close_all(pipes);
			return rc;
		}
		fcntl(pipes[i][0], F_SETFD, FD_CLOEXEC);
		fcntl(pipes[i][0], F_SETFL, O_NONBLOCK);
	}
	pid = fork();
	if (pid < 0) {
		rc = -errno;
		close_all(pipes);
		return rc;
	}
	if (!pid)
		child(argv, pipes[0][1], pipes[1][1], pipes[2][1]);
	setpgid(pid, pid);
	for (i = 0; i < 3; i++) {
		close(pipes[i][1]);
		pipes[i][1] = -1;
	}
	/* The write end is gone at exec, or holds why there was none. */
	p[0].fd = pipes[2][0];
	p[0].events = POLLIN;
	while (poll(p, 1, limit_ms) < 0 && errno == EINTR)
		;
	if (read(pipes[2][0], &failed, sizeof(failed)) != (ssize_t)sizeof(failed))
		failed = 0;

	p[0].fd = pipes[0][0];
	p[1].fd = pipes[1][0];
	p[0].events = p[1].events = POLLIN;
	deadline = now_ms() + limit_ms;
	for (;;) {
		done = waitpid(pid, &status, WNOHANG);
		if (done != 0)
			break;
		if (now_ms() >= deadline && !killed) {
			killed = 1;
			kill(-pid, SIGKILL);
		}
		if (poll(p, 2, RUN_LOOK_MS) < 0 && errno != EINTR)
			break;
		if (p[0].revents && !drain(p[0].fd, out, size, &out_len))
			p[0].fd = -1;
		if (p[1].revents && !drain(p[1].fd, errors, sizeof(errors), &err_len))
			p[1].fd = -1;
	}
	drain(pipes[0][0], out, size, &out_len);
	drain(pipes[1][0], errors, sizeof(errors), &err_len);
	close_all(pipes);
	if (out)
		out[out_len] = '\0';
	errors[err_len] = '\0';
	/* the last line says what went wrong; tools that a hook runs have warnings before it */
	while (err_len && errors[err_len - 1] == '\n')
		errors[--err_len] = '\0';
	last = strrchr(errors, '\n');
	last = last ? last + 1 : errors;
	if (failed)
		return -failed;
	if (done < 0)
		return -ECHILD;
	if (killed) {
		log_line(LOG_WARNING, "%s took longer than %d ms and was killed", argv[0], limit_ms);
		return -ETIMEDOUT;
	}
	rc = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	if (rc)
		log_line(LOG_WARNING, "%s failed with code %d%s%s", argv[0], rc,
			 *last ? ": " : "", last);
	return rc;
}
