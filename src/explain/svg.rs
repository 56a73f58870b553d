//! The dependency tree as arcs above the words, as SVG to stand in a page. Its colours are those of the page.

use std::fmt::Write;

use htmlize::{escape_attribute, escape_text};
use unicode_width::UnicodeWidthStr;

use super::Sentence;
use super::arcs::arcs;

/// Width of a column of the fixed-width font, in pixels at 14 px (most such fonts are 0.6 em wide).
const COLUMN: usize = 9;
/// Height between two levels of arcs.
const LEVEL: usize = 22;

/// The drawing of a sentence, as an `svg` element.
pub fn draw(sentence: &Sentence) -> String {
    let tokens = &sentence.tokens;
    let arcs = arcs(&sentence.heads());
    // Every word is as wide as its own label, so that labels of short arcs find room.
    let widths = tokens.iter().map(|token| [&*token.text, token.tag, token.label].map(UnicodeWidthStr::width));
    let mut middles = Vec::with_capacity(tokens.len());
    let mut right = COLUMN;
    for width in widths {
        let width = (width.into_iter().max().unwrap_or(1) + 2) * COLUMN;
        middles.push(right + width / 2);
        right += width;
    }
    let base = (arcs.iter().map(|arc| arc.level).max().unwrap_or(0) + 1) * LEVEL;
    let (width, height) = (right + COLUMN, base + 46);
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        out,
        "<svg role=\"img\" aria-label=\"Dependency arcs of sentence {}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">",
        sentence.number
    );
    for arc in &arcs {
        let dependent = arc.dependent();
        let (Some(left), Some(right), Some(token)) =
            (middles.get(arc.left), middles.get(arc.right), tokens.get(dependent))
        else {
            continue;
        };
        let top = base - arc.level * LEVEL;
        // The ends stand a little apart, so that arcs to either side of a word do not touch.
        let (left, right) = (left + 3, right - 3);
        let tip = if arc.to_left { left } else { right };
        let _ = write!(
            out,
            "<path class=\"arc\" d=\"M{left} {base}V{corner}Q{left} {top} {} {top}H{}Q{right} {top} {right} {corner}V{base}\"/>\
             <path class=\"tip\" d=\"M{} {}h8l-4 7z\"/><text class=\"label\" x=\"{}\" y=\"{}\">{}</text>",
            left + 6,
            right - 6,
            tip - 4,
            base - 4,
            (left + right) / 2,
            top - 4,
            escape_text(token.label),
            corner = top + 6,
        );
    }
    for (token, middle) in tokens.iter().zip(&middles) {
        let kind = token.entity.map_or(String::new(), |kind| format!(" class=\"k-{}\"", escape_attribute(kind.name())));
        let root = if token.head.is_none() { format!(" · {}", token.label) } else { String::new() };
        let _ = write!(
            out,
            "<text x=\"{middle}\" y=\"{}\"{kind}>{}</text><text class=\"tag\" x=\"{middle}\" y=\"{}\">{}{root}</text>",
            base + 18,
            escape_text(&token.text),
            base + 36,
            escape_text(token.tag),
        );
    }
    out.push_str("</svg>");
    out
}
