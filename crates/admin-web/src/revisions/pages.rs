//! The pages of a history: what they show, ready to be printed.
//!
//! Nothing here asks the database. Whoever does hands over moments and plain numbers, so that each
//! branch of the templates can be shown by a test.

pub(crate) mod compare;
pub(crate) mod index;
mod wording;

/// One state of a content that a comparison can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// What is being written.
    Draft,
    /// What visitors see.
    Live,
    /// A kept state, by its number.
    Revision(i64),
}

impl Place {
    /// The word that stands for it in an address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "draft" => Some(Self::Draft),
            "live" => Some(Self::Live),
            number => number.parse().ok().filter(|n| *n > 0).map(Self::Revision),
        }
    }

    pub(crate) fn word(self) -> String {
        match self {
            Self::Draft => "draft".to_owned(),
            Self::Live => "live".to_owned(),
            Self::Revision(number) => number.to_string(),
        }
    }

    /// What a person calls it.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Draft => "The draft".to_owned(),
            Self::Live => "The live text".to_owned(),
            Self::Revision(number) => format!("Revision {number}"),
        }
    }
}

/// The content that a history belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// Its title, or what stands for one.
    pub(crate) heading: String,
    /// Where it is edited: `{c}/edit`; its history is beside that.
    pub(crate) base: String,
}

impl Subject {
    fn edit_href(&self) -> String {
        format!("{}/edit", self.base)
    }

    fn history_href(&self) -> String {
        format!("{}/revisions", self.base)
    }

    fn compare_action(&self) -> String {
        format!("{}/revisions/compare", self.base)
    }

    fn compare_href(&self, from: Place, to: Place) -> String {
        let (from, to) = (from.word(), to.word());
        format!("{}?from={from}&to={to}", self.compare_action())
    }
}

#[cfg(test)]
mod tests;
