//! The lemmatizer: a list of irregular forms, and rules that propose base forms, of which the lexicon picks a known one.

mod irregular;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::document::Document;
use super::hash::Hashed;
use super::lexicon::Lexicon;
use super::scheme::Tag;
use super::tokenize::split_prefix;
use super::word::Word;
use irregular::{ADJECTIVES, NOUNS, VERBS};

/// A word can be the base form of a verb.
pub(crate) const VERB: u8 = 1;
/// A word can be a noun in the singular.
pub(crate) const NOUN: u8 = 2;
/// A word can be an adjective or adverb in the positive.
pub(crate) const ADJECTIVE: u8 = 4;

/// Base forms by the hash of the form.
type Forms = HashMap<u64, &'static str, BuildHasherDefault<Hashed>>;

/// The irregular forms.
pub(crate) struct Lemmatizer {
    verbs: Forms,
    nouns: Forms,
    adjectives: Forms,
}

impl Lemmatizer {
    /// Reads the lists.
    pub(crate) fn new() -> Lemmatizer {
        let read = |list: &[&'static str]| {
            let mut forms = Forms::default();
            for line in list {
                let mut words = line.split(' ');
                let Some(base) = words.next() else { continue };
                for form in words {
                    forms.entry(Word::new(form).norm).or_insert(base);
                }
            }
            forms
        };
        Lemmatizer { verbs: read(VERBS), nouns: read(NOUNS), adjectives: read(ADJECTIVES) }
    }

    /// Writes the lemma of every token.
    pub(crate) fn lemmatize(&self, text: &str, lexicon: &Lexicon, document: &mut Document) {
        document.lemmas.clear();
        document.lemma_ends.clear();
        for token in 0..document.len() {
            let (start, end) = document.spans[token];
            let form = text.get(start as usize..end as usize).unwrap_or("");
            self.lemma(form, document.words[token].norm, document.tags[token], lexicon, &mut document.lemmas);
            document.lemma_ends.push(document.lemmas.len() as u32);
        }
    }

    /// Adds the lemma of `form`, which has the hash `norm`, to `out`.
    fn lemma(&self, form: &str, norm: u64, tag: Tag, lexicon: &Lexicon, out: &mut String) {
        // The models have seen `imposed` for `re-imposed`.
        let form = match split_prefix(form).filter(|_| !tag.is_proper()) {
            Some((prefix, rest)) => {
                out.push_str(&prefix.to_ascii_lowercase());
                rest
            }
            None => form,
        };
        let start = out.len();
        if matches!(tag, Tag::Nnp | Tag::Nnps | Tag::Add | Tag::Fw) {
            return out.push_str(form);
        }
        for character in form.chars() {
            match character {
                'A'..='Z' => out.push(character.to_ascii_lowercase()),
                '\0'..='\x7F' => out.push(character),
                _ => out.extend(character.to_lowercase()),
            }
        }
        let word = &out[start..];
        let listed = |list: &Forms| list.get(&norm).map(|base| Base::Listed(base));
        let base = match tag {
            // Of the base forms only the irregular verbs proper are listed: "found" is the past of "find" only as a past.
            Tag::Vb | Tag::Vbp => {
                listed(&self.verbs).filter(|base| matches!(base, Base::Listed("be" | "have"))).unwrap_or(Base::Same)
            }
            Tag::Md => listed(&self.verbs).unwrap_or(Base::Same),
            Tag::Vbz => listed(&self.verbs).unwrap_or_else(|| plural(word, VERB, lexicon)),
            Tag::Vbd | Tag::Vbn => listed(&self.verbs).unwrap_or_else(|| ending(word, "ed", VERB, lexicon)),
            Tag::Vbg => listed(&self.verbs).unwrap_or_else(|| ending(word, "ing", VERB, lexicon)),
            Tag::Nns => listed(&self.nouns).unwrap_or_else(|| plural(word, NOUN, lexicon)),
            Tag::Jjr | Tag::Rbr => listed(&self.adjectives).unwrap_or_else(|| ending(word, "er", ADJECTIVE, lexicon)),
            Tag::Jjs | Tag::Rbs => listed(&self.adjectives).unwrap_or_else(|| ending(word, "est", ADJECTIVE, lexicon)),
            Tag::Rb if matches!(word, "n't" | "n’t") => Base::Listed("not"),
            Tag::Dt if word == "an" => Base::Listed("a"),
            _ => Base::Same,
        };
        match base {
            Base::Same => {}
            Base::Listed(base) => {
                out.truncate(start);
                out.push_str(base);
            }
            Base::Cut { length, add } => {
                out.truncate(start + length);
                out.push_str(add);
            }
        }
    }
}

/// How the lemma is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Same,
    Listed(&'static str),
    /// The first `length` bytes, and `add`.
    Cut {
        length: usize,
        add: &'static str,
    },
}

/// Whether `stem` and `add` make a known base form.
fn known(stem: &str, add: &str, class: u8, lexicon: &Lexicon) -> bool {
    lexicon.bases(Word::joined(stem, add)) & class != 0
}

/// Whether `word` is the third person of a known verb.
pub(crate) fn third_person(word: &str, lexicon: &Lexicon) -> bool {
    match plural(word, VERB, lexicon) {
        Base::Cut { length, add } => word.ends_with('s') && known(&word[..length], add, VERB, lexicon),
        Base::Same | Base::Listed(_) => false,
    }
}

/// The base form of a word that ends with the s of the plural or the third person.
fn plural(word: &str, class: u8, lexicon: &Lexicon) -> Base {
    if let Some(stem) = word.strip_suffix("men") {
        return Base::Cut { length: stem.len(), add: "man" };
    }
    let Some(stem) = word.strip_suffix('s') else { return Base::Same };
    if stem.is_empty() || stem.ends_with(['s', '\'', '’']) {
        return Base::Same;
    }
    let cut = |length: usize, add| Base::Cut { length, add };
    if let Some(short) = stem.strip_suffix("ie")
        && short.len() > 1
    {
        return if known(stem, "", class, lexicon) { cut(stem.len(), "") } else { cut(short.len(), "y") };
    }
    if let Some(short) = stem.strip_suffix('e') {
        let hissing = short.ends_with(['s', 'x', 'z', 'o']) || short.ends_with("ch") || short.ends_with("sh");
        let whole = !short.ends_with(['s', 'z']) || short.ends_with("ss");
        if hissing && !known(stem, "", class, lexicon) && (whole || known(short, "", class, lexicon)) {
            return cut(short.len(), "");
        }
        if let Some(shorter) = short.strip_suffix('v')
            && !known(stem, "", class, lexicon)
        {
            for add in ["f", "fe"] {
                if known(shorter, add, class, lexicon) {
                    return cut(shorter.len(), add);
                }
            }
        }
    }
    cut(stem.len(), "")
}

/// The base form of a word with an ending that doubles consonants, drops an e, and turns y into i.
fn ending(word: &str, ending: &str, class: u8, lexicon: &Lexicon) -> Base {
    let Some(stem) = word.strip_suffix(ending) else { return Base::Same };
    let length = stem.len();
    let vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let bytes = stem.as_bytes();
    if length < 2 || !bytes.iter().any(|&byte| vowel(byte)) {
        return Base::Same;
    }
    let (last, before) = (bytes[length - 1], bytes[length - 2]);
    let doubled = last == before && last.is_ascii_alphabetic() && !vowel(last);
    let plain = Base::Cut { length, add: "" };
    let with_e = Base::Cut { length, add: "e" };
    let single = Base::Cut { length: length - 1, add: "" };
    let with_y = Base::Cut { length: length.saturating_sub(1), add: "y" };
    if last == b'i' && ending != "ing" {
        // "died" and "tied", but "denied".
        return if length == 2 { with_e } else { with_y };
    }
    let plain_known = known(stem, "", class, lexicon);
    let e_known = known(stem, "e", class, lexicon);
    if doubled && known(&stem[..length - 1], "", class, lexicon) && !plain_known {
        return single;
    }
    // "fined" and "raped": a single consonant after the only vowel would be doubled if there were no silent e.
    let verb = matches!(ending, "ed" | "ing");
    let closed = last.is_ascii_lowercase() && !vowel(last) && !matches!(last, b'w' | b'x' | b'h') && vowel(before);
    if verb && closed && bytes.iter().filter(|&&byte| vowel(byte)).count() == 1 {
        return with_e;
    }
    match (plain_known, e_known) {
        (true, false) => return plain,
        (false, true) => return with_e,
        _ => {}
    }
    if doubled {
        // Words in -ll, -ss, -ff and -zz are usually so in the base form as well.
        return if matches!(last, b'l' | b's' | b'f' | b'z') { plain } else { single };
    }
    // A single consonant after a single vowel in a short word, and some endings, mean a silent e.
    let silent = matches!(last, b'v' | b'u' | b'c')
        || (last == b's' && !matches!(before, b's' | b'u'))
        || (last == b'z' && vowel(before))
        || (last == b'g'
            && matches!(before, b'n' | b'd' | b'a' | b'r')
            && stem.len() > 3
            && !stem.ends_with("ing")
            && ending != "er")
        || (last == b'l' && !vowel(before) && before != b'l' && before != b'r')
        || (last == b't' && before == b'a' && length > 3 && !vowel(bytes[length - 3]));
    if silent || (e_known && length <= 3) { with_e } else { plain }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Entry;
    use super::*;

    #[test]
    fn base_forms_are_found() {
        let bases = [
            ("stop", VERB),
            ("hope", VERB),
            ("hop", VERB),
            ("use", VERB),
            ("ally", NOUN),
            ("invade", VERB),
            ("base", NOUN),
            ("movie", NOUN),
        ];
        let lexicon = Lexicon::new(
            bases
                .iter()
                .map(|(word, bases)| Entry {
                    key: (Word::new(word).form >> 32) as u32,
                    bases: *bases,
                    ..Entry::default()
                })
                .collect(),
        );
        let lemmatizer = Lemmatizer::new();
        for (form, tag, expected) in [
            ("said", Tag::Vbd, "say"),
            ("Was", Tag::Vbd, "be"),
            ("invaded", Tag::Vbd, "invade"),
            ("stopped", Tag::Vbn, "stop"),
            ("fined", Tag::Vbn, "fine"),
            ("barred", Tag::Vbn, "bar"),
            ("raping", Tag::Vbg, "rape"),
            ("rained", Tag::Vbd, "rain"),
            ("visited", Tag::Vbd, "visit"),
            ("using", Tag::Vbg, "use"),
            ("denies", Tag::Vbz, "deny"),
            ("attacks", Tag::Vbz, "attack"),
            ("clashes", Tag::Nns, "clash"),
            ("allies", Tag::Nns, "ally"),
            ("movies", Tag::Nns, "movie"),
            ("men", Tag::Nns, "man"),
            ("spokesmen", Tag::Nns, "spokesman"),
            ("died", Tag::Vbd, "die"),
            ("troops", Tag::Nns, "troops"),
            ("States", Tag::Nnps, "States"),
            ("found", Tag::Vb, "found"),
            ("found", Tag::Vbd, "find"),
            ("saw", Tag::Vbd, "see"),
            ("n’t", Tag::Rb, "not"),
            ("worse", Tag::Jjr, "bad"),
            ("heavier", Tag::Jjr, "heavy"),
            ("killed", Tag::Vbn, "kill"),
            ("bombing", Tag::Nn, "bombing"),
            ("ÉTATS", Tag::Nn, "états"),
        ] {
            let mut out = String::from("x");
            lemmatizer.lemma(form, Word::new(form).norm, tag, &lexicon, &mut out);
            assert_eq!(&out[1..], expected, "{form} {tag}");
        }
    }
}
