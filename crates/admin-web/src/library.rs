//! The media library: pictures and downloads, uploaded, described, replaced, and told where they
//! are used.

pub(crate) mod address;
pub(crate) mod deletion;
pub(crate) mod earlier;
pub(crate) mod editor;
mod judging;
mod listing;
pub(crate) mod picker;
mod place;
mod receiving;
pub(crate) mod replacement;
mod storing;
pub(crate) mod text;
pub(crate) mod upload;
mod uploads;
mod using;
pub(crate) mod view;

pub(crate) use listing::index;
pub use uploads::Uploads;

/// The list.
const PATH: &str = "/admin/media";

/// True for the paths that take files, whose bodies take longer to arrive than those of forms.
pub fn takes_uploads(path: &str) -> bool {
    path == PATH || (path.starts_with("/admin/media/") && path.ends_with("/replacement"))
}
