/* SPDX-License-Identifier: GPL-2.0-only */
/* The panic notifier list, wherever the kernel keeps it. */
#ifndef HVC_LINUX_PANIC_NOTIFIER_H
#define HVC_LINUX_PANIC_NOTIFIER_H

#include <hvc_config.h>

#if HVC_PANIC_NOTIFIER_HEADER_EXISTS
#include_next <linux/panic_notifier.h>
#else
#include <linux/kernel.h>
#include <linux/notifier.h>
#endif

#endif /* HVC_LINUX_PANIC_NOTIFIER_H */
