//! What benchmarks share: commands, times and processor times.

#![allow(dead_code, unreachable_pub, reason = "each benchmark uses a part")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program with its arguments; what it prints is thrown away.
pub fn isms(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isms"));
    command.args(arguments).stdout(Stdio::null());
    command
}

/// A line for the shell in a folder; what it prints is thrown away.
pub fn shell(line: &str, root: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(root).stdout(Stdio::null());
    command
}

/// The milliseconds that a command takes.
pub fn time(mut command: Command) -> f64 {
    let start = Instant::now();
    let status = command.status().expect("the command exists");
    assert!(status.success(), "{command:?} ended with {status}");
    milliseconds(start.elapsed())
}

/// The median of what a piece of work tells.
pub fn median(times: usize, mut work: impl FnMut() -> f64) -> f64 {
    middle((0..times).map(|_| work()).collect())
}

/// The median.
pub fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A time in milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The processor time of this process and its finished children in milliseconds, where the system tells it.
pub fn processor_time() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    // User and system time, own and children's, in hundredths of a second.
    let ticks: Vec<f64> = fields.split_whitespace().skip(11).take(4).filter_map(|field| field.parse().ok()).collect();
    (ticks.len() == 4).then(|| ticks.iter().sum::<f64>() * 10.0)
}
