//! How `isms` grows with the repository: time and memory for 1,000, 10,000 and 100,000 records, beside what `cat` and `git status`
//! need for the same files at the same minute.
//!
//! ```text
//! cargo bench --bench scale                       1,000 and 10,000 records
//! cargo bench --bench scale -- --full             100,000, too
//! cargo bench --bench scale -- 2000 4000          these numbers of records
//! cargo bench --bench scale -- --write DIR 5000   only writes a repository
//! ```
//!
//! The commands take turns, so that a busy minute is a busy minute for all of them; what counts are the ratios of one run, and on a
//! machine with other work those of processor time.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::type_complexity,
    reason = "a program for developers"
)]

mod generate;
mod measure;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use measure::{isms, median, middle, milliseconds, processor_time, shell, time};

use isms::load::{self, Loaded, schema};
use isms::source::{Source, Worktree};
use isms::syntax::{markdown, yaml};
use isms::text::Span;
use isms::{check, output};

// As in the program, which it is compared with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let numbers: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if let [write, folder, ..] = arguments.as_slice()
        && write == "--write"
    {
        let files = generate::repository(numbers.first().copied().unwrap_or(1_000));
        generate::write(&files, Path::new(folder)).expect("the folder can be written");
        println!("{} files in {folder}", files.len());
        return ExitCode::SUCCESS;
    }
    let sizes = match (numbers.is_empty(), arguments.iter().any(|argument| argument == "--full")) {
        (false, _) => numbers,
        (true, false) => vec![1_000, 10_000],
        (true, true) => vec![1_000, 10_000, 100_000],
    };
    println!("start-up: isms version {:.1} ms", median(20, || time(isms(&["version"]))));
    let mut before: Option<Size> = None;
    for records in sizes {
        let size = measure(records);
        size.print(before.as_ref());
        before = Some(size);
    }
    ExitCode::SUCCESS
}

/// What was measured for a number of records.
struct Size {
    records: usize,
    files: usize,
    bytes: u64,
    rows: Vec<Row>,
    stages: Vec<(&'static str, f64)>,
    slowest: Vec<(&'static str, f64)>,
    peak: Option<u64>,
}

/// Something that was timed, in milliseconds: the median of its wall times, and the mean of its processor times.
struct Row {
    name: &'static str,
    wall: f64,
    cpu: Option<f64>,
}

fn measure(records: usize) -> Size {
    let root = prepare(records);
    let worktree = Worktree::open(&root).expect("the repository was written");
    let loaded = load::load(&worktree).expect("the repository can be read");
    assert_clean(&loaded);
    let files = loaded.files.iter().filter(|(_, file)| file.text.is_some()).count();
    let bytes = loaded.files.iter().filter_map(|(_, file)| file.text.as_ref()).map(|text| text.len() as u64).sum();
    drop(loaded);
    let at = root.to_string_lossy();
    let check = || isms(&["check", "--root", &at, "--as-of", generate::AS_OF, "--format", "json", "--fail-on", "never"]);
    let mut contestants: Vec<(&'static str, Box<dyn Fn() -> f64>)> = vec![
        (
            "cat",
            Box::new(|| {
                time(shell("find . -name .git -prune -o \\( -name '*.yaml' -o -name '*.md' \\) -print0 | xargs -0 cat", &root))
            }),
        ),
        ("git status", Box::new(|| time(shell("git status --porcelain", &root)))),
        ("isms check", Box::new(|| time(check()))),
        ("isms soa", Box::new(|| time(isms(&["soa", "--root", &at, "--as-of", generate::AS_OF, "--format", "html"])))),
        // Fifty records differ; the others are read once for both sides.
        ("isms diff", Box::new(|| time(isms(&["diff", "HEAD..edited", "--root", &at, "--as-of", generate::AS_OF])))),
        ("load only", Box::new(|| clock(|| load::load(&worktree)))),
        // In this process as well, so that the two differ in nothing but the rules.
        ("load and ask", Box::new(|| clock(|| ask_all(&load::load(&worktree).expect("it was read before"))))),
    ];
    let rounds = (60_000 / records).clamp(3, 15);
    let mut walls: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    let mut cpus: Vec<Option<f64>> = vec![Some(0.0); contestants.len()];
    for round in 0..=rounds {
        for (at, (_, run)) in contestants.iter_mut().enumerate() {
            let before = processor_time();
            let wall = run();
            let spent = before.zip(processor_time()).map(|(before, after)| after - before);
            // The first round warms the caches.
            if round > 0 {
                walls[at].push(wall);
                cpus[at] = cpus[at].zip(spent).map(|(sum, spent)| sum + spent);
            }
        }
    }
    let row = |((name, _), (wall, cpu)): (&(&'static str, _), (Vec<f64>, Option<f64>))| Row {
        name,
        wall: middle(wall),
        cpu: cpu.map(|sum| sum / rounds as f64),
    };
    let rows = contestants.iter().zip(walls.into_iter().zip(cpus)).map(row).collect();
    let (stages, slowest) = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread can be started")
        .install(|| (stages(&worktree), slowest_rules(&worktree)));
    Size { records, files, bytes, rows, stages, slowest, peak: peak(check()) }
}

impl Size {
    fn print(&self, before: Option<&Size>) {
        let megabytes = self.bytes as f64 / 1e6;
        println!("\n{} records: {} files with {megabytes:.1} MB", self.records, self.files);
        println!("{:<14}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}", "", "wall ms", "x cat", "growth", "CPU ms", "x cat", "growth");
        for row in &self.rows {
            let cat = self.rows.first().unwrap_or(row);
            let earlier = before.and_then(|before| before.rows.iter().find(|earlier| earlier.name == row.name));
            println!(
                "{:<14}{}{}",
                row.name,
                cells(row, cat, earlier, |row| Some(row.wall)),
                cells(row, cat, earlier, |row| row.cpu)
            );
        }
        if let Some(peak) = self.peak {
            println!("memory at its peak: {:.0} MB, {:.1} times the text", peak as f64 / 1e6, peak as f64 / self.bytes as f64);
        }
        println!("one thread, in this process:");
        let line = |(name, ms): &(&str, f64)| println!("  {name:<24}{ms:>8.1} ms {:>8.2} µs a file", ms * 1e3 / self.files as f64);
        self.stages.iter().for_each(line);
        println!("the slowest rules:");
        self.slowest.iter().for_each(line);
    }
}

/// A time, how much longer it is than that of `cat`, and than that of the size before.
fn cells(row: &Row, cat: &Row, earlier: Option<&Row>, time: impl Fn(&Row) -> Option<f64>) -> String {
    let Some(ms) = time(row) else { return format!("{:>10}{:>10}{:>10}", "-", "-", "-") };
    let times = |other: Option<f64>| other.map_or("-".to_owned(), |other| format!("{:.1}", ms / other));
    format!("{ms:>10.0}{:>10}{:>10}", times(time(cat)), times(earlier.and_then(&time)))
}

/// A repository with a commit, in a folder of its own below the build folder.
fn prepare(records: usize) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scale-{records}"));
    let files = generate::repository(records);
    let current = |file: &generate::File| fs::read_to_string(root.join(&file.path)).is_ok_and(|text| text == file.text);
    if root.join(".git/refs/heads/edited").is_file() && files.iter().all(current) {
        return root;
    }
    let _ = fs::remove_dir_all(&root);
    generate::write(&files, &root).expect("the build folder can be written");
    let commit = "git init -q && git add -A && git -c user.name=bench -c user.email=bench@localhost -c gc.auto=0 \
                  -c commit.gpgsign=false commit -qm records";
    assert!(shell(commit, &root).status().expect("there is a shell").success(), "git can make a repository");
    // Another branch, on which fifty risks have other titles.
    let edit = "git checkout -q -b edited && ls clauses/06-planning/risks/*.yaml | head -n 50 | xargs sed -i 's/^title: /title: Edited /' \
                && git -c user.name=bench -c user.email=bench@localhost -c gc.auto=0 -c commit.gpgsign=false commit -qam edited \
                && git checkout -q -";
    assert!(shell(edit, &root).status().expect("there is a shell").success(), "git can make a branch");
    root
}

/// What all rules say of a repository on the day of the benchmark.
fn ask_all(loaded: &Loaded) -> usize {
    let levels = check::Levels::new(&loaded.isms, None).expect("the settings are good");
    check::run(loaded, &levels, generate::AS_OF.parse().expect("a date")).findings.len()
}

/// Nothing may be wrong with the files themselves; what the rules think of an invented ISMS is another matter.
fn assert_clean(loaded: &Loaded) {
    let first = loaded
        .findings
        .first()
        .map(|finding| format!("{}: {} {}", loaded.files.path(finding.primary.at.file), finding.code, finding.message));
    assert_eq!(first, None, "a generated repository is valid");
}

/// The stages of a check one after the other on one thread, each as the best of a few times.
fn stages(worktree: &Worktree) -> Vec<(&'static str, f64)> {
    let entries = worktree.list().expect("the folder can be listed");
    let wanted = |path: &str| matches!(path.rsplit_once('.'), Some((_, "yaml" | "md")));
    let paths: Vec<&str> = entries.iter().map(|entry| &*entry.path).filter(|path| wanted(path)).collect();
    let mut reader = worktree.reader().expect("a folder can be read");
    let texts: Vec<String> =
        paths.iter().map(|path| String::from_utf8_lossy(&reader.read(path).unwrap_or_default()).into_owned()).collect();
    let texts: Vec<_> = texts.into_iter().map(std::sync::Arc::<str>::from).collect();
    let ranges: Vec<(Span, Option<Span>)> = paths.iter().zip(&texts).map(|(path, text)| range(path, text)).collect();
    let trees: Vec<_> = texts.iter().zip(&ranges).filter_map(|(text, (range, _))| yaml::parse(text, *range).0).collect();
    let kinds = trees.iter().map(|tree| tree.root().get("kind").and_then(|kind| isms::model::Kind::from_word(kind.scalar()?)));
    let judged: Vec<_> = trees.iter().zip(kinds).filter_map(|(tree, kind)| Some((tree, schema::of_kind(kind?)))).collect();
    let loaded = load::load(worktree).expect("the repository can be read");
    let levels = check::Levels::new(&loaded.isms, None).expect("the settings are good");
    let today = generate::AS_OF.parse().expect("a date");
    let report = check::run(&loaded, &levels, today);
    let run =
        output::Run { files: &loaded.files, report: &report, as_of: today, profile: loaded.isms.settings.profile, prefix: "" };
    vec![
        ("list", best(|| worktree.list())),
        ("read", best(|| paths.iter().map(|path| reader.read(path).map_or(0, |bytes| bytes.len())).sum::<usize>())),
        (
            "parse YAML",
            best(|| texts.iter().zip(&ranges).filter(|(text, (range, _))| yaml::parse(text, *range).0.is_some()).count()),
        ),
        (
            "parse Markdown",
            best(|| {
                let bodies = texts.iter().zip(&ranges).filter_map(|(text, (_, body))| Some(markdown::parse(text, (*body)?)));
                bodies.map(|body| body.blocks.len()).sum::<usize>()
            }),
        ),
        ("judge by schema", best(|| judged.iter().map(|(tree, schema)| schema.judge(tree).problems.len()).sum::<usize>())),
        (
            "find references",
            best(|| {
                let mut found = Vec::new();
                for (tree, schema) in &judged {
                    schema.shape.references(tree.root(), &mut found);
                }
                found.len()
            }),
        ),
        ("ask the rules", best(|| check::run(&loaded, &levels, today).findings.len())),
        ("write JSON", best(|| output::json::findings(&run).len())),
    ]
}

/// The rules that take longest, one by one.
fn slowest_rules(worktree: &Worktree) -> Vec<(&'static str, f64)> {
    let loaded = load::load(worktree).expect("the repository can be read");
    let today = generate::AS_OF.parse().expect("a date");
    let alone = |code: &str| {
        let mut levels = check::Levels::new(&loaded.isms, None).expect("the settings are good");
        levels.narrow(&loaded.isms.settings, &[code.to_owned()], &[]).expect("the rule exists");
        clock(|| check::run(&loaded, &levels, today))
    };
    let mut rules: Vec<(&str, f64)> = check::rules::all().iter().map(|rule| (rule.code, alone(rule.code))).collect();
    rules.sort_by(|one, other| other.1.total_cmp(&one.1));
    // Most rules take no time worth telling: what a run of such a one takes is what every run does before and after its rules.
    let shared = rules[rules.len() / 2].1;
    rules.truncate(8);
    for (_, time) in &mut rules {
        *time -= shared;
    }
    rules.push(("what all share", shared));
    rules
}

/// The YAML of a file, and its Markdown.
fn range(path: &str, text: &str) -> (Span, Option<Span>) {
    if !path.ends_with("md") {
        return (Span::new(0, text.len()), None);
    }
    let (parts, _) = markdown::split(text);
    (parts.front.unwrap_or_default(), Some(parts.body))
}

fn clock<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let done = black_box(work());
    let time = milliseconds(start.elapsed());
    drop(done);
    time
}

fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..3).map(|_| clock(&mut work)).fold(f64::INFINITY, f64::min)
}

/// The most memory that a command held at a time, in bytes, where the system tells it.
fn peak(mut command: Command) -> Option<u64> {
    let mut child = command.spawn().expect("the command exists");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while matches!(child.try_wait(), Ok(None)) {
        let line = fs::read_to_string(&status).ok();
        let line = line.as_deref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("VmHWM:")));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = kilobytes.map(|kilobytes| kilobytes * 1024).or(peak);
        std::thread::sleep(Duration::from_micros(500));
    }
    peak
}
