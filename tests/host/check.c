// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checker's memory: which channel ids were offered and given back, and on
 * which connection the guest must post.  Rules about rings and GPADLs are
 * checked where they are handled; all end in check_failed().
 */
#include <string.h>

#include "bus.h"

static enum { ID_NEVER, ID_OFFERED, ID_RELEASED } id_state[RELID_MAX + 1];

void check_reset(void)
{
	memset(id_state, 0, sizeof(id_state));
}

void check_relid_offered(u32 relid)
{
	id_state[relid] = ID_OFFERED;
}

void check_relid_released(u32 relid)
{
	id_state[relid] = ID_RELEASED;
}

bool check_relid_was_released(u32 relid)
{
	return relid <= RELID_MAX && id_state[relid] == ID_RELEASED;
}

void check_connection(u32 got, u32 want, u32 type)
{
	if (got != want)
		check_failed("wrong_connection", "%s posted on connection %u instead of %u",
			     msg_name(type), got, want);
}
