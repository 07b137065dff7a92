//! Pictures and downloads as bytes: checked, cleaned, measured and made smaller.
//!
//! A leaf: it knows no other crate of ours, no HTTP, no database and nothing asynchronous. Its functions are
//! pure and take long (up to seconds): call them on a blocking thread, few at a time.
//!
//! [`prepare`] takes an upload and returns what may be stored, or a [`Refusal`] for the owner; [`plan`] says
//! which renditions a stored picture gets, [`encode`] makes them, [`hash_of`] names bytes. The same bytes in
//! always give the same bytes out of `prepare` on one machine, and what it returned gives itself again.
//!
//! # What is stored
//! The kind is judged by content. Of every picture only what draws it stays: EXIF, places, XMP, IPTC,
//! comments, thumbnails, profiles and whatever follows its end are left behind.
//!
//! | kind | stored as |
//! | --- | --- |
//! | JPEG | its own compressed data, unless it has to be turned or converted: then JPEG at 92 |
//! | PNG | its own pixels, or new ones when turned or converted; 16 bits stay unless converted |
//! | GIF, animated WebP, APNG | every frame as it was; colours that are not sRGB keep a profile without names |
//! | WebP | its own bitstream, or compressed again when turned or converted |
//! | AVIF | its own AV1 data; turned, tiled or with a profile of other colours: WebP at 92 |
//! | SVG | cleaned; no scripts, handlers, addresses, comments or editors' data |
//! | PDF | **as it is, with its own metadata**; refused when it acts, hides or carries something |
//!
//! # Limits
//! [`MAX_FILE_BYTES`], [`MAX_PIXELS`], [`MAX_SIDE_PX`], [`MAX_FRAMES`] and [`MAX_ANIMATION_PIXELS`] are
//! checked in headers, before anything is unpacked; every unpacking has a limit of its own.
//!
//! # Memory
//! A picture takes 3 bytes per pixel, 4 with alpha, and twice that while it is turned. Peaks of a process that
//! prepares one of 50 megapixels and makes its renditions: JPEG 210 MB, turned 310 MB, for print 350 MB;
//! transparent PNG that is turned 490 MB; WebP without loss that is turned 790 MB, the most there is. A
//! photograph of 12 megapixels takes about 100 MB. One call at a time bounds a process to the largest
//! picture; that is for the caller to see to.

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
