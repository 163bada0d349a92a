//! The labels of the language pipeline as types: dependencies, part-of-speech tags, entity types.

/// Declares an enum of labels with the way from and to their text. What is not listed is `Other`.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)+
            Other,
        }

        impl $name {
            /// The label of this text.
            pub(super) fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    _ => Self::Other,
                }
            }

            /// The text of the label; empty for `Other`.
            #[allow(dead_code, reason = "nothing shows the types of entities, which the document has as text")]
            pub(crate) const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other => "",
                }
            }
        }
    };
}

labels! {
    /// How a token depends on its head, in the CLEAR style of spaCy's English pipelines.
    Dep {
        Acl = "acl",
        Acomp = "acomp",
        Advcl = "advcl",
        Advmod = "advmod",
        Agent = "agent",
        Amod = "amod",
        Appos = "appos",
        Attr = "attr",
        Aux = "aux",
        AuxPass = "auxpass",
        Case = "case",
        Cc = "cc",
        Ccomp = "ccomp",
        Compound = "compound",
        Conj = "conj",
        Cop = "cop",
        Csubj = "csubj",
        CsubjPass = "csubjpass",
        Dative = "dative",
        Det = "det",
        Dobj = "dobj",
        Expl = "expl",
        Flat = "flat",
        Intj = "intj",
        Mark = "mark",
        Meta = "meta",
        Neg = "neg",
        Nmod = "nmod",
        Npadvmod = "npadvmod",
        Nsubj = "nsubj",
        NsubjPass = "nsubjpass",
        Nummod = "nummod",
        Oprd = "oprd",
        Parataxis = "parataxis",
        Pcomp = "pcomp",
        Pobj = "pobj",
        Poss = "poss",
        Preconj = "preconj",
        Predet = "predet",
        Prep = "prep",
        Prt = "prt",
        Punct = "punct",
        Quantmod = "quantmod",
        Relcl = "relcl",
        Root = "ROOT",
        Tmod = "tmod",
        Unclassified = "dep",
        Xcomp = "xcomp",
    }
}

impl Dep {
    /// A subject of an active verb, nominal or clausal.
    pub(crate) const fn is_active_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::Csubj)
    }

    /// A subject of a passive verb, nominal or clausal.
    pub(crate) const fn is_passive_subject(self) -> bool {
        matches!(self, Self::NsubjPass | Self::CsubjPass)
    }

    /// A subject of any verb, nominal or clausal.
    pub(crate) const fn is_subject(self) -> bool {
        self.is_active_subject() || self.is_passive_subject()
    }

    /// A subject that is a noun phrase.
    pub(crate) const fn is_nominal_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::NsubjPass)
    }

    /// A modifier that stands before its noun: "the **Russian** attack", "the **army** chief".
    pub(crate) const fn is_premodifier(self) -> bool {
        matches!(self, Self::Amod | Self::Compound | Self::Nmod)
    }

    /// A label of punctuation, numbers, endings and asides, which neither fills a slot of its head nor describes it.
    pub(crate) const fn is_minor(self) -> bool {
        matches!(
            self,
            Self::Case
                | Self::Cop
                | Self::Flat
                | Self::Intj
                | Self::Meta
                | Self::Nummod
                | Self::Other
                | Self::Preconj
                | Self::Predet
                | Self::Punct
                | Self::Quantmod
                | Self::Tmod
                | Self::Unclassified
        )
    }
}

labels! {
    /// The fine-grained part of speech of a token, in the Penn Treebank's tags as spaCy uses them.
    Tag {
        Added = "ADD",
        Affix = "AFX",
        Bes = "BES",
        Bracket = "-LRB-",
        BracketClosing = "-RRB-",
        Cc = "CC",
        Cd = "CD",
        Colon = ":",
        Comma = ",",
        Currency = "$",
        Dt = "DT",
        Ex = "EX",
        Fw = "FW",
        GoesWith = "GW",
        Hvs = "HVS",
        Hyphen = "HYPH",
        In = "IN",
        Jj = "JJ",
        Jjr = "JJR",
        Jjs = "JJS",
        Ls = "LS",
        Md = "MD",
        Nfp = "NFP",
        Nil = "NIL",
        Number = "#",
        Nn = "NN",
        Nnp = "NNP",
        Nnps = "NNPS",
        Nns = "NNS",
        Pdt = "PDT",
        Pos = "POS",
        Prp = "PRP",
        PrpPossessive = "PRP$",
        Quote = "``",
        QuoteClosing = "''",
        QuoteEither = "\"\"",
        Rb = "RB",
        Rbr = "RBR",
        Rbs = "RBS",
        Rp = "RP",
        Space = "_SP",
        Stop = ".",
        Symbol = "SYM",
        To = "TO",
        Uh = "UH",
        Vb = "VB",
        Vbd = "VBD",
        Vbg = "VBG",
        Vbn = "VBN",
        Vbp = "VBP",
        Vbz = "VBZ",
        Wdt = "WDT",
        Wp = "WP",
        WpPossessive = "WP$",
        Wrb = "WRB",
        Xx = "XX",
    }
}

impl Tag {
    /// A noun in the plural, common or proper.
    pub(crate) const fn is_plural_noun(self) -> bool {
        matches!(self, Self::Nns | Self::Nnps)
    }

    /// A verb form with tense.
    pub(crate) const fn is_finite_verb(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbz | Self::Vbp)
    }
}

labels! {
    /// The type of a named entity, in the terms of `OntoNotes`.
    EntityLabel {
        Cardinal = "CARDINAL",
        Date = "DATE",
        Event = "EVENT",
        Facility = "FAC",
        Language = "LANGUAGE",
        Law = "LAW",
        Location = "LOC",
        Money = "MONEY",
        Nationality = "NORP",
        Ordinal = "ORDINAL",
        Organisation = "ORG",
        Percent = "PERCENT",
        Person = "PERSON",
        Place = "GPE",
        Product = "PRODUCT",
        Quantity = "QUANTITY",
        Time = "TIME",
        WorkOfArt = "WORK_OF_ART",
    }
}

impl EntityLabel {
    /// A date or a time of the day.
    pub(crate) const fn is_temporal(self) -> bool {
        matches!(self, Self::Date | Self::Time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spacy::Pipeline;

    #[test]
    fn every_label_of_the_embedded_pipeline_is_known() {
        let doc = Pipeline::embedded().unwrap().annotate("Riga fell.");
        let unknown: Vec<&str> = doc
            .labels()
            .iter()
            .filter(|text| {
                let is_morph = text.contains('=') || text.is_empty() || *text == "_";
                !is_morph
                    && Dep::from_text(text) == Dep::Other
                    && Tag::from_text(text) == Tag::Other
                    && EntityLabel::from_text(text) == EntityLabel::Other
            })
            .collect();
        assert_eq!(unknown, [] as [&str; 0]);
    }

    #[test]
    fn a_label_has_the_text_that_it_is_read_from() {
        assert_eq!(Dep::from_text("nsubjpass"), Dep::NsubjPass);
        assert_eq!(Dep::NsubjPass.text(), "nsubjpass");
        assert_eq!(Tag::from_text("PRP$").text(), "PRP$");
        assert_eq!(EntityLabel::from_text("GPE"), EntityLabel::Place);
        assert_eq!((Dep::from_text("nsubj:outer"), Dep::Other.text()), (Dep::Other, ""));
    }
}
