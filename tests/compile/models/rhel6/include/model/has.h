/* SPDX-License-Identifier: GPL-2.0-only */
/* Which parts of the common model RHEL 6.8 (2.6.32-642) has. */
#ifndef MODEL_HAS_H
#define MODEL_HAS_H

#define MODEL_KERNEL	20632	/* what it is based on: 2.6.32 */

#define MODEL_ATOMIC64
#define MODEL_BOOL
#define MODEL_CPU_TASKS_FROZEN
#define MODEL_DEV_NAME
#define MODEL_GET_ONLINE_CPUS
#define MODEL_HOST_IGNORE_ATA
#define MODEL_INIT_UTSNAME
#define MODEL_KCONFIG
#define MODEL_KOBJECT_UEVENT_ENV
#define MODEL_KSTRTOUINT
#define MODEL_KVFREE
#define MODEL_LOCKLESS
#define MODEL_MSHYPERV
#define MODEL_PR_WARN
#define MODEL_RCU_SPARSE
#define MODEL_REINIT_COMPLETION
#define MODEL_TEMPLATE_EH_TIMED_OUT
#define MODEL_TIMESPEC64
#define MODEL_USLEEP_RANGE
#define MODEL_VIDEO_TYPE_EFI

#endif /* MODEL_HAS_H */
