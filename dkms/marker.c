// SPDX-License-Identifier: GPL-2.0-only
/*
 * What DKMS builds and installs: a mark that this kernel was dealt with.
 *
 * DKMS copies modules one by one, some versions move the kernel's own away, and
 * a build that fails leaves the kernel's package half installed. So the modules
 * themselves are put in place by kernel.sh, all at once, and DKMS gets this file.
 * It has the form of a module but nothing in it that a kernel could load.
 */
#define INFO(name, text) \
	const char hyperv_guest_##name[] __attribute__((section(".modinfo"), used)) = \
		#name "=" text

INFO(license, "GPL");
INFO(description, "mark of hyperv-guest for DKMS; not to be loaded");
INFO(version, HG_VERSION);
