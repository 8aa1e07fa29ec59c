/* SPDX-License-Identifier: GPL-2.0-only */
/* Files without a position. */
#ifndef HVC_LINUX_FS_H
#define HVC_LINUX_FS_H

#include_next <linux/fs.h>
#include <hvc_config.h>

#if !HVC_NOOP_LLSEEK_EXISTS
/* Not the same: a seek fails, which nobody does to these. */
#define noop_llseek	no_llseek
#endif

#endif /* HVC_LINUX_FS_H */
