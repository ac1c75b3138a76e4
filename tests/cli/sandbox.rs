//! A folder of its own for each test, and the program run in it with nothing of this machine in sight: no home, no clock, no locale.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::pages::{HOSTILE, STOLEN_LAPTOP};

/// The day every test judges dates by.
pub(crate) const AS_OF: &str = "2026-06-30";

/// A folder for one test.
pub(crate) struct Sandbox {
    dir: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Asserts the exit code, showing everything where it differs.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that standard output has a text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "{text:?} is not in:\n{}", self.stdout);
        self
    }

    /// Asserts that standard output does not have a text.
    #[track_caller]
    pub(crate) fn lacks(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "{text:?} is in:\n{}", self.stdout);
        self
    }

    /// Asserts that standard error has a text.
    #[track_caller]
    pub(crate) fn warns(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in:\n{}", self.stderr);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{}", self.stdout))
    }
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Sandbox { dir: tempfile::Builder::new().prefix("isms-test-").tempdir().unwrap() }
    }

    /// A small repository with settings, a few roles and people, criteria and one control.
    pub(crate) fn base() -> Self {
        Self::copy_of("tests/fixtures/base")
    }

    /// The shipped example.
    pub(crate) fn example() -> Self {
        Self::copy_of("examples/quayside")
    }

    /// The example with everything in it that `examples/quayside-broken.patch` breaks.
    pub(crate) fn broken_twin() -> Self {
        let sandbox = Self::example();
        let patch = format!("{}/examples/quayside-broken.patch", env!("CARGO_MANIFEST_DIR"));
        // Three parts of the path in the patch lead to the example: `a`, `examples`, `quayside`.
        let mut git = sandbox.command("git", "");
        let applied = git.args(["apply", "-p3", &patch]).stderr(Stdio::inherit()).status().unwrap();
        assert!(applied.success(), "the patch does not fit the example any more");
        sandbox
    }

    /// The small repository with three risks: one with everything, one with next to nothing, one that is hostile.
    pub(crate) fn with_risks() -> Self {
        let sandbox = Self::base();
        sandbox.write("clauses/06-planning/risks/R-002-stolen-laptop.yaml", STOLEN_LAPTOP);
        sandbox.write("clauses/06-planning/risks/R-10-outage.yaml", "kind: risk\nid: R-10\ntitle: Outage\nstatus: identified\n");
        sandbox.write("clauses/06-planning/risks/R-100-hostile.yaml", HOSTILE);
        sandbox
    }

    /// A fresh ISMS as `init` writes it.
    pub(crate) fn with_isms() -> Self {
        let sandbox = Self::empty();
        sandbox.isms(&["init", "--name", "Test Ltd"]).exits(0);
        sandbox
    }

    fn copy_of(folder: &str) -> Self {
        let sandbox = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), sandbox.path());
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A path in the folder.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Replaces a text in a file; it must be there exactly once.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {path}");
        self.write(path, text.replace(from, to))
    }

    /// Runs the program in the folder.
    pub(crate) fn isms(&self, arguments: &[&str]) -> Run {
        self.isms_in("", arguments)
    }

    /// Runs the program in a folder below.
    pub(crate) fn isms_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_isms"), folder);
        run(command.args(arguments).env("ISMS_AS_OF", AS_OF))
    }

    /// What a call shows: standard output, then standard error, then an exit code other than 0.
    pub(crate) fn seen(&self, arguments: &[&str]) -> String {
        let run = self.isms(arguments);
        let mut seen = run.stdout;
        if !run.stderr.is_empty() {
            seen.push_str("--- stderr\n");
            seen.push_str(&run.stderr);
        }
        match run.code {
            0 => seen,
            code => format!("{seen}--- exit {code}\n"),
        }
    }

    /// The program with a clean environment, for tests that need more of it.
    pub(crate) fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path().join(folder)).env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path()).env("LANG", "C.UTF-8").env("TZ", "UTC");
        // Where the program writes down which of its lines were run, while coverage is measured.
        command.envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)));
        command
    }

    /// Runs git in the folder with a fixed author and date.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_by("ada", "2026-06-01", arguments)
    }

    /// Runs git in the folder as one of the people of the small repository, at noon of a day.
    #[track_caller]
    pub(crate) fn git_by(&self, who: &str, day: &str, arguments: &[&str]) -> String {
        self.run_git(who, day, arguments).exits(0).stdout
    }

    /// Runs git in the folder where it is meant to stop, as at a conflict.
    #[track_caller]
    pub(crate) fn git_fails(&self, arguments: &[&str]) {
        self.run_git("ada", "2026-06-01", arguments).exits(1);
    }

    fn run_git(&self, who: &str, day: &str, arguments: &[&str]) -> Run {
        let mut command = self.command("git", "");
        command.args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"]);
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_EDITOR", "true");
        let name = who[..1].to_uppercase() + &who[1..];
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), &name).env(format!("GIT_{role}_EMAIL"), format!("{who}@base.example"));
            command.env(format!("GIT_{role}_DATE"), format!("{day}T12:00:00Z"));
        }
        run(command.args(arguments))
    }

    /// Commits everything as one of the people of the small repository.
    #[track_caller]
    pub(crate) fn commit_by(&self, who: &str, day: &str, message: &str) -> &Self {
        if !self.path().join(".git").exists() {
            self.git(&["init", "-q"]);
        }
        self.git(&["add", "-A"]);
        self.git_by(who, day, &["commit", "-q", "--allow-empty", "-m", message]);
        self
    }

    /// Makes a key to sign with: `.keys/NAME` and `.keys/NAME.pub`. Needs `ssh-keygen`.
    #[track_caller]
    pub(crate) fn key(&self, name: &str) {
        fs::create_dir_all(self.at(".keys")).unwrap();
        let file = self.at(&format!(".keys/{name}"));
        let file = file.to_str().unwrap();
        let mut command = self.command("ssh-keygen", "");
        run(command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file])).exits(0);
    }

    /// Makes the folder a repository with everything in one commit.
    pub(crate) fn commit_all(&self, message: &str) -> &Self {
        if !self.path().join(".git").exists() {
            self.git(&["init", "-q"]);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self
    }

    /// Every file below the folder by its relative path, `.git` left out.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let name = |path: &Path| path.strip_prefix(self.path()).unwrap().to_str().unwrap().replace('\\', "/");
        self.snapshot().into_iter().map(|(path, bytes)| (name(&path), bytes)).collect()
    }

    /// Every file below the folder with its content, `.git` left out: for telling that nothing was changed.
    pub(crate) fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.path(), &mut files);
        files.sort();
        files
    }
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true if path.ends_with(".git") => {}
            true => collect(&path, files),
            false => files.push((path.clone(), fs::read(&path).unwrap_or_default())),
        }
    }
}
