/* SPDX-License-Identifier: GPL-2.0-only */
/* RHEL 7 has a virt_rmb() here and nowhere else: it may say it first. */
#ifndef HVC_ASM_PVCLOCK_H
#define HVC_ASM_PVCLOCK_H

#undef virt_rmb
#include_next <asm/pvclock.h>
#ifndef virt_rmb
#define virt_rmb()			rmb()
#endif

#endif /* HVC_ASM_PVCLOCK_H */
