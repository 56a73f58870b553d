//! The state of a parse: stack, buffer, and for every word the arcs so far.

/// Move the first word of the buffer to the stack.
pub(crate) const SHIFT: usize = 0;
/// Hang the top of the stack on the first word of the buffer.
pub(crate) const LEFT: usize = 1;
/// Hang the top of the stack on the word below it.
pub(crate) const RIGHT: usize = 2;

/// The arcs of one word so far. Words are numbered from 0; the root comes after the last word, and after it the number that
/// stands for no word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Node {
    pub(crate) head: u32,
    /// Outermost and second outermost child on the left.
    pub(crate) left: u32,
    pub(crate) left2: u32,
    /// Outermost and second outermost child on the right.
    pub(crate) right: u32,
    pub(crate) right2: u32,
    /// How many children there are on either side, up to 255.
    pub(crate) lefts: u8,
    pub(crate) rights: u8,
    /// Label of the arc from the head, 255 while there is none.
    pub(crate) label: u8,
    /// Sets of the labels of the children, one bit a label.
    pub(crate) left_labels: u64,
    pub(crate) right_labels: u64,
}

/// A state of the arc-hybrid system.
#[derive(Default)]
pub(crate) struct State {
    nodes: Vec<Node>,
    stack: Vec<u32>,
    buffer: usize,
    count: usize,
}

impl State {
    /// Makes it the initial state for `count` words.
    pub(crate) fn reset(&mut self, count: usize) {
        let none = count as u32 + 1;
        let empty =
            Node { head: none, left: none, left2: none, right: none, right2: none, label: 255, ..Node::default() };
        self.nodes.clear();
        self.nodes.resize(count + 2, empty);
        self.stack.clear();
        self.buffer = 0;
        self.count = count;
    }

    /// The number of the root.
    #[inline(always)]
    pub(crate) fn root(&self) -> usize {
        self.count
    }

    /// Whether all words have a head.
    #[inline(always)]
    pub(crate) fn is_done(&self) -> bool {
        self.buffer == self.count && self.stack.is_empty()
    }

    /// Whether all words have been read, but several have no head yet.
    #[inline(always)]
    pub(crate) fn is_leftover(&self) -> bool {
        self.buffer == self.count && self.stack.len() >= 2
    }

    /// Whether SHIFT, LEFT and RIGHT are possible. Only one word may hang on the root.
    #[inline(always)]
    pub(crate) fn possible(&self) -> (bool, bool, bool) {
        let depth = self.stack.len();
        let at_root = self.buffer == self.count;
        (!at_root, depth >= 1 && (!at_root || depth == 1), depth >= 2)
    }

    #[inline(always)]
    pub(crate) fn node(&self, word: usize) -> &Node {
        &self.nodes[word]
    }

    /// The word `depth` below the top of the stack.
    #[inline(always)]
    pub(crate) fn stack(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(self.count + 1, |at| self.stack[at] as usize)
    }

    pub(crate) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The first word of the buffer.
    #[inline(always)]
    pub(crate) fn buffer(&self) -> usize {
        self.buffer
    }

    /// Head and child of the arc that the transition makes; nothing for SHIFT.
    #[inline(always)]
    pub(crate) fn arc(&self, transition: usize) -> Option<(usize, usize)> {
        match transition {
            LEFT => Some((self.buffer, self.stack(0))),
            RIGHT => Some((self.stack(1), self.stack(0))),
            _ => None,
        }
    }

    #[inline(always)]
    pub(crate) fn shift(&mut self) {
        self.stack.push(self.buffer as u32);
        self.buffer += 1;
    }

    /// Hangs `child`, which is the top of the stack, on `head`.
    #[inline(always)]
    pub(crate) fn attach(&mut self, head: usize, child: usize, label: u8) {
        self.stack.pop();
        self.link(head, child, label);
    }

    /// Hangs the word below the top of the stack on the top: the opposite of RIGHT.
    pub(crate) fn attach_below(&mut self, label: u8) {
        if let (Some(head), Some(child)) = (self.stack.pop(), self.stack.pop()) {
            self.stack.push(head);
            self.link(head as usize, child as usize, label);
        }
    }

    #[inline(always)]
    fn link(&mut self, head: usize, child: usize, label: u8) {
        self.nodes[child].head = head as u32;
        self.nodes[child].label = label;
        let node = &mut self.nodes[head];
        if child < head {
            node.left2 = node.left;
            node.left = child as u32;
            node.lefts = node.lefts.saturating_add(1);
            node.left_labels |= 1 << (label & 63);
        } else {
            node.right2 = node.right;
            node.right = child as u32;
            node.rights = node.rights.saturating_add(1);
            node.right_labels |= 1 << (label & 63);
        }
    }
}
