// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: daemons: packets of the netlink connector and of rtnetlink. */
/* sources: daemons/kvp/rtnl.c daemons/lib/connector.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "kvp/rtnl.h"
#include "lib/connector.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rtnl_entry *entries = malloc(4 * sizeof(*entries));
	struct rtnl_list list = { entries, 4, 0 };
	uint8_t *packet, *out = malloc(64);
	size_t n;

	if (size > 4096)
		size = 4096;
	packet = malloc(size ? size : 1);
	must(packet && out && entries);
	memcpy(packet, data, size);
	rtnl_parse(packet, size, &list);
	must(list.count <= 4);
	n = connector_parse(packet, size, 9, out, 64);
	must(n <= 64);
	n = connector_build(packet, size, 9, out, 64);
	must(n <= size);
	free(packet);
	free(out);
	free(entries);
	return 0;
}
