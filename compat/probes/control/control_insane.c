// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control: must not compile. gcc 4.1 accepts calls of undeclared functions
 * unless told not to; then every missing function would seem to exist.
 */
#include <linux/module.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return hvc_this_function_exists_nowhere(1);
}
