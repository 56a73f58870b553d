//! `dateline check PIPELINE.toml…`

use std::path::PathBuf;

use super::{Done, Failure, print, say};
use crate::pipeline::{assemble, file};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline check pipelines/*.toml

Every setting is read and everything that it names is compiled; own dictionaries are read, no directory is read and no file is made. \
Lines of dictionaries that are wrong, dead, doubled or contradictory are warnings.")]
pub(super) struct Arguments {
    /// The pipeline files
    #[arg(required = true)]
    pipelines: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let mut mistakes = Vec::new();
    for path in &arguments.pipelines {
        let checked = file::read(path, |name| std::env::var(name).ok())
            .map_err(|mistake| mistake.to_string())
            .and_then(|settings| assemble::check(&settings).map_err(|error| format!("{}: {error}", path.display())));
        match checked {
            Ok(stages) => {
                let remarks = stages.extractor.own().remarks();
                remarks.iter().for_each(|remark| say(&format!("warning: {remark}")));
                let counted = match remarks.len() {
                    0 => String::new(),
                    1 => ", with 1 warning about its dictionaries".to_owned(),
                    many => format!(", with {many} warnings about its dictionaries"),
                };
                print(&format!("{}: ok{counted}\n", path.display()))?;
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(Done::All) } else { Err(Failure::Usage(mistakes.join("\nerror: "))) }
}
