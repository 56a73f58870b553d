//! Where in a JSON object the parts of an article stand, and finding them in one pass without building a tree.
//!
//! Names are dotted paths (`content.text`). For each part there are usual names that are tried in order of preference; a
//! name given in the pipeline file goes before them. Names are compared without regard to case.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Names of the parts of an article in the JSON that is read (`[source.fields]`): dotted paths such as `content.text`. Each
/// goes before the usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    /// The sender's identifier. Usual: `id`, `guid`, `uri`.
    pub id: Option<String>,
    /// The sender. Usual: `source`, `provider`.
    pub source: Option<String>,
    /// The headline. Usual: `headline`, `headlines.value`, `title`.
    pub headline: Option<String>,
    /// The slug. Usual: `slug`, `slugline`.
    pub slug: Option<String>,
    /// The authors: a text or a list of them. Usual: `byline`, `by`, `author`, `authors`, `authors.name`.
    pub byline: Option<String>,
    /// The text. Usual: `body`, `text`, `body_html`, `body_text`, `bodies.value`, `content`, `content_html`, `summary` and others.
    pub body: Option<String>,
    /// The time of publication. Usual: `published`, `date`, `firstcreated`, `versioncreated`, `date_published`, `timestamp`
    /// and others.
    pub published: Option<String>,
    /// Where the article can be read. Usual: `url`, `link`.
    pub url: Option<String>,
    /// The language. Usual: `language`, `lang`.
    pub language: Option<String>,
    /// The IPTC urgency. Usual: `urgency`.
    pub urgency: Option<String>,
}

/// The parts of an article, as indices into [`Found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Id,
    Source,
    Headline,
    Slug,
    Byline,
    Body,
    Published,
    Url,
    Language,
    Urgency,
    Updated,
    Version,
    Status,
    Kind,
    Embargo,
    Note,
    Located,
    SubjectCode,
    SubjectName,
    Standard,
}

const PARTS: usize = 20;

/// The usual names of each part, best first: those of ninjs 1.x to 3.x, JSON Feed, agencies' APIs, and what people call them.
const USUAL: [(Part, &[&str]); PARTS] = [
    (Part::Id, &["id", "guid", "uri", "altids.itemid"]),
    (Part::Source, &["source", "provider", "source.name", "provider.name", "infosource.name", "infosources.name"]),
    (Part::Headline, &["headline", "headlines.value", "title"]),
    (Part::Slug, &["slug", "slugline"]),
    (
        Part::Byline,
        &[
            "byline",
            "by",
            "bylines.by",
            "bylines.byline",
            "author",
            "authors",
            "author.name",
            "authors.name",
            "creator",
        ],
    ),
    (
        Part::Body,
        &[
            "body",
            "text",
            "body_html",
            "body_xhtml",
            "bodies.value",
            "body_text",
            "body_nitf",
            "content",
            "content_html",
            "content_text",
            "articlebody",
            "maintext",
            "summary",
        ],
    ),
    (
        Part::Published,
        &[
            "published",
            "date",
            "firstcreated",
            "versioncreated",
            "date_published",
            "pub_date",
            "publishedat",
            "published_at",
            "timestamp",
        ],
    ),
    (Part::Url, &["url", "link", "weburl", "external_url"]),
    (Part::Language, &["language", "lang"]),
    (Part::Urgency, &["urgency"]),
    (Part::Updated, &["updated", "versioncreated", "date_modified", "updated_at", "modified"]),
    (Part::Version, &["version"]),
    (Part::Status, &["pubstatus", "status"]),
    (Part::Kind, &["type"]),
    (Part::Embargo, &["embargoed", "embargo"]),
    (Part::Note, &["ednote", "editorialnote"]),
    (Part::Located, &["located", "datelinelocation.city"]),
    (Part::SubjectCode, &["subject.code", "subjects.code", "subject.uri", "subjects.uri"]),
    (Part::SubjectName, &["subject.name", "subjects.name", "tags"]),
    (Part::Standard, &["standard.name", "standard"]),
];

/// What was found in one object: for each part the texts under its best name.
#[derive(Debug, Default)]
pub struct Found {
    texts: [Option<(u8, Vec<String>)>; PARTS],
}

impl Found {
    /// Takes the first text of a part that is not blank.
    pub fn take(&mut self, part: Part) -> Option<String> {
        self.take_all(part).into_iter().next()
    }

    /// Takes all texts of a part that are not blank.
    pub fn take_all(&mut self, part: Part) -> Vec<String> {
        self.texts[part as usize].take().map_or_else(Vec::new, |(_, texts)| texts)
    }

    /// Whether a part was found.
    pub fn has(&self, part: Part) -> bool {
        self.texts[part as usize].is_some()
    }

    fn put(&mut self, leaf: Leaf, text: String) {
        if text.trim().is_empty() {
            return;
        }
        match &mut self.texts[leaf.part as usize] {
            Some((rank, texts)) if *rank == leaf.rank => texts.push(text),
            Some((rank, _)) if *rank < leaf.rank => {}
            place => *place = Some((leaf.rank, vec![text])),
        }
    }
}

/// The names of all parts as a tree of object keys.
#[derive(Clone, Debug, Default)]
pub struct FieldTree {
    root: Node,
    body_names: String,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// A path can be a name of two parts: the time of a version is the time of publication where no other is said.
    leaves: Vec<Leaf>,
    children: Vec<(String, Node)>,
}

#[derive(Clone, Copy, Debug)]
struct Leaf {
    part: Part,
    rank: u8,
}

impl FieldTree {
    /// The tree of the usual names and those of `fields`.
    pub fn new(fields: &Fields) -> FieldTree {
        let own = [
            &fields.id,
            &fields.source,
            &fields.headline,
            &fields.slug,
            &fields.byline,
            &fields.body,
            &fields.published,
            &fields.url,
            &fields.language,
            &fields.urgency,
        ];
        let mut tree = FieldTree::default();
        let own = own.into_iter().map(Option::as_deref).chain(std::iter::repeat(None));
        for ((part, usual), own) in USUAL.into_iter().zip(own) {
            let names: Vec<&str> = own.into_iter().chain(usual.iter().copied()).collect();
            for (rank, name) in names.iter().enumerate() {
                tree.root.insert(name, Leaf { part, rank: rank as u8 });
            }
            if part == Part::Body {
                tree.body_names = format!("`{}`", names.join("`, `"));
            }
        }
        tree
    }

    /// The names under which a text is looked for, for messages.
    pub fn body_names(&self) -> &str {
        &self.body_names
    }

    /// Reads one JSON object to its end and returns the parts found in it.
    pub fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<Found, D::Error> {
        let mut found = Found::default();
        deserializer.deserialize_map(Walk { node: &self.root, found: &mut found })?;
        Ok(found)
    }
}

impl Node {
    /// Puts a leaf under a dotted path.
    fn insert(&mut self, path: &str, leaf: Leaf) {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let at = match self.children.iter().position(|(name, _)| name == key) {
            Some(at) => at,
            None => {
                self.children.push((key.to_owned(), Node::default()));
                self.children.len() - 1
            }
        };
        let child = &mut self.children[at].1;
        match rest {
            Some(rest) => child.insert(rest, leaf),
            None if child.leaves.iter().all(|known| known.part != leaf.part) => child.leaves.push(leaf),
            None => {}
        }
    }
}

/// Reads the value that stands at `node`.
struct Walk<'a> {
    node: &'a Node,
    found: &'a mut Found,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(child) = map.next_key_seed(Key(&self.node.children))? {
            match child {
                Some(node) => map.next_value_seed(Walk { node, found: &mut *self.found })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Walk { node: self.node, found: &mut *self.found })?.is_some() {}
        Ok(())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<(), E> {
        if let Some((last, others)) = self.node.leaves.split_last() {
            for leaf in others {
                self.found.put(*leaf, text.clone());
            }
            self.found.put(*last, text);
        }
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        if !self.node.leaves.is_empty() { self.visit_string(text.to_owned()) } else { Ok(()) }
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Finds the child that a key names, without keeping the key.
struct Key<'a>(&'a [(String, Node)]);

impl<'de, 'a> DeserializeSeed<'de> for Key<'a> {
    type Value = Option<&'a Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Key<'a> {
    type Value = Option<&'a Node>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, node)| node))
    }
}
