//! What is known to go wrong with the group protocol of KIP-848 in the librdkafka that is compiled in.

/// The first librdkafka that mends it, as `rd_kafka_version` counts: 2.15.0.
const MENDED: i32 = 0x02_0f_00_ff;

/// What to warn of when a consumer uses this protocol; `None`: nothing is known.
pub(super) fn warning(protocol: Option<&str>, is_static: bool, version: i32) -> Option<String> {
    if protocol != Some("consumer") || version >= MENDED {
        return None;
    }
    let (major, minor, patch) = (version >> 24, (version >> 16) & 0xff, (version >> 8) & 0xff);
    let mut told = format!(
        "\"group.protocol\" = \"consumer\" in [kafka.consumer]: with librdkafka {major}.{minor}.{patch} partitions may stand still for minutes \
         while the group changes, and a worker that exceeds max.poll.interval.ms may fail instead of joining again; the protocol \
         \"classic\" does neither"
    );
    if is_static {
        told.push_str(
            "; with kafka.static_membership, a worker that was killed cannot join again before its session has ended on the broker",
        );
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_protocol_is_warned_of_until_it_is_mended() {
        let old = 0x02_0c_01_ff;
        for (protocol, is_static, version, parts) in [
            (Some("consumer"), false, old, &["librdkafka 2.12.1", "may stand still"][..]),
            (Some("consumer"), true, old, &["kafka.static_membership"]),
            (Some("consumer"), true, MENDED, &[]),
            (Some("classic"), true, old, &[]),
            (None, false, old, &[]),
        ] {
            let told = warning(protocol, is_static, version);
            assert_eq!(told.is_some(), !parts.is_empty(), "{told:?}");
            assert!(parts.iter().all(|part| told.as_ref().unwrap().contains(part)), "{told:?}");
        }
    }
}
