//! What can happen.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;

/// One article's life.
#[derive(Clone)]
pub struct Case {
    /// Whether the two windows belong to two people.
    pub has_two_authors: bool,
    /// What happens, in order.
    pub operations: Vec<Operation>,
}

impl fmt::Debug for Case {
    /// One operation a line, so that a failing case can be read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "two authors: {}", self.has_two_authors)?;
        for operation in &self.operations {
            writeln!(formatter, "    {operation:?}")?;
        }
        Ok(())
    }
}

/// One of the two windows.
pub type Window = bool;

/// How a request fares on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is done and answered.
    Answered,
    /// It is done, and the answer is lost.
    AnswerLost,
    /// It is lost itself.
    NeverArrived,
    /// The server dies in the middle of it: its transaction is rolled back.
    ServerKilled,
}

/// What a person does to the text.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// A word more in some paragraph.
    AddWord(u8),
    /// A paragraph more somewhere.
    AddParagraph(u8),
    /// A word more in the excerpt.
    AddToExcerpt,
    /// One word less.
    DeleteWord(u8),
    /// All of the text selected, and a word typed over it.
    TypeOverAll,
}

/// What happens next. What makes no sense at the moment is passed over.
#[derive(Debug, Clone, Copy)]
pub enum Operation {
    Type(Window, Edit),
    Autosave(Window, Delivery),
    SaveByHand(Window, Delivery),
    /// A conflict is merged, or one side chosen where the two contradict each other.
    Merge(Window, Delivery),
    ChooseMine(Window, Delivery),
    ChooseTheirs(Window),
    Restore(Window, u8),
    Discard(Window),
    Publish(Window),
    Schedule(Window),
    CancelSchedule,
    Withdraw,
    /// Two hours pass for what visitors see: what was scheduled appears.
    HoursPass,
    /// Ten minutes pass for the draft.
    MinutesPass,
    /// The sign-in ends: requests under way are dropped, the text stays in the window.
    SignOut(Window),
    /// The window is gone; its journal stays.
    Crash(Window),
    /// It is opened again, and the journal is taken or put aside.
    Open(Window, bool),
    /// A window without unsaved words shows what is stored by now.
    Reload(Window),
    IntoTrash,
    OutOfTrash,
}

fn delivery() -> impl Strategy<Value = Delivery> {
    prop_oneof![
        5 => Just(Delivery::Answered),
        1 => Just(Delivery::AnswerLost),
        1 => Just(Delivery::NeverArrived),
        1 => Just(Delivery::ServerKilled),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => any::<u8>().prop_map(Edit::AddWord),
        3 => any::<u8>().prop_map(Edit::AddParagraph),
        1 => Just(Edit::AddToExcerpt),
        2 => any::<u8>().prop_map(Edit::DeleteWord),
        1 => Just(Edit::TypeOverAll),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation::*;
    let window = any::<bool>;
    prop_oneof![
        14 => (window(), edit()).prop_map(|(window, edit)| Type(window, edit)),
        10 => (window(), delivery()).prop_map(|(window, delivery)| Autosave(window, delivery)),
        3 => (window(), delivery()).prop_map(|(window, delivery)| SaveByHand(window, delivery)),
        3 => (window(), delivery()).prop_map(|(window, delivery)| Merge(window, delivery)),
        2 => (window(), delivery()).prop_map(|(window, delivery)| ChooseMine(window, delivery)),
        2 => window().prop_map(ChooseTheirs),
        1 => (window(), any::<u8>()).prop_map(|(window, which)| Restore(window, which)),
        1 => window().prop_map(Discard),
        2 => window().prop_map(Publish),
        1 => window().prop_map(Schedule),
        1 => prop_oneof![Just(CancelSchedule), Just(Withdraw)],
        1 => Just(HoursPass),
        1 => Just(MinutesPass),
        1 => window().prop_map(SignOut),
        1 => window().prop_map(Crash),
        2 => (window(), any::<bool>()).prop_map(|(window, taken)| Open(window, taken)),
        5 => window().prop_map(Reload),
        1 => prop_oneof![1 => Just(IntoTrash), 2 => Just(OutOfTrash)],
    ]
}

/// Any case.
pub fn case() -> impl Strategy<Value = Case> {
    (any::<bool>(), vec(operation(), 1..36)).prop_map(|(has_two_authors, operations)| Case {
        has_two_authors,
        operations,
    })
}
