/* SPDX-License-Identifier: GPL-2.0-only */
/* Being told of an oops, wherever the kernel declares that. */
#ifndef HVC_LINUX_KDEBUG_H
#define HVC_LINUX_KDEBUG_H

#include <hvc_config.h>

#if HVC_KDEBUG_HEADER_EXISTS
#include_next <linux/kdebug.h>
#else
#include <linux/notifier.h>
#include <asm/ptrace.h>
#include <asm/kdebug.h>
#endif

#endif /* HVC_LINUX_KDEBUG_H */
