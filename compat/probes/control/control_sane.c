// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control: must compile everywhere. If it does not, the tree or the compiler is
 * unusable and every other probe would say "no" for the wrong reason. The headers
 * are those that most probes and all modules need.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/device.h>
#include <linux/netdevice.h>

void hvc_probe(void *p);
void hvc_probe(void *p)
{
	void (*f)(const void *) = kfree;

	f(p);
}
