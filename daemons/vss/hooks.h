/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that prepare applications for a freeze: databases, mostly. */
#ifndef VSS_HOOKS_H
#define VSS_HOOKS_H

/**
 * hooks_freeze() - run them all with the argument "freeze", in the order of names
 * @dir: the directory; not being there is no error
 * @limit_ms: of each
 *
 * If one fails, it and those before it are run with "thaw". Only programs
 * that belong to root, and which nobody else may write, are run. Returns 0 or -1.
 */
int hooks_freeze(const char *dir, int limit_ms);

/** hooks_thaw() - run those of the last freeze with "thaw", in the reverse order */
void hooks_thaw(int limit_ms);

#endif /* VSS_HOOKS_H */
