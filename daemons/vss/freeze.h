/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Freezing and thawing all file systems, with a second process that thaws them
 * should this one die or hang.
 */
#ifndef VSS_FREEZE_H
#define VSS_FREEZE_H

/** freeze_init() - lock the memory, load what will be needed. Returns 0 or -errno. */
int freeze_init(void);

/**
 * freeze_all() - freeze everything, or nothing
 * @limit: seconds after which the second process thaws
 * Returns 0 or -errno; on an error everything is thawed again.
 */
int freeze_all(unsigned int limit);

/**
 * freeze_thaw() - thaw what was frozen
 * Returns 0; -ETIMEDOUT when the second process was first; or -errno.
 */
int freeze_thaw(void);

/**
 * freeze_recover() - thaw what a daemon left frozen that was killed together with
 * its second process. To be called with the device open: then no other daemon is
 * there that froze it.
 */
void freeze_recover(void);

#endif /* VSS_FREEZE_H */
