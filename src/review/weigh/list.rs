//! A list in a sentence that lost or got an item: "the system, the cause and the remedy", "the system and the cause".

use crate::review::Direction;
use crate::review::page::Sentence;
use crate::review::runs::with_commas;

/// So many items the longer list has at least; two things joined by "and" are often one.
const ITEMS: usize = 3;
/// So many words an item has at most; what is longer is a clause.
const LENGTH: usize = 6;

/// Words with which a clause begins, which is no item of a list, and "or", which gives a choice.
const CLAUSE: [&str; 16] = [
    "or", "as", "which", "that", "who", "unless", "if", "when", "where", "while", "because", "so", "to", "but", "except",
    "provided",
];

/// Where a sentence leads whose list is that of the other one without some of its items; nothing where there is no such list.
pub(super) fn direction(before: &Sentence, after: &Sentence) -> Option<Direction> {
    let (old, new) = (items(before), items(after));
    if is_shorter(&old, &new) {
        return Some(Direction::Weaker);
    }
    is_shorter(&new, &old).then_some(Direction::Stronger)
}

/// The words of a sentence between commas and "and". The first stretch has what stands before the list, too.
fn items(sentence: &Sentence) -> Vec<Vec<String>> {
    let words = with_commas(sentence);
    let items = words.split(|word| word == "," || word == "and").filter(|item| !item.is_empty());
    items.map(<[String]>::to_vec).collect()
}

/// Whether a list is a longer one without some of its items, which keep their order.
fn is_shorter(long: &[Vec<String>], short: &[Vec<String>]) -> bool {
    let (Some(first), Some(now_first)) = (long.first(), short.first()) else { return false };
    if long.len() < ITEMS || short.len() >= long.len() {
        return false;
    }
    // Where the first item is gone, another one stands behind what begins the sentence.
    let next = (0..long.len()).find(|at| if *at == 0 { first == now_first } else { moved_up(first, &long[*at], now_first) });
    let Some(next) = next else { return false };
    let gone_first = if next == 0 { None } else { Some(&first[now_first.len() - long[next].len()..]) };
    let mut gone: Vec<&[String]> = gone_first.into_iter().chain(long[1..next.max(1)].iter().map(Vec::as_slice)).collect();
    let mut rest = short[1..].iter().peekable();
    for item in &long[next + 1..] {
        if rest.next_if(|kept| *kept == item).is_none() {
            gone.push(item);
        }
    }
    let is_item = |item: &&[String]| item.len() <= LENGTH && !item.iter().any(|word| CLAUSE.contains(&word.as_str()));
    rest.next().is_none() && gone.iter().all(is_item)
}

/// Whether a later item stands now where the first one stood: behind the same words.
fn moved_up(first: &[String], item: &[String], now_first: &[String]) -> bool {
    let begun = now_first.strip_suffix(item);
    begun.is_some_and(|begun| !begun.is_empty() && first.len() > begun.len() && first.starts_with(begun))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Page;

    fn judged(before: &str, after: &str) -> Option<Direction> {
        let page = |text: &str| Page::read("p.md", text);
        let (before, after) = (page(before), page(after));
        direction(&before.sentences[0], &after.sentences[0])
    }

    #[test]
    fn an_item_may_go_from_every_place() {
        let whole = "Reports must name the system, the cause and the remedy.";
        for less in [
            "Reports must name the system and the cause.",
            "Reports must name the system and the remedy.",
            "Reports must name the cause and the remedy.",
            "Reports must name the remedy.",
        ] {
            assert_eq!(judged(whole, less), Some(Direction::Weaker), "{less}");
            assert_eq!(judged(less, whole), Some(Direction::Stronger), "{less}");
        }
    }

    #[test]
    fn what_is_no_list_or_another_one_is_left_alone() {
        let whole = "Reports must name the system, the cause and the remedy.";
        for other in [
            whole,
            "Reports must name the system and the effect.",
            "Reports must name the cause, the system and the remedy.",
            "Tickets must name the cause and the remedy.",
        ] {
            assert_eq!(judged(whole, other), None, "{other}");
        }
        assert_eq!(judged("Use a token, a card or a key.", "Use a token or a card."), None);
        let clause = "Lock the door, which is grey, and the window.";
        assert_eq!(judged(clause, "Lock the door and the window."), None);
    }
}
