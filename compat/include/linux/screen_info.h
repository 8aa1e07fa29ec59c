/* SPDX-License-Identifier: GPL-2.0-only */
/* What kind of framebuffer the firmware left. */
#ifndef HVC_LINUX_SCREEN_INFO_H
#define HVC_LINUX_SCREEN_INFO_H

#include_next <linux/screen_info.h>

/* Where it is not declared nothing ever sets it. */
#ifndef VIDEO_TYPE_EFI
#define VIDEO_TYPE_EFI	0x70
#endif

#endif /* HVC_LINUX_SCREEN_INFO_H */
