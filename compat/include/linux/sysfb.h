/* SPDX-License-Identifier: GPL-2.0-only */
/* The display of the firmware under its newest name. */
#ifndef HVC_LINUX_SYSFB_H
#define HVC_LINUX_SYSFB_H

#include <hvc_config.h>
#if HVC_SYSFB_HEADER_EXISTS
#include_next <linux/sysfb.h>
#endif
#include <linux/screen_info.h>

#if !HVC_SYSFB_PRIMARY_DISPLAY_EXISTS
struct hvc_sysfb_display {
	struct screen_info screen;
};

/* Of the parts of the newest structure only the first was there before. */
#define sysfb_primary_display (*(struct hvc_sysfb_display *)&screen_info)
#endif

/* Older kernels know 32 bits of the address of the framebuffer. */
#if !HVC_SCREEN_INFO_HAS_EXT_LFB_BASE
#define ext_lfb_base	lfb_base
#undef VIDEO_CAPABILITY_64BIT_BASE
#define VIDEO_CAPABILITY_64BIT_BASE	0
#endif

#endif /* HVC_LINUX_SYSFB_H */
