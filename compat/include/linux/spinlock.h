/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Raw spinlocks. Kernels that have no such macros give the name of the type to
 * something else, and none of their locks can sleep: an ordinary one will do.
 */
#ifndef HVC_LINUX_SPINLOCK_H
#define HVC_LINUX_SPINLOCK_H

#include_next <linux/spinlock.h>

#ifndef DEFINE_RAW_SPINLOCK
#define raw_spinlock_t			spinlock_t
#define DEFINE_RAW_SPINLOCK(lock)	DEFINE_SPINLOCK(lock)
#define raw_spin_lock_init(lock)	spin_lock_init(lock)
#define raw_spin_lock_irqsave(lock, flags) \
	spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags) \
	spin_unlock_irqrestore(lock, flags)
#undef raw_spin_lock
#undef raw_spin_unlock
#define raw_spin_lock(lock)		spin_lock(lock)
#define raw_spin_unlock(lock)		spin_unlock(lock)
#endif

#endif /* HVC_LINUX_SPINLOCK_H */
