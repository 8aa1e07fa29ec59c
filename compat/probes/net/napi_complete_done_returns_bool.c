// SPDX-License-Identifier: GPL-2.0-only
/*
 * napi_complete_done() tells whether polling has ended.
 *
 * Since: 4.10 (364b6055738b)
 * Backports: RHEL 7.5
 */
#include <linux/netdevice.h>

bool (*hvc_probe(void))(struct napi_struct *, int);
bool (*hvc_probe(void))(struct napi_struct *, int)
{
	return napi_complete_done;
}
