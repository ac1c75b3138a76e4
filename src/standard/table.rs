//! The rows of the embedded CSV files, borrowed from the embedded text.
//!
//! This understands what our own files use (quoted fields, no quote inside a field, no field over two lines) and nothing
//! more. It exists because the fields must live as long as the program, which those of a CSV reader do not.

/// The rows below the heading line, each of `N` fields.
///
/// # Panics
///
/// When a row has not exactly `N` fields. The files are embedded, so a test reads what every user will read.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).map(row)
}

#[expect(clippy::expect_used, reason = "the files are ours and embedded; a test reads all of them")]
fn row<const N: usize>(line: &'static str) -> [&'static str; N] {
    fields(line).try_into().expect("every row of an embedded table has a field for each column")
}

fn fields(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::with_capacity(8);
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = first_field(text);
        fields.push(field);
        rest = after;
    }
    fields
}

/// The first field of `text`, and what follows its comma.
fn first_field(text: &'static str) -> (&'static str, Option<&'static str>) {
    let quoted = text.strip_prefix('"').and_then(|it| it.split_once('"'));
    if let Some((field, after)) = quoted {
        return (field, after.strip_prefix(','));
    }
    match text.split_once(',') {
        Some((field, after)) => (field, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 7] = [
        ("annex-a.csv", include_str!("annex-a.csv")),
        ("annex-a-title-aliases.csv", include_str!("annex-a-title-aliases.csv")),
        ("clauses.csv", include_str!("clauses.csv")),
        ("evidence-plan.csv", include_str!("evidence-plan.csv")),
        ("hints.csv", include_str!("hints.csv")),
        ("mandatory-documents.csv", include_str!("mandatory-documents.csv")),
        ("mapping-2013-2022.csv", include_str!("mapping-2013-2022.csv")),
    ];

    #[test]
    fn every_file_reads_as_a_csv_reader_reads_it() {
        for (name, text) in FILES {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let expected: Result<Vec<Vec<String>>, String> = reader
                .records()
                .map(|record| record.map(|it| it.iter().map(String::from).collect()))
                .collect::<Result<_, csv::Error>>()
                .map_err(|error| error.to_string());
            let ours = text.lines().map(|line| fields(line).into_iter().map(String::from).collect());
            assert_eq!(Ok(ours.collect()), expected, "{name}");
        }
    }

    #[test]
    fn a_quoted_field_keeps_its_commas_and_a_last_field_may_be_empty() {
        assert_eq!(fields("a,\"b, c\",d"), ["a", "b, c", "d"]);
        assert_eq!(fields(",,x"), ["", "", "x"]);
        assert_eq!(fields("x,\"y\""), ["x", "y"]);
        assert_eq!(fields("x,"), ["x", ""]);
    }
}
