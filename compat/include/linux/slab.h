/* SPDX-License-Identifier: GPL-2.0-only */
/* kvmalloc() and its family, wherever the kernel declares them. */
#ifndef HVC_LINUX_SLAB_H
#define HVC_LINUX_SLAB_H

#include_next <linux/slab.h>
#include <hvc_config.h>

#if !HVC_SLAB_DECLARES_KVFREE
#include <linux/mm.h>
#endif

#endif /* HVC_LINUX_SLAB_H */
