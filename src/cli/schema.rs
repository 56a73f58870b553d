//! `dateline schema`

use super::{Done, Failure, print};
use crate::record::Record;

pub(super) fn run() -> Result<Done, Failure> {
    let schema = schemars::schema_for!(Record);
    let text = serde_json::to_string_pretty(&schema).map_err(Failure::stopped)?;
    print(&(text + "\n"))?;
    Ok(Done::All)
}
