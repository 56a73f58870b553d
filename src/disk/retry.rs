//! Which I/O errors pass and which last, and waiting for those that pass.

use std::io::{self, ErrorKind};
use std::thread;
use std::time::Duration;

use super::DiskFile;

/// How often an operation is tried before a passing error counts as lasting: with doubling pauses about three seconds.
const ATTEMPTS: u32 = 9;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(6);

/// Whether the same call may well succeed in a moment. A full disk, a missing permission, a bad sector do not pass.
pub fn passes(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Interrupted
            | ErrorKind::WouldBlock
            | ErrorKind::TimedOut
            | ErrorKind::ResourceBusy
            | ErrorKind::StaleNetworkFileHandle
    ) || matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM))
}

/// The result of `operation`, tried again with growing pauses while its error is one that passes. The operation must be
/// safe to repeat.
pub fn patiently<T>(mut operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..ATTEMPTS {
        match operation() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if passes(&error) => {
                tracing::warn!(%error, pause_ms = pause.as_millis() as u64, "passing I/O error, trying again");
                thread::sleep(pause);
                pause *= 2;
            }
            result => return result,
        }
    }
    operation()
}

/// Writes all of `bytes` at the end of `file`, patiently. After an error some of them may have been written.
pub fn write_all(file: &dyn DiskFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match patiently(|| file.write(bytes))? {
            0 => return Err(ErrorKind::WriteZero.into()),
            count => bytes = &bytes[count..],
        }
    }
    Ok(())
}

/// What a person can do about a lasting error.
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk and start again: nothing that was committed is lost, the rest is read anew"
        }
        ErrorKind::PermissionDenied => "give this user the rights to it and start again",
        ErrorKind::ReadOnlyFilesystem => {
            "it is mounted to be read only; make it writable or name another path, and start again"
        }
        ErrorKind::NotFound => "check the path in the pipeline file",
        _ => "mend it and start again: the run goes on from its last checkpoint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_errors_are_waited_for_and_lasting_ones_are_not() {
        for (kind, expected_calls) in
            [(ErrorKind::TimedOut, 3), (ErrorKind::Interrupted, 3), (ErrorKind::StorageFull, 1)]
        {
            let mut calls = 0;
            let result = patiently(|| {
                calls += 1;
                if calls < 3 { Err(io::Error::from(kind)) } else { Ok(calls) }
            });
            assert_eq!(calls, expected_calls, "{kind:?}");
            assert_eq!(result.is_ok(), expected_calls == 3);
        }
    }
}
