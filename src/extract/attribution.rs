//! Finds who says what: verbs of saying with their subjects, `according to`, and through which agency or medium.

use std::ops::Range;

use crate::nlp::{Label, Tag};

use super::actors::Cast;
use super::lexicon::Lexicon;
use super::lexicon::attribution::PhraseKind;
use super::lexicon::entry::{ALLEGATION, PAPER};
use super::lexicon::words::class;
use super::reading::Reading;
use super::text::{EntityKind, Mention, Text};

/// Somebody says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The verb of saying.
    pub verb: Option<usize>,
    /// Who; more than one where they say it together, none where they are not known.
    pub speakers: Vec<Mention>,
    /// The pronoun or noun that says who, where there are none.
    pub unknown: Option<usize>,
    /// Through which agency or medium.
    pub via: Option<String>,
    /// To whom.
    pub addressee: Option<Mention>,
    /// The words that say so.
    pub cue: Range<usize>,
    /// What is said.
    pub scope: Range<usize>,
}

/// The sayings of a sentence, in order of their cues.
///
/// `heard` tells of the sentences before, and is told of this one.
pub fn read(text: &Text<'_>, lexicon: &Lexicon, cast: &Cast<'_>, reading: &Reading, heard: &mut Heard) -> Vec<Saying> {
    let reader = Reader { text, lexicon, cast, reading, heard: *heard };
    let mut sayings = Vec::new();
    for token in reading.tokens.clone() {
        let says = lexicon.words.class(text.tokens[token].lemma) & class::SPEECH != 0;
        // The `states` of `the Baltic states` is a part of a name; but `the U.S. Said` is not one.
        let named = || {
            let capital = token > 0 && text.of(token - 1).ends_with('.');
            !capital && reading.mention_at(token).is_some_and(|mention| !mention.pronoun)
        };
        if text.is_verb(token) && (says || reader.is_forecast(token) || reader.is_opinion(token)) && !named() {
            sayings.extend(reader.closing(token).or_else(|| reader.saying(token)));
        }
    }
    sayings.extend(reader.headed());
    for token in reading.tokens.clone() {
        if text.of(token).eq_ignore_ascii_case("according") {
            reader.according(token, &mut sayings);
        }
        if text.of(token).eq_ignore_ascii_case("in") {
            sayings.extend(reader.view(token));
        }
    }
    heard.issuer = reader.issues(&sayings).or(heard.issuer);
    let is_paper = |&entity: &usize| {
        let named = matches!(cast.entities[entity].kind, EntityKind::Organisation | EntityKind::Agency);
        named && cast.entities[entity].sectors.first().is_some_and(|sector| sector == "MED")
    };
    let papers = reading.mentions.iter().map(|mention| mention.entity);
    heard.paper = papers.rev().find(is_paper).or(heard.paper);
    sayings
}

struct Reader<'r> {
    text: &'r Text<'r>,
    lexicon: &'r Lexicon,
    cast: &'r Cast<'r>,
    reading: &'r Reading,
    /// Whose statements and papers were spoken of before this sentence.
    heard: Heard,
}

/// Whose statements and papers an article spoke of so far, for `the statement said`, `the paper said`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard {
    /// Who issued a statement last.
    issuer: Option<usize>,
    /// The newspaper that was named last.
    paper: Option<usize>,
}

impl Reader<'_> {
    /// Whether those who watch events tell at `verb` what they expect: `analysts expect Peru to leave`.
    fn is_forecast(&self, verb: usize) -> bool {
        let text = self.text;
        let forecast = matches!(text.document.lemma(verb), "expect" | "anticipate" | "forecast" | "fear" | "doubt");
        forecast
            && text.child(verb, &[Label::Nsubj]).is_some_and(|who| {
                matches!(
                    text.document.lemma(who),
                    "analyst" | "economist" | "expert" | "observer" | "diplomat" | "trader" | "dealer" | "source"
                )
            })
    }

    /// Whether words around `verb` make it one of saying: `pointed out that Peru left`, `made clear that`, `is convinced that`.
    fn is_opinion(&self, verb: usize) -> bool {
        let text = self.text;
        match text.document.lemma(verb) {
            "point" => self.reading.tokens.contains(&(verb + 1)) && text.of(verb + 1) == "out",
            "make" => (verb + 1..self.reading.tokens.end.min(verb + 3))
                .any(|word| matches!(text.of(word), "clear" | "plain" | "known") && text.label(word) != Label::Amod),
            "be" | "feel" | "remain" => self.conviction(verb).is_some(),
            // `as he put it`.
            "put" => text.of(verb + 1) == "it" && self.is_aside(verb),
            _ => false,
        }
    }

    /// Whether somebody is only named in passing as who says the rest of the sentence: `as the army put it`, `as he told reporters`.
    fn is_aside(&self, verb: usize) -> bool {
        let text = self.text;
        let tells =
            matches!(text.document.lemma(verb), "say" | "tell" | "report" | "note" | "explain" | "write" | "put");
        let free = |object: usize| {
            let it = text.of(object).eq_ignore_ascii_case("it");
            it || text.document.lemma(verb) == "tell" && self.reading.mention_at(object).is_some()
        };
        let clause = text.subtree(verb);
        let (first, last) = (clause.start == self.reading.tokens.start, clause.end + 1 >= self.reading.tokens.end);
        let apart = first || last && text.is_mark(clause.start - 1, ',');
        tells
            && apart
            && text.label(verb) == Label::Advcl
            && text.of(clause.start).eq_ignore_ascii_case("as")
            && text.child(verb, &[Label::Nsubj]).is_some()
            && text.child(verb, &[Label::Ccomp, Label::Xcomp]).is_none()
            && text.child(verb, &[Label::Dobj]).is_none_or(free)
    }

    /// The adjective by which somebody is said to be sure of something.
    fn conviction(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let sure = text.child(verb, &[Label::Acomp]).filter(|_| text.child(verb, &[Label::Neg]).is_none())?;
        let lemma = text.document.lemma(sure);
        (matches!(lemma, "convinced" | "confident" | "certain" | "sure" | "adamant" | "hopeful" | "optimistic")
            && text.child(sure, &[Label::Ccomp]).is_some())
        .then_some(sure)
    }

    /// Whoever says it in a paper: `the army issued a statement saying that Peru left`.
    fn in_paper(&self, verb: usize) -> Vec<Mention> {
        let text = self.text;
        let paper = text.document.head(verb).filter(|_| text.tag(verb) == Tag::Vbg && text.label(verb) == Label::Acl);
        let Some(paper) = paper.filter(|&paper| self.lexicon.classes.kind(text.tokens[paper].lemma) & PAPER != 0)
        else {
            return Vec::new();
        };
        let issuer = text.document.head(paper).filter(|_| text.label(paper) == Label::Dobj);
        let issuer = issuer.and_then(|issued| text.subject(issued)).map(|who| self.reading.heads(text, who));
        issuer.filter(|who| !who.is_empty()).unwrap_or_else(|| self.authors(paper))
    }

    /// Whoever a headline names before a colon: `Crane: Peru will leave`.
    fn headed(&self) -> Option<Saying> {
        let (text, tokens) = (self.text, self.reading.tokens.clone());
        let speaker = self.reading.mentions.iter().find(|mention| {
            let person = self.cast.entities[mention.entity].kind == EntityKind::Person;
            person && mention.tokens.start == tokens.start && !mention.pronoun
        })?;
        let colon = speaker.tokens.end;
        (tokens.contains(&colon) && text.is_mark(colon, ':')).then(|| Saying {
            verb: None,
            speakers: vec![speaker.clone()],
            unknown: None,
            via: None,
            addressee: None,
            cue: colon..colon + 1,
            scope: colon + 1..tokens.end,
        })
    }

    /// Who says all of a sentence at its end, where the parser took them for a part of it: `sent troops to Lima, the premier told
    /// reporters`.
    fn closing(&self, verb: usize) -> Option<Saying> {
        let (text, tokens) = (self.text, self.reading.tokens.clone());
        let noun = verb.checked_sub(1).filter(|&noun| tokens.contains(&noun) && text.tag(noun).is_noun())?;
        let astray = matches!(text.tag(verb), Tag::Vbd | Tag::Vbn)
            && matches!(text.label(verb), Label::Acl | Label::Conj | Label::Relcl)
            && text.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Auxpass, Label::Ccomp]).is_none();
        let comma = (tokens.start + 1..noun).rev().find(|&at| text.is_mark(at, ','))?;
        let free = |mut range: Range<usize>| range.all(|at| !text.tag(at).is_verb() && !text.tokens[at].is_quote());
        let alone = free(comma + 1..verb) && free(verb + 1..tokens.end) && tokens.end <= verb + 9;
        let told = (tokens.start..comma).any(|at| text.label(at) == Label::Root && text.tag(at).is_verb());
        if !astray || !alone || !told {
            return None;
        }
        let inside = |mention: &&Mention| comma < mention.tokens.start && mention.tokens.end == verb;
        let speaker = self.reading.mentions.iter().find(inside).filter(|mention| !mention.adjective)?.clone();
        (!self.cast.entities[speaker.entity].code.is_empty()).then(|| Saying {
            verb: Some(verb),
            speakers: vec![speaker],
            unknown: None,
            via: None,
            addressee: None,
            cue: verb..verb + 1,
            scope: tokens.start..comma,
        })
    }

    /// What the verb of saying `verb` tells.
    fn saying(&self, verb: usize) -> Option<Saying> {
        let text = self.text;
        let lemma = text.document.lemma(verb);
        let quoting = matches!(lemma, "quote" | "cite");
        // The `saying` of `quoted him as saying` belongs to `quoted`.
        let inside = text.label(verb) == Label::Pcomp
            && text
                .document
                .head(verb)
                .and_then(|preposition| text.document.head(preposition))
                .is_some_and(|above| matches!(text.document.lemma(above), "quote" | "cite"));
        let in_paper = self.in_paper(verb);
        // `went on to say`.
        let goes_on = text.label(verb) == Label::Xcomp
            && text.document.head(verb).is_some_and(|above| matches!(text.document.lemma(above), "go" | "continue"));
        // `if you say that Peru left`: nobody says it.
        let supposed = text.label(verb) == Label::Advcl
            && text.children.of(verb).any(|mark| mark < verb && text.is(mark, class::CONDITIONAL));
        let apart = text.label(verb) == Label::Acl && in_paper.is_empty() || text.has_to(verb) && !goes_on;
        if inside || supposed || apart {
            return None;
        }
        let heads = |head: Option<usize>| head.map(|head| self.reading.heads(text, head)).unwrap_or_default();
        let passive = text.is_passive(verb);
        let mut via = None;
        let teller = self.teller(verb);
        let subject = teller.or_else(|| text.subject(verb));
        let mut speakers = heads(subject);
        let mut telling = verb;
        if quoting {
            let (who, teller) =
                if passive { (speakers, heads(text.agent(verb))) } else { (heads(text.object(verb)), speakers) };
            via = teller
                .iter()
                .find(|mention| self.is_agency(mention))
                .map(|mention| self.cast.entities[mention.entity].name.clone());
            speakers = who;
            let as_saying = text.prepositions_with_clause(verb);
            telling = as_saying.unwrap_or(verb);
            if speakers.is_empty() {
                // `quoted Lee as saying` can be read as a clause: Lee is saying.
                speakers = heads(as_saying.and_then(|inner| text.child(inner, &[Label::Nsubj])));
            }
        } else if passive {
            // `it was announced by the army that Peru left`.
            speakers = heads(text.agent(verb));
            if speakers.is_empty() || text.child(verb, &[Label::Ccomp]).is_none() {
                return None;
            }
        } else if !in_paper.is_empty() {
            speakers = in_paper;
        } else if let Some(sure) = self.conviction(verb) {
            telling = sure;
        } else if let Some(subject) = subject.filter(|_| speakers.is_empty()) {
            speakers = self.authors(subject);
            // `one of his aides said`, but a member of a council is not the council.
            let all = text.counted_by(subject).filter(|_| text.document.lemma(subject) != "member");
            if let Some(all) = all.filter(|_| speakers.is_empty()) {
                speakers = self.reading.heads(text, all);
            }
        }
        let end = self.reading.tokens.end;
        if via.is_none() {
            via = self.medium(verb + 1..end.min(verb + 17));
        }
        let addressee = (lemma == "tell")
            .then(|| text.child(verb, &[Label::Dobj, Label::Dative]))
            .flatten()
            .and_then(|object| self.reading.heads(text, object).into_iter().next());
        let begins =
            teller.map_or_else(|| text.subject_phrase_start(verb), |teller| text.subtree(teller).start).min(verb);
        let scope = self.scope(verb, telling, begins);
        let nobody = |subject: usize| matches!(text.document.lemma(subject), "something" | "nothing" | "anything");
        let somebody =
            |&subject: &usize| text.tag(subject).is_noun() && !nobody(subject) || text.tag(subject) == Tag::Prp;
        let unknown = subject.filter(somebody).filter(|_| speakers.is_empty() && !quoting);
        Some(Saying { verb: Some(verb), speakers, unknown, via, addressee, cue: verb..verb + 1, scope })
    }

    /// The subject of a verb of saying behind what is said, where the parser took it for a part of that, `marched on Lima, witnesses
    /// said`, or took a noun of it for a subject, too.
    fn teller(&self, verb: usize) -> Option<usize> {
        let text = self.text;
        let said = text.child(verb, &[Label::Ccomp]).filter(|&said| said < verb);
        let mut subjects = text.children.of(verb).filter(|&child| child < verb && text.label(child) == Label::Nsubj);
        if let Some(first) = subjects.next() {
            return subjects
                .next_back()
                .filter(|&last| first < last && text.is_mark(text.subtree(last).start - 1, ','));
        }
        let said = said?;
        let comma = (said + 1..verb).rev().find(|&at| text.is_mark(at, ','))?;
        let inside = |at: usize| (comma + 1..verb).contains(&at);
        let noun = (comma + 1..verb).find(|&at| text.document.head(at).is_some_and(|head| !inside(head)))?;
        let phrase = text.subtree(noun);
        let named = text.tag(noun).is_noun() || text.tag(noun) == Tag::Cd;
        let whole = phrase.start == comma + 1 && phrase.end == verb && named;
        (whole && matches!(text.label(noun), Label::Conj | Label::Appos)).then_some(noun)
    }

    /// Whose the paper is that says something: `a statement by the army said`.
    fn authors(&self, paper: usize) -> Vec<Mention> {
        let text = self.text;
        let lemma = text.document.lemma(paper);
        // `A Times poll`, `the paper's domestic edition`.
        let edition = matches!(lemma, "poll" | "edition");
        if lemma == "paper" || lemma == "daily" {
            return self.heard.paper.and_then(|entity| self.again(paper, entity)).into_iter().collect();
        }
        if !edition && self.lexicon.classes.kind(text.tokens[paper].lemma) & PAPER == 0 {
            return Vec::new();
        }
        // `a statement issued by the army`.
        let issued = || {
            let issued = text.child(paper, &[Label::Acl]).filter(|&verb| is_published(text, verb))?;
            text.agent(issued)
        };
        if let Some(author) = text.author(paper).or_else(issued).or_else(|| text.child(paper, &[Label::Poss])) {
            return self.reading.heads(text, author);
        }
        // `A ministry statement said`.
        let phrase = text.base_phrase(paper);
        let before = |mention: &&Mention| phrase.start <= mention.tokens.start && mention.tokens.end <= paper;
        let issuer = self.reading.mentions.iter().rev().find(before).cloned();
        let before = || self.heard.issuer.filter(|_| is_statement(text, paper));
        issuer.or_else(|| self.again(paper, before()?)).into_iter().collect()
    }

    /// Whoever is spoken of again by `the statement`, `the paper`.
    fn again(&self, paper: usize, entity: usize) -> Option<Mention> {
        let text = self.text;
        let tokens = text.base_phrase(paper);
        let bare = tokens.len() == 2 && tokens.end == paper + 1 && text.of(tokens.start).eq_ignore_ascii_case("the");
        bare.then_some(Mention { tokens, head: paper, entity, adjective: false, place: false, pronoun: true })
    }

    /// Who says something `in a statement`, or whose statement says it.
    fn issues(&self, sayings: &[Saying]) -> Option<usize> {
        let text = self.text;
        let known = |saying: &&Saying| saying.verb.is_some() && !saying.speakers.is_empty();
        let stated = |saying: &&Saying| {
            let verb = saying.verb.into_iter();
            let papers = verb.flat_map(|verb| {
                text.prepositions(verb).map(|(_, paper)| paper).chain(text.subject(verb)).collect::<Vec<_>>()
            });
            papers.into_iter().any(|paper| is_statement(text, paper))
        };
        let saying = sayings.iter().filter(known).find(stated)?;
        saying
            .speakers
            .first()
            .map(|speaker| speaker.entity)
            .filter(|&entity| !self.cast.entities[entity].code.is_empty())
    }

    /// The words that are said: the complement clause, or what a quotation or comma sets apart before.
    fn scope(&self, verb: usize, telling: usize, begins: usize) -> Range<usize> {
        let (text, tokens) = (self.text, self.reading.tokens.clone());
        let complement = text.child(telling, &[Label::Ccomp]).or_else(|| text.child(verb, &[Label::Ccomp]));
        // `Days after Peru left, he said that he would stay`: when he said so is none of it.
        let other = complement
            .filter(|&when| when < verb && self.is_when(when))
            .and_then(|_| text.children.of(telling).find(|&child| child > verb && text.label(child) == Label::Ccomp));
        let complement = other.or(complement);
        let complement = complement.or_else(|| text.child(verb, &[Label::Xcomp]).filter(|_| self.is_forecast(verb)));
        if let Some(complement) = complement {
            let mut said = text.subtree(complement);
            if text.label(said.start) == Label::Mark {
                said.start += 1;
            }
            if said.start > verb {
                // `said that it has left and may return`: the second verb can be read as a second complement.
                let more = text.children.of(telling).filter(|&child| child > verb && text.label(child) == Label::Ccomp);
                let end = more.map(|child| text.subtree(child).end).max().unwrap_or(said.end);
                return said.start..end.max(said.end);
            }
            // `The talks failed, but trade goes on, he said`: all of it.
            let joined = text.label(verb) == Label::Conj
                && (tokens.start + 1..=begins).contains(&said.start)
                && text.of(said.start - 1).eq_ignore_ascii_case("but")
                && text.document.path_to_root(verb).skip(1).all(|above| text.label(above) == Label::Root);
            if joined && verb + 2 >= tokens.end {
                return tokens.start..begins;
            }
            // `talks, he said, had failed`: all of the sentence but the cue.
            let last = if said.end > verb { tokens.end } else { begins };
            return said.start..last.max(said.start);
        }
        // `as the army said, the town fell`, `the town fell, as the army put it`.
        if self.is_aside(verb) {
            let clause = text.subtree(verb);
            return if clause.start == tokens.start { clause.end..tokens.end } else { tokens.start..clause.start };
        }
        // `For decades, he said, talks had failed`: all around it is said.
        let apart = begins > tokens.start && before_comma_or_quote(text, begins) && text.is_mark(verb + 1, ',');
        if apart && text.label(verb) == Label::Parataxis {
            return tokens;
        }
        // `said in a statement it had left`: what stands in it is read as a clause about the paper.
        let stated = text.prepositions(verb).filter(|&(_, paper)| paper > verb).find_map(|(_, paper)| {
            let clause = text.child(paper, &[Label::Relcl, Label::Acl, Label::Ccomp])?;
            let subject = text.child(clause, &[Label::Nsubj, Label::Nsubjpass])?;
            let is_paper = self.lexicon.classes.kind(text.tokens[paper].lemma) & PAPER != 0;
            let relative = matches!(text.tag(subject), Tag::Wdt | Tag::Wp);
            (is_paper && !relative && text.document.lemma(verb) == "say").then_some(clause)
        });
        if let Some(clause) = stated {
            return text.subtree(clause);
        }
        // `denied charges of bombing the town`, `denied a report that Peru would leave`.
        if text.document.lemma(verb) == "deny"
            && let Some(noun) = text.child(verb, &[Label::Dobj])
            && self.lexicon.classes.kind(text.tokens[noun].lemma) & (ALLEGATION | PAPER) != 0
        {
            return noun + 1..text.subtree(noun).end.max(noun + 1);
        }
        let quote_after = (verb + 1..tokens.end.min(verb + 12)).find(|&token| text.tokens[token].is_quote());
        if begins == tokens.start
            && let Some(start) = quote_after
        {
            return start..tokens.end;
        }
        // `said that in talks with Peru he had`: read as a preposition.
        let opens = |token: usize| text.label(token) == Label::Mark || token == verb + 1 && text.tag(token) == Tag::In;
        let that = (verb + 1..tokens.end).find(|&token| text.of(token) == "that" && opens(token));
        if let Some(that) = that {
            return that + 1..tokens.end;
        }
        // The cue hangs inside of what it tells: `talks failed, he said`; but `after the talks, he continued to smile`.
        let adjunct = text.children.of(verb).any(|child| {
            text.subtree(child).contains(&tokens.start)
                && matches!(text.label(child), Label::Prep | Label::Advcl | Label::Advmod | Label::Npadvmod)
        });
        let quoted = begins.checked_sub(1).is_some_and(|before| text.tokens[before].is_quote());
        let acts = text.child(verb, &[Label::Xcomp, Label::Dobj]).is_some();
        if begins > tokens.start && before_comma_or_quote(text, begins) && (quoted || !adjunct && !acts) {
            return tokens.start..begins;
        }
        verb + 1..verb + 1
    }

    /// Whether a clause tells when something was: `days after Peru left`.
    fn is_when(&self, clause: usize) -> bool {
        let text = self.text;
        let time = |mark: usize| {
            matches!(
                text.of(mark).to_ascii_lowercase().as_str(),
                "after" | "before" | "since" | "when" | "while" | "as"
            )
        };
        text.children.of(clause).any(|mark| mark < clause && text.label(mark) == Label::Mark && time(mark))
    }

    /// `according to`: a speaker, or the agency through which another is heard.
    fn according(&self, token: usize, sayings: &mut Vec<Saying>) {
        let (text, reading) = (self.text, self.reading);
        let end = reading.tokens.end.min(token + 12);
        let Some(to) = (token + 1..end.min(token + 3)).find(|&at| text.of(at) == "to") else { return };
        let head = text.child(to, &[Label::Pobj]).or_else(|| text.child(token, &[Label::Pobj]));
        let speaker = head
            .and_then(|head| {
                let named = reading.heads(text, head).into_iter().next();
                // `an analysis of votes by Oxfam`, `a study released by Oxfam`.
                let writes = |at: usize| match text.label(at) {
                    Label::Prep => true,
                    Label::Agent => text.document.head(at).is_some_and(|verb| is_published(text, verb)),
                    _ => false,
                };
                let by = || {
                    let by = text.subtree(head).find(|&at| text.of(at) == "by" && writes(at))?;
                    reading.heads(text, text.child(by, &[Label::Pobj])?).into_iter().next()
                };
                named.or_else(|| self.authors(head).into_iter().next()).or_else(by)
            })
            .or_else(|| {
                reading
                    .mentions
                    .iter()
                    .filter(|mention| !mention.adjective || text.tag(mention.head).is_noun())
                    .find(|mention| mention.tokens.start > to && mention.tokens.start <= to + 2)
                    .cloned()
            });
        let unknown = head.filter(|&head| speaker.is_none() && self.tells_something(head));
        if speaker.is_none() && unknown.is_none() {
            return;
        }
        let agency = speaker.as_ref().filter(|speaker| self.is_agency(speaker));
        let name = agency.map(|agency| self.cast.entities[agency.entity].name.clone());
        match sayings.iter_mut().find(|saying: &&mut Saying| !saying.speakers.is_empty()) {
            Some(saying) if name.is_some() => saying.via = name,
            _ => {
                let end =
                    speaker.as_ref().map_or_else(|| text.base_phrase(head.unwrap_or(to)).end, |who| who.tokens.end);
                // `In May, according to Peru, rebels shot`, `rebels, according to Peru, shot`: nothing is told before.
                let told = |mut range: Range<usize>| range.any(|at| text.tag(at).is_verb());
                let apart = text.is_mark(token - token.min(1), ',');
                let at_start = token == reading.tokens.start || apart && !told(reading.tokens.start..token);
                let scope = if at_start { end..reading.tokens.end } else { reading.tokens.start..token };
                let (cue, speakers) = (token..to + 1, Vec::from_iter(speaker));
                sayings.push(Saying { verb: None, speakers, unknown, via: None, addressee: None, cue, scope });
            }
        }
    }

    /// Whether a noun is what tells something, whoever that is: `a source`, `published reports`; but not `the rules`.
    fn tells_something(&self, noun: usize) -> bool {
        let text = self.text;
        let paper = self.lexicon.classes.kind(text.tokens[noun].lemma) & PAPER != 0;
        paper && text.document.lemma(noun) != "order"
            || matches!(
                text.document.lemma(noun),
                "source"
                    | "official"
                    | "witness"
                    | "member"
                    | "media"
                    | "poll"
                    | "copy"
                    | "account"
                    | "telex"
                    | "email"
                    | "e-mail"
                    | "paper"
                    | "newspaper"
                    | "record"
                    | "filing"
                    | "figure"
                    | "estimate"
                    | "analyst"
                    | "expert"
            )
    }

    /// In whose view it is: `in Peru's view, the pact is broken`, `in the opinion of Peru`.
    fn view(&self, token: usize) -> Option<Saying> {
        let (text, tokens) = (self.text, self.reading.tokens.clone());
        let view = text.child(token, &[Label::Pobj])?;
        let held = matches!(text.document.lemma(view), "view" | "opinion" | "judgment" | "judgement" | "words");
        let held = held || text.document.lemma(view) == "word" && text.tag(view) == Tag::Nns;
        let whose = text.child(view, &[Label::Poss]).or_else(|| text.part_of(view)).filter(|_| held)?;
        let end = text.subtree(token).end;
        // It stands apart from what is so: `in Peru's view, …`, `…, in Peru's view`.
        let first = token == tokens.start && text.is_mark(end, ',');
        let scope = if first { end..tokens.end } else { tokens.start..token };
        if !first && !token.checked_sub(1).is_some_and(|before| text.is_mark(before, ',')) {
            return None;
        }
        let speakers = self.reading.heads(text, whose);
        (!speakers.is_empty()).then(|| Saying {
            verb: None,
            speakers,
            unknown: None,
            via: None,
            addressee: None,
            cue: token..view + 1,
            scope,
        })
    }

    fn is_agency(&self, mention: &Mention) -> bool {
        self.cast.entities[mention.entity].kind == EntityKind::Agency
    }

    /// The medium named in `range`: `Twitter` of `on Twitter`.
    fn medium(&self, range: Range<usize>) -> Option<String> {
        let text = self.text;
        range.clone().find_map(|at| {
            let words = text.tokens.get(at..range.end)?.iter().map(|token| token.lower);
            match self.lexicon.cues.phrase(words) {
                Some((length, PhraseKind::Medium, _)) => {
                    let noun =
                        (at..at + length).find(|&token| !text.is(token, class::PREPOSITION | class::DETERMINER))?;
                    Some(text.span(&(noun..at + length)).of(text.body).to_owned())
                }
                _ => None,
            }
        })
    }
}

/// Whether a noun is a statement that somebody issues.
fn is_statement(text: &Text<'_>, noun: usize) -> bool {
    matches!(text.document.lemma(noun), "statement" | "communique" | "release" | "announcement" | "letter")
}

/// Whether a verb says who a paper comes from: `released by the army`.
fn is_published(text: &Text<'_>, verb: usize) -> bool {
    matches!(
        text.document.lemma(verb),
        "release" | "publish" | "issue" | "sign" | "conduct" | "prepare" | "write" | "draft" | "circulate"
    )
}

fn before_comma_or_quote(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| text.is_mark(before, ',') || text.tokens[before].is_quote())
}
