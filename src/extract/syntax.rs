//! Grammar as events and sayings ask for it: subjects and objects through voice, control, relative clauses and coordination.
//!
//! All of it walks the trees of the linguistic core (ClearNLP labels). Nothing is copied: a question is answered by looking at
//! a few tokens around the one that is asked about.

use std::ops::Range;

use crate::nlp::{Document, EntityKind as Kind, Label, Tag};

use super::lexicon::words::WordId;
use super::text::Text;

/// Nouns that count or group what follows `of`.
const PARTITIVES: &[&str] = &[
    "group",
    "number",
    "dozen",
    "score",
    "hundred",
    "thousand",
    "million",
    "one",
    "some",
    "most",
    "many",
    "all",
    "both",
    "majority",
    "member",
    "crowd",
    "team",
    "handful",
    "couple",
    "several",
    "band",
    "gang",
    "convoy",
    "pair",
    "none",
    "coalition",
    "series",
    "wave",
    "part",
    "half",
    "any",
    "each",
    "few",
    "more",
    "rest",
    "kind",
    "list",
    "range",
    "round",
    "remnant",
    "element",
    "column",
    "contingent",
    "detachment",
];

/// What hangs on each token, in order.
#[derive(Clone, Debug, Default)]
pub struct Children {
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Children {
    /// Those of all trees of `document`; sentences without a tree have none.
    pub fn new(document: &Document) -> Children {
        let count = document.len();
        let mut starts = vec![0u32; count + 1];
        let head = |token: usize| document.head(token).filter(|_| document.is_parsed(document.sentence_of(token)));
        for head in (0..count).filter_map(head) {
            starts[head + 1] += 1;
        }
        for token in 0..count {
            starts[token + 1] += starts[token];
        }
        let mut next = starts.clone();
        let mut list = vec![0u32; starts[count] as usize];
        for token in 0..count {
            if let Some(head) = head(token) {
                list[next[head] as usize] = token as u32;
                next[head] += 1;
            }
        }
        Children { starts, list }
    }

    /// The children of `token`, from left to right.
    pub fn of(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + Clone + '_ {
        let range = match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        self.list[range].iter().map(|&child| child as usize)
    }
}

/// Nouns that make an adverbial phrase with `in` and have no article then.
const ADVERBIAL: &[&str] =
    &["detail", "public", "private", "principle", "secret", "writing", "return", "advance", "full"];

/// How many steps any walk takes: trees are not deeper, and a damaged one must end.
const DEPTH: usize = 12;

/// What is sent or written to somebody in words.
const MESSAGES: &[&str] = &[
    "letter",
    "message",
    "note",
    "telegram",
    "cable",
    "memo",
    "email",
    "e-mail",
    "ultimatum",
    "appeal",
    "request",
    "petition",
    "call",
    "envoy",
    "delegation",
    "text",
];

/// What a letter does.
const WRITTEN: &[&str] = &[
    "threaten",
    "demand",
    "urge",
    "ask",
    "warn",
    "call",
    "accuse",
    "condemn",
    "offer",
    "invite",
    "request",
    "express",
    "thank",
    "congratulate",
    "protest",
    "seek",
    "promise",
    "appeal",
    "propose",
];

/// Verbs of what is done to people, which have an object unless they are passive.
const NEVER_WITHOUT_OBJECT: &[&str] = &[
    "order",
    "force",
    "tell",
    "urge",
    "require",
    "allow",
    "compel",
    "permit",
    "instruct",
    "oblige",
    "advise",
    "send",
    "bring",
    "stab",
    "handcuff",
    "transfer",
    "arrest",
    "detain",
    "jail",
    "imprison",
    "expel",
    "deport",
    "extradite",
    "evict",
    "exile",
    "banish",
    "charge",
    "convict",
    "sentence",
    "fine",
    "execute",
    "kill",
    "wound",
    "injure",
    "hospitalize",
    "abduct",
    "kidnap",
    "torture",
    "release",
    "free",
    "pardon",
    "sack",
    "dismiss",
    "suspend",
    "oust",
    "topple",
    "depose",
    "ban",
    "bar",
    "accuse",
    "criticize",
    "criticise",
    "condemn",
    "denounce",
    "blame",
    "question",
    "interrogate",
    "seize",
    "confiscate",
    "impound",
    "destroy",
    "defeat",
    "capture",
    "ambush",
    "bomb",
];

impl Text<'_> {
    /// The label of a token.
    pub fn label(&self, token: usize) -> Label {
        self.document.label(token)
    }

    /// The tag of a token.
    pub fn tag(&self, token: usize) -> Tag {
        self.document.tag(token)
    }

    /// The first child of `token` with one of `labels`.
    pub fn child(&self, token: usize, labels: &[Label]) -> Option<usize> {
        self.children.of(token).find(|&child| labels.contains(&self.label(child)))
    }

    /// Whether the token is a verb that heads something, and no auxiliary.
    pub fn is_verb(&self, token: usize) -> bool {
        self.tag(token).is_verb()
            && !matches!(self.label(token), Label::Aux | Label::Auxpass | Label::Amod | Label::Compound)
    }

    /// Whether what the tree calls a subject is acted on.
    pub fn is_passive(&self, verb: usize) -> bool {
        let mut verb = verb;
        for _ in 0..DEPTH {
            if self.tag(verb) != Tag::Vbn && self.tag(verb) != Tag::Vbd {
                return false;
            }
            // `found itself condemned by Chad`.
            let itself = |child: usize| self.label(child) == Label::Nsubj && self.is_reflexive(child);
            let by = self.child(verb, &[Label::Agent]).is_some();
            if by && self.children.of(verb).any(itself) {
                return true;
            }
            for child in self.children.of(verb) {
                match self.label(child) {
                    Label::Auxpass | Label::Nsubjpass | Label::Agent => return true,
                    // `to be attacked`.
                    Label::Aux if self.tag(child) == Tag::To => {}
                    Label::Aux | Label::Nsubj => return false,
                    _ => {}
                }
            }
            match (self.label(verb), self.document.head(verb)) {
                // `was seized and burned`: without an auxiliary of its own, like the verb before it.
                (Label::Conj, Some(head)) if self.tag(head) == self.tag(verb) || self.lacks_object(verb) => verb = head,
                // `soldiers killed by rebels`, `killed by rebels, they …`.
                (Label::Acl | Label::Amod, _) => return self.tag(verb) == Tag::Vbn,
                (Label::Advcl, _) => return self.tag(verb) == Tag::Vbn,
                _ => return false,
            }
        }
        false
    }

    /// Whether a word is `itself` or the like.
    fn is_reflexive(&self, token: usize) -> bool {
        matches!(self.of(token), "itself" | "himself" | "herself" | "themselves")
    }

    /// Whether a verb that is never without object has none: `was seized and expelled`, where the tagger takes the one for a
    /// participle and the other for a past tense.
    fn lacks_object(&self, verb: usize) -> bool {
        NEVER_WITHOUT_OBJECT.contains(&self.document.lemma(verb))
            && self.child(verb, &[Label::Dobj, Label::Dative, Label::Ccomp]).is_none()
    }

    /// The first conjunct of the coordination that `token` belongs to.
    fn first_conjunct(&self, token: usize) -> usize {
        let mut first = token;
        for _ in 0..DEPTH {
            match self.document.head(first).filter(|_| self.label(first) == Label::Conj) {
                Some(head) => first = head,
                None => break,
            }
        }
        first
    }

    /// `token` and what is coordinated with it after it.
    pub fn with_conjuncts(&self, token: usize) -> Vec<usize> {
        let mut all = vec![token];
        let mut last = token;
        for _ in 0..DEPTH {
            // `Peru but not Chile`.
            let other = |child: usize| self.tag(child).is_noun() && self.child(child, &[Label::Neg]).is_some();
            let joined = |child: usize| child > last && self.label(child) == Label::Conj && !other(child);
            match self.children.of(last).find(|&child| joined(child)) {
                Some(next) => {
                    all.push(next);
                    last = next;
                }
                None => break,
            }
        }
        all
    }

    /// Whether a verb is finite by itself or by its auxiliary: `left`, `has left`; `leave` may be an infinitive.
    fn is_finite(&self, verb: usize) -> bool {
        let finite = |at: usize| matches!(self.tag(at), Tag::Vbd | Tag::Vbz);
        let helped = |at: usize| finite(at) || matches!(self.tag(at), Tag::Vbp | Tag::Md);
        finite(verb) || self.child(verb, &[Label::Aux, Label::Auxpass]).is_some_and(helped)
    }

    /// The token that the tree, or control, gives a verb as its subject, whatever the voice: the head of a noun phrase.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut verb = verb;
        for _ in 0..DEPTH {
            if let Some(subject) = self.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj])
                && !self.is_object_before(subject, verb)
                && !self.is_reflexive(subject)
            {
                return Some(self.antecedent(verb, subject).unwrap_or(subject));
            }
            let head = self.document.head(verb)?;
            match self.label(verb) {
                // `Troops arrived, but a bomb went off, wounding two`: it belongs to the nearer clause.
                Label::Advcl if self.tag(verb) == Tag::Vbg => {
                    let between = |&clause: &usize| {
                        self.label(clause) == Label::Conj
                            && (head..verb).contains(&clause)
                            && self.child(clause, &[Label::Nsubj, Label::Nsubjpass]).is_some()
                    };
                    verb = self.children.of(head).rfind(between).unwrap_or(head);
                    if verb != head {
                        return self.child(verb, &[Label::Nsubj, Label::Nsubjpass]);
                    }
                }
                // `Peru wants Chile to leave and has closed its ports`: what is finite is joined to what is.
                // `helped Chile recover and called for talks`, too.
                Label::Conj if (self.has_to(head) || self.is_bare(head)) && self.is_finite(verb) => {
                    let open = |at: usize| self.has_to(at) || self.is_bare(at);
                    verb = self.document.path_to_root(head).find(|&at| self.is_verb(at) && !open(at))?;
                }
                Label::Conj | Label::Advcl | Label::Dep | Label::Parataxis => verb = head,
                Label::Xcomp | Label::Oprd => match self.child(head, &[Label::Dobj, Label::Dative]) {
                    // `urged Iran to leave`: the object leaves; `promised Iran to leave`: the subject does.
                    Some(object) if self.label(object) == Label::Dobj && !self.promises(head) => return Some(object),
                    _ => verb = head,
                },
                Label::Ccomp if self.has_to(verb) => verb = head,
                // `Having met Chile, Peru left`, `Long criticised by Chile, Peru left`.
                Label::Ccomp if verb < head && self.is_participle(verb) => verb = head,
                // `found itself condemned`.
                Label::Ccomp if self.child(verb, &[Label::Nsubj]).is_some_and(|own| self.is_reflexive(own)) => {
                    verb = head
                }
                // `said Russia has moved troops and may invade`: coordinated, but read as a second complement.
                Label::Ccomp => {
                    let mut before =
                        self.children.of(head).filter(|&other| other < verb && self.label(other) == Label::Ccomp);
                    return before.next_back().and_then(|other| self.child(other, &[Label::Nsubj, Label::Nsubjpass]));
                }
                // `ready to leave`, `soldiers trying to leave`, `the man who`.
                Label::Acl => {
                    if self.tag(verb) == Tag::Vb {
                        // `a promise to leave`: whoever promises.
                        return self.owner(head).or_else(|| self.holder_subject(head));
                    }
                    // `wrote to the minister threatening to resign`: not the minister does.
                    match self.writer(verb, head) {
                        Some(above) => verb = above,
                        None => return Some(head),
                    }
                }
                Label::Relcl => return Some(self.described_by(head).unwrap_or(head)),
                Label::Pcomp => {
                    // `accused Iran of helping`: Iran helps; `by helping`: the subject does.
                    let governor = self.document.head(head)?;
                    // `launched an attack on the government calling it corrupt`.
                    if let Some(object) = self.child(verb, &[Label::Nsubj])
                        && self.is_object_before(object, verb)
                    {
                        match self.tag(governor).is_verb() {
                            true => verb = governor,
                            false => return self.owner(governor).or_else(|| self.holder_subject(governor)),
                        }
                        continue;
                    }
                    if !self.tag(governor).is_verb() {
                        return self.owner(governor).or_else(|| self.holder_subject(governor));
                    }
                    let preposition = self.of(head).to_ascii_lowercase();
                    match self.child(governor, &[Label::Dobj, Label::Nsubjpass]) {
                        Some(object) if matches!(preposition.as_str(), "of" | "for" | "from" | "into") => {
                            return Some(object);
                        }
                        _ => verb = governor,
                    }
                }
                _ if self.tag(head).is_verb() => verb = head,
                // `ready to leave`, `poised to leave`.
                _ if matches!(self.label(head), Label::Acomp | Label::Attr | Label::Oprd) => verb = head,
                _ => return None,
            }
        }
        None
    }

    /// Whether a verb that has no subject of its own is a participle.
    fn is_participle(&self, verb: usize) -> bool {
        match self.child(verb, &[Label::Aux, Label::Auxpass]) {
            Some(aux) => self.tag(aux) == Tag::Vbg,
            None => matches!(self.tag(verb), Tag::Vbn | Tag::Vbg),
        }
    }

    /// Whether what is read as the subject of a participle is the object of the preposition before both, and somebody else does what
    /// the participle says: `an attack on the government calling it corrupt`, but `an attack on rebels holding the town`.
    fn is_object_before(&self, noun: usize, verb: usize) -> bool {
        if self.label(verb) != Label::Pcomp {
            return false;
        }
        let Some(preposition) = self.document.head(verb) else { return false };
        let written = self.of(preposition) == "to" && WRITTEN.contains(&self.document.lemma(verb));
        let about = || self.child(verb, &[Label::Dobj]).is_some_and(|object| self.tag(object) == Tag::Prp);
        (written || about()) && self.object_of_preposition(preposition) == Some(noun)
    }

    /// The verb of writing to `noun` on which the participle `clause` ought to hang rather than on the noun: it tells what is written.
    fn writer(&self, clause: usize, noun: usize) -> Option<usize> {
        if self.tag(clause) != Tag::Vbg
            || self.label(noun) != Label::Pobj
            || !WRITTEN.contains(&self.document.lemma(clause))
        {
            return None;
        }
        let preposition = self.document.head(noun).filter(|&preposition| self.of(preposition) == "to")?;
        let above = self.document.head(preposition)?;
        if self.tag(above).is_verb() {
            let object = self.child(above, &[Label::Dobj]);
            let message = object.is_some_and(|object| MESSAGES.contains(&self.document.lemma(object)));
            return (message || self.document.lemma(above) == "write").then_some(above);
        }
        let holder = self.document.head(above).filter(|&verb| self.tag(verb).is_verb())?;
        (self.label(above) == Label::Dobj && MESSAGES.contains(&self.document.lemma(above))).then_some(holder)
    }

    /// Whether the subject, not the object, of this verb does what the infinitive says.
    pub fn promises(&self, verb: usize) -> bool {
        matches!(self.document.lemma(verb), "promise" | "vow" | "use" | "take" | "hold" | "make" | "threaten")
    }

    /// Whether a verb is an infinitive without `to`: `helped Chile recover`.
    fn is_bare(&self, verb: usize) -> bool {
        let clause = self.tag(verb) == Tag::Vb && self.label(verb) == Label::Ccomp;
        clause && self.child(verb, &[Label::Aux, Label::Auxpass, Label::Mark]).is_none()
    }

    /// Whether the verb is an infinitive with `to`.
    pub fn has_to(&self, verb: usize) -> bool {
        self.children.of(verb).any(|child| self.tag(child) == Tag::To && self.label(child) == Label::Aux)
    }

    /// Whether a form of `have` stands beside a verb: `has attacked`, `would have attacked`, `said to have attacked`.
    pub fn is_perfect(&self, verb: usize) -> bool {
        let have = |child: usize| self.label(child) == Label::Aux && self.document.lemma(child) == "have";
        self.children.of(verb).any(have)
    }

    /// Whose a noun is: its genitive, or what follows `by` (`the decision by Brazil to expel him`).
    fn owner(&self, noun: usize) -> Option<usize> {
        self.child(noun, &[Label::Poss]).or_else(|| {
            let by = self.children.of(noun).find(|&child| child > noun && self.of(child) == "by")?;
            self.child(by, &[Label::Pobj])
        })
    }

    /// The subject of the verb that a noun is object of.
    fn holder_subject(&self, noun: usize) -> Option<usize> {
        let holder = self.document.head(noun).filter(|&head| self.tag(head).is_verb())?;
        self.child(holder, &[Label::Nsubj])
    }

    /// What the relative word `word`, an argument of `verb`, stands for.
    fn antecedent(&self, verb: usize, word: usize) -> Option<usize> {
        let relative =
            matches!(self.tag(word), Tag::Wdt | Tag::Wp) || self.tag(word) == Tag::In && self.of(word) == "that";
        if !relative {
            return None;
        }
        // `the ship which Peru threatened to attack`: it stands in what the clause about the ship says.
        let mut clause = self.first_conjunct(verb);
        for _ in 0..2 {
            // But not the question in `which wants to know who attacked`.
            let above = self.document.head(clause);
            match above.filter(|_| matches!(self.label(clause), Label::Xcomp | Label::Ccomp)) {
                Some(above) if word < above => clause = self.first_conjunct(above),
                _ => break,
            }
        }
        let above = self.document.head(clause)?;
        match self.label(clause) {
            Label::Relcl => Some(above),
            // `It was Peru that attacked`.
            Label::Ccomp if self.document.lemma(above) == "be" => {
                let it = self.child(above, &[Label::Nsubj]).is_some_and(|it| self.of(it).eq_ignore_ascii_case("it"));
                self.child(above, &[Label::Attr]).filter(|&who| it && who < word)
            }
            _ => None,
        }
    }

    /// The direct object of an active verb, or what a relative clause says it is.
    pub fn object(&self, verb: usize) -> Option<usize> {
        if let Some(object) = self.child(verb, &[Label::Dobj]) {
            return Some(self.antecedent(verb, object).unwrap_or(object));
        }
        // `airlifted wounded soldiers`: the participle is read as a verb with the object.
        let participle = self.child(verb, &[Label::Xcomp]).filter(|&at| at == verb + 1 && self.tag(at) == Tag::Vbn);
        if let Some(object) = participle.and_then(|at| self.child(at, &[Label::Dobj])) {
            return Some(object);
        }
        if let Some(object) = self.child(verb, &[Label::Dative]).filter(|&dative| self.tag(dative).is_noun()) {
            return Some(object);
        }
        // `the man whom Iran arrested`, `the man Iran arrested`.
        if self.label(verb) == Label::Relcl
            && let Some(subject) = self.child(verb, &[Label::Nsubj])
            && self.antecedent(verb, subject).is_none()
            && self.child(verb, &[Label::Ccomp, Label::Xcomp]).is_none()
        {
            return self.document.head(verb);
        }
        if let Some(object) = self.object_of_clause(verb) {
            return Some(object);
        }
        // `found the regime guilty`: read as a clause without a verb.
        if let Some(inner) = self.child(verb, &[Label::Ccomp, Label::Xcomp]).filter(|&inner| !self.tag(inner).is_verb())
            && let Some(object) = self.child(inner, &[Label::Nsubj])
        {
            return Some(object);
        }
        // `freed 20 soldiers captured in May`: read as a clause of which the soldiers are the subject.
        let reduced = self.children.of(verb).find(|&inner| {
            let participle = matches!(self.tag(inner), Tag::Vbn | Tag::Vbg | Tag::Vb);
            let bare = self
                .children
                .of(inner)
                .all(|child| !matches!(self.label(child), Label::Aux | Label::Auxpass | Label::Mark));
            participle
                && bare
                && inner > verb
                && matches!(self.label(inner), Label::Advcl | Label::Ccomp | Label::Xcomp)
        });
        if let Some(inner) = reduced
            && let Some(object) = self.child(inner, &[Label::Nsubj])
            && self.subtree(object).start == verb + 1
        {
            return Some(object);
        }
        if let Some(object) = self.after_adverbial(verb) {
            return Some(object);
        }
        // `attacked and destroyed villages`: the object of the last verb belongs to the one before it, too.
        let next = self.child(verb, &[Label::Conj]).filter(|&next| self.tag(next) == self.tag(verb))?;
        let directly =
            self.children.of(verb).all(|child| child < verb || child >= next || self.label(child) == Label::Cc);
        if directly && self.child(next, &[Label::Nsubj, Label::Nsubjpass]).is_none() && next <= verb + 3 {
            return self.child(next, &[Label::Dobj]);
        }
        None
    }

    /// What a relative clause is about whose infinitive lacks an object: `the ship which Peru threatened to attack`.
    fn object_of_clause(&self, verb: usize) -> Option<usize> {
        let above = self.document.head(verb).filter(|_| self.label(verb) == Label::Xcomp && self.has_to(verb))?;
        let meant = matches!(
            self.document.lemma(above),
            "threaten" | "try" | "attempt" | "want" | "seek" | "plan" | "hope" | "vow" | "refuse" | "intend" | "decide"
        );
        let word = self.child(above, &[Label::Dobj]).filter(|&word| meant && word < above)?;
        self.antecedent(above, word)
    }

    /// The object that stands after `in detail`, `in public` and the like and is read as one noun with it:
    /// `laid out in detail demands that …`.
    fn after_adverbial(&self, verb: usize) -> Option<usize> {
        let mut phrases: Vec<usize> = self.children.of(verb).filter(|&child| child > verb).collect();
        for index in 0..phrases.len().min(4) {
            let below = self.child(phrases[index], &[Label::Pobj]);
            phrases
                .extend(below.into_iter().flat_map(|noun| self.children.of(noun).filter(move |&child| child > noun)));
        }
        phrases.into_iter().filter(|&preposition| self.of(preposition) == "in").find_map(|preposition| {
            let noun = self.child(preposition, &[Label::Pobj])?;
            let fixed = self
                .child(noun, &[Label::Compound])
                .filter(|&first| first == preposition + 1 && ADVERBIAL.contains(&self.document.lemma(first)));
            fixed.map(|_| noun)
        })
    }

    /// The object of the preposition `by` of a passive.
    pub fn agent(&self, verb: usize) -> Option<usize> {
        let by = self.child(verb, &[Label::Agent]).or_else(|| {
            // `was shot at by police`.
            let alone = |&at: &usize| self.label(at) == Label::Prep && self.child(at, &[Label::Pobj]).is_none();
            self.by(verb)
                .or_else(|| self.children.of(verb).filter(alone).find_map(|at| self.by(at)))
                .or_else(|| self.agent_of_all(verb))
                .or_else(|| self.agent_behind(verb))
        })?;
        self.child(by, &[Label::Pobj])
    }

    /// The preposition `by` that hangs on a word.
    fn by(&self, word: usize) -> Option<usize> {
        self.children.of(word).find(|&child| self.label(child) == Label::Prep && self.of(child) == "by")
    }

    /// The preposition `by` of a passive that seems to hang on a noun before it: `was handed to the army by Chad`, `was denied entry by
    /// Chad`.
    fn agent_behind(&self, verb: usize) -> Option<usize> {
        let participle = self.label(verb) == Label::Acl && self.tag(verb) == Tag::Vbn;
        if !participle && self.child(verb, &[Label::Auxpass]).is_none() {
            return None;
        }
        self.children.of(verb).filter(|&at| at > verb).find_map(|at| match (self.label(at), self.of(at)) {
            // `was refused leave to land by Chad`.
            (Label::Dobj, _) => self.by(at).or_else(|| self.by(self.child(at, &[Label::Acl])?)),
            // `was praised for its stand by Chad`: the stand is the other's.
            (Label::Prep | Label::Dative, "for" | "over") => {
                let stand = self.child(at, &[Label::Pobj])?;
                let own = self.child(stand, &[Label::Poss]).is_some_and(|own| self.tag(own) == Tag::PrpPoss);
                self.by(stand).filter(|_| own)
            }
            // `was praised as a friend by Chad`, `was praised as exemplary by Chad`.
            (Label::Prep | Label::Dative, "to" | "onto" | "into" | "from" | "aboard" | "with" | "as") => {
                self.by(self.child(at, &[Label::Pobj, Label::Amod])?)
            }
            // `was convicted of theft by a court`, `was held on suspicion of theft by Chad`.
            (Label::Prep, "of" | "on") => {
                let first = self.child(at, &[Label::Pobj])?;
                let inner = self.part_of(first);
                self.by(first).or_else(|| self.by(inner?))
            }
            // `was received in Lima by Chad`: a town or a day is not by anybody.
            (Label::Prep, "in" | "at" | "near" | "outside" | "before" | "after") => {
                let there = self.child(at, &[Label::Pobj])?;
                let kind = self.document.entity_at(there)?.kind;
                let somewhere = matches!(kind, Kind::Gpe | Kind::Loc | Kind::Fac | Kind::Date | Kind::Time);
                self.by(there).filter(|_| somewhere)
            }
            _ => None,
        })
    }

    /// The preposition `by` that follows the last of several participles: `were armed, trained and paid by Chad`.
    fn agent_of_all(&self, verb: usize) -> Option<usize> {
        if self.tag(verb) != Tag::Vbn || self.child(verb, &[Label::Dobj, Label::Prep]).is_some() {
            return None;
        }
        let participle = |at: &usize| {
            let own = self.child(*at, &[Label::Nsubj, Label::Nsubjpass, Label::Aux, Label::Auxpass, Label::Dobj]);
            self.tag(*at) == Tag::Vbn && own.is_none()
        };
        let mut rest = self.with_conjuncts(verb).into_iter().skip(1).take_while(participle);
        rest.find_map(|at| self.child(at, &[Label::Agent]))
    }

    /// Who wrote a paper: `the army` in `a statement by the army`.
    pub fn author(&self, paper: usize) -> Option<usize> {
        let mut by = self.prepositions(paper).filter(|&(at, _)| matches!(self.of(at), "of" | "by" | "from"));
        by.next().map(|(_, author)| author)
    }

    /// What stands after `of` behind a noun: `settlers` for `group` in `a group of settlers`.
    pub fn part_of(&self, noun: usize) -> Option<usize> {
        let of = self.children.of(noun).find(|&child| child > noun && self.of(child) == "of")?;
        self.child(of, &[Label::Pobj])
    }

    /// The same, where the noun only counts or groups it, and for `most of the settlers`, `two of them`.
    pub fn counted_by(&self, head: usize) -> Option<usize> {
        let counts = || PARTITIVES.contains(&self.document.lemma(head).to_ascii_lowercase().as_str());
        if self.tag(head) == Tag::Cd || counts() { self.part_of(head) } else { None }
    }

    /// The one to whom something is given: a second object, or what follows `to` as a dative.
    pub fn recipient(&self, verb: usize) -> Option<usize> {
        let Some(dative) = self.child(verb, &[Label::Dative]) else {
            // `gave the miners two days`: read as two objects.
            let mut objects = self.children.of(verb).filter(|&child| self.label(child) == Label::Dobj);
            let first = objects.next()?;
            let other = objects.next().is_some();
            // `promised Chile aid`, `gave Chile landing rights`: read as one object.
            let name = verb + 1;
            let inside = first > name
                && self.label(name) == Label::Compound
                && self.document.head(name) == Some(first)
                && self.tag(name) == Tag::Nnp
                && !(name + 1..=first).any(|at| self.tag(at).is_proper());
            return if other { Some(first) } else { Some(name).filter(|_| inside) };
        };
        if self.tag(dative).is_noun() || self.tag(dative) == Tag::Prp {
            return Some(dative);
        }
        self.child(dative, &[Label::Pobj])
    }

    /// The objects of the preposition `word` that hang on `token`, in order; also those of prepositions in a row
    /// (`out of`, `along with`).
    pub fn after_preposition(&self, token: usize, word: WordId) -> impl Iterator<Item = usize> + '_ {
        let preposition = move |child: usize| {
            matches!(self.label(child), Label::Prep | Label::Agent | Label::Dative | Label::Prt | Label::Advmod)
        };
        self.children.of(token).filter(move |&child| preposition(child)).flat_map(move |child| {
            // `gave aid, according to Peru`, `because of Peru`: the second word belongs to the first.
            let first = self.of(child).to_ascii_lowercase();
            let one = matches!(
                first.as_str(),
                "according"
                    | "due"
                    | "thanks"
                    | "owing"
                    | "prior"
                    | "contrary"
                    | "because"
                    | "instead"
                    | "ahead"
                    | "regardless"
            );
            let nested = self.children.of(child).filter(move |&inner| self.label(inner) == Label::Prep && !one);
            std::iter::once(child)
                .chain(nested)
                .filter(move |&at| self.tokens[at].lower == word)
                .filter_map(|at| self.object_of_preposition(at).or_else(|| self.child(at, &[Label::Pcomp])))
        })
    }

    /// The prepositions that hang on `token`, each with its object.
    pub fn prepositions(&self, token: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.children
            .of(token)
            .filter(|&child| matches!(self.label(child), Label::Prep | Label::Agent | Label::Dative))
            .filter(|&child| !self.is_absolute(child))
            .filter_map(|child| {
                let object = self.object_of_preposition(child).or_else(|| {
                    self.children
                        .of(child)
                        .filter(|&inner| self.label(inner) == Label::Prep)
                        .find_map(|inner| self.child(inner, &[Label::Pobj]))
                })?;
                Some((child, object))
            })
    }

    /// The noun that follows a preposition, also where a participle after it or before it is read as the object:
    /// `an attack on the government calling it corrupt`, `a letter to Athens warning of war`, `against visiting envoy Ada Crane`.
    pub fn object_of_preposition(&self, preposition: usize) -> Option<usize> {
        let object = self.child(preposition, &[Label::Pobj, Label::Pcomp])?;
        if self.label(object) == Label::Pobj {
            let name = object.checked_sub(1).filter(|&name| {
                name > preposition
                    && self.label(name) == Label::Compound
                    && self.document.head(name) == Some(object)
                    && self.tag(name).is_proper()
                    && self.of(object) == "warning"
                    && self.children.of(object).all(|child| child >= name || self.tag(child).is_proper())
            });
            return name.or(Some(object));
        }
        if self.tag(object) != Tag::Vbg {
            return None;
        }
        if object == preposition + 1 {
            // But `by visiting Chilean ports`.
            return self.child(object, &[Label::Dobj]).filter(|&noun| {
                self.of(object) == "visiting"
                    && match self.of(preposition) {
                        "with" | "against" | "to" => true,
                        "by" => noun > object + 1 && self.tag(noun).is_proper(),
                        _ => false,
                    }
            });
        }
        // `with Iran refusing to join` is a clause.
        let whom = matches!(self.of(preposition), "to" | "on" | "against" | "at" | "toward" | "towards");
        self.child(object, &[Label::Nsubj])
            .filter(|&noun| whom && noun < object && self.child(object, &[Label::Aux, Label::Auxpass]).is_none())
    }

    /// Whether a preposition opens a phrase of time or occasion: `after the talks`, `because of the raids`.
    pub fn is_circumstance(&self, preposition: usize) -> bool {
        match self.of(preposition).to_ascii_lowercase().as_str() {
            "after" | "before" | "since" | "during" | "amid" | "despite" | "following" | "because" | "due"
            | "until" | "according" => true,
            "in" => self.occasion(preposition).is_some(),
            _ => false,
        }
    }

    /// The noun of a phrase that says on what occasion something is done: `response` in `in response to the raid`.
    pub fn occasion(&self, preposition: usize) -> Option<usize> {
        if !self.of(preposition).eq_ignore_ascii_case("in") {
            return None;
        }
        let noun = self.child(preposition, &[Label::Pobj])?;
        let occasion = matches!(
            self.document.lemma(noun),
            "response"
                | "reaction"
                | "reply"
                | "retaliation"
                | "revenge"
                | "wake"
                | "aftermath"
                | "light"
                | "view"
                | "course"
                | "face"
                | "event"
                | "connection"
                | "run-up"
                | "midst"
        );
        occasion.then_some(noun)
    }

    /// Whether `with` opens a clause of its own behind a comma: `, with analysts expecting a deal`.
    pub fn is_absolute(&self, preposition: usize) -> bool {
        let with = self.of(preposition).eq_ignore_ascii_case("with");
        let apart = preposition.checked_sub(1).is_some_and(|before| self.is_mark(before, ','));
        let participle = |clause: usize| self.tag(clause) == Tag::Vbg;
        let clause = || {
            let noun = self.child(preposition, &[Label::Pobj])?;
            self.child(noun, &[Label::Acl]).filter(|&clause| participle(clause))
        };
        with && apart && (clause().is_some() || self.child(preposition, &[Label::Pcomp]).is_some_and(participle))
    }

    /// The gerund after `as` that hangs on a verb: `saying` in `quoted him as saying`.
    pub fn prepositions_with_clause(&self, verb: usize) -> Option<usize> {
        let gerund = |at: usize| self.child(at, &[Label::Pcomp]).filter(|&inner| self.tag(inner).is_verb());
        self.children.of(verb).find_map(|child| match self.of(child) {
            "as" => gerund(child),
            _ => gerund(child)
                .or_else(|| self.children.of(child).filter(|&inner| self.of(inner) == "as").find_map(gerund))
                .filter(|_| self.label(child) == Label::Dobj),
        })
    }

    /// The first token of the subject of a verb, or the verb itself.
    pub fn subject_phrase_start(&self, verb: usize) -> usize {
        self.child(verb, &[Label::Nsubj, Label::Nsubjpass]).map_or(verb, |subject| self.subtree(subject).start)
    }

    /// Of whom it is said what `noun` says: `Peru` for `country` in `Peru was the first country that left`.
    fn described_by(&self, noun: usize) -> Option<usize> {
        let verb = self.document.head(noun).filter(|_| self.label(noun) == Label::Attr)?;
        self.child(verb, &[Label::Nsubj]).filter(|&subject| self.tag(subject).is_proper())
    }

    /// The noun phrase of which `noun` is the head, without what follows it.
    pub fn base_phrase(&self, noun: usize) -> Range<usize> {
        let mut start = noun;
        let mut at = noun;
        for _ in 0..DEPTH {
            match self.children.of(at).next().filter(|&child| child < at) {
                Some(child)
                    if !matches!(self.label(child), Label::Punct | Label::Cc | Label::Preconj | Label::Prep) =>
                {
                    start = child;
                    at = child;
                }
                _ => break,
            }
        }
        start..noun + 1
    }

    /// All tokens below `token`, itself included: from the first to one past the last.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        let (mut first, mut last) = (token, token);
        for _ in 0..self.document.sentence(self.document.sentence_of(token)).len() {
            match self.children.of(first).next().filter(|&child| child < first) {
                Some(child) => first = child,
                None => break,
            }
        }
        for _ in 0..self.document.sentence(self.document.sentence_of(token)).len() {
            match self.children.of(last).next_back().filter(|&child| child > last) {
                Some(child) => last = child,
                None => break,
            }
        }
        first..last + 1
    }

    /// What an effort is made to do: the infinitive that hangs on a noun, or the gerund after its preposition.
    pub fn effort(&self, noun: usize) -> Option<usize> {
        self.children.of(noun).filter(|&child| child > noun).find_map(|child| match self.label(child) {
            Label::Acl | Label::Xcomp if self.has_to(child) => Some(child),
            Label::Prep => self.child(child, &[Label::Pcomp]).filter(|&inner| self.tag(inner) == Tag::Vbg),
            _ => None,
        })
    }

    /// Who does what a clause without a subject of its own says; of one that hangs on what somebody sends or says, that person.
    pub fn doer_of_open_clause(&self, verb: usize) -> Option<usize> {
        let above = self.document.head(verb)?;
        // Of what is joined to a clause within another, it is not sure to which: `said Trump was wrong and accused him`.
        let first = self.first_conjunct(verb);
        let open =
            self.tag(first) == Tag::Vbg || self.has_to(first) || first != verb && self.label(first) == Label::Root;
        if !open || self.child(verb, &[Label::Nsubj, Label::Nsubjpass]).is_some() {
            return None;
        }
        if self.label(verb) == Label::Acl && self.label(above) == Label::Dobj {
            return self.subject(self.document.head(above)?);
        }
        self.subject(verb)
    }

    /// Whom the words around a clause without a subject are addressed to: `Minsk` for `demanding` in `wrote a letter to Minsk
    /// demanding his release`, the premier for `congratulate` in `called the premier to congratulate him`.
    pub fn addressee(&self, clause: usize) -> Option<usize> {
        if self.label(clause) == Label::Pcomp && WRITTEN.contains(&self.document.lemma(clause)) {
            return self.child(clause, &[Label::Nsubj]).filter(|&noun| self.is_object_before(noun, clause));
        }
        let open = matches!(self.label(clause), Label::Advcl | Label::Acl | Label::Xcomp)
            && (self.tag(clause) == Tag::Vbg || self.has_to(clause))
            && self.child(clause, &[Label::Nsubj, Label::Nsubjpass]).is_none();
        let above = self.document.head(clause).filter(|&above| open && above < clause)?;
        if self.writer(clause, above).is_some() {
            return Some(above);
        }
        let verb = match self.label(above) {
            Label::Dobj if self.label(clause) == Label::Acl => self.document.head(above)?,
            _ => above,
        };
        if !self.tag(verb).is_verb() || self.is_passive(verb) && self.child(verb, &[Label::Dobj, Label::Oprd]).is_none()
        {
            return None;
        }
        let to = |at: usize| {
            self.prepositions(at).find(|&(preposition, _)| self.of(preposition) == "to").map(|(_, object)| object)
        };
        match self.document.lemma(verb) {
            "call" | "phone" | "telephone" | "contact" | "address" | "visit" | "summon" | "meet" | "greet" => {
                let direct = self.child(verb, &[Label::Dobj, Label::Oprd]);
                direct.filter(|&noun| self.tag(noun).is_noun()).or_else(|| {
                    let with = self.prepositions(verb).find(|&(at, _)| self.of(at) == "with");
                    with.map(|(_, object)| object)
                })
            }
            "speak" | "talk" => to(verb),
            "send" | "write" | "issue" | "deliver" | "give" | "hand" | "make" | "dispatch" | "pen" => {
                match self.child(verb, &[Label::Dobj]) {
                    Some(object) if MESSAGES.contains(&self.document.lemma(object)) => {
                        self.recipient(verb).or_else(|| to(verb)).or_else(|| to(object))
                    }
                    Some(_) => None,
                    None => to(verb).filter(|_| self.document.lemma(verb) == "write"),
                }
            }
            _ => None,
        }
    }

    /// The verb of the clause that `token` belongs to, itself included; the root of the sentence if there is none.
    pub fn clause_of(&self, token: usize) -> usize {
        let mut at = token;
        for above in self.document.path_to_root(token) {
            at = above;
            if self.is_verb(above) {
                break;
            }
        }
        at
    }
}
