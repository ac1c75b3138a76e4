//! A folder of its own and an environment without surprises for every run of the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

/// The day that all runs judge dates by, unless they say otherwise.
pub(crate) const DAY: &str = "2026-06-30";

/// A temporary folder in which the program and Git run.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the program left.
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Run { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The run, which must have ended with this code.
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n--- stdout\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }

    /// The run, which must say something on standard output.
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }

    /// The run, which must complain about something on standard error.
    pub(crate) fn complains(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in\n{}\n--- stdout\n{}", self.err, self.out);
        self
    }
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with a fresh ISMS.
    pub(crate) fn with_isms() -> Self {
        let sandbox = Sandbox::new();
        sandbox.isms(&["init", "--name", "Test Ltd"]).code(0);
        sandbox
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder.
    pub(crate) fn isms(&self, args: &[&str]) -> Run {
        self.isms_in("", args)
    }

    /// Runs the program in a folder below the folder.
    pub(crate) fn isms_in(&self, folder: &str, args: &[&str]) -> Run {
        let mut command = assert_cmd::Command::cargo_bin("isms").unwrap();
        Run::of(&command.env_clear().envs(self.environment()).current_dir(self.path(folder)).args(args).output().unwrap())
    }

    /// Runs Git in the folder and answers with what it prints.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let mut command = std::process::Command::new("git");
        let output = command.env_clear().envs(self.environment()).current_dir(self.folder.path()).args(args).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes the folder a repository with everything in it committed on `main`.
    pub(crate) fn commit_all(&self) {
        self.git(&["init", "--quiet", "--initial-branch", "main"]);
        self.commit("start");
    }

    /// Commits everything.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Nothing of the machine but the way to Git; fixed names and times.
    fn environment(&self) -> BTreeMap<String, String> {
        let path = std::env::var("PATH").unwrap();
        let home = self.folder.path().display().to_string();
        let fixed = [
            ("PATH", path.as_str()),
            ("HOME", &home),
            ("LC_ALL", "C.UTF-8"),
            ("ISMS_AS_OF", DAY),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Ada Example"),
            ("GIT_AUTHOR_EMAIL", "ada@example.com"),
            ("GIT_AUTHOR_DATE", "2026-06-01T12:00:00Z"),
            ("GIT_COMMITTER_NAME", "Ada Example"),
            ("GIT_COMMITTER_EMAIL", "ada@example.com"),
            ("GIT_COMMITTER_DATE", "2026-06-01T12:00:00Z"),
        ];
        fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let place = self.path(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }

    /// All files with their content, without those of Git.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name().is_some_and(|name| name == ".git") {
                    continue;
                }
                if path.is_dir() {
                    walk(&path, root, found);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                    found.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(self.folder.path(), self.folder.path(), &mut found);
        found
    }
}
