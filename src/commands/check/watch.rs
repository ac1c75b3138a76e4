//! `isms check --watch`: the check again whenever a file changes.

use std::io::{self, IsTerminal as _};
use std::mem::ManuallyDrop;
use std::thread::sleep;
use std::time::Duration;

use super::{look, show};
use crate::cli::CheckArgs;
use crate::commands::session::Session;
use crate::commands::{Failure, Outcome};
use crate::source::Worktree;

/// How often the files are looked at: a person does not notice it, and neither does the machine.
const PAUSE: Duration = Duration::from_millis(300);

/// Moves to the top of an empty screen.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// Checks until the reader of the output goes away, or somebody presses Ctrl-C.
pub(super) fn run(session: &Session, args: &CheckArgs) -> Result<Outcome, Failure> {
    let files = Worktree::open(&session.place()?.root)?;
    loop {
        let state = files.state();
        if io::stdout().is_terminal() {
            session.print(CLEAR)?;
        }
        match once(session, args) {
            Err(Failure::ClosedPipe) => return Ok(Outcome::Clean),
            // Half-written settings are no reason to end.
            Err(failure) => session.fail(&failure),
            Ok(()) => {}
        }
        session.note("waiting for a change; Ctrl-C ends");
        while files.state() == state {
            sleep(PAUSE);
        }
    }
}

fn once(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    let (opened, checked) = look(session, args)?;
    show(session, args, &opened, &checked)?;
    // What one run may leave to the end of the program, a run for days may not.
    drop(ManuallyDrop::into_inner(opened.loaded));
    Ok(())
}
