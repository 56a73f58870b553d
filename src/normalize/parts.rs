//! The parts of a body: what stands above and below the prose, found paragraph by paragraph.

use crate::article::{Advisory, Credits, Link, Published};
use crate::span::Span;

use super::agency::Names;
use super::layout::Page;
use super::{advisory, boilerplate, byline, credits, dateline, headline, published};

/// How many paragraphs at the head may stand before the prose.
const HEAD: usize = 8;
/// How many paragraphs at the tail may stand after it.
const TAIL: usize = 10;

/// A body whose paragraphs are being told apart.
#[derive(Debug)]
pub struct Parts {
    /// The normalised text.
    pub body: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Part>,
    /// The links taken out of it.
    pub links: Vec<Link>,
}

/// A paragraph, and how much of it is prose.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The whole paragraph.
    pub span: Span,
    /// The prose in it; empty where there is none.
    pub prose: Span,
}

/// What stood above the text of a plain-text story.
#[derive(Debug, Default)]
pub struct Taken {
    /// Its headline line.
    pub headline: Option<String>,
    /// Its slug line.
    pub slug: Option<String>,
}

/// What stands above the prose.
#[derive(Debug, Default)]
pub struct Head {
    /// The dateline, with ranges in the body.
    pub dateline: Option<dateline::Found>,
    /// The authors in byline paragraphs.
    pub authors: Vec<String>,
    /// The agency that signed them.
    pub agency: Option<&'static str>,
    /// The time of publication that a line says.
    pub published: Option<Published>,
}

/// What stands below the prose.
#[derive(Debug, Default)]
pub struct Tail {
    /// The names of the credit line.
    pub credits: Option<Credits>,
    /// The agency that signed off.
    pub agency: Option<&'static str>,
}

impl Parts {
    /// The parts of a page; all paragraphs but rows of figures count as prose.
    pub fn new(page: Page) -> Parts {
        let part = |paragraph: &super::layout::Paragraph| {
            let end = if paragraph.table { paragraph.span.start } else { paragraph.span.end };
            Part { span: paragraph.span, prose: Span::new(paragraph.span.start, end) }
        };
        Parts { paragraphs: page.paragraphs.iter().map(part).collect(), body: page.body, links: page.links }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// Takes a first paragraph away that only repeats `headline`, unless nothing else is there.
    pub fn drop_repeated_headline(&mut self, headline: &str) {
        let repeats = |part: &Part| headline::repeats(part.span.of(&self.body), headline);
        match self.paragraphs.iter().take(4).position(repeats) {
            Some(0) if self.paragraphs.len() > 1 => self.remove(&[0]),
            // What stands above it is the sender's greeting or a name.
            Some(index) if index + 1 < self.paragraphs.len() && index > 0 => {
                for part in &mut self.paragraphs[..=index] {
                    part.prose.end = part.prose.start;
                }
            }
            _ => {}
        }
    }

    /// Whether the first line is a headline with a desk's word before it, which no body begins with: `CORRECTED - BANK TO CLOSE`.
    pub fn begins_with_advisory(&self) -> bool {
        let first = self.paragraphs.first().map(|part| part.prose.of(&self.body));
        first.is_some_and(|line| !line.contains(char::is_lowercase) && advisory::of_headline(line).0.is_some())
    }

    /// Takes headline and slug of a plain-text story away.
    pub fn take_heading(&mut self, names: &Names) -> Taken {
        let first: Vec<&str> = self.paragraphs.iter().take(5).map(|part| part.span.of(&self.body)).collect();
        let heading = headline::find(&first, names);
        let text = |index: Option<usize>| index.map(|index| first[index].to_owned());
        let taken = Taken { headline: text(heading.headline), slug: text(heading.slug) };
        let indices: Vec<usize> = heading.slug.into_iter().chain(heading.headline).collect();
        self.remove(&indices);
        taken
    }

    /// Removes the paragraphs with these indices, in ascending order, and moves all ranges behind them.
    fn remove(&mut self, indices: &[usize]) {
        for index in indices.iter().rev() {
            let part = self.paragraphs.remove(*index);
            let end = (part.span.end + 1).min(self.body.len());
            let length = end - part.span.start;
            self.body.replace_range(part.span.start..end, "");
            let back = |at: usize| if at >= end { at - length } else { at.min(part.span.start) };
            let moved = |span: Span| Span::new(back(span.start), back(span.end));
            for part in &mut self.paragraphs[*index..] {
                *part = Part { span: moved(part.span), prose: moved(part.prose) };
            }
            for link in &mut self.links {
                link.span = moved(link.span);
            }
        }
        // Where the last paragraph went, the line break before it is left over.
        let length = self.paragraphs.last().map_or(0, |last| last.span.end);
        self.body.truncate(length);
        for link in &mut self.links {
            link.span = Span::new(link.span.start.min(length), link.span.end.min(length));
        }
    }

    /// Tells advisories, bylines and dateline at the head from the prose.
    pub fn read_head(&mut self, names: &Names, advisory: &mut Option<Advisory>) -> Head {
        let mut head = Head::default();
        let mut date_line = None;
        for part in self.paragraphs.iter_mut().take(HEAD) {
            if date_line.is_none()
                && let Some(date) = dateline::date_line(part.span.of(&self.body))
            {
                let text = part.span.len();
                let places = Vec::new();
                date_line = Some(dateline::Found { span: part.span, places, date: Some(date), agency: None, text });
                part.prose.start = part.prose.end;
                continue;
            }
            if part.prose.is_empty() {
                continue;
            }
            if let Some(found) = advisory::find(part.prose.of(&self.body)) {
                let words = &self.body[part.prose.start..part.prose.start + found.end];
                advisory::add(advisory, found.kind, words);
                part.prose.start += found.end;
                part.prose.start += blanks(part.prose.of(&self.body));
                if part.prose.is_empty() {
                    continue;
                }
            }
            let text = part.prose.of(&self.body);
            if let Some(time) = boilerplate::publication(text) {
                head.published = head.published.or_else(|| published::from_metadata(time));
                part.prose.start = part.prose.end;
                continue;
            }
            if let Some(authors) = byline::find(text, names) {
                head.agency = head.agency.or_else(|| byline::agency(text, names));
                head.authors.extend(authors);
                part.prose.start = part.prose.end;
                continue;
            }
            if let Some(mut found) = dateline::find(text, names) {
                let start = part.prose.start;
                found.span = found.span.shift(start);
                for place in &mut found.places {
                    *place = place.shift(start);
                }
                part.prose.start += found.text;
                // The date on a line of its own is that of the dateline below it.
                found.date = found.date.or(date_line.as_ref().and_then(|line: &dateline::Found| line.date));
                head.dateline = Some(found);
                break;
            }
            // A kicker or a headline of its own may come before; prose ends the head.
            if text.len() > 120 || text.ends_with(['.', '”', '"', '!', '?']) {
                break;
            }
        }
        head.dateline = head.dateline.or(date_line);
        head
    }

    /// Puts a dateline that was delivered apart before the first paragraph of prose, as a paragraph of its own; `found` gets its place
    /// in the body.
    pub fn put_dateline(&mut self, text: &str, found: &mut dateline::Found) {
        let Some(index) = self.paragraphs.iter().position(|part| !part.prose.is_empty()) else { return };
        let start = self.paragraphs[index].span.start;
        let length = text.len() + 1;
        self.body.insert_str(start, &format!("{text}\n"));
        for part in &mut self.paragraphs[index..] {
            *part = Part { span: part.span.shift(length), prose: part.prose.shift(length) };
        }
        for link in self.links.iter_mut().filter(|link| link.span.start >= start) {
            link.span = link.span.shift(length);
        }
        let span = Span::new(start, start + text.len());
        self.paragraphs.insert(index, Part { span, prose: Span::new(span.end, span.end) });
        found.span = found.span.shift(start);
        for place in &mut found.places {
            *place = place.shift(start);
        }
    }

    /// Tells credits, sign-off and notes at the tail from the prose.
    pub fn read_tail(&mut self, names: &Names, advisory: &mut Option<Advisory>) -> Tail {
        let mut tail = Tail::default();
        let mut found = Vec::new();
        self.leave_out_boilerplate();
        let first = self.paragraphs.len().saturating_sub(TAIL);
        let mut plain = 0;
        for index in (first..self.paragraphs.len()).rev() {
            let part = &mut self.paragraphs[index];
            if part.prose.is_empty() {
                continue;
            }
            let text = part.prose.of(&self.body);
            if text.len() <= 60
                && let Some(agency) = sign_off(text, names)
            {
                tail.agency = tail.agency.or(agency);
                part.prose.end = part.prose.start;
                continue;
            }
            if let Some(at) = credits::find(text) {
                let credits = Span::new(part.prose.start + at, part.prose.end);
                part.prose.end = part.prose.start + self.body[part.prose.start..credits.start].trim_end().len();
                found.push(credits);
                // Brackets that do not close go on in the paragraphs behind.
                if credits::begins_open(credits.of(&self.body)) {
                    for rest in
                        self.paragraphs[index + 1..].iter_mut().take(3).take_while(|rest| !rest.prose.is_empty())
                    {
                        let text = rest.prose.of(&self.body);
                        let Some(close) = text.find(')').filter(|close| *close < 300) else { continue };
                        found.push(Span::new(rest.prose.start, rest.prose.start + close));
                        rest.prose.start = rest.prose.end;
                        break;
                    }
                }
                continue;
            }
            if boilerplate::is_notice(text) {
                part.prose.end = part.prose.start;
                continue;
            }
            if index > 0
                && let Some(note) = advisory::find(text).filter(|note| note.end == text.len())
            {
                advisory::add(advisory, note.kind, text);
                part.prose.end = part.prose.start;
                continue;
            }
            // Under three paragraphs of prose there is nothing but more of it.
            plain += 1;
            if plain == 3 {
                break;
            }
        }
        if !found.is_empty() {
            found.sort();
            let text: Vec<&str> = found.iter().map(|span| span.of(&self.body)).collect();
            let mut credits = Credits::default();
            credits::read(&text.join("\n"), names, &mut credits);
            tail.credits = (credits != Credits::default()).then_some(credits);
        }
        tail
    }

    /// Leaves out what is put between and under the paragraphs of a story: promotions, lists of other stories, notes for the desk.
    fn leave_out_boilerplate(&mut self) {
        let mut in_list = false;
        let mut in_notebook = false;
        for (index, part) in self.paragraphs.iter_mut().enumerate() {
            if part.prose.is_empty() {
                continue;
            }
            let text = part.prose.of(&self.body);
            in_notebook |= index > 0 && boilerplate::begins_notebook(text);
            in_list = boilerplate::begins_list(text) || in_list && boilerplate::is_title(text);
            if in_notebook || in_list || boilerplate::is_promotion(text) {
                part.prose.end = part.prose.start;
            }
        }
    }

    /// The prose, in order, without empty stretches.
    pub fn prose(&self) -> Vec<Span> {
        self.paragraphs.iter().map(|part| part.prose).filter(|prose| !prose.is_empty()).collect()
    }

    /// The first paragraphs of prose, for what only the head of a story tells.
    pub fn lede(&self) -> Vec<&str> {
        self.paragraphs
            .iter()
            .filter(|part| !part.prose.is_empty())
            .take(8)
            .map(|part| super::typography::head(part.prose.of(&self.body), 2000))
            .collect()
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Whether `text` is a sign-off (` Reuter`, `-- AFP`, `ENDS`, initials), and whose.
fn sign_off(text: &str, names: &Names) -> Option<Option<&'static str>> {
    let core = text
        .trim_matches(['-', '–', '—', '(', ')', '/', '.', ' ', '*', '#', '=', '_', '[', ']', '^', '<', '>', '+', '&']);
    if core.is_empty() {
        return Some(None);
    }
    if matches!(
        core,
        "ENDS" | "Ends" | "ENDS." | "END" | "30" | "MORE" | "More" | "more" | "end" | "ENDIT" | "Endit" | "EOM"
    ) {
        return Some(None);
    }
    // `REUTER^M`: a carriage return that somebody spelled out.
    let core = core.strip_suffix("^M").unwrap_or(core).trim_start_matches('©').trim();
    if let Some(agency) = names.agency(core) {
        return Some(Some(agency));
    }
    // An agency and the marks of those who worked on it: `dpa wsz jln npr`, `AAP RTV ar`.
    if let Some((first, marks)) = core.split_once(' ')
        && let Some(agency) = names.agency(first)
        && marks.split(' ').all(|mark| {
            (1..=4).contains(&mark.len()) && mark.chars().all(|c| c.is_lowercase() || mark == "RTV" || c == '/')
        })
    {
        return Some(Some(agency));
    }
    // Initials of the desk: `jw/er/ach`, `ab-cde`.
    let initials = core.contains(['/', '-'])
        && core
            .split(['/', '-'])
            .all(|part| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    initials.then_some(None)
}
