// SPDX-License-Identifier: GPL-2.0-only
/* hv_fcopy_daemon from outside: whole copies, flags, bad blocks and names, cancel, a full disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/types.h>
#include <linux/hyperv.h>
#include "node.h"

#define WAIT 20000

static struct node n;
static struct hv_start_fcopy start;
static struct hv_do_fcopy block;

static void registered(void)
{
	__u32 version = 0;

	assert_true(node_accept(&n, WAIT));
	assert_int_equal(node_recv(&n, &version, sizeof(version), WAIT), sizeof(version));
	assert_int_equal(version, FCOPY_CURRENT_VERSION);
	node_send(&n, &version, sizeof(version));
}

static int setup(void **state)
{
	(void)state;
	node_init(&n);
	mkdir(node_path(&n, "/into"), 0755);
	mkdir(node_path(&n, "/into/tmp"), 0755);
	mkdir(node_path(&n, "/outside"), 0755);
	node_start(&n, "hv_fcopy_daemon", "--target", "/into", NULL);
	registered();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	/* of test_disk_full; elsewhere there is none */
	umount2(node_path(&n, "/into/tmp"), MNT_DETACH);
	node_clean(&n);
	return 0;
}

static unsigned int answer(void)
{
	__u32 status;

	assert_int_equal(node_recv(&n, &status, sizeof(status), WAIT), sizeof(status));
	return status;
}

static unsigned int begin(const char *dir, const char *file, unsigned int flags, __u64 size)
{
	memset(&start, 0, sizeof(start));
	start.hdr.operation = START_FILE_COPY;
	strcpy((char *)start.path_name, dir);
	strcpy((char *)start.file_name, file);
	start.copy_flags = flags;
	start.file_size = size;
	node_send(&n, &start, sizeof(start));
	return answer();
}

static unsigned int put(__u64 offset, const char *data, unsigned int len)
{
	memset(&block, 0, sizeof(block));
	block.hdr.operation = WRITE_TO_FILE;
	block.offset = offset;
	block.size = len;
	memcpy(block.data, data, len);
	node_send(&n, &block, sizeof(block));
	return answer();
}

static unsigned int order(unsigned int op)
{
	struct hv_fcopy_hdr hdr = { .operation = op };

	node_send(&n, &hdr, sizeof(hdr));
	return answer();
}

/* Nothing may be in a directory but what is named. */
static int files_in(const char *dir)
{
	DIR *d = opendir(node_path(&n, dir));
	struct dirent *e;
	int count = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		count += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	closedir(d);
	return count;
}

static unsigned int copy(const char *dir, const char *file, unsigned int flags, const char *text)
{
	unsigned int status = begin(dir, file, flags, strlen(text));

	if (!status && *text)
		status = put(0, text, (unsigned int)strlen(text));
	return status ? status : order(COMPLETE_FCOPY);
}

static void test_copy(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(begin("/tmp", "a file", 0, 11), HV_S_OK);
	/* not there before it is complete */
	assert_int_equal(put(0, "hello ", 6), HV_S_OK);
	assert_int_equal(access(node_path(&n, "/into/tmp/a file"), F_OK), -1);
	assert_int_equal(put(6, "world", 5), HV_S_OK);
	assert_int_equal(order(COMPLETE_FCOPY), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/a file"), "hello world");
	assert_int_equal(stat(node_path(&n, "/into/tmp/a file"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(files_in("/into/tmp"), 1);
	assert_int_equal(copy("/tmp/", "empty", 0, ""), HV_S_OK);
	assert_int_equal(access(node_path(&n, "/into/tmp/empty"), F_OK), 0);
	assert_int_equal(copy("/", "d\xc3\xb6ner", 0, "x"), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/d\xc3\xb6ner"), "x");
}

static void test_flags(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(copy("/tmp", "f", 0, "one"), HV_S_OK);
	assert_int_equal(copy("/tmp", "f", 0, "two"), HV_ERROR_ALREADY_EXISTS);
	assert_string_equal(node_text(&n, "/into/tmp/f"), "one");
	assert_int_equal(chmod(node_path(&n, "/into/tmp/f"), 04750), 0);
	assert_int_equal(copy("/tmp", "f", OVER_WRITE, "three"), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/f"), "three");
	assert_int_equal(stat(node_path(&n, "/into/tmp/f"), &st), 0);
	/* as before, but not as somebody else */
	assert_int_equal(st.st_mode & 07777, 0750);
	assert_int_equal(copy("/tmp/new/dir", "f", 0, "x"), HV_E_FAIL);
	assert_int_equal(copy("/tmp/new/dir", "f", CREATE_PATH, "x"), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/new/dir/f"), "x");
	assert_int_equal(copy("/tmp", "new", OVER_WRITE, "x"), HV_E_FAIL);
	/* made by somebody else meanwhile */
	assert_int_equal(begin("/tmp", "race", 0, 1), HV_S_OK);
	assert_int_equal(put(0, "x", 1), HV_S_OK);
	node_file(&n, "/into/tmp/race", "mine", 0644);
	assert_int_equal(order(COMPLETE_FCOPY), HV_ERROR_ALREADY_EXISTS);
	assert_string_equal(node_text(&n, "/into/tmp/race"), "mine");
}

static void test_names(void **state)
{
	static const char *const bad[][2] = {
		{ "/tmp/..", "f" }, { "/../outside", "f" }, { "/tmp", ".." }, { "/tmp", "." },
		{ "/tmp", "" }, { "/tmp", "a/b" }, { "/tmp", "../../outside/f" }, { "tmp", "f" },
		{ "", "f" }, { "/tmp", "a\nb" }, { "/tmp", "\xff" }, { "/tm\xc0\xaf", "f" },
		{ "/tmp/\x01", "f" }
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(copy(bad[i][0], bad[i][1], CREATE_PATH | OVER_WRITE, "x"), HV_INVALIDARG);
	assert_int_equal(files_in("/outside"), 0);
	assert_int_equal(files_in("/into/tmp"), 0);
	/* no end of the name */
	memset(&start, 'a', sizeof(start));
	start.hdr.operation = START_FILE_COPY;
	node_send(&n, &start, sizeof(start));
	assert_int_equal(answer(), HV_INVALIDARG);
	node_send(&n, &start, 100);
	assert_int_equal(answer(), HV_INVALIDARG);
}

/* Links of root stay inside; links of users are not followed. */
static void test_links(void **state)
{
	(void)state;
	assert_int_equal(symlink("/tmp", node_path(&n, "/into/abs")), 0);
	assert_int_equal(symlink("../../../../tmp", node_path(&n, "/into/up")), 0);
	assert_int_equal(symlink(node_path(&n, "/outside"), node_path(&n, "/into/out")), 0);
	assert_int_equal(symlink("loop", node_path(&n, "/into/loop")), 0);
	assert_int_equal(copy("/abs", "1", 0, "x"), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/1"), "x");
	assert_int_equal(copy("/up", "2", 0, "x"), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/2"), "x");
	assert_int_equal(copy("/out", "3", 0, "x"), HV_E_FAIL);
	assert_int_equal(copy("/loop", "4", 0, "x"), HV_E_FAIL);
	assert_int_equal(files_in("/outside"), 0);
	/* the file itself is a link: replaced, not followed */
	node_file(&n, "/outside/precious", "old", 0644);
	assert_int_equal(symlink(node_path(&n, "/outside/precious"), node_path(&n, "/into/tmp/5")), 0);
	assert_int_equal(copy("/tmp", "5", OVER_WRITE, "new"), HV_S_OK);
	assert_string_equal(node_text(&n, "/outside/precious"), "old");
	assert_string_equal(node_text(&n, "/into/tmp/5"), "new");
	if (geteuid() == 0) {
		assert_int_equal(symlink("tmp", node_path(&n, "/into/users")), 0);
		assert_int_equal(lchown(node_path(&n, "/into/users"), 65534, 65534), 0);
		assert_int_equal(copy("/users", "6", 0, "x"), HV_E_FAIL);
	}
}

static void test_bad_blocks(void **state)
{
	(void)state;
	assert_int_equal(put(0, "x", 1), HV_E_FAIL);	/* no file */
	assert_int_equal(order(COMPLETE_FCOPY), HV_E_FAIL);
	assert_int_equal(begin("/tmp", "f", 0, 100), HV_S_OK);
	assert_int_equal(put(100, "x", 1), HV_INVALIDARG);
	assert_int_equal(order(COMPLETE_FCOPY), HV_E_FAIL);
	assert_int_equal(begin("/tmp", "f", 0, 4), HV_S_OK);
	assert_int_equal(put(0, "12345", 5), HV_INVALIDARG);	/* behind the end */
	assert_int_equal(begin("/tmp", "f", 0, 4), HV_S_OK);
	assert_int_equal(put(0xffffffffffffffffull, "1", 1), HV_INVALIDARG);
	/* more than a block, or more than came */
	assert_int_equal(begin("/tmp", "f", 0, 10000), HV_S_OK);
	memset(&block, 0, sizeof(block));
	block.hdr.operation = WRITE_TO_FILE;
	block.size = DATA_FRAGMENT + 1;
	node_send(&n, &block, sizeof(block));
	assert_int_equal(answer(), HV_INVALIDARG);
	assert_int_equal(begin("/tmp", "f", 0, 10000), HV_S_OK);
	block.size = 1000;
	node_send(&n, &block, sizeof(block) - DATA_FRAGMENT + 999);
	assert_int_equal(answer(), HV_INVALIDARG);
	/* too short at the end */
	assert_int_equal(begin("/tmp", "f", 0, 10), HV_S_OK);
	assert_int_equal(put(0, "123", 3), HV_S_OK);
	assert_int_equal(order(COMPLETE_FCOPY), HV_E_FAIL);
	/* a block twice is no error */
	assert_int_equal(begin("/tmp", "g", 0, 6), HV_S_OK);
	assert_int_equal(put(0, "123", 3), HV_S_OK);
	assert_int_equal(put(0, "123", 3), HV_S_OK);
	assert_int_equal(put(3, "456", 3), HV_S_OK);
	assert_int_equal(order(COMPLETE_FCOPY), HV_S_OK);
	assert_string_equal(node_text(&n, "/into/tmp/g"), "123456");
	assert_int_equal(files_in("/into/tmp"), 1);
	assert_int_equal(order(77), HV_ERROR_NOT_SUPPORTED);
}

static void test_nothing_left(void **state)
{
	(void)state;
	assert_int_equal(begin("/tmp", "f", 0, 100), HV_S_OK);
	assert_int_equal(put(0, "x", 1), HV_S_OK);
	assert_int_equal(order(CANCEL_FCOPY), HV_S_OK);
	assert_int_equal(files_in("/into/tmp"), 0);
	/* the device goes in the middle */
	assert_int_equal(begin("/tmp", "f", 0, 100), HV_S_OK);
	assert_int_equal(put(0, "x", 1), HV_S_OK);
	node_hang_up(&n);
	registered();
	assert_int_equal(files_in("/into/tmp"), 0);
	assert_int_equal(put(1, "x", 1), HV_E_FAIL);
	/* another start, and the end of the daemon */
	assert_int_equal(begin("/tmp", "f", 0, 100), HV_S_OK);
	assert_int_equal(begin("/tmp", "g", 0, 100), HV_S_OK);
	assert_int_equal(put(0, "x", 1), HV_S_OK);
	assert_int_equal(node_stop(&n, SIGTERM), 0);
	assert_int_equal(files_in("/into/tmp"), 0);
}

/* More than is brought to disk at once; sizes that cannot be. */
static void test_large(void **state)
{
	static char data[DATA_FRAGMENT];
	const __u64 size = 40 * 1024 * 1024 + 17;
	struct stat st;
	__u64 at;

	(void)state;
	memset(data, 'z', sizeof(data));
	/* over 4 GiB, with holes */
	assert_int_equal(begin("/tmp", "holes", 0, 5000000000ull), HV_S_OK);
	assert_int_equal(put(0, data, sizeof(data)), HV_S_OK);
	assert_int_equal(put(4294967296ull, data, sizeof(data)), HV_S_OK);
	assert_int_equal(put(4999999999ull, data, 1), HV_S_OK);
	assert_int_equal(order(COMPLETE_FCOPY), HV_S_OK);
	assert_int_equal(stat(node_path(&n, "/into/tmp/holes"), &st), 0);
	assert_int_equal(st.st_size, 5000000000ull);
	assert_int_equal(begin("/tmp", "big", 0, 1ull << 63), HV_INVALIDARG);
	assert_int_equal(begin("/tmp", "big", 0, size), HV_S_OK);
	for (at = 0; at < size; at += sizeof(data))
		assert_int_equal(put(at, data, size - at < sizeof(data) ? (unsigned int)(size - at) :
				     sizeof(data)), HV_S_OK);
	assert_int_equal(order(COMPLETE_FCOPY), HV_S_OK);
	assert_int_equal(stat(node_path(&n, "/into/tmp/big"), &st), 0);
	assert_int_equal(st.st_size, size);
}

static void test_disk_full(void **state)
{
	static char data[DATA_FRAGMENT];
	unsigned int i, status = 0;

	(void)state;
	if (mount("none", node_path(&n, "/into/tmp"), "tmpfs", 0, "size=64k")) {
		print_message("no tmpfs can be mounted here\n");
		skip();
	}
	memset(data, 'z', sizeof(data));
	assert_int_equal(begin("/tmp", "f", 0, 1000000), HV_S_OK);
	for (i = 0; i < 20 && !status; i++)
		status = put((__u64)i * sizeof(data), data, sizeof(data));
	assert_int_equal(status, HV_ERROR_DISK_FULL);
	assert_int_equal(files_in("/into/tmp"), 0);
	assert_int_equal(copy("/tmp", "small", 0, "x"), HV_S_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_copy),
		TEST(test_flags),
		TEST(test_names),
		TEST(test_links),
		TEST(test_bad_blocks),
		TEST(test_nothing_left),
		TEST(test_large),
		TEST(test_disk_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
