// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module parameter of type bool can be a bool.
 * Since: 2.6.31
 */
#include <linux/module.h>
#include <linux/moduleparam.h>

static bool hvc_flag;
module_param(hvc_flag, bool, 0644);

bool hvc_probe(void);
bool hvc_probe(void)
{
	return hvc_flag;
}
