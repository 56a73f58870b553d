//! The names that the models give: part-of-speech tags, dependency labels, kinds of entity.
//!
//! Each is one byte, so that arrays of them are small and tables can be indexed by them. The order of the variants is
//! part of the model format: weights are stored by number.

/// Defines an enum of one byte whose variants have names, with both ways between number, variant and name.
macro_rules! scheme {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every variant, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// How many there are.
            pub const COUNT: usize = $name::ALL.len();

            /// The name that the scheme gives it.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The variant with this name, if there is one.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }

            /// The variant with this number; the first one where the number is none of theirs.
            pub fn from_number(number: usize) -> $name {
                $name::ALL.get(number).copied().unwrap_or($name::ALL[0])
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

scheme! {
    /// A part-of-speech tag of the Penn Treebank, in the variant of OntoNotes.
    Tag {
        /// Noun, singular or mass.
        Nn = "NN",
        /// Preposition or subordinating conjunction.
        In = "IN",
        /// Proper noun, singular.
        Nnp = "NNP",
        /// Determiner.
        Dt = "DT",
        /// Adjective.
        Jj = "JJ",
        /// Noun, plural.
        Nns = "NNS",
        /// Comma.
        Comma = ",",
        /// Cardinal number.
        Cd = "CD",
        /// Verb, past tense.
        Vbd = "VBD",
        /// Sentence-final punctuation.
        Stop = ".",
        /// Verb, base form.
        Vb = "VB",
        /// Adverb.
        Rb = "RB",
        /// Coordinating conjunction.
        Cc = "CC",
        /// Verb, past participle.
        Vbn = "VBN",
        /// Personal pronoun.
        Prp = "PRP",
        /// Verb, third person singular present.
        Vbz = "VBZ",
        /// Verb, gerund or present participle.
        Vbg = "VBG",
        /// The word "to" before an infinitive.
        To = "TO",
        /// Verb, present tense other than third person singular.
        Vbp = "VBP",
        /// Modal verb.
        Md = "MD",
        /// Possessive pronoun.
        PrpPoss = "PRP$",
        /// Possessive ending.
        Pos = "POS",
        /// Hyphen.
        Hyph = "HYPH",
        /// Closing quotation mark.
        CloseQuote = "''",
        /// Opening quotation mark.
        OpenQuote = "``",
        /// Determiner that asks or relates: which, that.
        Wdt = "WDT",
        /// What cannot be analysed.
        Xx = "XX",
        /// Proper noun, plural.
        Nnps = "NNPS",
        /// Colon, semicolon, dash.
        Colon = ":",
        /// Particle.
        Rp = "RP",
        /// Closing bracket.
        Rrb = "-RRB-",
        /// Comparative adjective.
        Jjr = "JJR",
        /// Pronoun that asks or relates: who, what.
        Wp = "WP",
        /// Web or mail address.
        Add = "ADD",
        /// Opening bracket.
        Lrb = "-LRB-",
        /// Adverb that asks or relates: when, how.
        Wrb = "WRB",
        /// Superlative adjective.
        Jjs = "JJS",
        /// Comparative adverb.
        Rbr = "RBR",
        /// Currency sign.
        Dollar = "$",
        /// Symbol.
        Sym = "SYM",
        /// The word "there" that only says that something exists.
        Ex = "EX",
        /// Superlative adverb.
        Rbs = "RBS",
        /// Word before a determiner: all the, half a.
        Pdt = "PDT",
        /// Interjection.
        Uh = "UH",
        /// Superfluous punctuation.
        Nfp = "NFP",
        /// Foreign word.
        Fw = "FW",
        /// Possessive that asks or relates: whose.
        WpPoss = "WP$",
        /// Marker of a list item.
        Ls = "LS",
        /// Affix.
        Afx = "AFX",
    }
}

impl Tag {
    /// Whether it is a tag of nouns: NN, NNS, NNP, NNPS.
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
    }

    /// Whether it is a tag of proper nouns: NNP, NNPS.
    pub fn is_proper(self) -> bool {
        matches!(self, Tag::Nnp | Tag::Nnps)
    }

    /// Whether it is a tag of verbs, modal verbs included.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md)
    }

    /// Whether it is a tag of finite verbs: VBD, VBP, VBZ, MD.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md)
    }

    /// Whether it is a tag of punctuation.
    pub fn is_punctuation(self) -> bool {
        matches!(
            self,
            Tag::Comma
                | Tag::Stop
                | Tag::Hyph
                | Tag::CloseQuote
                | Tag::OpenQuote
                | Tag::Colon
                | Tag::Lrb
                | Tag::Rrb
                | Tag::Nfp
        )
    }
}

scheme! {
    /// A dependency label of the ClearNLP scheme, as spaCy's English models use it.
    Label {
        /// Punctuation.
        Punct = "punct",
        /// Prepositional modifier.
        Prep = "prep",
        /// Object of a preposition.
        Pobj = "pobj",
        /// Word of a compound.
        Compound = "compound",
        /// Determiner.
        Det = "det",
        /// Subject.
        Nsubj = "nsubj",
        /// Adjectival modifier.
        Amod = "amod",
        /// Direct object.
        Dobj = "dobj",
        /// The root of the sentence.
        Root = "ROOT",
        /// Auxiliary.
        Aux = "aux",
        /// Adverbial modifier.
        Advmod = "advmod",
        /// Numeric modifier.
        Nummod = "nummod",
        /// Conjunct; it hangs on the conjunct before it.
        Conj = "conj",
        /// Coordinating conjunction.
        Cc = "cc",
        /// Clause as a complement.
        Ccomp = "ccomp",
        /// Possessor.
        Poss = "poss",
        /// Adverbial clause.
        Advcl = "advcl",
        /// Subordinating conjunction.
        Mark = "mark",
        /// Noun phrase as an adverbial.
        Npadvmod = "npadvmod",
        /// Open clausal complement.
        Xcomp = "xcomp",
        /// Apposition.
        Appos = "appos",
        /// Modifier of a noun.
        Nmod = "nmod",
        /// Passive auxiliary.
        Auxpass = "auxpass",
        /// Relative clause.
        Relcl = "relcl",
        /// Clausal modifier of a noun.
        Acl = "acl",
        /// Case marker.
        Case = "case",
        /// Passive subject.
        Nsubjpass = "nsubjpass",
        /// Adjectival complement.
        Acomp = "acomp",
        /// Attribute of a copula.
        Attr = "attr",
        /// Complement of a preposition.
        Pcomp = "pcomp",
        /// Negation.
        Neg = "neg",
        /// Modifier of a quantity.
        Quantmod = "quantmod",
        /// Verb particle.
        Prt = "prt",
        /// Agent of a passive: the word "by".
        Agent = "agent",
        /// Unclassified.
        Dep = "dep",
        /// Expletive.
        Expl = "expl",
        /// Predicate of an object.
        Oprd = "oprd",
        /// Dative.
        Dative = "dative",
        /// Clause as a subject.
        Csubj = "csubj",
        /// Word before a determiner.
        Predet = "predet",
        /// Interjection.
        Intj = "intj",
        /// Parataxis.
        Parataxis = "parataxis",
        /// Word before a conjunction: both, either.
        Preconj = "preconj",
        /// Meta modifier.
        Meta = "meta",
        /// Clause as a passive subject.
        Csubjpass = "csubjpass",
    }
}

scheme! {
    /// A kind of named entity or quantity of OntoNotes.
    EntityKind {
        /// Company, agency, institution.
        Org = "ORG",
        /// Date or period.
        Date = "DATE",
        /// Number that is nothing else.
        Cardinal = "CARDINAL",
        /// Person.
        Person = "PERSON",
        /// Country, city, state.
        Gpe = "GPE",
        /// Nationality, religion, political group.
        Norp = "NORP",
        /// Amount of money.
        Money = "MONEY",
        /// Measured quantity.
        Quantity = "QUANTITY",
        /// Percentage.
        Percent = "PERCENT",
        /// Ordinal number.
        Ordinal = "ORDINAL",
        /// Time shorter than a day.
        Time = "TIME",
        /// Place that is no country, city or state.
        Loc = "LOC",
        /// Title of a work.
        WorkOfArt = "WORK_OF_ART",
        /// Building, airport, road.
        Fac = "FAC",
        /// Law or treaty.
        Law = "LAW",
        /// Product.
        Product = "PRODUCT",
        /// Named event.
        Event = "EVENT",
        /// Language.
        Language = "LANGUAGE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for (number, tag) in Tag::ALL.iter().enumerate() {
            assert_eq!(*tag as usize, number);
            assert_eq!(Tag::from_name(tag.name()), Some(*tag));
            assert_eq!(Tag::from_number(number), *tag);
        }
        for label in Label::ALL {
            assert_eq!(Label::from_name(label.name()), Some(*label));
        }
        for kind in EntityKind::ALL {
            assert_eq!(EntityKind::from_name(kind.name()), Some(*kind));
        }
        assert_eq!((Tag::COUNT, Label::COUNT, EntityKind::COUNT), (49, 45, 18));
        assert_eq!(Tag::from_name("NOUN"), None);
    }
}
