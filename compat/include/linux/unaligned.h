/* SPDX-License-Identifier: GPL-2.0-only */
/* Unaligned access, wherever the kernel keeps it. */
#ifndef HVC_LINUX_UNALIGNED_H
#define HVC_LINUX_UNALIGNED_H

#include <hvc_config.h>

#if HVC_LINUX_UNALIGNED_HEADER_EXISTS
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* HVC_LINUX_UNALIGNED_H */
