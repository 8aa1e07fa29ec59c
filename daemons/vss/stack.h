/* SPDX-License-Identifier: GPL-2.0-only */
/* What a block device is made of, from sysfs. */
#ifndef VSS_STACK_H
#define VSS_STACK_H

#include "mounts.h"

/** stack_below() - a mounts_below_fn; @context is not used */
unsigned int stack_below(void *context, const struct mount_list *list, unsigned int index,
			 unsigned short *below, unsigned int max);

#endif /* VSS_STACK_H */
