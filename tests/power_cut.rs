//! Exactly once on a disk that fails: power cuts that lose what was not synced, a full disk, and I/O errors, at any
//! operation that changes something. After a restart the output is what an undisturbed run leaves.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::sim_disk::{Fault, SimDisk};
use common::{Random, line, story};
use dateline::disk::Disk;
use dateline::pipeline::{assemble, engine, file};
use tokio::sync::watch;

const PIPELINE: &str = r#"
[pipeline]
state = "/state"
workers = 2
batch_bytes = "2 KiB"
commit_interval = "1ms"
commit_bytes = "8 KiB"

[source]
type = "directory"
path = "/in"
done = "/done"
failed = "/failed"
until = "drained"

[extract]
enabled = false

[dead_letters]
path = "/out/dead.ndjson"

[[sink]]
type = "ndjson"
path = "/out/%Y-%m.ndjson"

[[sink]]
type = "ndjson"
path = "/out/parts/all.ndjson.gz"
rotate = { size = "20 KiB" }
"#;

/// A sink whose parts are made of a spool after the commit.
#[cfg(feature = "parquet")]
const PARQUET: &str = r#"
[[sink]]
type = "parquet"
path = "/out/columns/%Y.parquet"
records = ["article"]
rotate = { size = "20 KiB" }
"#;
#[cfg(not(feature = "parquet"))]
const PARQUET: &str = "";

/// A disk with fifty small files and one of a few hundred lines.
fn disk() -> SimDisk {
    let disk = SimDisk::new(&["/", "/in", "/out"]);
    let mut random = Random::new(11);
    for number in 0..50 {
        let bytes = if number % 17 == 3 { vec![0; 9] } else { story(&mut random, 3).into_bytes() };
        disk.put(&format!("/in/{number:02}.txt"), bytes, 1_700_000_000 + number);
    }
    let lines: String = (0..300).map(|id| line(&mut random, id, 2)).collect();
    disk.put("/in/feed.ndjson", lines.into_bytes(), 1_700_000_025);
    disk
}

/// Runs the pipeline; whether it came to its end.
fn run(disk: &SimDisk) -> Result<(), String> {
    let settings = file::parse(Path::new("p.toml"), &(PIPELINE.to_owned() + PARQUET), |_| None).unwrap();
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let assembly = assemble::assemble(&settings, disk, false).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_stop, stopping) = watch::channel(false);
    let ended = runtime.block_on(engine::run(assembly, stopping));
    runtime.shutdown_timeout(std::time::Duration::from_secs(10));
    ended.map(|_| ()).map_err(|error| error.to_string())
}

/// All output, unpacked, without the state itself.
fn output(disk: &SimDisk) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for dir in ["/in", "/out", "/done", "/failed"] {
        for (path, bytes) in disk.tree(dir) {
            let bytes = if path.extension().is_some_and(|extension| extension == "gz") {
                let mut plain = Vec::new();
                std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut plain)
                    .unwrap();
                plain
            } else {
                bytes
            };
            files.insert(path, bytes);
        }
    }
    files
}

fn survive(fault_at: impl Fn(u64) -> Fault, cuts_power: bool, rounds: u64) {
    let calm = disk();
    calm.will(None);
    run(&calm).unwrap();
    let operations = calm.changes();
    let expected = output(&calm);
    assert!(expected.keys().any(|path| path.starts_with("/out/parts")), "{:?}", expected.keys());
    assert!(expected.keys().all(|path| !path.starts_with("/in")), "{:?}", expected.keys());

    let mut random = Random::new(3);
    let mut failures = 0;
    for round in 0..rounds {
        let disk = disk();
        // Several faults in a row, each anywhere in what is left to do.
        for _ in 0..4 {
            let fault = fault_at(1 + random.below(operations));
            disk.will(Some(fault));
            if let Err(error) = run(&disk) {
                failures += 1;
                assert!(!error.contains("defect"), "{fault:?}: {error}");
            }
            if cuts_power {
                disk.lose_unsynced(&mut random);
            }
        }
        disk.will(None);
        run(&disk).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let found = output(&disk);
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "round {round}");
        for (path, bytes) in &expected {
            assert!(found[path] == *bytes, "{} differs in round {round}", path.display());
        }
    }
    assert!(failures > rounds, "the faults were met: {failures} in {rounds} rounds, {operations} operations");
}

#[test]
fn power_cuts_lose_nothing_that_was_committed() {
    survive(Fault::PowerCut, true, 120);
}

#[test]
fn a_full_disk_stops_the_run_and_nothing_else() {
    survive(Fault::Full, false, 60);
}

#[test]
fn an_error_of_the_disk_stops_the_run_and_nothing_else() {
    survive(Fault::Error, false, 60);
}
