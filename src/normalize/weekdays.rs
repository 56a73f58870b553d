//! From the date of a link to the publication day, by the weekdays that a story reports.
//!
//! A link points at something older than the story that carries it, by hours or days. Where the story names the weekday of
//! the link's date (`said on Friday` beside the link), the two are on one calendar, and the weekday on which the lede
//! happened gives the day of publication: news is published on the day of its lede.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar;

/// The day on which a story was published that carries a link dated `linked` and whose first paragraphs are `lede`; at most
/// six days later, and not after `latest`. The link's own date where the weekdays do not tell.
pub fn reconcile(linked: Date, lede: &[&str], latest: Date) -> Date {
    let mentions: Vec<Vec<Mention>> = lede.iter().map(|paragraph| mentions(paragraph)).collect();
    if !mentions.iter().flatten().any(|mention| mention.day == linked.weekday()) {
        return linked;
    }
    // The first paragraph that reports a weekday is the lede in this sense; `Friday's talks` only counts where no paragraph
    // says `on Friday`.
    for plain_only in [true, false] {
        let days: Option<Vec<i32>> = mentions.iter().find_map(|paragraph| {
            let days: Vec<i32> = paragraph
                .iter()
                .filter(|mention| mention.past && (mention.plain || !plain_only))
                .map(|mention| i32::from(linked.weekday().until(mention.day)))
                .filter(|days| linked.checked_add(days.days()).is_ok_and(|date| date <= latest))
                .collect();
            (!days.is_empty()).then_some(days)
        });
        if let Some(days) = days {
            // Five or six days ahead is more likely one or two days back, if there is anything nearer.
            let near = days.iter().copied().filter(|days| *days <= 4).max();
            let ahead = near.or_else(|| days.iter().copied().max()).unwrap_or(0);
            return linked.checked_add(ahead.days()).unwrap_or(linked);
        }
    }
    linked
}

/// A weekday in the text.
struct Mention {
    day: Weekday,
    /// Whether it tells when something happened, and not when something will.
    past: bool,
    /// Whether it stands by itself (`on Friday`), not before a noun (`Friday's talks`).
    plain: bool,
}

/// The weekdays of a paragraph.
fn mentions(paragraph: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for at in memchr::memmem::find_iter(paragraph.as_bytes(), b"day") {
        let Some(length) = paragraph.as_bytes()[..at]
            .iter()
            .rev()
            .take(8)
            .position(|byte| !byte.is_ascii_alphabetic())
            .or_else(|| (at < 8).then_some(at))
        else {
            continue;
        };
        let start = at - length;
        let word = &paragraph[start..at + 3];
        let rest = &paragraph[at + 3..];
        let Some(day) = calendar::weekday(word)
            .filter(|_| word.starts_with(char::is_uppercase) && !rest.starts_with(char::is_alphabetic))
        else {
            continue;
        };
        let mut near = start.saturating_sub(300);
        while !paragraph.is_char_boundary(near) {
            near += 1;
        }
        let sentence = paragraph[near..start].rfind(['.', '!', '?', '”', '"', ';']).map_or(near, |end| near + end + 1);
        let clause = paragraph.get(sentence..start).unwrap_or(&paragraph[..start]);
        mentions.push(Mention { day, past: !looks_ahead(clause), plain: !rest.starts_with(['\'', '’']) });
    }
    mentions
}

/// Whether what stands before a weekday in its sentence makes it one to come, or one long past.
fn looks_ahead(clause: &str) -> bool {
    let mut words = clause.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let nearest: Vec<&str> = words.by_ref().take(10).collect();
    // Right before the weekday a preposition of the future, of duration or of distance decides.
    for word in nearest.iter().take(3) {
        match word.to_ascii_lowercase().as_str() {
            "next" | "until" | "till" | "by" | "from" | "since" | "last" | "previous" | "every" | "between"
            | "before" => return true,
            "said" | "told" | "says" | "reported" | "announced" => return false,
            _ => {}
        }
    }
    for word in nearest {
        match word.to_ascii_lowercase().as_str() {
            "will" | "shall" | "ahead" | "due" | "expected" | "scheduled" | "planned" | "planning" | "plans"
            | "set" | "upcoming" | "would" | "may" | "could" => return true,
            // A verb of saying in between makes the weekday its own.
            "said" | "told" | "saying" | "says" | "reported" | "announced" => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekdays_move_the_date_of_a_link() {
        // 4 March 2020 was a Wednesday.
        let linked = date(2020, 3, 4);
        for (lede, day) in [
            (
                &[
                    "The mill will close, its owner was quoted as saying on Thursday.",
                    "It had said on Wednesday that it would not.",
                ][..],
                5,
            ),
            (&["The mill closed on Wednesday."], 4),
            (&["The mill closed.", "Its owner had announced that on Wednesday."], 4),
            (&["The mill closed on Thursday."], 4),
            (&["The mill closed on Friday, a day after a fire on Thursday.", "It burnt on Wednesday."], 6),
            (&["The mill closed on Friday after Tuesday's vote.", "It was sold on Wednesday."], 6),
            (&["The mill closed on Thursday and will be sold next Friday.", "The strike began on Wednesday."], 5),
            (&["The mill, which will reopen on Friday, burnt on Wednesday."], 4),
            (
                &[
                    "Workers of the mill met on Thursday, its owner said.",
                    "He said on Wednesday it might be closed on Monday.",
                ],
                5,
            ),
            (&["Holidays and paydays have gone."], 4),
            (&[], 4),
        ] {
            assert_eq!(reconcile(linked, lede, date(2020, 4, 1)), date(2020, 3, day), "{lede:?}");
        }
        let lede = ["It closed on Friday.", "It burnt on Wednesday."];
        assert_eq!(reconcile(linked, &lede, date(2020, 3, 5)), linked, "nothing is published after it was received");
    }
}
