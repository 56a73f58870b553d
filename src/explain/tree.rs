//! The dependency tree beside the words in their order: one word a line, and lines of box characters from head to
//! dependent. It grows to the right by depth, so that long sentences stay narrow.

/// What stands before each word, all parts of the tree drawn. `heads` holds for every token the place of its head, or none
/// for a root; a level of the tree is `step` columns wide (1 or more).
///
/// Trees must be projective to be drawn without lines that break off; any others are drawn as far as that goes.
pub fn draw(heads: &[Option<usize>], step: usize) -> Vec<String> {
    // The first and the last row that the line below each head reaches.
    let mut reach: Vec<(usize, usize)> = (0..heads.len()).map(|token| (token, token)).collect();
    for (token, head) in heads.iter().enumerate() {
        if let Some((first, last)) = head.and_then(|head| reach.get_mut(head)) {
            *first = token.min(*first);
            *last = token.max(*last);
        }
    }
    let bar = "─".repeat(step.saturating_sub(1));
    let blank = " ".repeat(step.saturating_sub(1));
    let row = |token: usize| {
        let path = path(heads, token);
        let mut line = String::new();
        for (place, &above) in path.iter().enumerate() {
            let (first, last) = reach[above];
            if place + 1 < path.len() {
                line.push(if first < token && token < last { '│' } else { ' ' });
                line.push_str(&blank);
            } else {
                line.push(match token {
                    _ if token == first => '┌',
                    _ if token == last => '└',
                    _ => '├',
                });
                line.push_str(&bar);
            }
        }
        let (first, last) = reach[token];
        line.push(match (first < token, token < last) {
            (true, true) => '┤',
            (true, false) => '┘',
            (false, true) => '┐',
            (false, false) => '─',
        });
        line
    };
    (0..heads.len()).map(row).collect()
}

/// The tokens above `token`, the root first.
fn path(heads: &[Option<usize>], token: usize) -> Vec<usize> {
    let above = |&token: &usize| heads.get(token).copied().flatten().filter(|&head| head < heads.len());
    // No path is longer than the sentence, so that a damaged tree ends too.
    let mut path: Vec<usize> = std::iter::successors(above(&token), above).take(heads.len()).collect();
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_order_and_lines_lead_to_heads() {
        // The old men said that they met him .
        let heads = [Some(2), Some(2), Some(3), None, Some(6), Some(6), Some(3), Some(6), Some(3)];
        assert_eq!(draw(&heads, 2), ["  ┌──", "  ├──", "┌─┘", "┤", "│ ┌──", "│ ├──", "├─┤", "│ └──", "└──"]);
        assert_eq!(draw(&heads, 1)[..4], [" ┌─", " ├─", "┌┘", "┤"]);
    }

    #[test]
    fn damaged_trees_are_drawn_too() {
        assert_eq!(draw(&[], 2).len(), 0);
        assert_eq!(draw(&[None], 2), ["─"]);
        assert_eq!(draw(&[Some(1), Some(0)], 2).len(), 2);
        assert_eq!(draw(&[Some(9), None], 2), ["─", "─"]);
    }
}
