// SPDX-License-Identifier: GPL-2.0-only
/* Freezing and thawing all file systems, see freeze.h. */
#include "freeze.h"
#include "stack.h"
#include "lib/compat.h"
#include "lib/file.h"
#include "lib/log.h"
#include "lib/service.h"
#include "lib/text.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Of <linux/fs.h>, which old headers lack. */
#ifndef FIFREEZE
#define FIFREEZE	_IOWR('X', 119, int)
#define FITHAW		_IOWR('X', 120, int)
#endif

/* The second process leaves the first this much time to thaw by itself. */
#define WATCH_GRACE	5
#define WATCH_AGAIN_MS	1000
#define WATCH_MAX_FD	65536

/*
 * A file that is there while something may be frozen. Both processes can be
 * killed at once, by whoever ends all of a unit; the next daemon finds it, and
 * thaws. Not below /var/lib: that can be frozen itself when it has to go.
 */
#define MARK_NAME	"hv_vss_daemon.frozen"

/**
 * struct watch - what both processes see
 * @expired: the second process has begun to thaw. It is set before its first
 *	thaw, and the first process looks after each freeze: one of the two
 *	thaws whatever is frozen.
 * @frozen: which are, or are about to be; in the order of the plan
 */
struct watch {
	volatile int expired;
	volatile unsigned char frozen[MOUNTS_MAX];
};

static struct mount_list mounts;
static struct freeze_plan plan;
static int fds[MOUNTS_MAX];		/* in the order of the plan; -1 = none */
static unsigned int n_open;
static struct watch *watch;
static int watch_fd = -1;
static pid_t watch_pid;
static char mount_text[1024 * 1024];
static char mark[4096];			/* path of the file; "" = there is no place for one */

/* Where the files of running programs are. */
static void mark_find(void)
{
	static const char *const dirs[] = { "/run", "/var/run" };
	char dir[4000];
	struct text t;
	unsigned int i;

	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		if (service_path(dir, sizeof(dir), dirs[i]) || access(dir, W_OK))
			continue;
		text_init(&t, mark, sizeof(mark));
		text_addf(&t, "%s/%s", dir, MARK_NAME);
		return;
	}
}

static void mark_set(void)
{
	int fd;

	if (!mark[0])
		return;
	fd = open(mark, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		log_line(LOG_WARNING, "cannot write %s: %s", mark, strerror(errno));
	else
		close(fd);
}

static void mark_clear(void)
{
	if (mark[0])
		unlink(mark);
}

int freeze_init(void)
{
	struct rlimit limit;

	mark_find();

	/* more file systems than the usual number of open files */
	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	watch = mmap(NULL, sizeof(*watch), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (watch == MAP_FAILED)
		return -errno;
	return 0;
}

static int load_mounts(void)
{
	long n;

	n = file_read("/proc/self/mountinfo", mount_text, sizeof(mount_text));
	if (n >= 0) {
		mounts_parse_info(&mounts, mount_text, (size_t)n);
	} else {
		n = file_read("/proc/mounts", mount_text, sizeof(mount_text));
		if (n < 0)
			return (int)n;
		mounts_parse_old(&mounts, mount_text, (size_t)n);
	}
	if (mounts.left_out || n == (long)sizeof(mount_text) - 1) {
		log_line(LOG_ERR, "too many mounts, or too long names: not all can be frozen");
		return -E2BIG;
	}
	return 0;
}

/* Open a file system by one of its mounts: another may lie on top of the first. */
static int open_one(unsigned int first)
{
	const struct mount_entry *e, *wanted = &mounts.entries[first];
	char path[4096];
	struct stat st;
	unsigned int i;
	int fd, err = ENOENT;

	for (i = first; i < mounts.count; i++) {
		e = &mounts.entries[i];
		if (!mounts_same(e, wanted) || service_path(path, sizeof(path), e->path))
			continue;
		fd = open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0) {
			/* single files can be mounted, too */
			if (errno != ENOTDIR)
				err = errno;
			continue;
		}
		if (!e->device_known || e->subvolumes ||
		    (!fstat(fd, &st) && e->major == major(st.st_dev) && e->minor == minor(st.st_dev)))
			return fd;
		close(fd);
	}
	log_line(LOG_ERR, "cannot reach the file system at %s: %s", wanted->path, strerror(err));
	return -err;
}

static void close_all(void)
{
	unsigned int i;

	for (i = 0; i < n_open; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	n_open = 0;
}

/* Thaw in the reverse order: the lower first, the upper writes to it. */
static int thaw_frozen(void)
{
	unsigned int i;
	int rc = 0;

	for (i = n_open; i-- > 0;) {
		if (!watch->frozen[i])
			continue;
		if (ioctl(fds[i], FITHAW, 0) && !rc) {
			rc = -errno;
			log_line(LOG_ERR, "thaw of %s: %s",
				 mounts.entries[plan.first[i]].path, strerror(-rc));
		}
		watch->frozen[i] = 0;
	}
	return rc;
}

/* Nothing but what it needs: above all not the device, whose end the kernel watches. */
static void close_others(int keep)
{
	long fd, max = sysconf(_SC_OPEN_MAX);
	unsigned int i;

	if (max < 0 || max > WATCH_MAX_FD)
		max = WATCH_MAX_FD;
	for (fd = 0; fd < max; fd++) {
		for (i = 0; i < n_open && fds[i] != fd; i++)
			;
		if (i == n_open && fd != keep)
			close((int)fd);
	}
}

/*
 * The second process: thaw when the first is gone or the time is up, and go on
 * until the first says that it is done. It may be waiting in a freeze.
 */
static void watch_over(int fd, unsigned int limit)
{
	struct timespec start, now;
	struct pollfd p;
	unsigned int i;
	int n, gone = 0;
	char c = 'r';

	close_others(fd);
	prctl(PR_SET_NAME, (unsigned long)"hv_vss_watch", 0, 0, 0);
	mlockall(MCL_CURRENT);
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (write(fd, &c, 1) != 1)
		_exit(1);
	p.fd = fd;
	p.events = POLLIN;
	for (;;) {
		n = poll(&p, 1, WATCH_AGAIN_MS);
		if (n > 0) {
			if (read(fd, &c, 1) == 1)
				_exit(0);
			gone = 1;
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (!gone && now.tv_sec - start.tv_sec < (time_t)limit)
			continue;
		watch->expired = 1;
		__sync_synchronize();
		for (i = n_open; i-- > 0;)
			if (watch->frozen[i])
				ioctl(fds[i], FITHAW, 0);
		if (gone) {
			mark_clear();
			_exit(0);
		}
	}
}

static int watch_start(unsigned int limit)
{
	int pair[2];
	char c;

	memset(watch, 0, sizeof(*watch));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return -errno;
	fcntl(pair[0], F_SETFD, FD_CLOEXEC);
	watch_pid = fork();
	if (watch_pid < 0) {
		close(pair[0]);
		close(pair[1]);
		return -EAGAIN;
	}
	if (!watch_pid)
		watch_over(pair[1], limit + WATCH_GRACE);
	close(pair[1]);
	watch_fd = pair[0];
	/* nothing is frozen before it watches */
	if (read(watch_fd, &c, 1) != 1)
		return -ECHILD;
	return 0;
}

/* It is over. Did the second process come first? */
static int watch_stop(void)
{
	int status;

	if (watch_fd < 0)
		return 0;
	if (write(watch_fd, "d", 1) != 1)
		status = 0;
	close(watch_fd);
	watch_fd = -1;
	while (waitpid(watch_pid, &status, 0) < 0 && errno == EINTR)
		;
	return watch->expired;
}

static int freeze_one(unsigned int i)
{
	/* before it is: this process may be killed at once */
	watch->frozen[i] = 1;
	__sync_synchronize();
	if (!ioctl(fds[i], FIFREEZE, 0)) {
		__sync_synchronize();
		return watch->expired ? -ETIMEDOUT : 0;
	}
	watch->frozen[i] = 0;
	switch (errno) {
	case EBUSY:		/* somebody else did: his to thaw */
	case EOPNOTSUPP:	/* it has no freeze */
	case ENOTTY:
		log_line(LOG_NOTICE, "%s is not frozen: %s", mounts.entries[plan.first[i]].path,
			 strerror(errno));
		return 0;
	default:
		return -errno;
	}
}

void freeze_recover(void)
{
	unsigned int i, thawed = 0;
	int fd;

	if (!mark[0] || access(mark, F_OK))
		return;
	if (load_mounts())
		return;
	mounts_plan(&mounts, stack_below, NULL, &plan);
	for (i = plan.count; i-- > 0;) {
		fd = open_one(plan.first[i]);
		if (fd < 0)
			continue;
		/* what is not frozen says that it is not */
		thawed += !ioctl(fd, FITHAW, 0);
		close(fd);
	}
	mark_clear();
	log_line(LOG_WARNING, "the daemon before was killed in a backup: %u file systems thawed", thawed);
}

int freeze_all(unsigned int limit)
{
	unsigned int i;
	int rc;

	rc = load_mounts();
	if (rc)
		return rc;
	mounts_plan(&mounts, stack_below, NULL, &plan);
	for (n_open = 0; n_open < plan.count; n_open++) {
		fds[n_open] = open_one(plan.first[n_open]);
		if (fds[n_open] < 0) {
			rc = fds[n_open];
			close_all();
			return rc;
		}
	}
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		log_line(LOG_WARNING, "cannot lock the memory: %s", strerror(errno));
	mark_set();
	rc = watch_start(limit);
	log_hold(1);
	for (i = 0; !rc && i < n_open; i++) {
		rc = freeze_one(i);
		if (rc)
			log_line(LOG_ERR, "freeze of %s: %s", mounts.entries[plan.first[i]].path,
				 strerror(-rc));
	}
	if (!rc)
		return 0;
	thaw_frozen();
	watch_stop();
	mark_clear();
	log_hold(0);
	close_all();
	return rc;
}

int freeze_thaw(void)
{
	int rc, expired;

	rc = thaw_frozen();
	expired = watch_stop();
	mark_clear();
	log_hold(0);
	close_all();
	munlockall();
	return expired ? -ETIMEDOUT : rc;
}
