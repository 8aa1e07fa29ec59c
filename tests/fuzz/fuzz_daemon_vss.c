// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: backup daemon: requests, lists of mounts and the order of the freeze. */
/* sources: daemons/vss/message.c daemons/vss/mounts.c daemons/lib/text.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "vss/message.h"
#include "vss/mounts.h"

static struct mount_list list;
static struct freeze_plan plan;

static void must(int condition)
{
	if (!condition)
		abort();
}

/* Some stack, circles included, out of the device numbers. */
static unsigned int below(void *context, const struct mount_list *l, unsigned int index,
			  unsigned short *out, unsigned int max)
{
	unsigned int n = 0, i;

	(void)context;
	for (i = 0; i < l->count && n < max; i++)
		if (l->entries[i].major == l->entries[index].minor)
			out[n++] = (unsigned short)i;
	return n;
}

static void check_plan(void)
{
	unsigned int i, k;

	mounts_plan(&list, below, NULL, &plan);
	must(plan.count <= list.count);
	/* each file system once */
	for (i = 0; i < list.count; i++) {
		unsigned int times = 0;

		for (k = 0; k < plan.count; k++)
			times += mounts_same(&list.entries[plan.first[k]], &list.entries[i]);
		must(times >= 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vss_node_msg answer;
	char *text;
	int operation;

	if (size > 4096)
		return 0;
	text = malloc(size ? size : 1);
	must(text != NULL);
	memcpy(text, data, size);
	operation = vss_request_parse(text, size, (int)(size & 1));
	must(operation >= -1 && operation <= 255);
	vss_answer(&answer, operation, HV_NODE_FAIL);
	must(answer.head.status == HV_NODE_FAIL);
	mounts_parse_info(&list, text, size);
	check_plan();
	mounts_parse_old(&list, text, size);
	check_plan();
	free(text);
	return 0;
}
