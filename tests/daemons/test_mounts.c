// SPDX-License-Identifier: GPL-2.0-only
/* Which file systems are frozen, and in which order. */
/* sources: vss/mounts.c vss/message.c lib/text.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "vss/message.h"
#include "vss/mounts.h"

static struct mount_list list;
static struct freeze_plan plan;

/* "7:0 on 8:2": what lies upon what */
static const char *stack;

static unsigned int below(void *context, const struct mount_list *l, unsigned int index,
			  unsigned short *out, unsigned int max)
{
	unsigned int up_major, up_minor, major, minor, i, n = 0;
	const char *s;

	(void)context;
	for (s = stack; s && sscanf(s, "%u:%u on %u:%u", &up_major, &up_minor, &major, &minor) == 4;
	     s = strchr(s, ','), s = s ? s + 1 : NULL) {
		if (l->entries[index].major != up_major || l->entries[index].minor != up_minor)
			continue;
		for (i = 0; i < l->count && n < max; i++)
			if (l->entries[i].major == major && l->entries[i].minor == minor)
				out[n++] = (unsigned short)i;
	}
	return n;
}

static const char *order(const char *text, const char *stacked)
{
	static char out[4096];
	unsigned int i;

	stack = stacked;
	mounts_parse_info(&list, text, strlen(text));
	mounts_plan(&list, below, NULL, &plan);
	out[0] = '\0';
	for (i = 0; i < plan.count; i++) {
		strcat(out, list.entries[plan.first[i]].path);
		strcat(out, " ");
	}
	return out;
}

#define ROOT "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"

static void test_filter(void **state)
{
	(void)state;
	assert_string_equal(order(ROOT
		"2 1 8:2 / /a rw - ext4 /dev/b rw\n"
		"3 1 8:3 / /ro ro - ext4 /dev/c ro,errors=continue\n"
		"4 1 8:4 / /ro-mount ro,noatime - ext4 /dev/d rw,errors=remount-ro\n"
		"5 1 8:5 / /fat rw - vfat /dev/e rw\n"
		"6 1 0:9 / /fuse rw - fuse.sshfs x:/ rw\n"
		"7 1 8:6 / /ntfs rw - fuseblk /dev/f rw\n"
		"8 1 0:20 / /over rw - overlay overlay rw,lowerdir=/ro\n"
		"9 1 0:21 / /net rw - cifs //srv/dev rw\n"
		"10 1 0:22 / /btr rw - btrfs /dev/g rw,rota\n", NULL), "/btr /ro-mount /a / ");
	/* many and no optional fields */
	assert_string_equal(order("1 0 8:1 / / rw a:1 b:2 c:3 - ext4 /dev/sda1 rw\n"
				  "2 1 8:2 / /x\\011\\134y rw - ext4 /dev/b rw\n", NULL), "/x\t\\y / ");
}

static void test_order(void **state)
{
	(void)state;
	/* root is last of its level, wherever its line is */
	assert_string_equal(order("2 1 8:2 / /a rw - xfs /dev/b rw\n" ROOT
				  "3 1 8:3 / /a/b rw - xfs /dev/c rw\n", NULL), "/a/b /a / ");
	/* an old mount of the loop device before that of what it lies on */
	assert_string_equal(order("2 1 7:0 / /loop rw - ext4 /dev/loop0 rw\n" ROOT
				  "3 1 8:2 / /a rw - xfs /dev/b rw\n", "7:0 on 8:2"), "/loop /a / ");
	/* root itself on a file of another file system */
	assert_string_equal(order("1 0 7:0 / / rw - ext4 /dev/loop0 rw\n"
				  "2 1 8:2 / /host rw - ext4 /dev/b rw\n"
				  "3 1 8:3 / /z rw - ext4 /dev/c rw\n", "7:0 on 8:2"), "/ /z /host ");
	/* three deep, in the wrong order, on two things */
	assert_string_equal(order("4 1 7:1 / /top rw - ext4 /dev/loop1 rw\n"
				  "3 1 7:0 / /mid rw - ext4 /dev/loop0 rw\n" ROOT
				  "2 1 8:2 / /low rw - xfs /dev/b rw\n",
				  "7:1 on 7:0,7:0 on 8:2,7:1 on 8:1"), "/top /mid /low / ");
	/* what cannot be must not hang */
	assert_true(strlen(order("3 1 7:0 / /a rw - ext4 /dev/loop0 rw\n"
				 "4 1 7:1 / /b rw - ext4 /dev/loop1 rw\n", "7:0 on 7:1,7:1 on 7:0")) == 6);
}

static void test_twice(void **state)
{
	(void)state;
	assert_string_equal(order(ROOT "2 1 8:2 / /a rw - ext4 /dev/b rw\n"
				  "3 1 8:2 / /b rw - ext4 /dev/b rw\n"
				  "4 1 8:1 /home /c rw - ext4 /dev/sda1 rw\n"
				  "5 1 0:30 /s1 /d rw - btrfs /dev/x rw\n"
				  "6 1 0:30 /s2 /e rw - btrfs /dev/x rw\n", NULL), "/d /a / ");
}

static void test_nonsense(void **state)
{
	static const char *const lines[] = {
		"", "\n\n", "1", "1 0 8:1 / / rw - ext4 /dev/a\n", "1 0 8:1 / / rw ext4 /dev/a rw\n",
		"1 0 8 / / rw - ext4 /dev/a rw\n", "1 0 8:x / / rw - ext4 /dev/a rw\n",
		"1 0 99999999999:1 / / rw - ext4 /dev/a rw\n", "- - - - - - - -", "1 0 8:1 / / rw -\n"
	};
	unsigned int i;
	char *many, *at;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_string_equal(order(lines[i], NULL), "");
	/* more than there is room for is told */
	many = malloc(600 * 64);
	for (i = 0, at = many; i < 600; i++)
		at += sprintf(at, "%u 1 8:%u / /m%u rw - ext4 /dev/x%u rw\n", i, i, i, i);
	mounts_parse_info(&list, many, (size_t)(at - many));
	assert_int_equal(list.count, MOUNTS_MAX);
	assert_int_equal(list.left_out, 600 - MOUNTS_MAX);
	mounts_plan(&list, NULL, NULL, &plan);
	assert_int_equal(plan.count, MOUNTS_MAX);
	memset(many, 'x', 600);
	memcpy(many, "1 0 8:1 / /", 11);
	strcpy(many + 600, " rw - ext4 /dev/a rw\n");
	mounts_parse_info(&list, many, strlen(many));
	assert_int_equal(list.left_out, 1);
	free(many);
}

static void test_messages(void **state)
{
	uint32_t version = 1;
	struct vss_node_msg m;

	(void)state;
	assert_int_equal(vss_request_parse(&version, 4, 0), VSS_NODE_REGISTER1);
	assert_int_equal(vss_request_parse(&version, 4, 1), -1);
	vss_answer(&m, VSS_NODE_FREEZE, HV_NODE_FAIL);
	assert_int_equal(m.head.status, HV_NODE_FAIL);
	assert_int_equal(m.flags, 0);
	memset(&m, 0, sizeof(m));
	m.head.request.operation = VSS_NODE_THAW;
	assert_int_equal(vss_request_parse(&m, sizeof(m), 1), VSS_NODE_THAW);
	assert_int_equal(vss_request_parse(&m, sizeof(m) - 1, 1), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
