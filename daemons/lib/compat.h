/* SPDX-License-Identifier: GPL-2.0-only */
/* What the C libraries and kernel headers of old systems do not name. */
#ifndef HV_COMPAT_H
#define HV_COMPAT_H

#include <fcntl.h>

/* Where it is unknown the flag is set afterwards; nothing is executed between. */
#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif

#endif /* HV_COMPAT_H */
