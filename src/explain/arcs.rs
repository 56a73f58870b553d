//! The dependency tree as arcs above the words, as text of any width.
//!
//! The words stand side by side with their tags below and the arcs above; the arrow at an arc's label points to the
//! dependent. A sentence that is too wide is cut into rows. An arc that leaves its row runs to the margin and names the word at
//! its other end.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Token;

/// An arc over the tokens from `left` to `right`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The place of its left end in the sentence.
    pub left: usize,
    /// The place of its right end.
    pub right: usize,
    /// Whether the dependent is at the left end.
    pub to_left: bool,
    /// How high it goes, from 1: above all arcs that it spans.
    pub level: usize,
}

impl Arc {
    /// The place of the dependent.
    pub fn dependent(&self) -> usize {
        if self.to_left { self.left } else { self.right }
    }
}

/// The arcs of a tree. `heads` holds for every token the place of its head, or none for a root.
pub fn arcs(heads: &[Option<usize>]) -> Vec<Arc> {
    let mut arcs: Vec<Arc> = heads
        .iter()
        .enumerate()
        .filter_map(|(token, head)| {
            let head = head.filter(|&head| head < heads.len() && head != token)?;
            Some(Arc { left: token.min(head), right: token.max(head), to_left: token < head, level: 0 })
        })
        .collect();
    lift(&mut arcs);
    arcs
}

/// Gives arcs their levels, so that no two that share a stretch share a level.
fn lift(arcs: &mut [Arc]) {
    arcs.sort_by_key(|arc| (arc.right - arc.left, arc.left));
    for place in 0..arcs.len() {
        let (below, rest) = arcs.split_at_mut(place);
        let Some(arc) = rest.first_mut() else { return };
        let under = below.iter().filter(|other| other.left < arc.right && arc.left < other.right);
        arc.level = 1 + under.map(|other| other.level).max().unwrap_or(0);
    }
}

/// The lines of a drawing of the sentence, none wider than `width` columns unless a single word with its labels is.
pub fn draw(tokens: &[Token], width: usize) -> Vec<String> {
    let heads: Vec<Option<usize>> = tokens.iter().map(|token| token.head).collect();
    let arcs = arcs(&heads);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let mut row = Row::new(tokens, &arcs, start, start + 1);
        while row.end < tokens.len() {
            let longer = Row::new(tokens, &arcs, start, row.end + 1);
            if longer.width > width {
                break;
            }
            row = longer;
        }
        start = row.end;
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(row.draw());
    }
    lines
}

/// The tokens from `start` to `end` with the arcs that touch them.
struct Row<'a> {
    tokens: &'a [Token],
    start: usize,
    end: usize,
    arcs: Vec<Arc>,
    /// The first column of each token.
    columns: Vec<usize>,
    /// The columns that are needed.
    width: usize,
}

impl<'a> Row<'a> {
    fn new(tokens: &'a [Token], arcs: &[Arc], start: usize, end: usize) -> Row<'a> {
        let inside = |token: usize| start <= token && token < end;
        let mut arcs: Vec<Arc> = arcs.iter().filter(|arc| inside(arc.left) || inside(arc.right)).cloned().collect();
        lift(&mut arcs);
        let mut row = Row { tokens, start, end, arcs, columns: Vec::new(), width: 0 };
        for place in start..end {
            let before = row.columns.last().map_or(0, |column| column + row.cell(place - 1) + 1);
            let middle = (row.cell(place) - 1) / 2;
            let ending = row.arcs.iter().filter(|arc| arc.right == place);
            let needed = ending.map(|arc| {
                let room = row.label(arc).width() + if arc.left < start { 2 } else { 3 };
                (row.left(arc) + room).saturating_sub(middle)
            });
            row.columns.push(needed.max().unwrap_or(0).max(before));
        }
        row.width = row.columns.last().map_or(0, |column| column + row.cell(end - 1));
        let leaving = row.arcs.iter().filter(|arc| arc.right >= end && arc.left >= start);
        row.width = leaving.map(|arc| row.middle(arc.left) + row.label(arc).width() + 3).fold(row.width, usize::max);
        row
    }

    /// How many columns a token needs.
    fn cell(&self, place: usize) -> usize {
        let token = &self.tokens[place];
        token.text.width().max(tag(token).width()).max(1)
    }

    /// The column in which the arcs of a token come down.
    fn middle(&self, place: usize) -> usize {
        self.columns.get(place.wrapping_sub(self.start)).map_or(0, |column| column + (self.cell(place) - 1) / 2)
    }

    /// The column in which an arc begins; the left margin, if that is in a row above.
    fn left(&self, arc: &Arc) -> usize {
        if arc.left < self.start { 0 } else { self.middle(arc.left) }
    }

    /// The label with its arrow, and the word at the other end where that is not in this row.
    fn label(&self, arc: &Arc) -> String {
        let name = self.tokens[arc.dependent()].label;
        let far = [arc.left, arc.right].into_iter().find(|end| !(self.start..self.end).contains(end));
        let word = far.map(|far| format!(" {}", self.tokens[far].text)).unwrap_or_default();
        if arc.to_left { format!("◂{name}{word}") } else { format!("{name}{word}▸") }
    }

    fn draw(&self) -> Vec<String> {
        let height = self.arcs.iter().map(|arc| arc.level).max().unwrap_or(0);
        let mut strokes = vec![vec![0u8; self.width]; height];
        for arc in &self.arcs {
            let level = height - arc.level;
            let (from, to) = (self.left(arc), if arc.right < self.end { self.middle(arc.right) } else { self.width });
            for column in from..to {
                add(&mut strokes, level, column, RIGHT);
                add(&mut strokes, level, column + 1, LEFT);
            }
            for end in [arc.left, arc.right] {
                if (self.start..self.end).contains(&end) {
                    let column = self.middle(end);
                    add(&mut strokes, level, column, DOWN);
                    (level + 1..height).for_each(|line| add(&mut strokes, line, column, UP | DOWN));
                }
            }
        }
        let mut lines: Vec<Vec<String>> =
            strokes.iter().map(|line| line.iter().map(|&cell| BOX[usize::from(cell)].to_string()).collect()).collect();
        for arc in &self.arcs {
            let label = self.label(arc);
            let at = if arc.to_left {
                self.left(arc) + usize::from(arc.left >= self.start)
            } else {
                let right = if arc.right < self.end { self.middle(arc.right) } else { self.width };
                right.saturating_sub(label.width())
            };
            write(&mut lines[height - arc.level], at, &label);
        }
        let mut words = vec![" ".to_owned(); self.width];
        let mut tags = words.clone();
        for (place, &column) in (self.start..self.end).zip(&self.columns) {
            let token = &self.tokens[place];
            write(&mut words, column + (self.cell(place) - token.text.width()) / 2, &token.text);
            write(&mut tags, column + (self.cell(place) - tag(token).width()) / 2, &tag(token));
        }
        lines.push(words);
        lines.push(tags);
        lines.iter().map(|cells| cells.concat().trim_end().to_owned()).collect()
    }
}

/// What stands below a token.
fn tag(token: &Token) -> String {
    if token.head.is_none() { format!("{} {}", token.tag, token.label) } else { token.tag.to_owned() }
}

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// A character for every set of directions in which strokes leave a cell.
const BOX: [char; 16] = [' ', '╵', '╷', '│', '╴', '┘', '┐', '┤', '╶', '└', '┌', '├', '─', '┴', '┬', '┼'];

fn add(strokes: &mut [Vec<u8>], line: usize, column: usize, directions: u8) {
    if let Some(cell) = strokes.get_mut(line).and_then(|line| line.get_mut(column)) {
        *cell |= directions;
    }
}

/// Writes a text over the cells from `at` on; a wide character takes two of them, a combining mark none.
fn write(cells: &mut [String], at: usize, text: &str) {
    let mut column = at;
    for character in text.chars() {
        match character.width().unwrap_or(0) {
            0 => {
                if let Some(cell) = column.checked_sub(1).and_then(|before| cells.get_mut(before)) {
                    cell.push(character);
                }
            }
            width => {
                for (part, cell) in cells.iter_mut().skip(column).take(width).enumerate() {
                    *cell = if part == 0 { character.to_string() } else { String::new() };
                }
                column += width;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens of `word tag label head` with heads counted from 1, and 0 for the root.
    fn tokens(lines: &[(&str, &'static str, &'static str, usize)]) -> Vec<Token> {
        let token = |&(text, tag, label, head): &(&str, &'static str, &'static str, usize)| Token {
            text: text.to_owned(),
            lemma: text.to_owned(),
            tag,
            label,
            head: head.checked_sub(1),
            entity: None,
        };
        lines.iter().map(token).collect()
    }

    fn sample() -> Vec<Token> {
        tokens(&[
            ("Two", "CD", "nummod", 2),
            ("ships", "NNS", "nsubj", 3),
            ("left", "VBD", "ROOT", 0),
            ("東京", "NNP", "dobj", 3),
            (".", ".", "punct", 3),
        ])
    }

    #[test]
    fn arcs_stand_above_what_they_span() {
        let expected = [
            "                    ┌─────punct▸┐",
            " ┌◂nummod──┬◂nsubj──┼──dobj▸┐   │",
            "Two      ships     left    東京 .",
        ];
        assert_eq!(draw(&sample(), 80)[..3], expected);
        let levels = |heads: &[Option<usize>]| {
            let mut arcs = arcs(heads);
            arcs.sort_by_key(|arc| arc.dependent());
            arcs.iter().map(|arc| arc.level).collect::<Vec<_>>()
        };
        assert_eq!(levels(&[Some(1), None, Some(1), Some(2)]), [1, 1, 1]);
        assert_eq!(levels(&[Some(2), Some(2), None, Some(2), Some(2)]), [2, 1, 1, 2]);
        assert!(levels(&[]).is_empty());
        // Crossing arcs, which no parser of the project makes, get levels of their own.
        assert_eq!(levels(&[Some(2), Some(3), None, Some(2)]), [1, 2, 1]);
    }

    #[test]
    fn no_row_is_too_wide_and_no_word_is_lost() {
        let sample = sample();
        for width in [30, 36, 44, 60] {
            let lines = draw(&sample, width);
            assert!(lines.iter().all(|line| line.width() <= width), "{width}:\n{}", lines.join("\n"));
            for token in &sample {
                assert!(lines.iter().any(|line| line.contains(&token.text)), "{}", token.text);
            }
        }
        assert!(draw(&[], 40).is_empty());
    }
}
