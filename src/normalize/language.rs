//! The language of an article: the delivered one, or the one its first words are written in.
//!
//! Nearly everything that comes in is English, so a count of English function words over a short sample decides first;
//! the trigram detector, a hundred times dearer, is asked only when that count does not settle it.

use std::borrow::Cow;

/// How much of the text is looked at, in bytes.
const SAMPLE: usize = 160;

/// Up to how many bytes of ASCII, a sentence or two, are too little for the detector.
const SHORT: usize = 120;

/// The ISO 639-1 code of the language: English where `text` plainly is, whatever its feed says; else that of `delivered` (a
/// BCP 47 tag or an English or native name is not guessed at, only its first subtag is taken), unless it is English and the text
/// plainly is not; else detected from `text`, else none.
pub fn language(delivered: Option<&str>, text: &str) -> Option<Cow<'static, str>> {
    let sample = super::typography::head(text, SAMPLE);
    // A list of names or a long first sentence may hide it; a longer look is still the cheaper one.
    if is_english(sample) || text.len() > SAMPLE && is_english(super::typography::head(text, 6 * SAMPLE)) {
        return Some(Cow::Borrowed("en"));
    }
    match delivered.and_then(primary_subtag) {
        Some(code) if code == "en" => {
            let other = detected(text).filter(|_| text.len() > SAMPLE);
            Some(other.unwrap_or(code))
        }
        Some(code) => Some(code),
        // A short text full of foreign names may still be English; letters with accents tell more.
        None if text.is_ascii() && text.len() <= SHORT => None,
        None if text.len() <= SAMPLE && may_be_english(sample) => None,
        None => detected(text),
    }
}

/// The language that the trigram detector is sure of.
fn detected(text: &str) -> Option<Cow<'static, str>> {
    // Figures, symbols in capitals and a few names show no language.
    let sample = super::typography::head(text, 2 * SAMPLE);
    let letters = sample.bytes().filter(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80).count();
    let capitals = sample.bytes().filter(u8::is_ascii_uppercase).count();
    if letters < 12 || letters * 2 < sample.len() || capitals * 2 > letters {
        return None;
    }
    // What looks like Latin in a feed is the filler of designers, or a list of names.
    let info = whatlang::detect(sample).filter(|info| info.lang() != whatlang::Lang::Lat)?;
    // Short or mixed samples (tables, lists of names) give a guess that is worth nothing.
    if info.is_reliable() || info.script() != whatlang::Script::Latin {
        Some(Cow::Borrowed(iso_639_1(info.lang())))
    } else {
        None
    }
}

/// `en` of `en-US`, lowercased; none where the tag does not begin with two or three letters.
fn primary_subtag(tag: &str) -> Option<Cow<'static, str>> {
    let primary = tag.trim().split(['-', '_']).next()?;
    if !primary.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let lower = primary.to_ascii_lowercase();
    match (lower.as_str(), lower.len()) {
        ("en" | "eng", _) => Some(Cow::Borrowed("en")),
        ("und" | "mul" | "zxx" | "mis", _) => None,
        (_, 2) => Some(Cow::Owned(lower)),
        (_, 3) => {
            Some(whatlang::Lang::from_code(&lower).map_or(Cow::Owned(lower), |lang| Cow::Borrowed(iso_639_1(lang))))
        }
        _ => None,
    }
}

/// Whether enough of the words are English function words. The words that English shares with its neighbours (`in`, `was`,
/// `for`, `is`) count, but some that no other language has must be among them.
fn is_english(sample: &str) -> bool {
    // Most English shows itself after a sentence or two.
    let (words, function, telling) = count(sample, |words, function, telling| telling >= 6 && function * 4 >= words);
    telling >= 2 && function * 8 >= words
}

/// Whether a fifth of the words are English function words, be it that English shares them with its neighbours.
fn may_be_english(sample: &str) -> bool {
    let (words, function, _) = count(sample, |_, _, _| false);
    function * 5 >= words
}

/// How many words there are, how many of them are English function words, and how many no other language has, as far as it is not
/// `plain` before.
fn count(sample: &str, plain: impl Fn(u32, u32, u32) -> bool) -> (u32, u32, u32) {
    let (mut words, mut function, mut telling) = (0_u32, 0_u32, 0_u32);
    let bytes = sample.as_bytes();
    for word in bytes.split(|byte| !byte.is_ascii_alphabetic() && *byte < 0x80) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        if word.len() > 7 {
            continue;
        }
        match word {
            b"the" | b"The" | b"THE" | b"of" | b"OF" | b"and" | b"AND" | b"that" | b"with" | b"from" | b"said"
            | b"its" | b"which" | b"would" | b"has" | b"had" | b"were" | b"by" | b"have" | b"been" | b"their"
            | b"than" | b"this" | b"after" | b"year" | b"loss" | b"shares" | b"company" | b"who" | b"prior"
            | b"about" | b"vs" | b"cts" | b"dlrs" | b"mln" | b"pct" | b"Record" | b"Year" | b"Sales" | b"share"
            | b"stock" | b"prices" | b"quarter" => {
                function += 1;
                telling += 1;
            }
            b"to" | b"in" | b"a" | b"A" | b"on" | b"is" | b"was" | b"for" | b"as" | b"at" | b"it" | b"an" | b"he"
            | b"be" | b"or" | b"not" | b"his" | b"but" | b"will" | b"are" => function += 1,
            _ => {}
        }
        if plain(words, function, telling) {
            break;
        }
    }
    (words, function, telling)
}

/// The two-letter code of a language that the detector knows.
fn iso_639_1(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delivered_tags_win() {
        for (tag, expected) in [("en-US", "en"), ("EN_gb", "en"), ("fr", "fr"), ("deu", "de"), ("pt-BR", "pt")] {
            assert_eq!(language(Some(tag), "Das ist ein Haus.").as_deref(), Some(expected), "{tag}");
        }
    }

    #[test]
    fn detected_where_nothing_is_delivered() {
        for (text, expected) in [
            ("The minister said the talks with the union had failed and that strikes would follow.", Some("en")),
            (
                "Der Minister sagte am Freitag, die Gespräche mit der Gewerkschaft seien gescheitert und ein Streik drohe nun.",
                Some("de"),
            ),
            (
                "Le ministre a déclaré vendredi que les négociations avec le syndicat avaient échoué et qu'une grève suivrait.",
                Some("fr"),
            ),
            ("Министр заявил в пятницу, что переговоры с профсоюзом провалились.", Some("ru")),
            ("部长周五表示，与工会的谈判已经失败。", Some("zh")),
            ("", None),
            ("123 456 789", None),
        ] {
            assert_eq!(language(None, text).as_deref(), expected, "{text}");
            assert_eq!(language(Some("und"), text).as_deref(), expected, "{text}");
        }
    }
}
