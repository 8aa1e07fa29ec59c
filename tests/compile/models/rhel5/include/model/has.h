/* SPDX-License-Identifier: GPL-2.0-only */
/* Which parts of the common model RHEL 5.7 (2.6.18-274) has. */
#ifndef MODEL_HAS_H
#define MODEL_HAS_H

#define MODEL_KERNEL	20618	/* what it is based on: 2.6.18 */

#ifdef __x86_64__
#define MODEL_ATOMIC64
#endif
#define MODEL_BOOL
#define MODEL_CPU_TASKS_FROZEN
#define MODEL_DELAYED_WORK
#define MODEL_DEV_NAME
#define MODEL_INIT_UTSNAME
#define MODEL_KOBJECT_UEVENT_ENV
#define MODEL_NETDEV_JOIN
#define MODEL_PR_WARN
#define MODEL_RHEL5_NAMES
#define MODEL_SENSE_BUFFER
#define MODEL_TEMPLATE_EH_TIMED_OUT
#define MODEL_VIDEO_TYPE_EFI

#endif /* MODEL_HAS_H */
