//! The regular forms of English verbs and nouns, so that the lexicon's files need to hold base forms only.

/// The forms of a verb besides its base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbForms {
    /// He attacks.
    pub third: String,
    /// He attacked.
    pub past: String,
    /// It was attacked.
    pub participle: String,
    /// Attacking.
    pub gerund: String,
}

/// The forms of the verb `base`; `past` and `participle` are given where they are irregular and empty where they are not.
pub fn verb(base: &str, past: &str, participle: &str) -> VerbForms {
    let stem = if doubles(base) { format!("{base}{}", &base[base.len() - 1..]) } else { base.to_owned() };
    let regular = if base.ends_with('e') {
        format!("{base}d")
    } else if consonant_y(base) {
        format!("{}ied", &base[..base.len() - 1])
    } else {
        format!("{stem}ed")
    };
    let past = if past.is_empty() { regular } else { past.to_owned() };
    let participle = if participle.is_empty() { past.clone() } else { participle.to_owned() };
    let gerund = if let Some(root) = base.strip_suffix("ie") {
        format!("{root}ying")
    } else if base.ends_with('e')
        && !base.ends_with("ee")
        && !base.ends_with("ye")
        && !base.ends_with("oe")
        && base != "be"
    {
        format!("{}ing", &base[..base.len() - 1])
    } else {
        format!("{stem}ing")
    };
    VerbForms { third: with_s(base), past, participle, gerund }
}

/// The plural of the noun `singular`.
pub fn plural(singular: &str) -> String {
    match singular {
        "man" | "woman" | "gunman" | "policeman" | "spokesman" | "spokeswoman" | "serviceman" | "congressman" => {
            format!("{}en", &singular[..singular.len() - 2])
        }
        _ => with_s(singular),
    }
}

fn with_s(word: &str) -> String {
    if consonant_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) || word == "veto" || word == "go" {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn consonant_y(word: &str) -> bool {
    let bytes = word.as_bytes();
    matches!(bytes, [.., before, b'y'] if !b"aeiou".contains(before))
}

/// Whether the last consonant is doubled before -ed and -ing: short verbs by rule, longer ones by what they end in.
fn doubles(base: &str) -> bool {
    const STRESSED: &[&str] = &[
        "commit", "admit", "permit", "submit", "refer", "transfer", "deter", "defer", "expel", "compel", "rebel",
        "repel", "occur", "control", "patrol", "abet", "equip", "kidnap", "regret", "propel", "recur", "incur",
        "concur", "outbid", "forget", "begin", "withhold",
    ];
    if base == "withhold" || !base.is_ascii() {
        return false;
    }
    if STRESSED.contains(&base) {
        return true;
    }
    let bytes = base.as_bytes();
    let vowels = bytes.iter().filter(|byte| b"aeiouy".contains(byte)).count();
    vowels == 1
        && matches!(bytes, [.., vowel, last] if b"aeiou".contains(vowel) && b"bdgklmnprt".contains(last))
        && bytes.len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_follow_from_the_base() {
        let cases = [
            ("attack", "attacks attacked attacked attacking"),
            ("invade", "invades invaded invaded invading"),
            ("deny", "denies denied denied denying"),
            ("expel", "expels expelled expelled expelling"),
            ("ban", "bans banned banned banning"),
            ("die", "dies died died dying"),
            ("flee", "flees fleed fleed fleeing"),
            ("deploy", "deploys deployed deployed deploying"),
            ("meet", "meets meeted meeted meeting"),
            ("veto", "vetoes vetoed vetoed vetoing"),
            ("clash", "clashes clashed clashed clashing"),
            ("visit", "visits visited visited visiting"),
        ];
        for (base, expected) in cases {
            let forms = verb(base, "", "");
            assert_eq!(
                [forms.third, forms.past, forms.participle, forms.gerund].join(" "),
                expected,
                "the forms of {base}"
            );
        }
        let forms = verb("give", "gave", "given");
        assert_eq!((forms.past.as_str(), forms.participle.as_str()), ("gave", "given"));
        for (singular, expected) in
            [("attack", "attacks"), ("ally", "allies"), ("gunman", "gunmen"), ("envoy", "envoys"), ("march", "marches")]
        {
            assert_eq!(plural(singular), expected);
        }
    }
}
