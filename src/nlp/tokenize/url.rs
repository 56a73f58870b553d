//! Recognises web and mail addresses, which are not cut within.

/// Whether all of `text` is an address: `https://…`, `www.…`, `name@host.tld`, `host.tld/path`.
pub(super) fn is_address(text: &str) -> bool {
    if text.len() < 4 || !text.contains('.') {
        return false;
    }
    let rest = match text.find("://") {
        Some(at) if at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_alphabetic()) => &text[at + 3..],
        _ => text,
    };
    // A name before an at sign, as in mail addresses.
    let host_at = rest.find('/').unwrap_or(rest.len());
    let rest = match rest[..host_at].rfind('@') {
        Some(at) if at > 0 => &rest[at + 1..],
        _ => rest,
    };
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    let Some((name, domain)) = host.rsplit_once('.') else { return false };
    let labels = !name.is_empty() && name.split('.').all(|label| !label.is_empty() && !label.starts_with(['-', '_']));
    let top = domain.len() >= 2 && domain.chars().all(char::is_lowercase);
    labels && top && (tail.is_empty() || tail.starts_with(['/', '?', '#', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_recognised() {
        for (text, expected) in [
            ("https://news.example.org/world-in-2021?a=b", true),
            ("www.example.com", true),
            ("first.last@mail-host.example.org", true),
            ("example.org:8080/path", true),
            ("end.But", false),
            ("U.S.-based", false),
            ("1.5", false),
            ("north-west", false),
            ("..com", false),
        ] {
            assert_eq!(is_address(text), expected, "{text}");
        }
    }
}
