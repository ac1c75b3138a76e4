//! CODEOWNERS: whom the forge asks about a change. The last line that fits a path counts.

use globset::{GlobBuilder, GlobMatcher};

use crate::model::date::Date;
use crate::model::{Isms, Person, Record};
use crate::source::GitRepository;

/// Where forges look for it, in their order, below the root of the repository.
const PLACES: [&str; 4] = [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// The code owners of a repository.
#[derive(Debug)]
pub struct CodeOwners {
    /// The path of the file below the root of the repository.
    pub path: String,
    lines: Vec<CodeOwner>,
}

/// One line of it.
#[derive(Debug)]
pub struct CodeOwner {
    /// The number of the line, from 1.
    pub line: usize,
    /// What it says about paths.
    pub pattern: String,
    /// Logins with `@`, teams such as `@org/team`, and addresses.
    pub owners: Vec<String>,
    matchers: Vec<GlobMatcher>,
}

impl CodeOwner {
    /// Whether the forge asks somebody of whom something is true, or a team; who is in a team only the forge knows.
    #[must_use]
    pub fn asks_one(&self, isms: &Isms, today: Date, is: impl Fn(&Record<Person>) -> bool) -> bool {
        self.owners.iter().any(|owner| is_team(owner) || person(isms, owner, today).is_some_and(&is))
    }
}

fn is_team(owner: &str) -> bool {
    owner.starts_with('@') && owner.contains('/')
}

/// The person behind a login or an address.
fn person<'m>(isms: &'m Isms, owner: &str, today: Date) -> Option<&'m Record<Person>> {
    let login = owner.strip_prefix('@');
    let is_theirs = |person: &&Record<Person>| match login {
        Some(login) => person.forge_login.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(login)),
        None => person.git_identities.iter().any(|own| own.eq_ignore_ascii_case(owner)),
    };
    isms.people.iter().filter(|person| person.is_active(today)).find(is_theirs)
}

impl CodeOwners {
    /// The code owners at a revision; nothing where there are none.
    #[must_use]
    pub fn read(repository: &GitRepository, revision: &str) -> Option<CodeOwners> {
        PLACES.iter().find_map(|place| Some(CodeOwners::parse(place, &repository.text_at(revision, place)?)))
    }

    fn parse(path: &str, text: &str) -> CodeOwners {
        let mut lines = Vec::new();
        let mut default: Vec<String> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            let owners = |words: &str| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with('[') || line.starts_with("^[") {
                // A section of GitLab names the owners of those of its lines that name none.
                default = owners(line.rsplit_once(']').map_or("", |(_, owners)| owners));
                continue;
            }
            let (pattern, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let mut owners = owners(rest);
            if owners.is_empty() {
                owners.clone_from(&default);
            }
            lines.push(CodeOwner { line: number + 1, pattern: pattern.to_owned(), owners, matchers: matchers(pattern) });
        }
        CodeOwners { path: path.to_owned(), lines }
    }

    /// The line that counts for a path below the root of the repository.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&CodeOwner> {
        self.lines.iter().rev().find(|line| line.matchers.iter().any(|matcher| matcher.is_match(path)))
    }
}

/// A pattern is a file or a folder with all that is in it; without a slash in it, it is meant at any depth.
fn matchers(pattern: &str) -> Vec<GlobMatcher> {
    let below = pattern.trim_end_matches('/');
    let anchored = below.contains('/');
    let below = below.trim_start_matches('/');
    let base = if anchored || below.starts_with("**") { below.to_owned() } else { format!("**/{below}") };
    let inside = format!("{base}/**");
    let patterns = if pattern.ends_with('/') { vec![inside] } else { vec![base, inside] };
    let glob = |pattern: &String| GlobBuilder::new(pattern).literal_separator(true).build().ok().map(|glob| glob.compile_matcher());
    patterns.iter().filter_map(glob).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_fits_counts() {
        let owners = CodeOwners::parse(
            "CODEOWNERS",
            "# all\n*  @ada\n/clauses/05-leadership/ @bob # the policy\n*.csv\n[Section] @cleo\ndocs/*\n",
        );
        let of = |path: &str| owners.of(path).map(|line| line.owners.join(" ")).unwrap_or_default();
        assert_eq!(of("isms.yaml"), "@ada");
        assert_eq!(of("clauses/05-leadership/roles/ceo.yaml"), "@bob");
        assert_eq!(of("a/clauses/05-leadership/roles/ceo.yaml"), "@ada");
        assert_eq!(of("a/b.csv"), "");
        assert_eq!(of("docs/a.md"), "@cleo");
    }
}
