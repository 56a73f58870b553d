//! Characters: what remains is printable, in NFC, and the only blanks are ` ` and `\n`.
//!
//! Wires carry transmission controls, web pages carry no-break blanks, soft hyphens and direction marks; all of them break
//! words apart or keep equal words from comparing equal. Quotation marks and dashes say something and are kept as they
//! are. Most text needs nothing done, so a scan that skips whole blocks looks for the first character that does.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Stands before the words that a link was laid under; put in by [`super::markup`], taken out by [`super::links`].
pub const ANCHOR_START: char = '\u{FDD0}';
/// Stands after the words that a link was laid under.
pub const ANCHOR_END: char = '\u{FDD1}';

/// `text` without control and invisible characters, with plain blanks and line feeds, in NFC. A tab becomes two blanks, so
/// that columns stay apart. The anchor marks stay if `anchors` says that they are ours.
pub fn clean(text: &str, anchors: bool) -> Cow<'_, str> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, unsure: false };
    let mut cleaned = String::new();
    let mut copied = 0;
    while let Some(at) = scan.next() {
        let Some(character) = text[at..].chars().next() else { break };
        let after = at + character.len_utf8();
        scan.at = after;
        let replacement = match character {
            ANCHOR_START | ANCHOR_END if anchors => continue,
            // Joiners are spelling in Indic and Arabic scripts (and in emoji), and debris elsewhere.
            '\u{200C}' | '\u{200D}' if text[..at].chars().next_back().is_some_and(|before| before >= '\u{0590}') => {
                continue;
            }
            '\r' if text.as_bytes().get(after) == Some(&b'\n') => "",
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' => "\n",
            '\u{2029}' => "\n\n",
            '\t' => "  ",
            _ if is_blank(character) => " ",
            _ if is_invisible(character) => "",
            _ => continue,
        };
        if cleaned.is_empty() {
            cleaned.reserve(text.len());
        }
        cleaned.push_str(&text[copied..at]);
        cleaned.push_str(replacement);
        copied = after;
    }
    let unsure = scan.unsure;
    let cleaned = if copied == 0 {
        Cow::Borrowed(text)
    } else {
        cleaned.push_str(&text[copied..]);
        Cow::Owned(cleaned)
    };
    if unsure && is_nfc_quick(cleaned.chars()) != IsNormalized::Yes {
        return Cow::Owned(cleaned.nfc().collect());
    }
    cleaned
}

/// One line of `text` on its own (a headline, a name): cleaned like a body, on one line, single blanks, trimmed.
pub fn clean_line(text: &str) -> String {
    let cleaned = clean(text, false);
    let mut line = String::with_capacity(cleaned.len());
    push_single_spaced(&mut line, &cleaned);
    line
}

/// Appends `text` to `out` with every run of blanks and line breaks as one blank, and none at its ends.
pub fn push_single_spaced(out: &mut String, text: &str) {
    let mut first = true;
    for word in text.split_ascii_whitespace() {
        if !first {
            out.push(' ');
        }
        out.push_str(word);
        first = false;
    }
}

/// The longest head of `text` of at most `limit` bytes that ends on a character boundary.
pub fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The longest tail of `text` of at most `limit` bytes that begins on a character boundary.
pub fn tail(text: &str, limit: usize) -> &str {
    let mut start = text.len().saturating_sub(limit);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

fn is_blank(character: char) -> bool {
    matches!(character, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{FFFE}'..='\u{FFFF}'
    )
}

/// Looks for characters that may have to go.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Whether characters were passed that may not be in NFC.
    unsure: bool,
}

impl Scan<'_> {
    /// Where the next character stands that must be looked at whole. Common letters and punctuation beyond ASCII are passed
    /// over here.
    fn next(&mut self) -> Option<usize> {
        const BLOCK: usize = 32;
        loop {
            while let Some(block) = self.bytes.get(self.at..self.at + BLOCK) {
                // Without branches, so that it is compiled to vector instructions.
                let odd =
                    block.iter().fold(false, |odd, &byte| odd | ((byte < 0x20) & (byte != b'\n')) | (byte >= 0x7F));
                if odd {
                    break;
                }
                self.at += BLOCK;
            }
            let start = self.at;
            let found = self.bytes[start..].iter().position(|&byte| (byte < 0x20 && byte != b'\n') || byte >= 0x7F)?;
            self.at = start + found;
            let length = self.harmless();
            if length == 0 {
                return Some(self.at);
            }
            self.at += length;
        }
    }

    /// The length of the character at `at` if it is one that stays for sure, else 0.
    fn harmless(&mut self) -> usize {
        let byte = |ahead: usize| self.bytes.get(self.at + ahead).copied().unwrap_or(0);
        match byte(0) {
            // U+00A1 to U+00BF without the soft hyphen.
            0xC2 if byte(1) > 0xA0 && byte(1) != 0xAD => 2,
            // U+00C0 to U+02FF, and Cyrillic U+0400 to U+047F: always NFC.
            0xC3..=0xCB | 0xD0 | 0xD1 => 2,
            // U+2010 to U+2027 and U+2030 to U+205E: dashes, quotation marks, ellipsis.
            0xE2 if byte(1) == 0x80 && matches!(byte(2), 0x90..=0xA7 | 0xB0..=0xBF) => 3,
            // U+2080 to U+20BF: the euro and other currency signs.
            0xE2 if byte(1) == 0x82 => 3,
            0..=0xC2 => 0,
            _ => {
                self.unsure = true;
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_kept_replaced_or_dropped() {
        for (text, expected) in [
            ("", ""),
            ("plain text, 100% of it\nand more", "plain text, 100% of it\nand more"),
            ("a\r\nb\rc\u{85}d\u{2028}e\u{C}f", "a\nb\nc\nd\ne\nf"),
            ("a\u{2029}b", "a\n\nb"),
            ("one\ttwo\u{A0}three\u{2009}four\u{3000}five", "one  two three four five"),
            ("\u{1}\u{2}text\u{3}\u{0}\u{7F}", "text"),
            ("\u{FEFF}soft\u{AD}ened zero\u{200B}width \u{202A}marks\u{202C}", "softened zerowidth marks"),
            ("“Curly” ‘quotes’ – dashes — and … € é ü ñ Ž", "“Curly” ‘quotes’ – dashes — and … € é ü ñ Ž"),
            ("Cafe\u{301} A\u{30A}ngstro\u{308}m \u{212B}", "Café Ångström Å"),
            ("Москва, Киев", "Москва, Киев"),
            ("می\u{200C}خواهم co\u{200C}op", "می\u{200C}خواهم coop"),
            ("forged \u{FDD0}mark\u{FDD1}", "forged mark"),
        ] {
            assert_eq!(clean(text, false), expected, "{text:?}");
        }
        assert_eq!(clean("our \u{FDD0}mark\u{FDD1}", true), "our \u{FDD0}mark\u{FDD1}");
    }

    #[test]
    fn clean_text_is_not_copied() {
        let text = "“Nothing to do” – as in most of the texts that come in.\n".repeat(20);
        assert!(matches!(clean(&text, false), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_are_single_spaced() {
        assert_eq!(clean_line("  Talks\tend \r\n in \u{A0} Oslo "), "Talks end in Oslo");
    }
}
