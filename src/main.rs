//! The `dateline` program. Everything it does is in the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// An article is many small pieces of text, made and dropped on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dateline::cli::main()
}
