//! What may be taken off the ends of a piece, and where the middle may be cut.
//!
//! Every function returns the length in bytes of what it found, or 0.

/// Marks that are tokens by themselves on both ends of a piece.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        ',' | ':'
            | ';'
            | '!'
            | '?'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '_'
            | '#'
            | '*'
            | '&'
            | '"'
            | '\''
            | '`'
            | '…'
            | '¿'
            | '؟'
            | '¡'
            | '”'
            | '“'
            | '‘'
            | '´'
            | '’'
            | '‚'
            | '„'
            | '»'
            | '«'
            | '。'
            | '？'
            | '！'
            | '，'
            | '、'
            | '；'
            | '：'
            | '～'
            | '·'
            | '।'
            | '،'
            | '۔'
            | '؛'
            | '٪'
            | '「'
            | '」'
            | '『'
            | '』'
            | '（'
            | '）'
            | '〔'
            | '〕'
            | '【'
            | '】'
            | '《'
            | '》'
            | '〈'
            | '〉'
    )
}

fn is_quote(character: char) -> bool {
    matches!(character, '\'' | '"' | '”' | '“' | '`' | '‘' | '´' | '’' | '‚' | ',' | '„' | '»' | '«')
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '£' | '€' | '¥' | '฿' | '₽' | '﷼' | '₴' | '₠'..='₳' | '₵'..='₿')
}

/// Pictures and other symbols.
fn is_icon(character: char) -> bool {
    matches!(character, '©' | '®' | '°' | '¦' | '™' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// The length of the ellipsis at the beginning of `text`.
fn ellipsis(text: &str) -> usize {
    let points = text.bytes().take_while(|&byte| byte == b'.').count();
    match points {
        0 if text.starts_with('…') => '…'.len_utf8(),
        0 | 1 => 0,
        _ => points,
    }
}

/// What may be taken off the beginning of `text`.
pub(super) fn prefix(text: &str) -> usize {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return 0 };
    if first.is_ascii_alphanumeric() {
        return ["US$", "C$", "A$"].iter().find(|currency| text.starts_with(**currency)).map_or(0, |found| found.len());
    }
    match first {
        '.' => ellipsis(text),
        '\'' if text.starts_with("''") => 2,
        '+' => usize::from(!characters.next().is_some_and(|next| next.is_ascii_digit())),
        '§' | '%' | '=' | '—' | '–' => first.len_utf8(),
        _ if is_mark(first) || is_currency(first) || is_icon(first) => first.len_utf8(),
        _ => 0,
    }
}

/// Units that are cut off after a digit, the longest first.
const UNITS: &[&str] = &[
    "km²", "km³", "dm²", "dm³", "cm²", "cm³", "mm²", "mm³", "km/h", "mbar", "m/s", "mph", "hPa", "km", "m²", "m³",
    "dm", "cm", "mm", "ha", "µm", "nm", "yd", "in", "ft", "kg", "mg", "µg", "lb", "oz", "Pa", "mb", "MB", "kb", "KB",
    "gb", "GB", "tb", "TB", "m", "g", "t", "T", "G", "M", "K", "%",
];

/// What may be taken off the end of `text`.
pub(super) fn suffix(text: &str) -> usize {
    let mut characters = text.chars().rev();
    let Some(last) = characters.next() else { return 0 };
    let before = characters.next();
    let digit_before = before.is_some_and(|before| before.is_ascii_digit());
    match last {
        '.' => {
            let points = text.bytes().rev().take_while(|&byte| byte == b'.').count();
            if points > 1 {
                return points;
            }
            let Some(before) = before else { return 0 };
            let cut = before.is_ascii_digit()
                || before.is_lowercase()
                || matches!(before, '%' | '²' | '-' | '+')
                || is_mark(before)
                || is_quote(before)
                || (before.is_uppercase() && characters.next().is_some_and(char::is_uppercase));
            return usize::from(cut);
        }
        's' | 'S' => return before.filter(|before| matches!(before, '\'' | '’')).map_or(0, |mark| 1 + mark.len_utf8()),
        '\'' if text.ends_with("''") => return 2,
        '—' | '–' => return last.len_utf8(),
        '+' => return usize::from(digit_before),
        _ if is_mark(last) || is_icon(last) => return last.len_utf8(),
        _ if is_currency(last) => {
            let dollar = ["US$", "C$", "A$"].iter().find(|currency| text.ends_with(**currency));
            let length = dollar.map_or(last.len_utf8(), |dollar| dollar.len());
            let digit = text[..text.len() - length].ends_with(|before: char| before.is_ascii_digit());
            return if digit { length } else { 0 };
        }
        _ => {}
    }
    if last.is_ascii_digit() {
        return 0;
    }
    let unit = UNITS.iter().find(|unit| {
        text.strip_suffix(**unit).is_some_and(|rest| rest.ends_with(|before: char| before.is_ascii_digit()))
    });
    unit.map_or(0, |unit| unit.len())
}

/// Where the middle of a piece may be cut out: what begins with `character` and stands at the beginning of `rest`, after
/// the character `before`.
pub(super) fn infix(before: char, rest: &str, character: char) -> usize {
    let next = |skip: usize| rest[skip..].chars().next();
    let length = character.len_utf8();
    match character {
        '.' => {
            let points = ellipsis(rest);
            if points > 0 {
                return points;
            }
            let cut = (before.is_lowercase() || is_quote(before))
                && next(1).is_some_and(|next| next.is_uppercase() || is_quote(next));
            usize::from(cut)
        }
        '…' => length,
        '+' | '*' | '^' => usize::from(between_digits(before, next(1))),
        ',' => usize::from(before.is_alphabetic() && next(1).is_some_and(char::is_alphabetic)),
        '-' | '–' | '—' | '~' => {
            if character == '-' && between_digits(before, next(1)) {
                return 1;
            }
            // `U.S.-led`, too.
            if !(before.is_alphanumeric() || before == '.' && character == '-') {
                return 0;
            }
            let run = match character {
                '-' => rest.bytes().take_while(|&byte| byte == b'-').count(),
                '—' if rest.starts_with("——") => 2 * length,
                _ => length,
            };
            if run <= 3 * length && next(run).is_some_and(char::is_alphabetic) { run } else { 0 }
        }
        ':' | '<' | '>' | '=' | '/' => {
            usize::from(before.is_alphanumeric() && next(1).is_some_and(char::is_alphabetic))
        }
        _ if is_icon(character) => length,
        _ => 0,
    }
}

fn between_digits(before: char, next: Option<char>) -> bool {
    before.is_ascii_digit() && next.is_some_and(|next| next.is_ascii_digit() || next == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_taken_off() {
        for (text, first, last) in [
            ("(word)", 1, 1),
            ("word.", 0, 1),
            ("UN.", 0, 1),
            ("U.S.", 0, 0),
            ("...but", 3, 0),
            ("said...", 0, 3),
            ("US$5", 3, 0),
            ("5%", 0, 1),
            ("10km", 0, 2),
            ("Moscow’s", 0, 4),
            ("+5", 0, 0),
            ("“no", 3, 0),
            ("-and", 0, 0),
            ("", 0, 0),
        ] {
            assert_eq!((prefix(text), suffix(text)), (first, last), "{text}");
        }
    }
}
