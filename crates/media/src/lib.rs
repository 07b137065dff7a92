//! Pictures and downloads as bytes: checked, cleaned, measured and made smaller.
//!
//! Pure functions that take long; call them on a blocking thread.

mod avif;
mod colour;
mod crc;
mod cursor;
mod encode;
mod format;
mod gif;
mod hash;
mod jpeg;
mod pdf;
mod plan;
mod png;
mod prepare;
mod raster;
mod refusal;
mod resize;
mod sniff;
mod svg;
mod webp;

pub use encode::{EncodeError, Rendition, encode};
pub use format::Format;
pub use hash::hash_of;
#[cfg(feature = "avif")]
pub use plan::plan_avif;
pub use plan::{RenditionPlan, WIDTHS_PX, plan};
pub use prepare::{Prepared, prepare};
pub use refusal::Refusal;

/// The largest file that is taken.
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;
/// The most pixels of a picture.
pub const MAX_PIXELS: u64 = 50_000_000;
/// The longest side of a picture.
pub const MAX_SIDE_PX: u32 = 12_000;
/// The most frames of an animation.
pub const MAX_FRAMES: usize = 2_000;
/// The most pixels of all frames of an animation together.
pub const MAX_ANIMATION_PIXELS: u64 = 500_000_000;
/// What a decoder may allocate beside the picture itself.
const MAX_DECODER_BYTES: usize = 64 * 1024 * 1024;
