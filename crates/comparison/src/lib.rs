//! What differs between two texts, and what two edits of one text make together.
//!
//! Pure functions over Markdown and over short fields, for the history and the conflicts of an
//! editor. The same input always gives the same result, on any machine: nothing here reads a clock.
//! The cost is bounded by the size of the input, in ways that are written down where they
//! act: [`compare()`] has a fixed budget for words and falls back to sentences and whole blocks when
//! it is spent; the alignment leaves out the blocks that repeat most when there are too many pairs.

mod alignment;
mod blocks;
mod compare;
mod field;
mod fold;
mod merge;
mod pairing;
mod words;

pub use blocks::blocks;
pub use compare::{Block, BlockKind, compare};
pub use field::{merge_set, merge_value, shrank_by_more_than};
pub use fold::{Run, fold};
pub use merge::{Conflict, Region, merge};
pub use words::{Span, SpanKind, compare_line};
