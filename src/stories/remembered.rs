//! Articles and events as the memory keeps them, and as bytes for the log.

use crate::record::AdvisoryKind;

use super::events::EventKey;
use super::measure::View;
use super::packed::{Reader, Writer};

/// An article as it is remembered.
pub(super) struct Remembered {
    pub(super) id: Box<str>,
    pub(super) time: i64,
    pub(super) story: u64,
    pub(super) version: u32,
    /// The versions of its story when it came.
    pub(super) versions: u32,
    pub(super) dateline_day: i32,
    pub(super) words: u32,
    pub(super) advisory: u8,
    pub(super) run_shift: u8,
    pub(super) fact_shift: u8,
    pub(super) term_shift: u8,
    pub(super) runs: u16,
    pub(super) facts: u16,
    pub(super) terms: u16,
    pub(super) head: u16,
    pub(super) keys: u16,
    pub(super) events: u16,
    /// Runs, facts, terms, headline, keys.
    pub(super) hashes: Box<[u32]>,
}

/// An event as it is remembered.
pub(super) struct RememberedEvent {
    pub(super) key: EventKey,
    /// The number of the first record of the same event.
    pub(super) root: u64,
    pub(super) story: u64,
    pub(super) keys: u8,
}

impl Remembered {
    pub(super) fn view(&self) -> View<'_> {
        let (runs, rest) = self.hashes.split_at(usize::from(self.runs));
        let (facts, rest) = rest.split_at(usize::from(self.facts));
        let (terms, rest) = rest.split_at(usize::from(self.terms));
        View {
            time: self.time,
            dateline_day: self.dateline_day,
            words: self.words,
            runs: (runs, self.run_shift),
            facts: (facts, self.fact_shift),
            terms: (terms, self.term_shift),
            sentences: &[],
            head: &rest[..usize::from(self.head)],
            advisory: advisory(self.advisory),
            sieve: None,
        }
    }

    pub(super) fn keys(&self) -> &[u32] {
        &self.hashes[self.hashes.len() - usize::from(self.keys)..]
    }

    /// The memory that it takes, about: itself, its hashes, its entries in the indexes.
    pub(super) fn cost(&self) -> u64 {
        let hashes = self.hashes.len() * 4 + usize::from(self.keys) * 40;
        (size_of::<Remembered>() + 48 + self.id.len() + hashes) as u64
    }
}

impl RememberedEvent {
    pub(super) fn cost(&self) -> u64 {
        let parties = (self.key.source.len() + self.key.target.len()) * 12;
        (size_of::<RememberedEvent>() + 64 + parties + self.key.words.len() * 4 + (usize::from(self.keys) + 1) * 40)
            as u64
    }
}

/// The facts by which an article counts for the weight of facts, each once.
pub(super) fn counted(remembered: &Remembered) -> impl Iterator<Item = u32> + '_ {
    let View { facts: (facts, _), head, .. } = remembered.view();
    facts.iter().chain(head.iter().filter(|fact| facts.binary_search(fact).is_err())).copied()
}

const ADVISORIES: [AdvisoryKind; 6] = [
    AdvisoryKind::Update,
    AdvisoryKind::Correction,
    AdvisoryKind::Refile,
    AdvisoryKind::Withdrawal,
    AdvisoryKind::Alert,
    AdvisoryKind::Advisory,
];

fn advisory(number: u8) -> Option<AdvisoryKind> {
    ADVISORIES.get(usize::from(number).checked_sub(1)?).copied()
}

/// The number that stands for an advisory, 0 for none.
pub(super) fn advisory_number(kind: Option<AdvisoryKind>) -> u8 {
    let place = kind.and_then(|kind| ADVISORIES.iter().position(|known| *known == kind));
    place.map_or(0, |place| place as u8 + 1)
}

/// Appends the bytes from which an article is restored, after their length.
pub(super) fn write(remembered: &Remembered, events: &[RememberedEvent], kept: &mut Vec<u8>) {
    let mut to = Writer::default();
    to.text(&remembered.id);
    to.u64(remembered.time as u64);
    to.u64(remembered.story);
    for number in [
        remembered.version,
        remembered.versions,
        remembered.dateline_day as u32,
        remembered.words,
        u32::from(remembered.runs),
        u32::from(remembered.facts),
        u32::from(remembered.terms),
        u32::from(remembered.head),
        u32::from(remembered.keys),
    ] {
        to.u32(number);
    }
    for number in [remembered.advisory, remembered.run_shift, remembered.fact_shift, remembered.term_shift] {
        to.u8(number);
    }
    to.list(&remembered.hashes);
    to.u32(events.len() as u32);
    for event in events {
        event.key.write(&mut to);
        to.u64(event.root);
        to.u64(event.story);
    }
    kept.extend((to.bytes.len() as u32).to_le_bytes());
    kept.extend(to.bytes);
}

/// What [`write`] wrote, without the length; none if it is not that.
pub(super) fn read(from: &mut Reader<'_>) -> Option<(Remembered, Vec<RememberedEvent>)> {
    let id = from.text()?.into();
    let (time, story) = (from.u64()? as i64, from.u64()?);
    let (version, versions, dateline_day, words) = (from.u32()?, from.u32()?, from.u32()? as i32, from.u32()?);
    let mut length = || u16::try_from(from.u32()?).ok();
    let (runs, facts, terms, head, keys) = (length()?, length()?, length()?, length()?, length()?);
    let (advisory, run_shift, fact_shift, term_shift) = (from.u8()?, from.u8()?, from.u8()?, from.u8()?);
    let hashes = from.list()?.into_boxed_slice();
    if hashes.len() != [runs, facts, terms, head, keys].into_iter().map(usize::from).sum::<usize>() {
        return None;
    }
    let count = from.u32()?;
    let mut events = Vec::new();
    for _ in 0..count {
        let key = EventKey::read(from)?;
        let (root, story) = (from.u64()?, from.u64()?);
        let keys = key.keys().len() as u8;
        events.push(RememberedEvent { key, root, story, keys });
    }
    let remembered = Remembered {
        id,
        time,
        story,
        version,
        versions,
        dateline_day,
        words,
        advisory,
        run_shift,
        fact_shift,
        term_shift,
        runs,
        facts,
        terms,
        head,
        keys,
        events: u16::try_from(count).ok()?,
        hashes,
    };
    Some((remembered, events))
}
