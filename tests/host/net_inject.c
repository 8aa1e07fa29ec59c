// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets that a good host would never send.
 */
#include <stdio.h>
#include <string.h>

#include "net.h"

int net_inject(struct net *n, int argc, char **argv, char *out, size_t outlen)
{
	(void)n;
	(void)argv;
	snprintf(out, outlen, "%d words", argc);
	return -1;
}
