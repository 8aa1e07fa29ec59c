// SPDX-License-Identifier: GPL-2.0-only
/* Pool files: a crash after each step, and within each, leaves the old or the new contents. */
/* sources: kvp/pool.c kvp/record.c lib/text.c */
/* link: -Wl,--wrap=pwrite64 -Wl,--wrap=fsync -Wl,--wrap=ftruncate64 -Wl,--wrap=unlink -Wl,--wrap=pwrite -Wl,--wrap=ftruncate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "kvp/pool.h"

static char dir[] = "/tmp/hv-pool-XXXXXX";

/* The step at which this process dies, 0 = never; with half of its bytes written. */
static int steps_left;
static int torn;
static int no_space;

static int dies(void)
{
	return steps_left && !--steps_left;
}

ssize_t __real_pwrite64(int fd, const void *buf, size_t len, off_t at);
ssize_t __wrap_pwrite64(int fd, const void *buf, size_t len, off_t at);
ssize_t __wrap_pwrite64(int fd, const void *buf, size_t len, off_t at)
{
	if (no_space && !--no_space) {
		errno = ENOSPC;
		return -1;
	}
	if (dies()) {
		if (torn)
			__real_pwrite64(fd, buf, len / 2, at);
		_exit(9);
	}
	return __real_pwrite64(fd, buf, len, at);
}

ssize_t __wrap_pwrite(int fd, const void *buf, size_t len, off_t at);
ssize_t __wrap_pwrite(int fd, const void *buf, size_t len, off_t at)
{
	return __wrap_pwrite64(fd, buf, len, at);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	if (dies())
		_exit(9);
	return __real_fsync(fd);
}

int __real_ftruncate64(int fd, off_t len);
int __wrap_ftruncate64(int fd, off_t len);
int __wrap_ftruncate64(int fd, off_t len)
{
	if (dies())
		_exit(9);
	return __real_ftruncate64(fd, len);
}

int __wrap_ftruncate(int fd, off_t len);
int __wrap_ftruncate(int fd, off_t len)
{
	return __wrap_ftruncate64(fd, len);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
	if (dies())
		_exit(9);
	return __real_unlink(path);
}

static const char *path_of(const char *name)
{
	static char buf[256];

	snprintf(buf, sizeof(buf), "%s/%s", dir, name);
	return buf;
}

static int setup(void **state)
{
	(void)state;
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	assert_non_null(mkdtemp(dir));
	steps_left = torn = no_space = 0;
	assert_int_equal(pool_init(dir), 0);
	return 0;
}

static int teardown(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

/* All of pool 0 as "key=value,..." */
static const char *contents(void)
{
	static char all[65536];
	char key[512], value[2048];
	unsigned int i;
	size_t at = 0;

	all[0] = '\0';
	for (i = 0; !pool_at(0, i, key, value); i++)
		at += (size_t)snprintf(all + at, sizeof(all) - at, "%s=%.40s,", key, value);
	return all;
}

static void start_with(const char *three)
{
	pool_delete(0, "a");
	pool_delete(0, "b");
	pool_delete(0, "c");
	pool_delete(0, "d");
	assert_int_equal(pool_set(0, "a", "1"), 0);
	assert_int_equal(pool_set(0, "b", "2"), 0);
	assert_int_equal(pool_set(0, "c", "3"), 0);
	assert_string_equal(contents(), three);
}

static void act(int what)
{
	switch (what) {
	case 0:
		pool_set(0, "d", "4");
		break;
	case 1:
		pool_set(0, "b", "new");
		break;
	case 2:
		pool_delete(0, "a");
		break;
	default:
		pool_delete(0, "c");
		break;
	}
}

static void test_crash(void **state)
{
	static const char *const after[] = {
		"a=1,b=2,c=3,d=4,", "a=1,b=new,c=3,", "b=2,c=3,", "a=1,b=2,"
	};
	static const char before[] = "a=1,b=2,c=3,";
	int what, step, status, old_seen, new_seen;
	pid_t pid;

	(void)state;
	for (what = 0; what < 4; what++) {
		old_seen = new_seen = 0;
		for (step = 1; step < 100; step++) {
			start_with(before);
			pid = fork();
			if (!pid) {
				torn = step & 1;
				steps_left = (step + 1) / 2;
				act(what);
				_exit(0);
			}
			assert_int_equal(waitpid(pid, &status, 0), pid);
			/* the next daemon */
			assert_int_equal(pool_init(dir), 0);
			assert_int_equal(access(path_of(".kvp_pool_0.journal"), F_OK), -1);
			if (!strcmp(contents(), before)) {
				old_seen++;
				assert_int_equal(WEXITSTATUS(status), 9);
			} else {
				assert_string_equal(contents(), after[what]);
				new_seen++;
			}
			if (!WEXITSTATUS(status))
				break;
		}
		assert_true(step > 8 && step < 100);
		assert_true(old_seen >= 2);
		assert_true(new_seen >= 2);
	}
}

/* A journal of before somebody else changed the file is not applied. */
static void test_stale_journal(void **state)
{
	struct kvp_record r;
	int fd, status;
	pid_t pid;

	(void)state;
	start_with("a=1,b=2,c=3,");
	pid = fork();
	if (!pid) {
		steps_left = 5;		/* the journal is whole, the file is not begun */
		pool_set(0, "d", "4");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_int_equal(access(path_of(".kvp_pool_0.journal"), F_OK), 0);
	fd = open(path_of(".kvp_pool_0"), O_WRONLY | O_APPEND);
	record_fill(&r, "e", "5");
	assert_int_equal(write(fd, &r, sizeof(r)), sizeof(r));
	record_fill(&r, "f", "6");
	assert_int_equal(write(fd, &r, sizeof(r)), sizeof(r));
	close(fd);
	assert_int_equal(pool_init(dir), 0);
	assert_string_equal(contents(), "a=1,b=2,c=3,e=5,f=6,");
}

static void test_garbage_journal(void **state)
{
	int fd;

	(void)state;
	start_with("a=1,b=2,c=3,");
	fd = open(path_of(".kvp_pool_0.journal"), O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "KVPJgarbage of more than a head's length", 40), 40);
	close(fd);
	assert_int_equal(pool_init(dir), 0);
	assert_string_equal(contents(), "a=1,b=2,c=3,");
}

static void test_disk_full(void **state)
{
	int when;

	(void)state;
	for (when = 1; when <= 3; when++) {
		start_with("a=1,b=2,c=3,");
		no_space = when;
		assert_int_equal(pool_set(0, "d", "4"), -ENOSPC);
		assert_string_equal(contents(), "a=1,b=2,c=3,");
		assert_int_equal(access(path_of(".kvp_pool_0.journal"), F_OK), -1);
		assert_int_equal(pool_set(0, "d", "4"), 0);
	}
}

static void test_strange_files(void **state)
{
	char value[2048], key[512];
	struct stat st;
	int fd;

	(void)state;
	/* keys and values without a zero byte */
	fd = open(path_of(".kvp_pool_1"), O_WRONLY);
	memset(value, 'v', sizeof(value));
	assert_int_equal(write(fd, value, 512), 512);
	assert_int_equal(write(fd, value, 2048), 2048);
	close(fd);
	assert_int_equal(pool_at(1, 0, key, value), 0);
	assert_int_equal(strlen(key), 511);
	assert_int_equal(strlen(value), 2047);
	/* far too large */
	assert_int_equal(truncate(path_of(".kvp_pool_2"), 1 << 30), 0);
	assert_int_equal(pool_get(2, "a", value), -EFBIG);
	/* a link is not followed */
	assert_int_equal(__real_unlink(path_of(".kvp_pool_3")), 0);
	assert_int_equal(symlink("/etc/passwd", path_of(".kvp_pool_3")), 0);
	assert_int_equal(pool_set(3, "a", "b"), -ELOOP);
	assert_int_equal(stat(path_of(".kvp_pool_0"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_crash),
		TEST(test_stale_journal),
		TEST(test_garbage_journal),
		TEST(test_disk_full),
		TEST(test_strange_files),
	};

	umask(022);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
