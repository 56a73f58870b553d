//! From the bytes of an item to text.
//!
//! A byte order mark decides, then what the sender declares, then validity as UTF-8. Text that is UTF-8 but for a few
//! broken sequences is damaged, not something else, and is refused with the place of the damage, because a guess would
//! turn every accent in it into two wrong letters. What is left is an older encoding, and is guessed (with a defect).

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::article::Defect;

/// Bytes made text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark; borrowed where the bytes were UTF-8.
    pub text: Cow<'b, str>,
    /// The WHATWG name of the encoding they were in (`UTF-8`, `windows-1252`); `UTF-32LE`, `UTF-32BE` besides.
    pub encoding: &'static str,
    /// What had to be guessed or replaced.
    pub defects: Vec<Defect>,
}

/// Bytes that are meant to be UTF-8 and are not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid UTF-8 at byte {offset} (0x{byte:02X})")]
pub struct DecodeError {
    /// The first byte that belongs to no valid sequence.
    pub offset: usize,
    /// Its value.
    pub byte: u8,
}

/// The text of `bytes`, whose sender declared the encoding label `declared` (WHATWG labels: `utf-8`, `latin1`, …).
///
/// # Errors
///
/// [`DecodeError`] where the bytes are declared, marked or mostly UTF-8 and a sequence in them is broken.
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Decoded<'b>, DecodeError> {
    if let Some(decoded) = utf_32(bytes) {
        return Ok(decoded);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return if encoding == UTF_8 { utf_8(bytes, length) } else { Ok(with(encoding, &bytes[length..], Vec::new())) };
    }
    let declared = declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    if let Some(encoding) = unmarked_utf_16(bytes, declared) {
        return Ok(with(encoding, bytes, Vec::new()));
    }
    // What declares UTF-16 in ASCII letters cannot be in it.
    match declared.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE) {
        Some(encoding) if encoding == UTF_8 => utf_8(bytes, 0),
        Some(encoding) => {
            // Declarations are wrong more often than an older encoding happens to be valid UTF-8 with accents in it.
            if encoding.is_single_byte()
                && !bytes.is_ascii()
                && let Ok(text) = std::str::from_utf8(bytes)
            {
                let defects = vec![Defect::new(format!("declared as {}, but it is UTF-8", encoding.name()))];
                return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), defects });
            }
            Ok(with(encoding, bytes, Vec::new()))
        }
        None => undeclared(bytes),
    }
}

/// UTF-8 after `skip` bytes of mark.
fn utf_8(bytes: &[u8], skip: usize) -> Result<Decoded<'_>, DecodeError> {
    match std::str::from_utf8(&bytes[skip..]) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), defects: Vec::new() }),
        Err(error) => Err(bad(bytes, skip + error.valid_up_to())),
    }
}

fn bad(bytes: &[u8], offset: usize) -> DecodeError {
    DecodeError { offset, byte: bytes.get(offset).copied().unwrap_or(0) }
}

/// Neither marked nor declared: UTF-8, damaged UTF-8, or something older.
fn undeclared(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), defects: Vec::new() }),
        Err(error) => error,
    };
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // Each character of several bytes has exactly one byte of 0xC0 or more.
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if good > broken {
        return Err(bad(bytes, error.valid_up_to()));
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let encoding = detector.guess(None, false);
    Ok(with(encoding, bytes, vec![Defect::new(format!("encoding guessed: {}", encoding.name()))]))
}

/// `bytes` in `encoding`; sequences that it does not have become U+FFFD, with a defect.
fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8], mut defects: Vec<Defect>) -> Decoded<'b> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced {
        defects.push(Defect::new(format!("not everything is valid {}", encoding.name())));
    }
    Decoded { text, encoding: encoding.name(), defects }
}

/// UTF-16 without a mark shows as zero bytes beside ASCII characters; which side they are on tells the byte order.
fn unmarked_utf_16(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs >= 2 && odd * 2 > pairs && even * 8 < pairs {
        Some(UTF_16LE)
    } else if pairs >= 2 && even * 2 > pairs && odd * 8 < pairs {
        Some(UTF_16BE)
    } else {
        declared.filter(|encoding| (*encoding == UTF_16LE || *encoding == UTF_16BE) && !bytes.is_ascii())
    }
}

/// UTF-32 with a byte order mark, which the WHATWG list leaves out.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (encoding, mark, value): (_, _, fn([u8; 4]) -> u32) = match bytes.first_chunk::<4>()? {
        [0xFF, 0xFE, 0, 0] => ("UTF-32LE", 4, u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF] => ("UTF-32BE", 4, u32::from_be_bytes),
        // Without a mark, but beginning with a character of ASCII.
        [1..0x80, 0, 0, 0] => ("UTF-32LE", 0, u32::from_le_bytes),
        [0, 0, 0, 1..0x80] => ("UTF-32BE", 0, u32::from_be_bytes),
        _ => return None,
    };
    let mut defects = Vec::new();
    let mut text = String::with_capacity(bytes.len() / 4);
    for unit in bytes[mark..].chunks(4) {
        let character = <[u8; 4]>::try_from(unit).ok().and_then(|unit| char::from_u32(value(unit)));
        if character.is_none() && defects.is_empty() {
            defects.push(Defect::new(format!("not everything is valid {encoding}")));
        }
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Some(Decoded { text: Cow::Owned(text), encoding, defects })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn texts_in_many_encodings() {
        let text = "Zürich – der Präsident sagte";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let (big5, _, _) = encoding_rs::BIG5.encode("總統星期五說");
        let utf_32: Vec<u8> =
            std::iter::once('\u{FEFF}').chain(text.chars()).flat_map(|c| (c as u32).to_le_bytes()).collect();
        for (bytes, declared, expected, encoding) in [
            (b"plain".to_vec(), None, "plain", "UTF-8"),
            (text.as_bytes().to_vec(), None, text, "UTF-8"),
            (text.as_bytes().to_vec(), Some("utf-8"), text, "UTF-8"),
            (text.as_bytes().to_vec(), Some("iso-8859-1"), text, "UTF-8"),
            (text.as_bytes().to_vec(), Some("no-such-label"), text, "UTF-8"),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Some("latin1"), text, "UTF-8"),
            ([b"\xFF\xFE".to_vec(), utf_16(text, false)].concat(), None, text, "UTF-16LE"),
            ([b"\xFE\xFF".to_vec(), utf_16(text, true)].concat(), None, text, "UTF-16BE"),
            (utf_16(text, true), None, text, "UTF-16BE"),
            (utf_16(text, false), Some("utf-16"), text, "UTF-16LE"),
            (utf_32, None, text, "UTF-32LE"),
            (windows.to_vec(), Some("latin1"), text, "windows-1252"),
            (windows.to_vec(), None, text, "windows-1252"),
            (big5.to_vec(), Some("big5"), "總統星期五說", "Big5"),
            (b"ASCII that lies".to_vec(), Some("utf-16"), "ASCII that lies", "UTF-8"),
            (Vec::new(), None, "", "UTF-8"),
        ] {
            let decoded = decode(&bytes, declared).expect("decodes");
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (expected, encoding), "declared {declared:?}");
        }
    }

    #[test]
    fn damaged_utf_8_is_refused_with_its_place() {
        let mut damaged = "Präsident über Zürich".as_bytes().to_vec();
        damaged.push(0xC3);
        for (bytes, declared, offset) in [
            (damaged.clone(), None, damaged.len() - 1),
            (b"only one \xFF".to_vec(), Some("utf-8"), 9),
            (b"\xEF\xBB\xBFabc\x80".to_vec(), None, 6),
        ] {
            let error = decode(&bytes, declared).expect_err("is damaged");
            assert_eq!((error.offset, error.byte), (offset, bytes[offset]));
        }
    }

    #[test]
    fn guesses_are_defects() {
        let decoded = decode(b"caf\xE9 ol\xE9", None).expect("decodes");
        assert_eq!(decoded.text, "café olé");
        assert_eq!(decoded.defects.len(), 1);
    }
}
