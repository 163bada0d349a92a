//! `dateline gazetteer`: builds a gazetteer from a table of places, and shows what a name may mean.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::model::write_whole;
use crate::{
    gazetteer::{self, Gazetteer, Site},
    settings::Loaded,
};

/// Arguments of `gazetteer`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: GazetteerCommand,
}

#[derive(Debug, clap::Subcommand)]
enum GazetteerCommand {
    /// Build a gazetteer file from a tab-separated table of places, as scripts/gazetteer/sites.py writes it
    Build {
        /// Table of places
        #[arg(value_name = "SITES")]
        sites: PathBuf,
        /// File to write
        #[arg(long, value_name = "FILE", default_value = "gazetteer.dlg")]
        out: PathBuf,
    },
    /// Show the places that a name may mean, most prominent first
    Find {
        /// Name of a place; case and accents do not count
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Builds a gazetteer, or shows places.
///
/// # Errors
/// When a file cannot be read or written, or the table is wrong.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    match &args.command {
        GazetteerCommand::Build { sites, out } => build(sites, out),
        GazetteerCommand::Find { name } => find(name, &super::engine::gazetteer(&loaded.settings)?),
    }
}

fn build(sites: &Path, out: &Path) -> anyhow::Result<()> {
    let table = fs::read_to_string(sites).with_context(|| format!("cannot read {}", sites.display()))?;
    let bytes =
        gazetteer::build(&table).with_context(|| format!("cannot build a gazetteer from {}", sites.display()))?;
    write_whole(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    let (size, gazetteer) = (bytes.len(), Gazetteer::from_bytes(bytes)?);
    let (places, names) = (gazetteer.len(), gazetteer.names());
    writeln!(io::stdout().lock(), "{}: {places} places, {names} names, {size} bytes", out.display())?;
    Ok(())
}

fn find(name: &str, gazetteer: &Gazetteer) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for site in gazetteer.named(name) {
        writeln!(out, "{}", line(&site))?;
    }
    Ok(())
}

fn line(site: &Site<'_>) -> String {
    let admin1 = site.admin1.map(|admin1| format!(", {admin1}")).unwrap_or_default();
    let country = site.country.map(|country| format!(", {country}")).unwrap_or_default();
    let id = site.geonames_id.map(|id| format!("  geonames {id}")).unwrap_or_default();
    let disputed = if site.is_disputed { "  disputed" } else { "" };
    let (latitude, longitude) = (site.latitude, site.longitude);
    format!(
        "{}{admin1}{country}  {}  {latitude:.2} {longitude:.2}  {} inhabitants{id}{disputed}",
        site.name, site.kind, site.population
    )
}
