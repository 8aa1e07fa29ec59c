// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time messages and the arithmetic on them: pure code, see timesync_math.h.
 */
#include "timesync_math.h"

int timesync_decode(const u8 *body, u32 len, u32 version, u64 ref_now,
		    struct timesync_sample *sample)
{
	if (version >> 16 >= 4) {
		struct ic_timesync_v4 v4;

		if (len < sizeof(v4))
			return -EINVAL;
		memcpy(&v4, body, sizeof(v4));
		sample->host_time = le64_to_cpu(v4.parent_time);
		sample->ref_time = le64_to_cpu(v4.vm_reference_time);
		/* A moment that is yet to come would freeze the clock until then. */
		if (sample->ref_time > ref_now)
			sample->ref_time = ref_now;
		sample->flags = v4.flags;
	} else {
		struct ic_timesync_v1 v1;

		if (len < IC_TIMESYNC_V1_MIN)
			return -EINVAL;
		memcpy(&v1, body, IC_TIMESYNC_V1_MIN);
		sample->host_time = le64_to_cpu(v1.parent_time);
		sample->ref_time = ref_now;
		sample->flags = v1.flags;
	}
	return 0;
}

int timesync_project(const struct timesync_sample *sample, u64 ref_now,
		     s64 *unix_ns)
{
	u64 age = 0;
	u64 since_1970;

	/* A counter slightly ahead of ours counts as now. */
	if (ref_now > sample->ref_time)
		age = ref_now - sample->ref_time;
	if (age > TIMESYNC_MAX_AGE)
		return -ESTALE;
	if (sample->host_time < TIMESYNC_UNIX_EPOCH)
		return -ERANGE;
	since_1970 = sample->host_time - TIMESYNC_UNIX_EPOCH;
	/* 92233720368547758 * 100 is the last multiple below 2^63. */
	if (since_1970 > 92233720368547758ULL - TIMESYNC_MAX_AGE)
		return -ERANGE;
	*unix_ns = (s64)((since_1970 + age) * 100);
	return 0;
}

bool timesync_behind(s64 host_ns, s64 guest_ns)
{
	return host_ns > guest_ns && guest_ns >= 0 &&
	       host_ns - guest_ns >= TIMESYNC_IMPLICIT_NS;
}
