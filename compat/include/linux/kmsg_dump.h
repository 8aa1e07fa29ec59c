/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the kernel log in a crash, newest form. */
#ifndef HVC_LINUX_KMSG_DUMP_H
#define HVC_LINUX_KMSG_DUMP_H

#include_next <linux/kmsg_dump.h>
#include <hvc_config.h>

#if !HVC_KMSG_DUMP_HAS_DETAIL
struct kmsg_dump_detail {
	enum kmsg_dump_reason reason;
	const char *description;
};
#endif

#if !HVC_KMSG_DUMP_ITER_EXISTS
/*
 * The position is kept in the dumper itself. Only one CPU gets as far as dumping
 * the log of a crash, so the adapter below can leave the dumper here.
 */
static struct kmsg_dumper *hvc_kmsg_dumper __maybe_unused;

struct kmsg_dump_iter {
	struct kmsg_dumper *dumper;
};

static inline void hvc_kmsg_dump_rewind(struct kmsg_dump_iter *iter)
{
	iter->dumper = hvc_kmsg_dumper;
	kmsg_dump_rewind(iter->dumper);
}

static inline bool hvc_kmsg_dump_get_buffer(struct kmsg_dump_iter *iter,
					    bool syslog, char *buf, size_t size,
					    size_t *len)
{
	return kmsg_dump_get_buffer(iter->dumper, syslog, buf, size, len);
}

#define kmsg_dump_rewind(iter)	hvc_kmsg_dump_rewind(iter)
#define kmsg_dump_get_buffer(iter, syslog, buf, size, len) \
	hvc_kmsg_dump_get_buffer(iter, syslog, buf, size, len)
#define HVC_KMSG_SET_DUMPER(d)	(hvc_kmsg_dumper = (d))
#else
#define HVC_KMSG_SET_DUMPER(d)	do { } while (0)
#endif

/* DEFINE_KMSG_DUMP(op, fn): fn: void (struct kmsg_dumper *, struct kmsg_dump_detail *) */
#if HVC_KMSG_DUMP_HAS_DETAIL
#define DEFINE_KMSG_DUMP(op, fn)					\
	static void op(struct kmsg_dumper *dumper,			\
		       struct kmsg_dump_detail *detail)			\
	{								\
		HVC_KMSG_SET_DUMPER(dumper);				\
		fn(dumper, detail);					\
	}
#else
#define DEFINE_KMSG_DUMP(op, fn)					\
	static void op(struct kmsg_dumper *dumper,			\
		       enum kmsg_dump_reason reason)			\
	{								\
		struct kmsg_dump_detail detail = { reason, NULL };	\
									\
		HVC_KMSG_SET_DUMPER(dumper);				\
		fn(dumper, &detail);					\
	}
#endif

#endif /* HVC_LINUX_KMSG_DUMP_H */
