//! Whether an article repeats another or is a version of the same story: the rules over the measures of a pair.
//!
//! Shared runs of words say that text was taken over; shared names and numbers, weighed by how rare they are among the remembered
//! articles, say that it is about the same thing. Neither is enough: dividends, bond issues and daily figures share most of
//! their runs with others of their kind, and two stories about one company share its names. What is new in a later one shows in
//! its terms: a reworded text has few that the other has not, a version has whole sentences of them. So whether two articles are of one
//! story is asked first, and a repeat is one of the same story that says nothing new. Headlines of which each names somebody whom the
//! other article does not know are of two stories, however much of the text is the same. Of prose that comes within a few hours, less
//! shared text is asked, for daily and weekly items do not come so soon; of tables, which do, more. The rules were tuned on stories of one agency
//! (`docs/accuracy.md`, Stories); they prefer missing a version to joining two stories.

use crate::record::AdvisoryKind;

use super::measure::{Measures, View};

/// What an article is to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// A version of the same story: there is something new in it, or something put right.
    Version,
    /// The same again: nothing new is in it.
    Repeat,
}

/// A verdict with its rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What the newer article is to the older.
    pub relation: Relation,
    /// The rule that says so, for people.
    pub rule: &'static str,
    /// To choose among several: higher is nearer.
    pub score: f32,
}

/// Hours after which daily and weekly items come round again, so that more is asked of versions.
const SAME_DAY: f32 = 18.0;
/// Below so many words an article is too short for its runs to say much.
const SHORT: u32 = 40;
/// What a name weighs that tells one story from another: at most about three in 100 of the remembered articles have it.
const TELLING: f32 = 3.5;

/// What the newer article is to the older, if anything.
pub fn judge(old: &View<'_>, new: &View<'_>, measures: &Measures) -> Option<Verdict> {
    let pair = Pair::new(old, new, measures);
    // Of an article without prose all stands in the other; only a note about a story may be without.
    if pair.short == 0 && !pair.mends {
        return None;
    }
    let found = pair.repeat().map(|rule| (Relation::Repeat, rule));
    let found = found.or_else(|| pair.version().map(|rule| (Relation::Version, rule)));
    found.map(|(relation, rule)| {
        let first = if relation == Relation::Repeat { 4.0 } else { 0.0 };
        Verdict { relation, rule, score: first + pair.runs + pair.facts + 0.5 * measures.headline.0 }
    })
}

/// Two articles with what the rules over them ask for most.
struct Pair<'m> {
    m: &'m Measures,
    /// Of the one of which the other has more: the share of runs, facts, numbers, terms.
    runs: f32,
    facts: f32,
    numbers: f32,
    terms: f32,
    /// The share of numbers of the other, and the lesser share of names and numbers in the prose.
    fewer_numbers: f32,
    fewer_prose_facts: f32,
    /// Words of the shorter and the longer one.
    short: u32,
    long: u32,
    /// Whether daily and weekly items may have come round again.
    late: bool,
    same_day: bool,
    takes_up_alert: bool,
    updates: bool,
    /// Whether the newer one corrects or withdraws, and whether it at least sends again.
    corrects: bool,
    mends: bool,
}

impl<'m> Pair<'m> {
    fn new(old: &View<'_>, new: &View<'_>, m: &'m Measures) -> Pair<'m> {
        let corrects = matches!(new.advisory, Some(AdvisoryKind::Correction | AdvisoryKind::Withdrawal));
        Pair {
            m,
            runs: m.old_in_new.max(m.new_in_old),
            facts: m.old_facts.max(m.new_facts),
            numbers: m.old_numbers.max(m.new_numbers),
            terms: m.old_terms.max(m.new_terms),
            fewer_numbers: m.old_numbers.min(m.new_numbers),
            fewer_prose_facts: m.old_prose_facts.min(m.new_prose_facts),
            short: m.words.0.min(m.words.1),
            long: m.words.0.max(m.words.1),
            late: m.hours > SAME_DAY,
            same_day: old.dateline_day == new.dateline_day,
            takes_up_alert: old.advisory == Some(AdvisoryKind::Alert),
            updates: new.advisory == Some(AdvisoryKind::Update),
            corrects,
            mends: corrects || new.advisory == Some(AdvisoryKind::Refile),
        }
    }

    /// Neither of them has a headline to go by, so that more is asked of the rest.
    fn bare(&self) -> bool {
        self.m.headline.0 == 0.0
    }

    /// A short notice that comes again under another day is the next one of its kind, even if its few figures are the same.
    fn next_notice(&self) -> bool {
        let same_figures = self.m.figures >= 8 && self.numbers >= 0.9 && self.m.new_facts >= 0.8;
        self.late && self.short < 60 && !self.same_day && !same_figures
    }

    /// Whether the headlines tell that it is about something else: they name others, or are of two items of a series.
    fn is_about_another(&self) -> bool {
        let apart = self.m.apart;
        let other_notice = self.long < SHORT && self.numbers < 0.75 && apart.words;
        !self.mends && (apart.names >= TELLING || other_notice || self.m.tables && apart.numbers)
    }

    /// The rule by which the newer one repeats the older, if any.
    fn repeat(&self) -> Option<&'static str> {
        let m = self.m;
        if m.new_numbers < 0.99 || self.corrects || self.is_about_another() {
            return None;
        }
        // The same few words from another place are another notice.
        let same_figures = m.figures >= 6 && m.hours < 3.0;
        let other_notice = self.short < SHORT && m.new_facts < 0.75 && !same_figures || self.next_notice();
        let contained = if self.bare() { 0.95 } else { 0.85 };
        if m.new_in_old >= contained && m.new_prose_facts >= 0.9 && !other_notice {
            return Some("all its text, names and numbers stand in the other");
        }
        // In a text full of figures those that are gone were changed.
        let figures_gone = m.figures as u32 * 6 > self.short && self.fewer_numbers < 0.9;
        let few_new_words = m.new_terms >= 0.9 && m.new_prose_facts >= 0.8 && m.words.1 <= m.words.0;
        if m.new_in_old >= 0.6 && few_new_words && !figures_gone && !m.tables && self.short >= SHORT && m.hours < 12.0 {
            return Some("cut, without a new name, number or sentence");
        }
        let same_table = m.tables && self.fewer_numbers >= 0.9 && m.figures >= 6 && !self.late;
        if same_table && m.headline.1 >= 0.6 && self.fewer_prose_facts >= 0.75 && m.words.1 <= m.words.0 {
            return Some("a table with the same figures");
        }
        // The same figures in other places are others.
        if self.bare() && m.tables {
            return None;
        }
        // It is cut or reworded: it is hardly longer, and says nothing that the other does not.
        if m.new_sentences >= 0.1 || u64::from(m.words.1) * 10 > u64::from(m.words.0) * 11 {
            return None;
        }
        let (headline, _) = m.headline;
        let same_numbers = self.fewer_numbers >= 0.99;
        let same_terms = m.new_terms >= 0.8 || m.new_terms >= 0.75 && m.new_prose_facts >= 0.8;
        if same_numbers && m.figures >= 5 && self.fewer_prose_facts >= 0.85 && headline >= 0.4 && same_terms {
            return Some("reworded, with the same names and numbers");
        }
        if self.next_notice() {
            return None;
        }
        let same_notice = self.short < SHORT && same_numbers && m.figures >= 2 && self.runs >= 0.4;
        let (head, facts) = if m.hours < 3.0 { (0.45, 0.6) } else { (0.6, 0.7) };
        if same_notice && headline >= head && self.fewer_prose_facts >= facts {
            return Some("a notice with the same names and numbers");
        }
        (same_terms && !figures_gone && self.version().is_some()).then_some("of the same story, without anything new")
    }

    /// The rule by which the newer one is a version of the older, if any.
    fn version(&self) -> Option<&'static str> {
        let m = self.m;
        let (headline, other_headline) = m.headline;
        // A note that puts a story right or takes it back names its headline, and little else of it.
        if self.mends && m.headline_named >= 0.7 && m.headline_weight >= 8.0 && self.facts >= 0.4 {
            return Some("it corrects or withdraws a story with this headline");
        }
        if self.corrects && m.new_in_old >= 0.85 && m.new_prose_facts >= 0.9 && m.new_numbers >= 0.99 {
            return Some("all its text, names and numbers stand in the other, and it corrects");
        }
        if self.corrects && self.facts >= 0.8 && self.runs >= 0.4 && headline >= 0.6 {
            return Some("it corrects a story of this headline, with most of its names and numbers");
        }
        if self.mends && m.new_in_old >= 0.6 && m.new_facts >= 0.9 && m.hours < 24.0 {
            return Some("it sends a text again");
        }
        if self.is_about_another() || self.next_notice() {
            return None;
        }
        // A round-up that has the whole of a short story, or the long story after the short one.
        let whole = m.old_in_new >= 0.65 && m.old_numbers >= 0.99 && m.old_prose_facts >= 0.95 && m.words.0 >= 12;
        // In a digest of the day it is one item of many.
        let is_item = headline < 0.25 && m.new_in_old < 0.1;
        if whole && !is_item && m.words.0 * 5 < m.words.1 * 2 && m.hours < 12.0 {
            return Some("it has all names and numbers of a shorter one, and most of its text");
        }
        if self.bare()
            && m.old_in_new >= 0.99
            && m.old_facts >= 0.99
            && m.words.0 >= 10
            && m.words.1 > m.words.0
            && m.hours < 12.0
        {
            return Some("all of it stands in the other, which goes on");
        }
        if self.bare() && m.tables {
            return self.bare_table();
        }
        let soon = m.hours < 6.0;
        let told = m.old_prose_facts >= 0.95 && m.old_numbers >= 0.99 && m.old_terms >= 0.75 && m.figures >= 2;
        if soon && told && (12..SHORT).contains(&m.words.0) && headline >= 0.4 && m.words.1 > m.words.0 && !m.tables {
            return Some("a short notice told at length, soon after it");
        }
        // First the figures, then the story about them.
        let named = m.headline_named >= 0.85 && m.headline_weight >= 20.0 && other_headline >= 0.25;
        let next_table = m.tables && other_headline >= 0.9 && self.fewer_numbers < 0.9;
        if soon
            && named
            && !next_table
            && self.short >= 60
            && self.terms >= 0.45
            && self.facts >= 0.4
            && self.runs >= 0.08
        {
            return Some("it takes up the headline, soon after it");
        }
        // The other side tells of it.
        let same_figures = self.fewer_numbers >= 0.99 && m.figures >= 2;
        if same_figures && self.fewer_prose_facts >= 0.5 && self.short >= 60 && self.runs >= 0.08 && m.hours < 72.0 {
            return Some("told anew, with the same numbers and most of the names");
        }
        if !m.tables
            && soon
            && let Some(rule) = self.soon_after()
        {
            return Some(rule);
        }
        let same_table = m.tables && self.same_table();
        if self.is_another_of_its_kind(same_table) {
            return None;
        }
        let same_names = self.fewer_prose_facts >= 0.8 && self.fewer_numbers >= 0.99 && !self.bare();
        if !self.late && same_names && self.runs >= 0.2 && self.terms >= 0.75 {
            return Some("text is taken over, and each has nearly all names and numbers of the other");
        }
        // Figures that differ on both sides are of something else, unless both have the same headline: prices of wheat and of maize,
        // the dividends of two funds.
        let prose = self.short >= 100 && (self.facts >= 0.8 || self.runs >= 0.5);
        if self.numbers < 0.9 && m.figures >= 3 && other_headline < 0.8 && !prose && !same_table {
            return None;
        }
        if self.short < SHORT {
            let first_take = self.takes_up_alert && m.old_facts >= 0.75 && m.hours < 12.0;
            if first_take && headline.max(m.headline_named) >= 0.5 {
                return Some("it takes up an alert");
            }
            let named = self.facts >= if headline < 0.5 { 0.9 } else { 0.8 };
            if other_headline < 0.75 && (self.numbers < 0.9 || !named) && !same_table {
                return None;
            }
        } else {
            if self.runs >= 0.5 && self.numbers >= 0.9 && self.facts >= 0.55 && self.short >= 60 {
                return Some("most of the text and all numbers of one stand in the other");
            }
            if self.updates && headline >= 0.6 && self.facts >= 0.55 && self.runs >= 0.05 {
                return Some("it is an update with this headline, and names and numbers agree");
            }
        }
        let same_headline = soon && other_headline >= 0.9 && m.headline_weight >= 15.0;
        if !(self.facts >= 0.72 || self.facts >= 0.62 && headline >= 0.65 || self.facts >= 0.5 && same_headline) {
            return None;
        }
        if m.figures >= 2 && self.numbers < 0.3 {
            return None;
        }
        if self.runs >= 0.25 || self.runs >= 0.15 && same_headline {
            return Some("text is taken over, and names and numbers agree");
        }
        let anew = self.runs >= 0.12 && self.facts >= 0.8 && headline >= 0.6;
        anew.then_some("it is written anew: headline, names and numbers agree")
    }

    /// The rule by which prose is a version of what was sent a few hours before: there are hardly daily items among those.
    fn soon_after(&self) -> Option<&'static str> {
        let m = self.m;
        let more_prose_facts = m.old_prose_facts.max(m.new_prose_facts);
        let same_names = more_prose_facts >= 0.75 && self.fewer_prose_facts >= 0.55;
        let same_numbers = m.figures >= 2 && self.numbers >= 0.8 && self.fewer_numbers >= 0.6;
        if self.short >= SHORT && same_names && same_numbers && self.runs >= 0.18 && !self.bare() {
            return Some("written anew soon after it, with most of its names and numbers");
        }
        let same_words = m.old_terms.min(m.new_terms) >= 0.8 && self.runs >= 0.35 && self.numbers >= 0.99;
        if self.short >= 60 && same_words && m.headline.0 >= 0.45 && more_prose_facts >= 0.6 {
            return Some("written anew soon after it, in the same words and with its numbers");
        }
        let all = m.old_prose_facts >= 0.9 && m.old_numbers >= 0.75 && m.old_terms >= 0.8;
        let longer = m.words.1 * 2 >= m.words.0 * 3 && m.headline.0 >= 0.3;
        (all && longer && self.runs >= 0.2).then_some("longer, soon after it, with nearly all its names and numbers")
    }

    /// The rule by which a table without headline is a version of another: quotations of another time share figures, too.
    fn bare_table(&self) -> Option<&'static str> {
        let m = self.m;
        // It grows by a column or by lines; if by much, a figure may have changed.
        let (grown, much_grown) = (m.words.1 > m.words.0, m.words.1 * 4 >= m.words.0 * 5);
        let keeps =
            grown && m.old_numbers >= 0.99 && m.hours < 3.0 || much_grown && m.old_numbers >= 0.9 && m.hours < 1.0;
        let fills =
            grown && m.old_numbers >= 0.99 && m.old_terms >= 0.95 && m.old_prose_facts >= 0.99 && m.hours < 12.0;
        if (keeps || fills) && m.figures >= 5 && self.runs >= 0.35 && m.old_prose_facts >= 0.85 && m.old_terms >= 0.75 {
            return Some("a table that was broken off, and goes on");
        }
        let resent = m.hours < 0.1 && self.runs >= 0.45 || m.hours < 1.0 && self.runs >= 0.6;
        let same_words = m.new_terms >= 0.95 && m.figures >= 15;
        (resent && same_words).then_some("a table that was sent again, with some figures changed or filled in")
    }

    /// Tables of one kind follow each other all day, each with its own figures. A headline of rare words tells that it is the same,
    /// or the same headline with nearly the same figures.
    fn same_table(&self) -> bool {
        let m = self.m;
        let (_, headline) = m.headline;
        headline >= 0.75 && m.headline_weight >= 18.0
            || headline >= 0.95 && m.hours < 30.0 && self.numbers >= 0.85 && self.fewer_numbers >= 0.65
            || headline >= 0.6 && m.hours < 4.0 && self.numbers >= 0.8 && m.headline_weight >= 12.0 && self.short >= 25
    }

    /// Whether it is the next table, the notice of another day, or a digest.
    fn is_another_of_its_kind(&self, same_table: bool) -> bool {
        let m = self.m;
        let (headline, other_headline) = m.headline;
        if m.tables && !self.corrects && self.numbers < if same_table { 0.72 } else { 0.99 } {
            return true;
        }
        let grown = self.runs >= 0.75
            && self.facts >= 0.85
            && self.numbers >= 0.85
            && other_headline >= 0.75
            && self.short >= 80;
        let other_numbers = m.new_numbers < 0.9 && self.fewer_numbers < 0.75;
        let holds_all = m.old_prose_facts >= 0.95 && m.old_numbers >= 0.99 && m.old_terms >= 0.9;
        let grown = grown || holds_all && self.runs >= 0.5 && m.words.0 >= 60 && headline >= 0.6;
        let differs = other_numbers || self.numbers < 0.9 || self.facts < 0.8 || self.runs < 0.5;
        if self.late && differs && !grown {
            return true;
        }
        // Digests hold a paragraph of each story of the day, and are versions of those only that they have whole.
        if self.short * 100 < self.long * 35 && headline < 0.25 && m.new_in_old < 0.8 {
            return true;
        }
        let numbers = if self.short < 25 { self.fewer_numbers } else { self.numbers };
        self.bare() && (m.old_facts.min(m.new_facts) < 0.5 || m.hours > 3.0 || numbers < 0.85)
    }
}
