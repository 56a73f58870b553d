//! The headline in the body: where a text without metadata carries it as its first line, and where a body repeats it.

use super::agency::Names;
use super::{advisory, byline, dateline};

/// The longest line that can be a headline, in bytes.
const LONGEST: usize = 200;

/// What stands above the text of a plain-text story.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Index of the paragraph that is the slug.
    pub slug: Option<usize>,
    /// Index of the paragraph that is the headline.
    pub headline: Option<usize>,
}

/// Finds slug and headline among the first `paragraphs` of a plain-text story: the short lines without an end to their
/// sentence, before the dateline or the first paragraph of prose.
pub fn find(paragraphs: &[&str], names: &Names) -> Heading {
    let mut heading = Heading::default();
    for (index, paragraph) in paragraphs.iter().enumerate().take(4) {
        if dateline::find(paragraph, names).is_some() {
            break;
        }
        if byline::find(paragraph, names).is_some()
            || advisory::find(paragraph).is_some_and(|found| found.end == paragraph.len())
        {
            continue;
        }
        let is_last = index + 1 == paragraphs.len();
        if is_last || !is_heading(paragraph) {
            break;
        }
        if heading.headline.is_none() && is_slug(paragraph) {
            heading.slug = heading.slug.or(Some(index));
        } else if heading.headline.is_none() {
            heading.headline = Some(index);
        } else {
            break;
        }
    }
    heading
}

/// Whether `paragraph` says the same as `headline`, but for case, punctuation and an advisory prefix.
pub fn repeats(paragraph: &str, headline: &str) -> bool {
    if paragraph.len() > headline.len() + 40 {
        return false;
    }
    let (_, bare) = advisory::of_headline(paragraph);
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let headline = letters(headline);
    !headline.is_empty() && (letters(bare) == headline || letters(paragraph) == headline)
}

fn is_heading(paragraph: &str) -> bool {
    let end = paragraph.trim_end_matches(['"', '\'', '”', '’', ')']);
    paragraph.len() <= LONGEST
        && !end.ends_with(['.', '!', ':', '…', ',', ';'])
        && paragraph.contains(char::is_alphabetic)
}

/// A slug is one word of capitals with strokes in it (`NORWAY-FERRIES/STORM`), or words joined by strokes with a mark of the
/// version behind them (`Madagascar-weather-cyclone,2ndlead`, `BC-EU--Norway-Reindeer,1st Ld`).
fn is_slug(paragraph: &str) -> bool {
    // `SUDAN-NILE/FERRY (UPDATE 2, PIX)`
    let bare = paragraph.split_once(" (").filter(|(_, mark)| mark.ends_with(')')).map_or(paragraph, |(bare, _)| bare);
    let paragraph = if bare.contains(char::is_lowercase) { paragraph } else { bare };
    let (word, mark) = paragraph.split_once(',').unwrap_or((paragraph, ""));
    let joined =
        !word.contains(' ') && (word.contains("--") || word.matches(['-', '/']).count() >= 2) && mark.len() <= 20;
    paragraph.len() <= 60
        && paragraph.split(' ').count() <= 2
        && paragraph.contains(['-', '/'])
        && (joined || !paragraph.contains(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        let names = Names::new();
        let lead = "OSLO, May 3 (Reuters) - All ferries will sail again by Friday, the board said.";
        let prose = "All ferries will sail again by Friday, the harbour board said in a statement.";
        for (paragraphs, slug, headline) in [
            (&["Ferries to sail again", lead][..], None, Some(0)),
            (&["NORWAY-FERRIES/STORM", "Ferries to sail again", "By Jane Doe", lead], Some(0), Some(1)),
            (&["Ferries to sail again", prose], None, Some(0)),
            (&["By Jane Doe", "Ferries to sail again", prose], None, Some(1)),
            (&["Norway-ferries-storm,1stlead", "Ferries to sail again", lead], Some(0), Some(1)),
            (&["BC-EU--Norway-Ferries,140", "BC-EU--Norway-Ferries,1st Ld", "Ferries to sail", lead], Some(0), Some(2)),
            (&[lead, prose], None, None),
            (&[prose, prose], None, None),
            (&["Only a line without an end"], None, None),
        ] {
            assert_eq!(find(paragraphs, &names), Heading { slug, headline }, "{paragraphs:?}");
        }
    }

    #[test]
    fn repeated_headlines() {
        for (paragraph, headline, expected) in [
            ("Ferries to sail again.", "Ferries to sail again", true),
            ("UPDATE 1-Ferries to Sail again", "Ferries to sail again", true),
            ("Ferries to sail again on Friday.", "Ferries to sail again", false),
            ("", "", false),
        ] {
            assert_eq!(repeats(paragraph, headline), expected, "{paragraph}");
        }
    }
}
