//! Known faults of the group protocol of KIP-848 in the compiled-in librdkafka.

/// The first librdkafka in which most of these faults are fixed, 2.15.0, as `rd_kafka_version` counts.
const FIXED: i32 = 0x02_0f_00_ff;

/// What to warn of when a consumer uses this protocol; `None`: nothing is known.
pub(super) fn warning(protocol: Option<&str>, is_static: bool, version: i32) -> Option<String> {
    if protocol != Some("consumer") || version >= FIXED {
        return None;
    }
    let (major, minor, patch) = (version >> 24, (version >> 16) & 0xff, (version >> 8) & 0xff);
    let mut text = format!(
        "\"group.protocol\" = \"consumer\" in [kafka.consumer]: with librdkafka {major}.{minor}.{patch} partitions may stand still for minutes \
         while the group changes, and a worker that exceeds max.poll.interval.ms may fail instead of rejoining; set \
         \"classic\" to avoid both"
    );
    if is_static {
        text.push_str(
            "; with kafka.static_membership, a worker that was killed cannot join again before its session has ended on the broker",
        );
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_protocol_is_warned_of_until_it_is_fixed() {
        let old = 0x02_0c_01_ff;
        for (protocol, is_static, version, parts) in [
            (Some("consumer"), false, old, &["librdkafka 2.12.1", "may stand still"][..]),
            (Some("consumer"), true, old, &["kafka.static_membership"]),
            (Some("consumer"), true, FIXED, &[]),
            (Some("classic"), true, old, &[]),
            (None, false, old, &[]),
        ] {
            let told = warning(protocol, is_static, version);
            assert_eq!(told.is_some(), !parts.is_empty(), "{told:?}");
            assert!(parts.iter().all(|part| told.as_ref().unwrap().contains(part)), "{told:?}");
        }
    }
}
