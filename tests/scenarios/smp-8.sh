# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# meaning: 8 vCPUs: all devices come up, channels lie on CPUs that exist, eight readers at once
# drivers: both
# modules: hv_storvsc sd_mod
# host: -device scsi,disk=ram:8M,subchannels=3,service=100,parallel=4
# smp: 8
# timeout: 200

guest() { smp_body 8; }
