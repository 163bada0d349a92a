//! Every reason is documented: docs/DELIVERY.md has the texts of the program, word for word.

use std::{fs, path::Path};

use dateline::extract::{HoldReason, RejectReason, SkipReason};

#[test]
fn every_reason_is_documented() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/DELIVERY.md")).unwrap();
    let rejects =
        RejectReason::ALL.iter().map(|it| format!("| `{}` | `{}` | {} |", it.name(), it.stage(), it.describe()));
    let skips = SkipReason::ALL.iter().map(|it| format!("| `{}` | {} |", it.name(), it.describe()));
    let holds = HoldReason::ALL.iter().map(|it| format!("| `{}` | {} |", it.name(), it.describe()));
    let missing: Vec<String> =
        rejects.chain(skips).chain(holds).filter(|row| !document.contains(row.as_str())).collect();
    assert!(missing.is_empty(), "docs/DELIVERY.md lacks these rows:\n{}", missing.join("\n"));
}

#[test]
fn every_reason_has_a_text_of_whole_sentences() {
    let rejects = RejectReason::ALL.iter().map(|it| it.describe());
    let holds = HoldReason::ALL.iter().map(|it| it.describe());
    for text in rejects.chain(SkipReason::ALL.iter().map(|it| it.describe())).chain(holds) {
        assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{text}");
    }
}
