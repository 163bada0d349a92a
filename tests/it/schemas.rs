//! The schemas under docs/schemas are what the program prints.

use clap::ValueEnum;
use dateline::cli::schema::{Contract, schema};

use crate::support::bless;

#[test]
fn the_checked_in_schemas_are_up_to_date() {
    for contract in Contract::value_variants() {
        let name = contract.to_possible_value().unwrap().get_name().to_owned();
        let generated = serde_json::to_string_pretty(&schema(*contract)).unwrap() + "\n";
        bless::check(&format!("docs/schemas/{name}.json"), &generated);
    }
}
