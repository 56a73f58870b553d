//! Corrections of trees: constructions of news that the trees which the parser has learned from often have wrong.

use std::ops::Range;
use std::sync::LazyLock;

use crate::nlp::document::Document;
use crate::nlp::scheme::{Label, Tag};
use crate::nlp::word::Word;

/// Days and months.
static DAYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let names = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
                 august september october november december";
    names.split_ascii_whitespace().map(|name| Word::new(name).norm).collect()
});

/// Corrects the tree of a sentence.
pub(crate) fn repair(document: &mut Document, sentence: Range<usize>) {
    for token in sentence.clone() {
        if document.tags[token] == Tag::In {
            leave_for(document, token);
            part_day(document, &sentence, token);
            part_agent(document, token);
            part_place(document, &sentence, token);
        }
    }
    begin_with_participle(document, &sentence);
    cleft(document, &sentence);
    begin_with_dateline(document, &sentence);
    for token in sentence {
        if document.tags[token].is_verb() {
            part_sum(document, token);
            find_subject(document, token);
        }
        if matches!(document.tags[token], Tag::Wp | Tag::Wdt) {
            relative(document, token);
        }
        match document.labels[token] {
            Label::Aux => free_of_auxiliary(document, token),
            Label::Ccomp if document.tags[token].is_verb() => {
                free_participle(document, token);
                part_clause(document, token);
                if let Some(above) = document.head(token) {
                    part_speaker(document, above);
                }
            }
            Label::Auxpass if matches!(document.lemma(token), "be" | "get" | "become" | "'s" | "'re") => {
                // `Chile has since May been attacked`, where Chile is read as attacking.
                if let Some(verb) = document.head(token)
                    && let Some(subject) = document.child(verb, &[Label::Nsubj])
                {
                    document.hang(subject, verb, Label::Nsubjpass);
                }
            }
            Label::Auxpass => free_of_participle(document, token),
            Label::Acl if matches!(document.tags[token], Tag::Vbd | Tag::Vbn) => finite_clause(document, token),
            Label::Acl if document.tags[token] == Tag::Vb => part_message(document, token),
            Label::Oprd => call_names(document, token),
            Label::Ccomp if document.tags[token] == Tag::Jj => judge(document, token),
            Label::Nsubj | Label::Nsubjpass => join_subjects(document, token),
            Label::Dobj | Label::Conj | Label::Appos if document.tags[token].is_noun() => free_object(document, token),
            Label::Conj | Label::Dep | Label::Parataxis if matches!(document.tags[token], Tag::Vbd | Tag::Vbn) => {
                join_participle(document, token);
                part_saying(document, token);
            }
            _ => {}
        }
    }
}

/// `The Senate ratified the pact`, where the verb is read as a participle about the subject: no participle of the passive has an object.
fn finite_clause(document: &mut Document, verb: usize) {
    let Some(noun) = document.head(verb).filter(|&noun| noun < verb && document.tags[noun].is_noun()) else { return };
    let label = document.labels[noun];
    let clause = matches!(label, Label::Root | Label::Ccomp | Label::Advcl | Label::Conj);
    let object = document.child(verb, &[Label::Dobj]).filter(|&object| object > verb);
    // `ratified by a large majority the pact`: that is how.
    let before = |agent: usize| object.is_some_and(|object| agent < object);
    let passive = document.child(verb, &[Label::Auxpass]).is_some()
        || document.child(verb, &[Label::Agent]).is_some_and(|agent| !before(agent));
    let object = object.is_some();
    // `Given a chance`: two objects leave one.
    let given = matches!(
        document.lemma(verb),
        "give" | "offer" | "grant" | "deny" | "award" | "hand" | "allow" | "ask" | "teach"
    );
    let joined = label == Label::Conj && !document.head(noun).is_some_and(|above| document.tags[above].is_verb());
    let past = document.tags[verb] == Tag::Vbd;
    // `The council decided by 13 votes to 2 to go`.
    let decides = DECIDING.contains(&document.lemma(verb)) && document.child(verb, &[Label::Xcomp]).is_some();
    if !clause || !(decides || !passive && (object && !given || past)) || joined {
        return;
    }
    let above = document.head(noun);
    let rest: Vec<usize> = document.children(noun).filter(|&child| child > verb).collect();
    document.hang(verb, above.unwrap_or(verb), label);
    document.hang(noun, verb, Label::Nsubj);
    document.tags[verb] = Tag::Vbd;
    for child in rest {
        let label = document.labels[child];
        document.hang(child, verb, label);
    }
}

/// Verbs that nobody is done to by an infinitive.
const DECIDING: [&str; 10] =
    ["decide", "vote", "agree", "refuse", "decline", "vow", "opt", "manage", "fail", "threaten"];

/// `Peru freed jailed journalists`, where the verb is read as an auxiliary of the participle.
fn free_of_participle(document: &mut Document, verb: usize) {
    let Some(participle) = document.head(verb) else { return };
    let noun = document.child(participle, &[Label::Dobj]).filter(|&noun| noun > participle);
    let Some(noun) = noun.filter(|_| participle == verb + 1) else { return };
    let (above, label) = (document.head(participle), document.labels[participle]);
    let children: Vec<usize> = document.children(participle).collect();
    for child in children {
        let label = document.labels[child];
        let label = if label == Label::Nsubjpass { Label::Nsubj } else { label };
        document.hang(child, verb, label);
    }
    document.hang(verb, above.unwrap_or(verb), label);
    document.hang(participle, noun, Label::Amod);
}

/// `begged Chile in a letter to leave`, where the letter is read as one to leave.
fn part_message(document: &mut Document, verb: usize) {
    let message = document.head(verb).filter(|&noun| noun < verb && document.labels[noun] == Label::Pobj);
    let Some(message) = message.filter(|&noun| MESSAGES.contains(&document.lemma(noun))) else { return };
    let to = document.child(verb, &[Label::Aux]).is_some_and(|to| document.tags[to] == Tag::To);
    let Some(asks) = document.head(message).and_then(|preposition| document.head(preposition)) else { return };
    let whom = document.child(asks, &[Label::Dobj]).is_some_and(|whom| whom < message);
    if to && whom && ASKING.contains(&document.lemma(asks)) {
        document.hang(verb, asks, Label::Xcomp);
    }
}

/// What somebody is asked in.
const MESSAGES: [&str; 12] = [
    "message",
    "letter",
    "statement",
    "speech",
    "call",
    "note",
    "telegram",
    "broadcast",
    "address",
    "cable",
    "interview",
    "memo",
];

/// Verbs of asking somebody to do something.
const ASKING: [&str; 16] = [
    "ask", "beg", "urge", "implore", "tell", "order", "request", "press", "invite", "instruct", "advise", "warn",
    "exhort", "command", "entreat", "beseech",
];

/// `found the former ruler guilty`, where the ruler is read as part of what is guilty: the ruler is the object.
fn judge(document: &mut Document, adjective: usize) {
    let Some(verb) = document.head(adjective).filter(|&verb| verb < adjective) else { return };
    let last = adjective - 1;
    let noun = document.tags[last].is_noun() && document.head(last) == Some(adjective) && last > verb;
    if !noun || !document.tags[verb].is_verb() || document.child(verb, &[Label::Dobj]).is_some() {
        return;
    }
    let before: Vec<usize> = document.children(adjective).filter(|&child| child < last).collect();
    for child in before {
        let label = document.labels[child];
        document.hang(child, last, label);
    }
    document.hang(last, verb, Label::Dobj);
    document.hang(adjective, verb, Label::Oprd);
}

/// `called the president a liar`, where both are read as what somebody is called: the first is the object.
fn call_names(document: &mut Document, first: usize) {
    let Some(verb) = document.head(first).filter(|&verb| verb < first) else { return };
    let other = document.children_with(verb, Label::Oprd).any(|other| other > first);
    if other && document.tags[first].is_noun() && document.child(verb, &[Label::Dobj]).is_none() {
        document.hang(first, verb, Label::Dobj);
    }
}

/// `Peru freed four kidnapped soldiers`, where the participle is read as another verb of Peru.
fn join_participle(document: &mut Document, participle: usize) {
    let Some(verb) = document.head(participle).filter(|&verb| document.tags[verb].is_verb()) else { return };
    let noun = document.child(participle, &[Label::Dobj]).filter(|&noun| noun > participle);
    let Some(noun) = noun.filter(|_| document.child(participle, &[Label::Nsubj]).is_none()) else { return };
    let number = verb + 1;
    let counted = participle == verb + 2 && document.tags[number] == Tag::Cd && document.head(number) == Some(verb);
    if counted || participle == verb + 1 {
        document.hang(noun, verb, Label::Dobj);
        document.hang(participle, noun, Label::Amod);
        document.tags[participle] = Tag::Vbn;
        if counted {
            document.hang(number, noun, Label::Nummod);
        }
    }
}

/// `Peru has since May attacked Chile`, where Peru is read as what has: it is the subject of the participle.
fn free_of_auxiliary(document: &mut Document, auxiliary: usize) {
    let (Some(verb), Some(subject)) = (document.head(auxiliary), document.child(auxiliary, &[Label::Nsubj])) else {
        return;
    };
    let own = document.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj]).is_some();
    if document.lemma(auxiliary) == "have" && document.tags[verb] == Tag::Vbn && verb > auxiliary && !own {
        make_subject(document, subject, verb);
    }
}

/// `Peru had in May agreed to go`, where Peru is read as having something.
fn free_participle(document: &mut Document, verb: usize) {
    let have = document.head(verb).filter(|&have| have < verb && document.lemma(have) == "have");
    let Some(have) = have.filter(|_| matches!(document.tags[verb], Tag::Vbn | Tag::Vbd)) else { return };
    let own = document.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Mark]).is_some();
    if own || document.child(have, &[Label::Dobj]).is_some() {
        return;
    }
    let (above, label) = (document.head(have), document.labels[have]);
    document.hang(verb, above.unwrap_or(verb), label);
    let children: Vec<usize> = document.children(have).filter(|&child| child != verb).collect();
    for child in children {
        let label = document.labels[child];
        document.hang(child, verb, label);
    }
    document.hang(have, verb, Label::Aux);
    document.tags[verb] = Tag::Vbn;
    if let Some(subject) = document.child(verb, &[Label::Nsubj]) {
        make_subject(document, subject, verb);
    }
}

/// `Troops burned the village, Peru alleged in a report`, where Peru is read as doing another thing: what comes before it is what Peru says.
fn part_saying(document: &mut Document, says: usize) {
    let Some(clause) = document.head(says).filter(|&clause| clause < says && document.tags[clause].is_verb()) else {
        return;
    };
    let own = document.child(says, &[Label::Nsubj]).is_some();
    let free = document.child(says, &[Label::Dobj, Label::Ccomp, Label::Xcomp]).is_none();
    let begins = document.subtree(says).start;
    let comma = [begins, begins.saturating_sub(1)].iter().any(|&at| document.tags[at] == Tag::Comma);
    let joined = document.children_with(clause, Label::Cc).any(|and| and + 2 >= begins && and < says);
    if !own || !free || !comma || joined || !SAYING.contains(&document.lemma(says)) {
        return;
    }
    let (above, label) = (document.head(clause), document.labels[clause]);
    if label == Label::Root {
        document.hang(says, above.unwrap_or(says), label);
        document.hang(clause, says, Label::Ccomp);
    }
}

/// Verbs of saying that stand behind what is said.
const SAYING: [&str; 12] =
    ["say", "allege", "claim", "report", "announce", "add", "note", "argue", "charge", "insist", "complain", "warn"];

/// `The expulsion by Peru of the envoy`, where the envoy is read as belonging to Peru.
fn part_agent(document: &mut Document, of: usize) {
    let Some(name) = document.head(of).filter(|&name| name + 1 == of && document.tags[name] == Tag::Nnp) else {
        return;
    };
    let Some(by) = document.head(name).filter(|&by| document.labels[name] == Label::Pobj && document.lemma(by) == "by")
    else {
        return;
    };
    let noun = document.head(by).filter(|&noun| noun + 1 == by && document.tags[noun].is_noun());
    let Some(noun) = noun.filter(|&noun| document.children(noun).all(|child| document.lemma(child) != "of")) else {
        return;
    };
    let bare = document.child(name, &[Label::Det]).is_none();
    let whole = document.child(of, &[Label::Pobj]).map(|object| document.subtree(object).start);
    if bare && whole.is_some_and(|first| !document.tags[first].is_proper()) {
        document.hang(of, noun, Label::Prep);
    }
}

/// `It was Chile that Peru attacked`, where Chile is not read as whom Peru attacked.
fn cleft(document: &mut Document, sentence: &Range<usize>) {
    let (it, is) = (sentence.start, sentence.start + 1);
    if is + 2 >= sentence.end || document.lemma(it) != "it" || document.lemma(is) != "be" {
        return;
    }
    let Some(what) = document.child(is, &[Label::Attr]).filter(|&what| document.tags[what].is_noun()) else { return };
    let Some(verb) = document.child(is, &[Label::Ccomp]).filter(|&verb| verb > what) else { return };
    let Some(that) = document.child(verb, &[Label::Mark]).filter(|&that| document.lemma(that) == "that") else {
        return;
    };
    // `It was a pity that Peru left`.
    let one = document.child(what, &[Label::Det]).is_some_and(|one| matches!(document.lemma(one), "a" | "an"));
    let free = document.child(verb, &[Label::Dobj, Label::Ccomp, Label::Xcomp, Label::Auxpass]).is_none();
    if one || !free || document.child(verb, &[Label::Nsubj]).is_none() {
        return;
    }
    document.tags[that] = Tag::Wdt;
    document.hang(that, verb, Label::Dobj);
    document.hang(verb, what, Label::Relcl);
    if document.tags[verb] == Tag::Vbn && document.child(verb, &[Label::Aux]).is_none() {
        document.tags[verb] = Tag::Vbd;
    }
}

/// `The men whom police arrested in May fled`, where the police are read as arrested: the men were, and they fled.
fn relative(document: &mut Document, which: usize) {
    let Some(noun) = which.checked_sub(1).filter(|&noun| document.tags[noun].is_noun()) else { return };
    let sentence = document.sentence(document.sentence_of(which));
    // `supporters who wanted immigrants deported`: nothing is done before the verb.
    let mut phrase = (which + 1..sentence.end.min(which + FAR)).take_while(|&at| !document.tags[at].is_verb());
    let who = phrase.find(|&at| {
        let last = !document.tags.get(at + 1).is_some_and(|next| next.is_noun());
        document.tags[at].is_noun() && last
    });
    let Some(who) = who else { return };
    let verb = who + 1;
    let read = |at: usize| document.head(at) == Some(who) && document.labels[at] == Label::Acl;
    let participle = verb < sentence.end && document.tags[verb] == Tag::Vbn && read(verb);
    if !participle || document.child(verb, &[Label::Agent]).is_some() || document.is_above(who, noun) {
        return;
    }
    // What follows is the verb of the sentence, unless it has another.
    let rest = document.head(who).filter(|&rest| rest > verb && document.tags[rest].is_verb());
    let rest = rest.filter(|&rest| document.head(rest) == Some(noun) && document.labels[rest] == Label::Relcl);
    let (label, above) = (document.labels[noun], document.head(noun));
    if rest.is_some() && label != Label::Root || rest.is_none() && document.labels[who] == Label::Nsubj {
        return;
    }
    document.tags[verb] = Tag::Vbd;
    document.hang(verb, noun, Label::Relcl);
    document.hang(who, verb, Label::Nsubj);
    document.hang(which, verb, Label::Dobj);
    if let Some(rest) = rest {
        document.hang(rest, above.unwrap_or(rest), label);
        make_subject(document, noun, rest);
    }
}

/// Subjects that belong together, of which a verb seems to have two, or of which one is none.
fn join_subjects(document: &mut Document, first: usize) {
    let Some(verb) = document.head(first).filter(|&verb| verb > first) else { return };
    let label = document.labels[first];
    let (mut and, mut name, mut other) = (None, None, None);
    for at in first + 1..verb {
        match (document.labels[at], document.head(at)) {
            (Label::Cc, Some(head)) if head == first => and = Some(at),
            (Label::Appos | Label::Conj, Some(head)) if head == first => name = name.or(Some(at)),
            (own, Some(head)) if own == label && head == verb => other = other.or(Some(at)),
            _ => {}
        }
    }
    if let Some(other) = other.filter(|_| and.is_none() && UNITS.contains(&document.lemma(first))) {
        // `Two days after the storm, Peru was still sending tents`.
        if document.child(first, &[Label::Nummod]).is_some() || document.tags[other] != Tag::Prp {
            document.hang(first, verb, Label::Npadvmod);
        }
    } else if let Some(other) = other {
        let begins = document.subtree(other).start;
        let joins = |and: usize| {
            begins == and + 1 && document.lemma(and) != "but" && document.tags[and - 1] != Tag::Comma && name.is_none()
        };
        if and.is_some_and(joins) {
            // `Rebels and the army signed a truce`, where both are read as subjects by themselves.
            document.hang(other, first, Label::Conj);
        } else if document.tags[other].is_proper() && begins == first + 1 {
            // `The organisation ETA signed a truce`.
            document.hang(other, first, Label::Appos);
        } else if document.tags[other].is_proper()
            && begins == document.subtree(first).end
            && document.labels[begins - 1] == Label::Pobj
            && document.head(begins - 1).is_some_and(|preposition| document.lemma(preposition) == "at")
            && !document.tags[begins - 1].is_proper()
        {
            // `Officials at the tin maker Marlow met Peru`.
            document.hang(other, begins - 1, Label::Appos);
        }
    } else if let Some(name) = name.filter(|&name| document.tags[name].is_noun())
        && document.labels[verb] == Label::Root
        && document.tags[document.subtree(name).start - 1] == Tag::Comma
    {
        // `Two days after the storm, Ada Crane signed a truce`, where the storm is read as subject, and the name as another one of it.
        begin_with_occasion(document, first, name);
    }
}

/// Spans of time, which do nothing where somebody else does.
const UNITS: [&str; 9] = ["second", "minute", "hour", "day", "week", "month", "year", "decade", "moment"];

/// `left for Lima to meet the premier`, where the place is read as the one who meets: it is where somebody goes.
fn leave_for(document: &mut Document, preposition: usize) {
    if document.labels[preposition] != Label::Mark || document.lemma(preposition) != "for" {
        return;
    }
    let Some(purpose) = document.head(preposition).filter(|&purpose| purpose > preposition) else { return };
    let Some(place) = document.child(purpose, &[Label::Nsubj]).filter(|&place| document.tags[place].is_proper()) else {
        return;
    };
    let Some(verb) = document.head(purpose).filter(|&verb| verb < preposition) else { return };
    let leaves = matches!(document.lemma(verb), "leave" | "depart" | "head" | "fly" | "sail" | "embark");
    if leaves && document.subtree(place).start == preposition + 1 && document.child(verb, &[Label::Dobj]).is_none() {
        document.hang(preposition, verb, Label::Prep);
        document.hang(place, preposition, Label::Pobj);
        document.hang(purpose, verb, Label::Advcl);
    }
}

/// `threw out for the second time the motion`, where the motion is read as something of the time: it is the object of the verb.
fn free_object(document: &mut Document, object: usize) {
    let Some(noun) = document.head(object).filter(|&noun| noun < object && document.tags[noun].is_noun()) else {
        return;
    };
    let below = |at: &usize| document.head(*at) == Some(object);
    let begins = (noun..object).rev().take_while(below).last().unwrap_or(object);
    if document.labels[object] == Label::Appos && begins == noun + 1 && !document.tags[noun].is_proper() {
        return;
    } else if document.labels[object] != Label::Dobj {
        let joined = document.children_with(noun, Label::Cc).any(|and| and < object);
        let mark = document.tags[begins - 1].is_punctuation();
        if joined || mark || !matches!(document.tags[begins], Tag::Dt | Tag::PrpPoss) {
            return;
        }
    }
    let mut above = noun;
    while let Some(next) = document.head(above).filter(|&next| next < above && !document.tags[above].is_verb()) {
        above = next;
    }
    if document.tags[above].is_verb() && document.child(above, &[Label::Dobj]).is_none() {
        document.hang(object, above, Label::Dobj);
        if document.labels[above] == Label::Acl {
            finite_clause(document, above);
        }
    }
}

/// `On Monday Peru attacked Chile`, where the name is read as one of the day: it is the subject.
fn part_day(document: &mut Document, sentence: &Range<usize>, preposition: usize) {
    let day = preposition + 1;
    let capital = sentence.contains(&day) && document.words[day].has(Word::CAPITAL);
    if !capital || !DAYS.contains(&document.words[day].norm) {
        return;
    }
    let Some(name) = document.child(preposition, &[Label::Pobj]).filter(|&name| name > day) else { return };
    let modifies = matches!(document.labels[day], Label::Compound | Label::Amod | Label::Nmod);
    if modifies && document.is_above(name, day) && subject_of(document, preposition, name) {
        document.hang(day, preposition, Label::Pobj);
    }
}

/// `In Quito, Ada Crane, the premier, met Chile` and `At a meeting in Quito, Peru and Chile agreed`, where the names are read as other
/// places: they are the subject.
fn part_place(document: &mut Document, sentence: &Range<usize>, preposition: usize) {
    let place = document.child(preposition, &[Label::Pobj]).filter(|_| document.lemma(preposition) != "of");
    let Some(place) = place else { return };
    let Some(name) = document.child(place, &[Label::Conj]) else { return };
    let comma = document.tags.get(place + 1) == Some(&Tag::Comma);
    if !comma || !document.tags[name].is_noun() || document.child(place, &[Label::Cc]).is_some() {
        return;
    }
    // `At a meeting in Quito`: the phrase that the clause begins with.
    let is_subject = |phrase: usize| matches!(document.labels[phrase], Label::Nsubj | Label::Csubj);
    let begins = |above: usize| above == sentence.start && document.tags[above] == Tag::Vbg;
    let within = |above: usize| above < place && (!document.tags[above].is_verb() || begins(above));
    let mut phrase = preposition;
    while let Some(above) = document.head(phrase).filter(|&above| within(above) && !is_subject(phrase)) {
        phrase = above;
    }
    if is_subject(phrase) {
        begin_with_occasion(document, phrase, name);
    } else if !subject_of(document, phrase, name)
        && let Some(verb) = document.head(phrase)
        && let Some(subject) = document.child(verb, &[Label::Nsubj]).filter(|&subject| subject < phrase)
    {
        begin_with_occasion(document, subject, name);
    }
}

/// `Meeting in Quito, Peru and Chile agreed` and `After talks in Quito, Peru and Chile agreed`, where the occasion at `subject` is read as the
/// subject.
fn begin_with_occasion(document: &mut Document, subject: usize, name: usize) {
    let Some(verb) = document.head(subject).filter(|&verb| verb > name) else { return };
    if document.tags[subject] == Tag::Vbg {
        document.hang(subject, verb, Label::Advcl);
    } else if let Some(mark) = document.child(verb, &[Label::Mark])
        && matches!(document.lemma(mark), "after" | "before" | "since" | "until")
        && mark < subject
    {
        document.hang(mark, verb, Label::Prep);
        document.hang(subject, mark, Label::Pobj);
    } else {
        return;
    }
    document.hang(name, verb, Label::Nsubj);
}

/// Makes `name` the subject of the verb that the phrase before it hangs on, or of the clause that this verb has (`said on Monday
/// Peru attacked`), if it has none.
fn subject_of(document: &mut Document, phrase: usize, name: usize) -> bool {
    let Some(above) = document.head(phrase).filter(|&above| document.tags[above].is_verb()) else { return false };
    let clause = || document.children_with(above, Label::Ccomp).find(|&clause| clause > name);
    let Some(verb) = Some(above).filter(|&verb| verb > name).or_else(clause) else { return false };
    if document.child(verb, &[Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Expl]).is_some() {
        return false;
    }
    make_subject(document, name, verb);
    true
}

/// Hangs `name` on `verb` as its subject.
fn make_subject(document: &mut Document, name: usize, verb: usize) {
    let passive = document.child(verb, &[Label::Auxpass]).is_some();
    document.hang(name, verb, if passive { Label::Nsubjpass } else { Label::Nsubj });
}

/// `Thanking the mayor of Lima, the council said it would go` and `On Christmas Eve the rebels attacked`, where the last name before a verb
/// without a subject is read as another name of what stands before it: it is the subject.
fn find_subject(document: &mut Document, verb: usize) {
    if !matches!(document.labels[verb], Label::Root | Label::Ccomp) {
        return;
    }
    let sentence = document.sentence(document.sentence_of(verb));
    let has = |at: usize, labels: &[Label]| document.head(at) == Some(verb) && labels.contains(&document.labels[at]);
    let tag = document.tags[verb];
    let auxiliary = |at: usize| document.tags[at].is_finite() && has(at, &[Label::Aux, Label::Auxpass]);
    let finite = tag.is_finite() && tag != Tag::Md || (sentence.start..verb).rev().take(FAR).any(auxiliary);
    let subject = |at: usize| has(at, &SUBJECTS);
    if !finite || (sentence.start..verb).rev().any(subject) || (verb + 1..sentence.end).any(subject) {
        return;
    }
    let begins = document.subtree(verb).start;
    let name = (begins..verb).rev().find(|&name| {
        let label = document.labels[name];
        let joined = label == Label::Conj
            && document.head(name).is_some_and(|first| document.child(first, &[Label::Cc]).is_none());
        document.tags[name].is_noun() && (label == Label::Appos || joined)
    });
    if let Some(name) = name {
        make_subject(document, name, verb);
    }
}

/// The labels of what a verb says something of.
const SUBJECTS: [Label; 6] = [Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Csubjpass, Label::Expl, Label::Attr];

/// How many words lie between a verb and its auxiliary, or a sum that is given.
const FAR: usize = 8;

/// `granted Peru $12 million` and `lent Peru 12 million euros`, where the name is read as counted, or as part of the sum.
fn part_sum(document: &mut Document, verb: usize) {
    let sentence = document.sentence(document.sentence_of(verb));
    let number = (verb + 1..sentence.end).take(FAR).any(|at| document.tags[at] == Tag::Cd);
    if !number || !GIVING.contains(&document.lemma(verb)) {
        return;
    }
    let Some(first) = document.children(verb).find(|&child| child > verb && document.tags[child].is_noun()) else {
        return;
    };
    // `sold Peru 500 tonnes of flour`, where both are read as what is sold.
    let next = |other: usize| other > first && document.subtree(other).start == first + 1;
    if document.labels[first] == Label::Dobj
        && document.tags[first].is_proper()
        && document.children_with(verb, Label::Dobj).any(next)
    {
        document.hang(first, verb, Label::Dative);
        return;
    }
    // Either hangs on the name, or on the preposition before it: `pledged the government of Peru $12 million`.
    let is_sum = |sum: usize| {
        let counted = |child: usize| child < sum && matches!(document.tags[child], Tag::Dollar | Tag::Cd);
        sum > first && document.tags[sum] == Tag::Cd && document.children(sum).any(counted)
    };
    let behind = |above: usize| document.children(above).find(|&sum| is_sum(sum));
    let below = || document.children_with(first, Label::Prep).find_map(behind);
    if let Some(sum) = behind(first).or_else(below) {
        document.hang(sum, verb, Label::Dobj);
        document.hang(first, verb, Label::Dative);
        return;
    }
    let name = document.child(first, &[Label::Nmod, Label::Compound]).filter(|&name| name == verb + 1);
    let number = document.child(first, &[Label::Nummod]).map(|number| document.subtree(number).start);
    if let Some(name) = name.filter(|&name| document.labels[first] == Label::Dobj && number == Some(name + 1)) {
        document.hang(name, verb, Label::Dative);
    }
}

/// Verbs that have somebody and a sum as objects.
const GIVING: [&str; 16] = [
    "give", "grant", "lend", "pledge", "promise", "offer", "award", "pay", "send", "hand", "loan", "owe", "allocate",
    "allot", "fine", "sell",
];

/// `Peru condemned Chile, the head of the army, Ada Crane, said`, where the head of the army is read as another name of Chile.
fn part_speaker(document: &mut Document, verb: usize) {
    let says =
        matches!(document.lemma(verb), "say" | "tell" | "add" | "report" | "announce" | "write" | "note" | "claim");
    let own = document.child(verb, &[Label::Nsubj, Label::Nsubjpass]).is_some();
    let comma = |at: Option<usize>| at.is_some_and(|at| document.tags[at] == Tag::Comma);
    let Some(clause) = document.child(verb, &[Label::Ccomp]).filter(|&clause| clause < verb && says && !own) else {
        return;
    };
    if !comma(verb.checked_sub(1)) {
        return;
    }
    let speaker = (clause..verb).find(|&at| {
        let whole = document.subtree(at);
        document.labels[at] == Label::Appos && whole.end + 1 == verb && comma(whole.start.checked_sub(1))
    });
    if let Some(speaker) = speaker {
        document.hang(speaker, verb, Label::Nsubj);
    }
}

/// Verbs that often have a clause without `that`.
const CLAUSE: &[&str] = &[
    "say",
    "tell",
    "believe",
    "think",
    "know",
    "hope",
    "fear",
    "report",
    "claim",
    "insist",
    "admit",
    "find",
    "show",
    "see",
    "hear",
    "feel",
    "mean",
    "announce",
    "warn",
    "suggest",
    "indicate",
    "estimate",
    "expect",
    "predict",
    "add",
    "note",
    "argue",
    "acknowledge",
    "concede",
    "confirm",
    "deny",
    "declare",
    "explain",
    "complain",
    "allege",
    "charge",
    "assert",
    "maintain",
    "reveal",
    "disclose",
    "state",
    "wish",
    "doubt",
    "guess",
    "suppose",
    "understand",
    "learn",
    "remember",
    "forget",
    "realize",
    "realise",
    "recognize",
    "recognise",
    "agree",
    "decide",
    "promise",
    "vow",
    "pledge",
    "swear",
    "demand",
    "require",
    "propose",
    "recommend",
    "request",
    "ask",
    "order",
    "make",
    "let",
    "help",
    "have",
    "watch",
    "want",
    "bet",
    "imagine",
    "assume",
    "conclude",
    "speculate",
    "stress",
    "emphasize",
    "emphasise",
    "quote",
    "write",
    "read",
    "sense",
    "notice",
    "ensure",
    "prove",
    "contend",
    "caution",
    "figure",
    "hold",
    "get",
    "keep",
    "leave",
    "be",
    "seem",
];

/// `Peru praised Chile and the talks went on`, where Chile is read as going on, too; `the news that Peru praised Chile sent prices
/// up`, where Chile is read as sending.
fn part_clause(document: &mut Document, second: usize) {
    let Some(first) = document.head(second).filter(|&first| first < second && document.tags[first].is_verb()) else {
        return;
    };
    let Some(object) = document.child(second, &[Label::Nsubj, Label::Nsubjpass]) else { return };
    let next = document.subtree(object).start == first + 1 && document.tags[object] != Tag::Prp;
    // `The night on which Peru attacked Chile was long`, `Peru's promise to help Chile was kept`, where Chile is read as long, and as kept.
    let told = document.labels[first] == Label::Relcl
        || document.labels[first] == Label::Acl && document.children_with(first, Label::Aux).any(|to| to + 1 == first);
    let noun = document.head(first).filter(|&noun| told && noun < first);
    let noun = noun.filter(|&noun| next && document.labels[noun] == Label::Root);
    if let Some(noun) = noun.filter(|_| document.child(first, &[Label::Dobj]).is_none()) {
        document.hang(object, first, Label::Dobj);
        document.hang(second, second, Label::Root);
        make_subject(document, noun, second);
        return;
    }
    if document.labels[object] != Label::Nsubj
        || !next
        || CLAUSE.contains(&document.lemma(first))
        || document.child(first, &[Label::Dobj]).is_some()
    {
        return;
    }
    let (cc, other) = (document.child(object, &[Label::Cc]), document.child(object, &[Label::Conj]));
    let mark = document.child(first, &[Label::Mark]);
    let noun = document.child(first, &[Label::Nsubj]).filter(|&noun| mark == Some(noun + 1));
    // `The storm that struck Chile killed two`, where Chile is read as killing.
    let whole = || document.head(first).filter(|&noun| document.labels[first] == Label::Relcl && noun < first);
    if let (Some(cc), Some(other)) = (cc, other) {
        document.hang(object, first, Label::Dobj);
        document.hang(cc, first, Label::Cc);
        document.hang(other, second, Label::Nsubj);
        document.hang(second, first, Label::Conj);
    } else if let Some(noun) = noun {
        let (above, label) = (document.head(first), document.labels[first]);
        document.hang(object, first, Label::Dobj);
        document.hang(second, above.unwrap_or(second), label);
        document.hang(first, noun, Label::Acl);
        document.hang(noun, second, Label::Nsubj);
    } else if let Some(noun) = whole().filter(|&noun| {
        matches!(document.labels[noun], Label::Nsubj | Label::Dep | Label::Root) && document.tags[second].is_finite()
    }) {
        let (above, label) = (document.head(noun), document.labels[noun]);
        let label = if label == Label::Root { label } else { Label::Ccomp };
        if above.is_some_and(|above| above < second) {
            return;
        }
        document.hang(object, first, Label::Dobj);
        document.hang(second, above.unwrap_or(second), label);
        document.hang(noun, second, Label::Nsubj);
    }
}

/// `Overriding Danish doubts, ministers imposed sanctions`, where the participle is read as an adjective, and what it has as
/// object as another subject of the verb.
fn begin_with_participle(document: &mut Document, sentence: &Range<usize>) {
    let first = sentence.start;
    if document.tags[first] != Tag::Vbg || !matches!(document.labels[first], Label::Amod | Label::Compound) {
        return;
    }
    let Some(noun) = document.head(first).filter(|&noun| document.labels[noun] == Label::Nsubj) else { return };
    let Some(verb) = document.head(noun) else { return };
    let mut between = noun + 1..verb;
    let comma = between.clone().any(|token| document.tags[token] == Tag::Comma);
    let other = between.any(|token| document.labels[token] == Label::Nsubj && document.head(token) == Some(verb));
    if comma && other {
        document.hang(first, verb, Label::Advcl);
        document.hang(noun, first, Label::Dobj);
    }
}

/// `LIMA (AP) - Peru said that Chile left`, where the place of the dateline is read as another subject: it is none.
fn begin_with_dateline(document: &mut Document, sentence: &Range<usize>) {
    let Some(dash) = sentence.clone().take(DATELINE).find(|&at| matches!(document.tags[at], Tag::Colon | Tag::Hyph))
    else {
        return;
    };
    let bracket = dash > sentence.start + 2 && document.tags[dash - 1] == Tag::Rrb;
    let place = (sentence.start..dash).find(|&at| document.labels[at] == Label::Nsubj).filter(|_| bracket);
    let Some((place, verb)) = place.and_then(|place| Some((place, document.head(place)?))) else { return };
    if document.children_with(verb, Label::Nsubj).any(|other| other > dash) {
        document.hang(place, verb, Label::Dep);
    }
}

/// In how many of the first words of a sentence the dash of a dateline stands.
const DATELINE: usize = 8;

impl Document {
    /// Hangs `token` on `head`.
    fn hang(&mut self, token: usize, head: usize, label: Label) {
        self.heads[token] = head as u32;
        self.labels[token] = label;
    }
}
