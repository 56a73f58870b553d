//! When the events of an article happened, sentence by sentence: what each says itself ([`times::event`]), else what the article has
//! told before.
//!
//! A story has few occasions. Whoever `told reporters on Monday` and then `accused` somebody did both on Monday, and a meeting that
//! is told of again is that of the first sentence. Until another day is told, all is of the day that the story begins with. But what somebody `has` done by now may be older, and what the sentence calls
//! `recent` or `previous` is.

use jiff::civil::Date;

use super::assemble::Voices;
use super::attribution::Saying;
use super::events::Event;
use super::reading::Reading;
use super::text::Text;
use super::times::{self, TimeMention};
use crate::nlp::Tag;
use crate::record::{Modality, Plover};

/// Words that say that something was before the time of the story.
const EARLIER: &[&str] = &["earlier", "former", "past", "previous", "previously", "recent", "recently"];

/// How many events and sayings are looked back at, so that very long texts take no longer an event than others.
const REACH: usize = 200;

/// When the events of an article happened.
pub struct When<'w, 'v> {
    /// The article.
    pub text: &'w Text<'w>,
    /// Who says what in it.
    pub voices: &'w Voices<'v>,
    /// The day on which it was published.
    pub published: Date,
}

impl<'v> When<'_, 'v> {
    /// The times of `events`, in order. An event whose sentence has no day has the day on which the article told of it before, and words
    /// that somebody says have the day on which that one said something before.
    pub fn all(&self, events: &[(usize, Event<'_>)]) -> Vec<Option<&'v TimeMention>> {
        let mut times: Vec<Option<&TimeMention>> = Vec::with_capacity(events.len());
        // Who spoke on which day, in order.
        let mut spoke: Vec<(usize, &TimeMention)> = Vec::new();
        let mut heard = 0;
        for (index, event) in events {
            for reading in self.voices.readings.iter().take(*index + 1).skip(heard) {
                spoke.extend(self.speakers(reading));
            }
            heard = heard.max(*index + 1);
            let own = self.time_of(*index, event);
            if let Some(time) = own.filter(|time| is_verbal(event) && time.is_near(self.published)) {
                spoke.extend(event.source.iter().map(|source| (source.entity, time)));
            }
            let before = || {
                let who = self.speaks(*index, event)?;
                spoke.iter().rev().take(REACH).find(|(speaker, _)| *speaker == who).map(|(_, time)| *time)
            };
            let again = || {
                let mut earlier = events.iter().zip(&times).rev().take(REACH);
                earlier.find_map(|((_, first), time)| {
                    time.filter(|time| time.is_near(self.published) && self.is_told_again(first, event))
                })
            };
            let lede = || {
                let of_story = self.speaks(*index, event).is_some() || self.is_told(*index, event);
                if of_story { self.lede(*index) } else { None }
            };
            let known = |time: &&TimeMention| event.modality != Modality::Actual || !time.is_after(self.published);
            let told = || before().or_else(again).or_else(lede).filter(known);
            times.push(own.or_else(|| if self.tells_no_time(*index) { told() } else { None }));
        }
        times
    }

    /// The day on which a story says at its beginning that something happened, if no other day is told from there to a sentence.
    fn lede(&self, index: usize) -> Option<&'v TimeMention> {
        let (first, rest) = self.voices.readings.get(..=index)?.split_first()?;
        let root = self.text.document.root(0).filter(|&root| self.text.tag(root) == Tag::Vbd)?;
        let main = first.times.iter().filter(|time| self.text.clause_of(time.tokens.start) == root);
        let day = times::nearest(self.text, main, root).filter(|day| day.is_near(self.published))?;
        let other = |time: &TimeMention| time.is_on_calendar() && time.value != day.value;
        let moves = |reading: &Reading| reading.times.iter().any(other);
        (!rest.iter().take(REACH).any(moves)).then_some(day)
    }

    /// Whether nothing in a sentence says when.
    fn tells_no_time(&self, index: usize) -> bool {
        let reading = &self.voices.readings[index];
        reading.times.is_empty() && !reading.tokens.clone().any(|token| EARLIER.contains(&self.text.of(token)))
    }

    /// Whether `again` is what the article told as `first` before; what somebody has done by now may be something else.
    fn is_told_again(&self, first: &Event<'_>, again: &Event<'_>) -> bool {
        let lemma = |event: &Event<'_>| self.text.document.lemma(event.head);
        times::event::is_told_again(first, again) && (!self.is_perfect(again) || lemma(first) == lemma(again))
    }

    /// Whether the verb of an event tells what somebody has or had done.
    fn is_perfect(&self, event: &Event<'_>) -> bool {
        self.text.is_perfect(self.text.clause_of(event.head))
    }

    /// Who speaks in a sentence on a day near publication that it tells.
    fn speakers(&self, reading: &'v Reading) -> impl Iterator<Item = (usize, &'v TimeMention)> {
        reading.sayings.iter().flat_map(|saying| {
            let time = self.said(reading, saying).filter(|time| time.is_near(self.published));
            time.into_iter().flat_map(|time| saying.speakers.iter().map(move |speaker| (speaker.entity, time)))
        })
    }

    /// The source of an event of words, where the event is said by it, or is what its sentence tells before all.
    fn speaks(&self, index: usize, event: &Event<'_>) -> Option<usize> {
        let source = event.source.first().filter(|_| is_verbal(event) && event.modality == Modality::Actual)?.entity;
        let sayings = self.voices.of(index, said_at(event));
        let own = sayings.iter().any(|saying| saying.speakers.iter().any(|speaker| speaker.entity == source));
        (self.is_quoted(event) && own || self.is_told(index, event) || own && !self.is_perfect(event)).then_some(source)
    }

    /// Whether an event is what its sentence tells before all, as something that happened, and nobody is quoted with it.
    fn is_told(&self, index: usize, event: &Event<'_>) -> bool {
        let told = self.text.document.root(index) == Some(event.head) && self.text.tag(event.head) == Tag::Vbd;
        told && event.modality == Modality::Actual && !self.is_perfect(event) && !self.is_quoted(event)
    }

    fn is_quoted(&self, event: &Event<'_>) -> bool {
        let start = event.trigger.start;
        self.voices.quoted(start).is_some_and(|saying| saying.scope.contains(&start))
    }

    /// When somebody said something, by the clause of the verb.
    fn said(&self, reading: &'v Reading, saying: &Saying) -> Option<&'v TimeMention> {
        let verb = saying.verb?;
        let beside = reading.times.iter().filter(|time| self.text.clause_of(time.tokens.start) == verb);
        times::nearest(self.text, beside, verb)
    }

    /// When an event happened, by its sentence.
    fn time_of(&self, index: usize, event: &Event<'_>) -> Option<&'v TimeMention> {
        let reading = self.voices.readings.get(index)?;
        let says = |verb: usize| reading.sayings.iter().any(|saying| saying.verb == Some(verb));
        let when = times::event::Finder {
            text: self.text,
            times: &reading.times,
            trigger: &event.trigger,
            head: event.head,
            is_planned: event.modality == Modality::Intended,
            says: &says,
        };
        // Words happen when they are said: asking, accusing, agreeing have the time of the clause that reports them.
        let sayings = || self.voices.of(index, said_at(event)).into_iter().filter(|_| is_verbal(event));
        let said = || sayings().filter(|saying| reading.sayings.contains(saying));
        when.find().or_else(|| said().find_map(|saying| self.said(reading, saying)))
    }
}

/// Whether an event is done with words.
fn is_verbal(event: &Event<'_>) -> bool {
    matches!(
        event.plover,
        Plover::Agree | Plover::Request | Plover::Accuse | Plover::Reject | Plover::Threaten | Plover::Support
    ) && event.modality != Modality::Conditional
}

/// The word of an event that is said, if the event is: of what is denied, the words behind those that deny it.
pub fn said_at(event: &Event<'_>) -> usize {
    match event.modality {
        Modality::ReportedDenied => event.trigger.end - 1,
        _ => event.trigger.start,
    }
}
