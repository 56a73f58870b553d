//! What publishers put around and between the paragraphs of a story: promotions, lists of other stories, rights, notes to the
//! desk. It stays in the body and is left out of the prose, so that no event is coded out of the headline of another story.

/// Longer than this, in bytes, nothing is a promotion or a title.
const LONGEST: usize = 240;

/// Whether `text` is a notice of rights or of the house, as it stands under stories.
pub fn is_notice(text: &str) -> bool {
    const STARTS: [&str; 12] = [
        "Copyright ",
        "COPYRIGHT ",
        "©",
        "(c) ",
        "(C) ",
        "All rights reserved",
        "Our Standards:",
        "Click here",
        "Follow us on",
        "For more information, visit",
        "This material may not be published",
        "Have you been affected",
    ];
    STARTS.iter().any(|start| text.starts_with(start)) && text.len() < 600
        || text.starts_with("((") && text.ends_with(')') && text.len() < 300
}

/// Whether `text` asks to read, watch, subscribe or share something else.
pub fn is_promotion(text: &str) -> bool {
    const STARTS: [&str; 26] = [
        "read more:",
        "read more about",
        "read also:",
        "also read:",
        "read:",
        "watch:",
        "watch now:",
        "watch live:",
        "listen:",
        "related:",
        "related article",
        "related story",
        "see also:",
        "sign up for ",
        "sign up to ",
        "subscribe to ",
        "share this ",
        "share on ",
        "follow @",
        "download our app",
        "download the app",
        "you receive this ",
        "you are receiving this ",
        "to unsubscribe",
        "view comments",
        "this video cannot be played",
    ];
    const WHOLE: [&str; 9] = [
        "advertisement",
        "story continues below advertisement",
        "article continues below",
        "continue reading",
        "read full article",
        "read more",
        "sponsored",
        "share",
        "loading...",
    ];
    if text.len() > LONGEST || !text.starts_with(|c: char| c.is_alphabetic()) {
        return false;
    }
    let starts = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    STARTS.iter().any(starts) || WHOLE.iter().any(|whole| text.eq_ignore_ascii_case(whole))
}

/// Whether `text` heads a list of other stories.
pub fn begins_list(text: &str) -> bool {
    const WHOLE: [&str; 16] = [
        "more on this story",
        "more on this",
        "related",
        "related stories",
        "related articles",
        "related topics",
        "related content",
        "you may also like",
        "you might also like",
        "recommended",
        "recommended stories",
        "most read",
        "read next",
        "up next",
        "more from this section",
        "top stories",
    ];
    let bare = text.trim_end_matches([':', ' ']);
    text.len() < 40 && WHOLE.iter().any(|whole| bare.eq_ignore_ascii_case(whole))
}

/// Whether `text` is short and no sentence: a title in a list.
pub fn is_title(text: &str) -> bool {
    text.len() < LONGEST && !text.ends_with(['.', '"', '”', '!']) || text.starts_with(['•', '*', '·', '▪'])
}

/// Whether `text` begins what German agencies put under a story for the desk.
pub fn begins_notebook(text: &str) -> bool {
    matches!(text, "# Notebook" | "# Notizblock" | "# dpa-Notizblock" | "* * * *")
}

/// The time in a line that says when the story was published: `Published 1 July 2025, 14:20`.
pub fn publication(text: &str) -> Option<&str> {
    const STARTS: [&str; 6] = ["Published", "First published", "Posted", "Updated", "Last updated", "Last modified"];
    if text.len() > 80 {
        return None;
    }
    let rest = STARTS.iter().find_map(|start| text.strip_prefix(start))?;
    let rest = rest.strip_prefix(" on").or_else(|| rest.strip_prefix(" at")).unwrap_or(rest);
    let rest = rest.trim_start_matches([':', ' ']);
    super::published::from_metadata(rest).is_some().then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_story() {
        for text in
            ["Read more: Ferries stop", "ADVERTISEMENT", "Sign up for our newsletter and more.", "WATCH: the storm"]
        {
            assert!(is_promotion(text), "{text}");
        }
        for text in [
            "Read the law, the minister said.",
            "Watch towers were built.",
            "Share prices fell.",
            "Related charges were dropped.",
        ] {
            assert!(!is_promotion(text), "{text}");
        }
        assert!(begins_list("More on this story") && !begins_list("Related charges were dropped."));
        assert_eq!(publication("Published 1 July 2025, 14:20"), Some("1 July 2025, 14:20"));
        assert_eq!(publication("Published reports said so."), None);
    }
}
