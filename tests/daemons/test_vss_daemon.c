// SPDX-License-Identifier: GPL-2.0-only
/* hv_vss_daemon from outside: order of freeze and thaw, errors, and every way to die while frozen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <linux/types.h>
#include <linux/hyperv.h>
#include "node.h"

#define WAIT 10000

static struct node n;
static struct hv_vss_msg m;

static const char mountinfo[] =
	"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
	"2 1 0:5 / /proc rw - proc proc rw\n"
	"3 1 0:6 / /tmp rw - tmpfs tmpfs rw\n"
	"4 1 8:2 / /var rw - xfs /dev/sda2 rw\n"
	"5 1 8:3 / /boot/efi rw - vfat /dev/sda3 rw\n"
	"6 1 8:4 / /cd ro - ext4 /dev/sda4 ro\n"
	"7 1 0:40 / /nfs rw - nfs4 server:/x rw\n"
	"8 1 0:41 /sub /data rw - btrfs /dev/sdb rw\n"
	"9 1 0:41 /other /data2 rw - btrfs /dev/sdb rw\n"
	"10 1 8:2 /lib /bind\\040mount ro - xfs /dev/sda2 rw\n"
	"11 4 7:0 / /var/image rw - ext4 /dev/loop0 rw\n"
	"12 11 7:1 / /deep rw - ext4 /dev/loop1 rw\n";

static void registered(void)
{
	__u32 version = 0x00010000;

	assert_true(node_accept(&n, WAIT));
	assert_int_equal(node_recv(&n, &m, sizeof(m), WAIT), sizeof(m));
	assert_int_equal(m.vss_hdr.operation, VSS_OP_REGISTER1);
	node_send(&n, &version, sizeof(version));
}

static void prepare(void)
{
	static const char *const dirs[] = {
		"/var/x", "/boot/efi/x", "/cd/x", "/nfs/x", "/data/x", "/data2/x", "/bind mount/x",
		"/var/image/x", "/deep/x"
	};
	unsigned int i;

	node_init(&n);
	n.preload = getenv("FROZEN");
	assert_non_null(n.preload);
	node_file(&n, "/proc/self/mountinfo", mountinfo, 0644);
	node_file(&n, "/run/x", "", 0644);
	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		node_file(&n, dirs[i], "", 0644);
	node_file(&n, "/sys/dev/block/7:0/loop/backing_file", "/var/a.img\n", 0644);
	node_file(&n, "/sys/dev/block/7:1/loop/backing_file", "/var/image/b.img\n", 0644);
}

static int setup(void **state)
{
	(void)state;
	prepare();
	node_start(&n, "hv_vss_daemon", NULL);
	registered();
	return 0;
}

static int setup_short(void **state)
{
	(void)state;
	prepare();
	node_start(&n, "hv_vss_daemon", "--limit", "1", NULL);
	registered();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	node_clean(&n);
	return 0;
}

static unsigned int ask(int op)
{
	memset(&m, 0, sizeof(m));
	m.vss_hdr.operation = (__u8)op;
	node_send(&n, &m, sizeof(m));
	memset(&m, 0xee, sizeof(m));
	assert_int_equal(node_recv(&n, &m, sizeof(m), WAIT), sizeof(m));
	return (unsigned int)m.error;
}

#define ORDER_FREEZE "freeze /deep\nfreeze /var/image\nfreeze /data\nfreeze /var\nfreeze /\n"
#define ORDER_THAW "thaw /\nthaw /var\nthaw /data\nthaw /var/image\nthaw /deep\n"

static const char *done(void)
{
	return node_text(&n, "/frozen");
}

/* Until the file says so, or the time is up. */
static int comes(const char *what, int wait_ms)
{
	for (; wait_ms > 0; wait_ms -= 50) {
		if (!strcmp(done(), what))
			return 1;
		usleep(50000);
	}
	return !strcmp(done(), what);
}

static void test_order(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_HOT_BACKUP), HV_S_OK);
	assert_int_equal(m.vss_cf.flags, VSS_HBU_NO_AUTO_RECOVERY);
	assert_string_equal(done(), "");
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE);
	/* not a word to the log before the thaw */
	assert_false(node_logged(&n, "frozen"));
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW);
	assert_true(node_logged(&n, "frozen"));
	/* and again */
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW ORDER_FREEZE ORDER_THAW);
	assert_int_equal(node_stop(&n, SIGTERM), 0);
}

static void test_error_thaws(void **state)
{
	(void)state;
	node_file(&n, "/fail", "/var 5\n", 0644);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_E_FAIL);
	assert_string_equal(done(), "freeze /deep\nfreeze /var/image\nfreeze /data\n"
				    "thaw /data\nthaw /var/image\nthaw /deep\n");
	assert_true(node_logged(&n, "freeze of /var: Input/output error"));
	/* nothing is frozen: a thaw has nothing to do */
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	unlink(node_path(&n, "/fail"));
	unlink(node_path(&n, "/frozen"));
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW);
}

/* No freeze of its own, or frozen by somebody else: left alone, also by the thaw. */
static void test_left_alone(void **state)
{
	char text[32];
	int errors[] = { EOPNOTSUPP, EBUSY, ENOTTY };
	unsigned int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(text, sizeof(text), "/data %d\n", errors[i]);
		node_file(&n, "/fail", text, 0644);
		unlink(node_path(&n, "/frozen"));
		assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
		assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
		assert_string_equal(done(),
				    "freeze /deep\nfreeze /var/image\nfreeze /var\nfreeze /\n"
				    "thaw /\nthaw /var\nthaw /var/image\nthaw /deep\n");
	}
}

/* A mount on top of another hides it; the hidden one has another mount. */
static void test_hidden(void **state)
{
	char text[sizeof(mountinfo) + 100];

	(void)state;
	snprintf(text, sizeof(text), "%s13 1 8:9 / /var rw - ext4 /dev/sda9 rw\n", mountinfo);
	node_file(&n, "/proc/self/mountinfo", text, 0644);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_non_null(strstr(done(), "freeze /bind mount\n"));
	/* without the other mount it cannot be reached: an error, not a silent gap */
	node_file(&n, "/proc/self/mountinfo",
		  "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n4 1 8:2 / /var rw - xfs /dev/sda2 rw\n"
		  "13 1 8:9 / /var rw - ext4 /dev/sda9 rw\n", 0644);
	unlink(node_path(&n, "/frozen"));
	assert_int_equal(ask(VSS_OP_FREEZE), HV_E_FAIL);
	assert_string_equal(done(), "");
	node_file(&n, "/proc/self/mountinfo", "", 0644);
}

static void test_old_mounts(void **state)
{
	(void)state;
	unlink(node_path(&n, "/proc/self/mountinfo"));
	node_file(&n, "/proc/mounts",
		  "rootfs / rootfs rw 0 0\n/dev/root / ext3 rw 0 0\n/proc /proc proc rw 0 0\n"
		  "/dev/sda2 /var ext3 rw,noatime 0 0\n/dev/sda2 /bind\\040mount ext3 rw 0 0\n"
		  "/dev/sda4 /cd ext3 ro 0 0\n", 0644);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), "freeze /var\nfreeze /\nthaw /\nthaw /var\n");
}

static void test_killed_while_frozen(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(node_stop(&n, SIGKILL), 128 + SIGKILL);
	assert_true(comes(ORDER_FREEZE ORDER_THAW, 5000));
	usleep(200000);
	assert_int_equal(access(node_path(&n, "/run/hv_vss_daemon.frozen"), F_OK), -1);
	/* the second process does not keep the device open */
	assert_int_equal(node_recv(&n, &m, sizeof(m), 1000), -1);
	close(n.fd);
	node_start(&n, "hv_vss_daemon", NULL);
	registered();
	assert_int_equal(ask(VSS_OP_HOT_BACKUP), HV_S_OK);
}

/* Whoever kills all of a unit kills the second process as well. */
static void test_all_killed_while_frozen(void **state)
{
	char name[64], comm[64] = "";
	int pid, found = 0;
	FILE *f;

	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(access(node_path(&n, "/run/hv_vss_daemon.frozen"), F_OK), 0);
	/* the second was forked off by the first */
	snprintf(name, sizeof(name), "/proc/%d/task/%d/children", (int)n.pid, (int)n.pid);
	f = fopen(name, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &pid), 1);
	fclose(f);
	snprintf(name, sizeof(name), "/proc/%d/comm", pid);
	f = fopen(name, "r");
	assert_non_null(f);
	found = fscanf(f, "%63s", comm);
	fclose(f);
	assert_int_equal(found, 1);
	assert_string_equal(comm, "hv_vss_watch");
	kill(pid, SIGKILL);
	assert_int_equal(node_stop(&n, SIGKILL), 128 + SIGKILL);
	usleep(500000);
	assert_string_equal(done(), ORDER_FREEZE);
	close(n.fd);
	node_start(&n, "hv_vss_daemon", NULL);
	registered();
	assert_true(comes(ORDER_FREEZE ORDER_THAW, 5000));
	assert_int_equal(access(node_path(&n, "/run/hv_vss_daemon.frozen"), F_OK), -1);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW ORDER_FREEZE ORDER_THAW);
}

static void test_stopped_while_frozen(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(node_stop(&n, SIGTERM), 0);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW);
}

static void test_device_gone_while_frozen(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	node_hang_up(&n);
	assert_true(comes(ORDER_FREEZE ORDER_THAW, 5000));
	registered();
	/* the backup is not what the host thinks */
	assert_int_equal(ask(VSS_OP_THAW), HV_E_FAIL);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
}

static void test_host_silent(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_true(comes(ORDER_FREEZE ORDER_THAW, 4000));
	assert_int_equal(ask(VSS_OP_THAW), HV_E_FAIL);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
}

/* The daemon hangs (here: is stopped): the second process thaws. */
static void test_daemon_hangs(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	kill(n.pid, SIGSTOP);
	usleep(3000000);
	assert_string_equal(done(), ORDER_FREEZE);
	usleep(5000000);
	assert_int_equal(strncmp(done(), ORDER_FREEZE ORDER_THAW, strlen(ORDER_FREEZE ORDER_THAW)), 0);
	kill(n.pid, SIGCONT);
	assert_int_equal(ask(VSS_OP_THAW), HV_E_FAIL);
}

static void test_second_freeze(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_E_FAIL);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_string_equal(done(), ORDER_FREEZE ORDER_THAW);
}

static void test_bad_requests(void **state)
{
	(void)state;
	assert_int_equal(ask(VSS_OP_AUTO_RECOVER), HV_ERROR_NOT_SUPPORTED);
	assert_int_equal(ask(200), HV_ERROR_NOT_SUPPORTED);
	node_send(&n, "abc", 3);
	assert_int_equal(node_recv(&n, &m, sizeof(m), WAIT), sizeof(m));
	assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	assert_int_equal(ask(VSS_OP_HOT_BACKUP), HV_S_OK);
}

#define HOOK(name) "#!/bin/sh\necho " name " $1 >>\"$HV_ROOT/frozen\"\n"

static void test_hooks(void **state)
{
	(void)state;
	node_file(&n, "/etc/hyperv/vss.d/10-one", HOOK("one"), 0755);
	node_file(&n, "/etc/hyperv/vss.d/20-two", HOOK("two"), 0755);
	node_file(&n, "/etc/hyperv/vss.d/15-not.bak", HOOK("backup"), 0755);
	node_file(&n, "/etc/hyperv/vss.d/15-off", HOOK("off"), 0644);
	node_file(&n, "/etc/hyperv/vss.d/15-evil", HOOK("evil"), 0777);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_S_OK);
	assert_string_equal(done(), "one freeze\ntwo freeze\n" ORDER_FREEZE);
	assert_int_equal(ask(VSS_OP_THAW), HV_S_OK);
	assert_true(comes("one freeze\ntwo freeze\n" ORDER_FREEZE ORDER_THAW "two thaw\none thaw\n", 3000));
	/* a database that refuses: no freeze, those before it go on */
	unlink(node_path(&n, "/frozen"));
	node_file(&n, "/etc/hyperv/vss.d/20-two",
		  "#!/bin/sh\necho two $1 >>\"$HV_ROOT/frozen\"\n[ $1 = thaw ]\n", 0755);
	assert_int_equal(ask(VSS_OP_FREEZE), HV_E_FAIL);
	assert_string_equal(done(), "one freeze\ntwo freeze\ntwo thaw\none thaw\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define TEST_SHORT(name) cmocka_unit_test_setup_teardown(name, setup_short, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_order),
		TEST(test_error_thaws),
		TEST(test_left_alone),
		TEST(test_hidden),
		TEST(test_old_mounts),
		TEST(test_killed_while_frozen),
		TEST(test_all_killed_while_frozen),
		TEST(test_stopped_while_frozen),
		TEST(test_device_gone_while_frozen),
		TEST_SHORT(test_host_silent),
		TEST_SHORT(test_daemon_hangs),
		TEST(test_second_freeze),
		TEST(test_bad_requests),
		TEST(test_hooks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
