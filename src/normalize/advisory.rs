//! What a desk says about this version of a story: `UPDATE 2-`, `(Corrects spelling of name …)`, `ATTENTION EDITORS`.
//!
//! Advisories speak about the story, not about the world, so they are told apart from headline and prose. Where there are
//! several, the gravest names the kind: withdrawal, correction, refile, update, alert, any other.

use crate::article::Advisory;
use crate::record::AdvisoryKind;

/// An advisory of the body. Ranges count bytes of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind.
    pub kind: AdvisoryKind,
    /// Where it ends; what follows in the paragraph is the story.
    pub end: usize,
}

/// Splits the advisory prefixes off a headline: `UPDATE 2-Talks end` gives an update numbered 2, `UPDATE 2`, and `Talks end`.
pub fn of_headline(headline: &str) -> (Option<Advisory>, &str) {
    let mut rest = headline.trim_start();
    let mut advisory: Option<Advisory> = None;
    let start = rest;
    let mut text_end = 0;
    // A headline can carry several: `CORRECTED-UPDATE 2-`.
    for _ in 0..4 {
        let Some((kind, number, words, after)) = prefix(rest) else { break };
        text_end = start.len() - rest.len() + words;
        rest = after;
        let known = advisory.get_or_insert_with(|| Advisory { kind, number, text: String::new() });
        known.kind = graver(known.kind, kind);
        known.number = known.number.or(number);
    }
    if let Some(advisory) = &mut advisory {
        start[..text_end].clone_into(&mut advisory.text);
    }
    (advisory, rest)
}

/// One prefix: its kind, its number, the length of its words, and what follows it.
fn prefix(headline: &str) -> Option<(AdvisoryKind, Option<u32>, usize, &str)> {
    const WORDS: [(&str, AdvisoryKind); 31] = [
        ("UPDATED", AdvisoryKind::Update),
        ("UPDATE", AdvisoryKind::Update),
        ("WRAPUP", AdvisoryKind::Update),
        ("WRAP", AdvisoryKind::Update),
        ("RECAST", AdvisoryKind::Update),
        ("RECASTS", AdvisoryKind::Update),
        ("LEAD", AdvisoryKind::Update),
        ("WRITETHRU", AdvisoryKind::Update),
        ("CORRECTED", AdvisoryKind::Correction),
        ("CORRECTION", AdvisoryKind::Correction),
        ("CORRECTS", AdvisoryKind::Correction),
        ("CORR", AdvisoryKind::Correction),
        ("CORRECTIVE", AdvisoryKind::Correction),
        ("CLARIFICATION", AdvisoryKind::Correction),
        ("REFILED", AdvisoryKind::Refile),
        ("REFILE", AdvisoryKind::Refile),
        ("REPEAT", AdvisoryKind::Refile),
        ("RPT", AdvisoryKind::Refile),
        ("RESENDING", AdvisoryKind::Refile),
        ("ALERT", AdvisoryKind::Alert),
        ("BREAKING NEWS", AdvisoryKind::Alert),
        ("BREAKING", AdvisoryKind::Alert),
        ("URGENT", AdvisoryKind::Alert),
        ("FLASH", AdvisoryKind::Alert),
        ("SNAP", AdvisoryKind::Alert),
        ("BULLETIN", AdvisoryKind::Alert),
        ("WITHDRAWN", AdvisoryKind::Withdrawal),
        ("WITHDRAWAL", AdvisoryKind::Withdrawal),
        ("STORY WITHDRAWN", AdvisoryKind::Withdrawal),
        ("KILL", AdvisoryKind::Withdrawal),
        ("ADVISORY", AdvisoryKind::Advisory),
    ];
    if let Some(found) = numbered_lead(headline) {
        return Some(found);
    }
    let bytes = headline.as_bytes();
    // All prefixes begin with a letter of these; a headline like any other is through here.
    if !matches!(bytes.first()?, b'U' | b'W' | b'R' | b'L' | b'C' | b'A' | b'B' | b'F' | b'S' | b'K' | b'(' | b'*') {
        return None;
    }
    let open = headline.len() - headline.trim_start_matches(['*', '(', ' ']).len();
    let inner = &headline[open..];
    let (word, kind) = WORDS
        .into_iter()
        .filter(|(word, _)| {
            inner.get(..word.len()).is_some_and(|head| head == *word || is_title_case(head, word))
                && !inner[word.len()..].starts_with(|c: char| c.is_alphabetic())
        })
        .max_by_key(|(word, _)| word.len())?;
    let mut end = open + word.len();
    let shouted = headline[open..end].bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let digits_at = end + usize::from(headline[end..].starts_with(' '));
    let digits = super::calendar::digits(&bytes[digits_at..]);
    let mut number = None;
    if (1..=3).contains(&digits) {
        number = headline[digits_at..digits_at + digits].parse().ok();
        end = digits_at + digits;
    }
    // `CORRECTED (OFFICIAL)-`, `UPDATE 2 (adds quotes)`
    if headline[end..].starts_with(" (")
        && let Some(close) = headline[end..].find(')').filter(|close| *close < 60)
    {
        end += close + 1;
    }
    let after = headline[end..].trim_start_matches([')', '*']);
    let blank = after.starts_with(' ');
    let rest = after.trim_start_matches(' ');
    let mark = rest.chars().next();
    let separated = match mark {
        // `Update-driven` is a word; `UPDATE 2-Talks` is not.
        Some('-') => shouted || blank,
        Some(':' | '–' | '—' | '|') => true,
        Some('/') => shouted && number.is_some(),
        None => true,
        _ => false,
    };
    if separated {
        Some((kind, number, end, rest.trim_start_matches(['-', ':', '–', '—', '|', '/']).trim_start()))
    } else if number.is_some() && shouted && blank
        || headline.starts_with(['(', '*']) && shouted && (after.len() < headline[end..].len())
    {
        Some((kind, number, end, rest))
    } else {
        None
    }
}

fn is_title_case(head: &str, word: &str) -> bool {
    head.eq_ignore_ascii_case(word) && head[1..].bytes().all(|byte| !byte.is_ascii_uppercase())
}

/// `1st Lead`, `(2nd LD)`, `(LEAD)`: how Asian and German agencies number versions.
fn numbered_lead(headline: &str) -> Option<(AdvisoryKind, Option<u32>, usize, &str)> {
    let bracketed = headline.starts_with('(');
    let open = usize::from(bracketed);
    let inner = &headline[open..];
    let digits = super::calendar::digits(inner.as_bytes());
    if digits > 2 {
        return None;
    }
    let after_number = &inner[digits..];
    let after_number = if digits > 0 {
        let ending = after_number.get(..2)?;
        ["st", "nd", "rd", "th"].iter().find(|known| known.eq_ignore_ascii_case(ending))?;
        after_number[2..].strip_prefix(' ')?
    } else if bracketed {
        after_number
    } else {
        return None;
    };
    let word = ["LEAD", "LD", "Lead", "Ld", "lead"].iter().find(|word| after_number.starts_with(**word))?;
    let after = &after_number[word.len()..];
    let rest = if bracketed { after.strip_prefix(')')? } else { after };
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let number = inner[..digits].parse().ok();
    Some((
        AdvisoryKind::Update,
        number,
        headline.len() - rest.len(),
        rest.trim_start_matches([' ', ':', '-', '–', '—']),
    ))
}

/// The advisory that a paragraph at the head or the tail of a body begins with.
pub fn find(paragraph: &str) -> Option<Found> {
    let first = *paragraph.as_bytes().first()?;
    let whole = |kind| Some(Found { kind, end: paragraph.len() });
    if first == b'(' || first == b'[' {
        let close =
            paragraph.char_indices().find(|(_, c)| matches!(c, ')' | ']')).map_or(paragraph.len(), |(at, _)| at + 1);
        let kind = of_words(&paragraph[1..close])?;
        return Some(Found { kind, end: close });
    }
    let text = paragraph.trim_start_matches(['*', ' ', '-']);
    // The fixed phrases begin with one of these words; prose that begins otherwise is through here.
    const OPENINGS: [&str; 25] = [
        "THIS ",
        "THE ",
        "ATT",
        "EDITOR",
        "EDS",
        "NOTE TO",
        "ADVISORY",
        "STORY ",
        "PLEASE ",
        "KILL ",
        "CORRECT",
        "COMPANY CORRECTS",
        "URGENT",
        "BREAKING",
        "ALERT",
        "FLASH",
        "BULLETIN",
        "NEWS ALERT",
        "ADDS ",
        "RECASTS ",
        "REFILES ",
        "UPDATES ",
        "A STORY",
        "AN ARTICLE",
        "OUR ",
    ];
    let opens = |opening: &&str| {
        text.as_bytes().get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening.as_bytes()))
    };
    let opening = OPENINGS.iter().find(|opening| opens(opening))?;
    // `The` and `This` open most stories; what speaks of the story says so within a few words.
    let speaks_of_itself = || {
        super::typography::head(text, 60).split(' ').any(|word| {
            matches!(word.len(), 4..=8)
                && ["story", "article", "item", "dispatch", "version"]
                    .iter()
                    .any(|itself| itself.eq_ignore_ascii_case(word))
        })
    };
    if matches!(*opening, "THE " | "THIS ") && !speaks_of_itself() {
        return None;
    }
    let head = super::typography::head(text, 160).to_uppercase();
    if is_withdrawal(&head) {
        return whole(AdvisoryKind::Withdrawal);
    }
    let addressed = [
        "ATTENTION EDITORS",
        "ATTENTION - EDITORS",
        "ATTN EDITORS",
        "ATTN: EDITORS",
        "ATTENTION SUBSCRIBERS",
        "NOTE TO EDITORS",
        "NOTE TO SUBSCRIBERS",
        "EDITORS:",
        "EDS:",
        "EDS.:",
        "EDS NOTE",
        "EDITORS' NOTE",
        "EDITORS’ NOTE",
        "EDITOR'S NOTE",
        "EDITOR’S NOTE",
        "EDITORS NOTE",
        "EDITORS - ",
        "EDITORS -- ",
        "EDITORS: ",
        "EDS - ",
        "ADVISORY:",
        "ADVISORY -",
    ];
    let advises = addressed.iter().any(|phrase| head.starts_with(phrase));
    let corrected = (head.starts_with("THIS ") || head.starts_with("CORRECT"))
        && (head.contains("CORRECTED") || head.contains("CORRECTS") || head.starts_with("CORRECTION"));
    if corrected
        && (head.contains("STORY")
            || head.contains("ARTICLE")
            || head.contains("VERSION")
            || head.starts_with("CORRECTION:")
            || head.starts_with("CORRECTION -"))
    {
        return whole(AdvisoryKind::Correction);
    }
    // `Company corrects per-share earnings in item that ran on Monday`
    let ran = [" RAN", " ITEM", " TABLE", " EARLIER", " REPORTED"].iter().any(|word| head.contains(word));
    if head.starts_with("COMPANY CORRECTS ") && ran {
        return whole(AdvisoryKind::Correction);
    }
    if head.starts_with("THIS ")
        && (head.contains("STORY HAS BEEN REFILED") || head.contains("ARTICLE HAS BEEN REFILED"))
    {
        return whole(AdvisoryKind::Refile);
    }
    if head.starts_with("THIS ")
        && (head.contains("STORY HAS BEEN UPDATED") || head.contains("ARTICLE HAS BEEN UPDATED"))
    {
        return whole(AdvisoryKind::Update);
    }
    if advises {
        let corrects = head.contains("CORRECT");
        return whole(if corrects { AdvisoryKind::Correction } else { AdvisoryKind::Advisory });
    }
    let bare = head.trim_end_matches([' ', ':', '-', '!', '.', '*', '=']);
    if text.len() <= 40
        && matches!(bare, "URGENT" | "BREAKING" | "BREAKING NEWS" | "ALERT" | "FLASH" | "BULLETIN" | "NEWS ALERT")
    {
        return whole(AdvisoryKind::Alert);
    }
    // `-- corrects name of bank`
    let dashed = paragraph.starts_with("--") && text.starts_with("corrects ");
    if dashed
        || text.starts_with("Corrects ")
        || text.starts_with("Adds ")
        || text.starts_with("Recasts ")
        || text.starts_with("Refiles ")
        || text.starts_with("Updates ")
    {
        return of_words(text).and_then(whole);
    }
    None
}

/// Whether a paragraph takes the story back.
fn is_withdrawal(head: &str) -> bool {
    let speaks = head.starts_with("THIS ")
        || head.starts_with("THE ")
        || head.starts_with("STORY ")
        || head.starts_with("PLEASE ")
        || head.starts_with("ATTENTION ")
        || head.starts_with("EDITORS")
        || head.starts_with("EDS");
    let story =
        head.contains("STORY") || head.contains("ARTICLE") || head.contains("ITEM") || head.contains("DISPATCH");
    head.starts_with("STORY WITHDRAWN")
        || head.starts_with("KILL KILL")
        || head.starts_with("STORY KILLED")
        || speaks
            && story
            && (head.contains("HAS BEEN WITHDRAWN")
                || head.contains("IS WITHDRAWN")
                || head.contains("HAS BEEN RETRACTED")
                || head.contains("PLEASE DISREGARD")
                || head.contains("PLEASE KILL")
                || head.contains("HAVE WITHDRAWN"))
        || head.starts_with("PLEASE DISREGARD ") && story
}

/// The kind of advisory that the words of a bracket are: `Adds details`, `This story corrects …`.
fn of_words(words: &str) -> Option<AdvisoryKind> {
    let words = words.trim_start_matches([' ', '*']);
    let first = words.split([' ', ',', ':', ';', ')', ']', '-']).next().unwrap_or("");
    let lower = first.to_ascii_lowercase();
    Some(match lower.as_str() {
        "corrects" | "correcting" | "corrected" | "correction" | "corrects," | "fixes" | "clarifies" | "clarifying" => {
            AdvisoryKind::Correction
        }
        "refiles" | "refiling" | "repeats" | "refiled" | "resends" | "reissues" | "repeating" => AdvisoryKind::Refile,
        "adds" | "adding" | "updates" | "updating" | "updated" | "recasts" | "recasting" | "releads" | "rewrites"
        | "writes" | "inserts" | "changes" | "removes" | "deletes" | "drops" | "tops" | "edits" | "restores"
        | "amends" | "trims" | "combines" | "includes" | "rephrases" | "incorporates" | "moves" | "attributes"
        | "replaces" | "new"
            if first.starts_with(|c: char| c.is_ascii_uppercase())
                && (lower != "new" || words.contains("throughout")) =>
        {
            AdvisoryKind::Update
        }
        "eds" | "editors" | "editor's" | "editor’s" | "editors'" | "attention" | "attn" | "note" => {
            AdvisoryKind::Advisory
        }
        "this" | "the" => {
            let head: String = words.chars().take(160).collect::<String>().to_uppercase();
            if is_withdrawal(&head) {
                AdvisoryKind::Withdrawal
            } else if !head.contains("STORY") && !head.contains("ARTICLE") && !head.contains("VERSION") {
                return None;
            } else if head.contains("CORRECT") || head.contains("CLARIF") {
                AdvisoryKind::Correction
            } else if head.contains("REFILE") {
                AdvisoryKind::Refile
            } else if head.contains("UPDATE") || head.contains("ADDS") {
                AdvisoryKind::Update
            } else {
                return None;
            }
        }
        _ => return None,
    })
}

/// The graver of two kinds.
pub fn graver(one: AdvisoryKind, other: AdvisoryKind) -> AdvisoryKind {
    let rank = |kind| match kind {
        AdvisoryKind::Withdrawal => 0,
        AdvisoryKind::Correction => 1,
        AdvisoryKind::Refile => 2,
        AdvisoryKind::Update => 3,
        AdvisoryKind::Alert => 4,
        AdvisoryKind::Advisory => 5,
    };
    if rank(other) < rank(one) { other } else { one }
}

/// `advisory` with one more: the graver kind, and the words of both.
pub fn add(advisory: &mut Option<Advisory>, kind: AdvisoryKind, words: &str) {
    match advisory {
        None => *advisory = Some(Advisory { kind, number: None, text: words.to_owned() }),
        Some(known) => {
            known.kind = graver(known.kind, kind);
            if !known.text.is_empty() {
                known.text.push_str("; ");
            }
            known.text.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AdvisoryKind::{Advisory as Other, Alert, Correction, Refile, Update, Withdrawal};

    #[test]
    fn headlines() {
        for (headline, expected, rest) in [
            ("UPDATE 2-Talks end in Oslo", Some((Update, Some(2), "UPDATE 2")), "Talks end in Oslo"),
            ("UPDATE 1 - Talks end", Some((Update, Some(1), "UPDATE 1")), "Talks end"),
            ("WRAPUP 3-Talks end", Some((Update, Some(3), "WRAPUP 3")), "Talks end"),
            ("CORRECTED-UPDATE 2-Talks end", Some((Correction, Some(2), "CORRECTED-UPDATE 2")), "Talks end"),
            ("CORRECTED (OFFICIAL)-Talks end", Some((Correction, None, "CORRECTED (OFFICIAL)")), "Talks end"),
            ("REFILE-Talks end", Some((Refile, None, "REFILE")), "Talks end"),
            ("Correction: Talks end", Some((Correction, None, "Correction")), "Talks end"),
            ("BREAKING NEWS: Talks end", Some((Alert, None, "BREAKING NEWS")), "Talks end"),
            ("URGENT - Talks end", Some((Alert, None, "URGENT")), "Talks end"),
            ("STORY WITHDRAWN-Talks end", Some((Withdrawal, None, "STORY WITHDRAWN")), "Talks end"),
            ("(2nd LD) Talks end", Some((Update, Some(2), "(2nd LD)")), "Talks end"),
            ("(LEAD) Talks end", Some((Update, None, "(LEAD)")), "Talks end"),
            ("1st Lead: Talks end", Some((Update, Some(1), "1st Lead")), "Talks end"),
            ("ADVISORY-Talks end", Some((Other, None, "ADVISORY")), "Talks end"),
            ("Talks end in Oslo", None, "Talks end in Oslo"),
            ("Update-driven outages end", None, "Update-driven outages end"),
            ("Alert residents catch thief", None, "Alert residents catch thief"),
            ("Breaking the ice in Oslo", None, "Breaking the ice in Oslo"),
            ("CORRECTIONS officers strike", None, "CORRECTIONS officers strike"),
            ("1st Leader elected", None, "1st Leader elected"),
            ("", None, ""),
        ] {
            let (advisory, text) = of_headline(headline);
            let advisory = advisory.map(|advisory| (advisory.kind, advisory.number, advisory.text));
            let expected = expected.map(|(kind, number, text)| (kind, number, text.to_owned()));
            assert_eq!((advisory, text), (expected, rest), "{headline}");
        }
    }

    #[test]
    fn paragraphs() {
        for (paragraph, expected) in [
            ("(Corrects spelling of minister’s name in paragraph 4)", Some((Correction, 55))),
            ("(Adds quotes, background) OSLO (Reuters) - Talks", Some((Update, 25))),
            ("(Recasts with talks)", Some((Update, 20))),
            ("(This story has been refiled to fix a typo)", Some((Refile, 43))),
            ("(This May 4 story corrects the date of the talks)", Some((Correction, 49))),
            ("(Talks were held in Oslo)", None),
            ("ATTENTION EDITORS - PICTURES WILL FOLLOW", Some((Other, 40))),
            ("EDS: Adds photos.", Some((Other, 17))),
            ("This story has been withdrawn.", Some((Withdrawal, 30))),
            ("The army has withdrawn from the town.", None),
            ("This May 4 story has been corrected to say Oslo", Some((Correction, 47))),
            ("URGENT", Some((Alert, 6))),
            ("Urgent talks will be held in Oslo.", None),
            ("The corrected version of history pleases nobody.", None),
            ("Company corrects dividend in item that ran on May 2", Some((Correction, 51))),
            ("Company corrects its accounts after a complaint.", None),
            ("-- corrects name of bank", Some((Correction, 24))),
            ("", None),
        ] {
            let found = find(paragraph).map(|found| (found.kind, found.end));
            assert_eq!(found, expected, "{paragraph}");
        }
    }

    #[test]
    fn the_gravest_kind_wins() {
        let mut advisory = None;
        for (kind, words, expected) in
            [(Other, "a", Other), (Update, "b", Update), (Withdrawal, "c", Withdrawal), (Alert, "d", Withdrawal)]
        {
            add(&mut advisory, kind, words);
            assert_eq!(advisory.as_ref().map(|advisory| advisory.kind), Some(expected));
        }
        assert_eq!(advisory.map(|advisory| advisory.text).as_deref(), Some("a; b; c; d"));
    }
}
