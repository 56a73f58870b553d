//! Why articles were joined, for people: what each is to those before, by which rule, and on what it rests.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::article::NormalArticle;
use crate::stories::Settings;
use crate::stories::judge::Relation;
use crate::stories::memory::{Memory, Why, story_id};
use crate::stories::sketch::{Sketch, named};

/// The most words of a list that are shown.
const SHOWN: usize = 14;

/// A story memory that tells what it does.
pub struct Stories {
    memory: Memory,
    seen: Vec<Seen>,
}

/// What is shown of an article that came before.
struct Seen {
    headline: String,
    published: String,
    /// Its names and numbers as they stand, by hash.
    words: BTreeMap<u32, String>,
}

impl Default for Stories {
    fn default() -> Stories {
        Stories { memory: Memory::new(&Settings::default()), seen: Vec::new() }
    }
}

impl Stories {
    /// Joins an article with those before it, and says in lines of text with what and why.
    pub fn explain(&mut self, article: &NormalArticle) -> String {
        let sketch = Sketch::new(article);
        let joined = self.memory.join(&sketch, &mut Vec::new());
        let seen = Seen {
            headline: article.headline.clone().unwrap_or_else(|| "without a headline".to_owned()),
            published: article.published.text.clone(),
            words: named(article),
        };
        let mut text = format!("{}  {}\n", seen.published, seen.headline);
        let mut line = |name: &str, what: &str| {
            let _ = writeln!(text, "  {name:<13}{what}");
        };
        line("article", &article.id);
        line("story", &format!("{}, version {}", story_id(joined.story), joined.version));
        if let Some(why) = &joined.why
            && let Some(old) = self.seen.get(why.place as usize)
        {
            let name = match why.verdict.relation {
                Relation::Repeat => "repeats",
                Relation::Version => "a version of",
            };
            line(name, &format!("{}  {}  {}", why.id, old.published, old.headline));
            if let Some(replaced) = &joined.replaces {
                line("replaces", replaced);
            }
            line("because", why.verdict.rule);
            self.reasons(why, old, &seen, &mut line);
        } else {
            line("because", "nothing in the window is like it");
        }
        self.seen.push(seen);
        text
    }

    fn reasons(&self, why: &Why, old: &Seen, new: &Seen, line: &mut impl FnMut(&str, &str)) {
        let m = &why.measures;
        let percent = |share: f32| format!("{:.0}%", share * 100.0);
        let both =
            |old: f32, new: f32| format!("{} of the other is here, {} of this is there", percent(old), percent(new));
        line("text", &both(m.old_in_new, m.new_in_old));
        line("words", &both(m.old_terms, m.new_terms));
        line("facts", &both(m.old_facts, m.new_facts));
        line("numbers", &both(m.old_numbers, m.new_numbers));
        line("headline", &format!("{} of one stands in the other", percent(m.headline.0)));
        line("apart", &format!("{:.1} hours", m.hours));
        let list = |from: &Seen, keep: &dyn Fn(&u32) -> bool| {
            let mut words: Vec<(f32, &str)> = from
                .words
                .iter()
                .filter(|(fact, _)| keep(fact))
                .map(|(fact, word)| (self.memory.weight(*fact), word.as_str()))
                .collect();
            words.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
            let more = if words.len() > SHOWN { ", …" } else { "" };
            words.iter().take(SHOWN).map(|(_, word)| *word).collect::<Vec<_>>().join(", ") + more
        };
        for (name, words) in [
            ("both have", list(new, &|fact| old.words.contains_key(fact))),
            ("only here", list(new, &|fact| !old.words.contains_key(fact))),
            ("only there", list(old, &|fact| !new.words.contains_key(fact))),
        ] {
            if !words.is_empty() {
                line(name, &words);
            }
        }
    }
}
