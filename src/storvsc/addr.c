// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of LUNs and lists of pages. Pure code.
 */
#include "vstor.h"

static const struct vstor_limits limits[VSTOR_CLASSES] = {
	{ 8, 2, 255, VSTOR_MAX_TRANSFER, true },	/* SCSI */
	{ 1, 1, 64, VSTOR_MAX_TRANSFER, false },	/* IDE */
	{ 8, 128, 255, 512u << 10, true },		/* Fibre Channel */
};

const struct vstor_limits *vstor_class_limits(unsigned int class)
{
	if (class >= VSTOR_CLASSES)
		return NULL;
	return &limits[class];
}

u16 vstor_ide_target(const u8 guid[16])
{
	return (u16)(guid[5] << 8 | guid[4]);
}

int vstor_address(enum vstor_class class, unsigned int channel,
		  unsigned int target, u64 lun, struct vstor_address *out)
{
	const struct vstor_limits *l = vstor_class_limits(class);

	/*
	 * The target of an IDE disk is a number from the GUID, which may be
	 * larger than the field; the host looks at its low byte.
	 */
	if (!l || channel >= l->channels || lun >= l->luns)
		return -EINVAL;
	if (class != VSTOR_CLASS_IDE && target >= l->targets)
		return -EINVAL;
	out->path = (u8)channel;
	out->target = (u8)target;
	out->lun = (u8)lun;
	return 0;
}

int vstor_pfns_add(struct vstor_pfns *l, u64 gpa, u32 len)
{
	u32 in_page = (u32)gpa & (HV_HYP_PAGE_SIZE - 1);
	u64 pfn = gpa >> HV_HYP_PAGE_SHIFT;
	u32 pages;

	if (!len || len > 0xffffffffu - l->bytes - l->offset)
		return -EINVAL;
	if (!l->count)
		l->offset = in_page;
	else if (in_page || ((l->offset + l->bytes) & (HV_HYP_PAGE_SIZE - 1)))
		return -EINVAL;

	pages = vstor_pages(in_page, len);
	if (pages > l->room - l->count)
		return -ENOSPC;
	l->bytes += len;
	while (pages--)
		l->pfn[l->count++] = pfn++;
	return 0;
}
