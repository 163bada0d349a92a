//! The schemas under docs/schemas are what the program prints. `DATELINE_BLESS=1 cargo test --test it schemas` writes them.

use std::{env, fs, path::Path};

use clap::ValueEnum;
use dateline::cli::schema::{Contract, schema};

#[test]
fn the_checked_in_schemas_are_up_to_date() {
    for contract in Contract::value_variants() {
        let name = contract.to_possible_value().unwrap().get_name().to_owned();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schemas/{name}.json"));
        let generated = serde_json::to_string_pretty(&schema(*contract)).unwrap() + "\n";
        if env::var_os("DATELINE_BLESS").is_some() {
            fs::write(&path, &generated).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(stored, generated, "docs/schemas/{name}.json is stale: run with DATELINE_BLESS=1");
    }
}
