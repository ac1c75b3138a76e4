//! "Did you mean": the candidate that a person most likely meant.

/// The candidate closest to what is written; `None` where nothing is close. Letter case never counts.
#[must_use]
pub fn closest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(written);
    let limit = match wanted.chars().count() {
        0..=1 => 0,
        2..=4 => 1,
        5..=9 => 2,
        _ => 3,
    };
    // The first word of an id is often all that a person remembers: `elin` for `elin-v`.
    let begins =
        |candidate: &str| wanted.len() >= 3 && plain(candidate).strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-'));
    let near = |candidate: &&str| candidate.len().abs_diff(wanted.len()) <= limit * 2 || begins(candidate);
    let distance =
        |candidate: &str| if begins(candidate) { limit } else { strsim::damerau_levenshtein(&wanted, &plain(candidate)) };
    let scored = candidates.into_iter().filter(near).map(|candidate| (distance(candidate), candidate));
    // The first of equals wins, so the answer does not depend on luck.
    let best = scored.min_by(|(one, _), (other, _)| one.cmp(other));
    best.filter(|(distance, candidate)| *distance <= limit && *candidate != written).map(|(_, candidate)| candidate)
}

/// The one candidate that differs from what is written in nothing but letter case and in `-`, `_` and blanks between its words.
#[must_use]
pub fn same<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(written);
    let mut same = candidates.into_iter().filter(|candidate| plain(candidate) == wanted);
    let first = same.next()?;
    same.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn suggests_what_is_close_and_nothing_else() {
        assert_eq!(closest("owmer", ["owner", "other"]), Some("owner"));
        assert_eq!(closest("In Progress", ["planned", "in_progress"]), Some("in_progress"));
        assert_eq!(closest("R-0001", ["R-001", "R-002"]), Some("R-001"));
        assert_eq!(closest("elin", ["elin-v", "tomas-r"]), Some("elin-v"));
        assert_eq!(closest("zebra", ["owner", "title"]), None);
        assert_eq!(closest("A.5.1", ["A.5.1"]), None);
    }
}
