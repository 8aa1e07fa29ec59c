/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks at build time, wherever the kernel keeps them. */
#ifndef HVC_LINUX_BUG_H
#define HVC_LINUX_BUG_H

#include <hvc_config.h>

#if HVC_BUG_HEADER_EXISTS
#include_next <linux/bug.h>
#else
#include <asm/bug.h>
#include <linux/kernel.h>
#endif

#endif /* HVC_LINUX_BUG_H */
