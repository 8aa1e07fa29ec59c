# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: the channel of an IDE disk is taken away and offered again 50 times under I/O
# drivers: ours
# With the in-tree drivers of 6.1 the disk stayed away in round 6; why is not known.
# modules: hv_storvsc sd_mod
# smp: 2
# host: -device ide,disk=ram:32M,cache=through,service=500,parallel=4
# timeout: 300

guest() { rescind_body ide0; }
