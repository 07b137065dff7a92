//! How wide pictures are shown, as the attribute `sizes` says it: the style sheets' own measures,
//! so that a browser fetches no more than it shows.
//!
//! A page is as wide as the window without its gutters, which are 0.6rem and 2.4 % of the window on
//! each side, and at most 76rem. From 62rem on a column for labels stands beside the text.

/// The text of an article; from 62rem on its pictures may be wider than its lines.
pub(crate) const ARTICLE: &str = "(min-width: 70rem) 52rem, (min-width: 62rem) calc(95.2vw - 13.7rem), \
     (min-width: 42rem) 38rem, calc(95.2vw - 1.2rem)";

/// The text of a service, beside what the client gets.
pub(crate) const SERVICE: &str = "(min-width: 81rem) 39rem, (min-width: 62rem) calc(91.5vw - 34.8rem), \
     (min-width: 42rem) 38rem, calc(95.2vw - 1.2rem)";

/// A text on the first page.
pub(crate) const SECTION: &str = "(min-width: 42rem) 38rem, calc(95.2vw - 1.2rem)";

/// A picture across the whole page.
pub(crate) const PAGE: &str = "(min-width: 81rem) 76rem, calc(95.2vw - 1.2rem)";
