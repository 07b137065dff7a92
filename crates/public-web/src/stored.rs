//! Sends a stored object: whole, in part, or not at all to a browser that has it.
//!
//! Bytes go out as the storage gives them, so a large file is never in memory as a whole.

mod range;

use actix_web::body::SizedStream;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_RANGE,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::stream;
use object_storage::{Object, ObjectKey, Storage};

use crate::conditional;
use crate::error::PublicError;
use range::{Wanted, wanted};

/// What a browser may do with a file that could hold more than a picture: nothing but draw it.
const SANDBOX: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// What kind of file it is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Gif,
    WebP,
    Avif,
    Svg,
    Pdf,
}

/// For an address that names these bytes and no others.
pub(crate) const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A stored object with what its answer says of it.
#[derive(Debug)]
pub(crate) struct StoredFile {
    /// Where it is.
    pub(crate) key: ObjectKey,
    /// What it is.
    pub(crate) kind: Kind,
    /// What changes whenever the bytes do: letters, digits, `.` and `-`.
    pub(crate) tag: String,
    /// How long it may be kept.
    pub(crate) cache_control: &'static str,
    /// The name under which a browser saves it instead of showing it: ASCII without quotes.
    pub(crate) download_as: Option<String>,
}

impl Kind {
    /// The kind that this extension stands for.
    pub(crate) fn parse(extension: &str) -> Option<Self> {
        Some(match extension {
            "jpg" => Self::Jpeg,
            "png" => Self::Png,
            "gif" => Self::Gif,
            "webp" => Self::WebP,
            "avif" => Self::Avif,
            "svg" => Self::Svg,
            "pdf" => Self::Pdf,
            _ => return None,
        })
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether it is nothing but pixels.
    fn is_raster(self) -> bool {
        !matches!(self, Self::Svg | Self::Pdf)
    }

    /// Whether packing it once more would be in vain.
    fn is_packed(self) -> bool {
        self != Self::Svg
    }
}

/// The answer with a stored object.
pub(crate) async fn send(
    request: &HttpRequest,
    storage: &Storage,
    file: &StoredFile,
) -> Result<HttpResponse, PublicError> {
    // What is packed on its way is not the same bytes, and has no parts that could be asked for.
    let has_parts = file.kind.is_packed();
    let etag = match has_parts {
        true => format!("\"{}\"", file.tag),
        false => format!("W/\"{}\"", file.tag),
    };
    let is_head = *request.method() == Method::HEAD;
    let is_known = conditional::is_known(request, &etag);
    // Parts are there for GET alone (RFC 9110, 14.2).
    let has_range = has_parts && !is_head && if_range_holds(request, &etag);
    if is_head || is_known || (has_range && range::is_asked_for(request)) {
        let size_bytes = storage
            .size_bytes(&file.key)
            .await?
            .ok_or(PublicError::NotFound)?;
        if is_known {
            return Ok(described(HttpResponse::NotModified(), file, &etag).finish());
        }
        let part = match has_range {
            true => wanted(request, size_bytes),
            false => Wanted::Everything,
        };
        return match part {
            Wanted::Nothing => Ok(HttpResponse::RangeNotSatisfiable()
                .insert_header((CONTENT_RANGE, format!("bytes */{size_bytes}")))
                .insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")))
                .finish()),
            Wanted::Part(part) => {
                let mut response = described(HttpResponse::PartialContent(), file, &etag);
                let last = part.end.saturating_sub(1);
                response.insert_header((
                    CONTENT_RANGE,
                    format!("bytes {}-{last}/{size_bytes}", part.start),
                ));
                let object = storage.get_part(&file.key, part).await?;
                Ok(with_body(response, object.ok_or(PublicError::NotFound)?))
            }
            Wanted::Everything if is_head => {
                let response = described(HttpResponse::Ok(), file, &etag);
                Ok(without_body(response, size_bytes))
            }
            Wanted::Everything => whole(storage, file, &etag).await,
        };
    }
    whole(storage, file, &etag).await
}

async fn whole(
    storage: &Storage,
    file: &StoredFile,
    etag: &str,
) -> Result<HttpResponse, PublicError> {
    let object = storage.get(&file.key).await?;
    let object = object.ok_or(PublicError::NotFound)?;
    Ok(with_body(described(HttpResponse::Ok(), file, etag), object))
}

/// The headers of every answer with this object, also of one that says that nothing changed.
fn described(
    mut response: HttpResponseBuilder,
    file: &StoredFile,
    etag: &str,
) -> HttpResponseBuilder {
    response
        .insert_header((CONTENT_TYPE, file.kind.content_type()))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(file.cache_control)))
        .insert_header((ETAG, etag));
    if file.kind.is_packed() {
        response
            .insert_header((ACCEPT_RANGES, HeaderValue::from_static("bytes")))
            // Said so that nothing packs it once more.
            .insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")));
    }
    if !file.kind.is_raster() {
        response.insert_header((CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)));
    }
    let disposition = match &file.download_as {
        Some(name) => format!("attachment; filename=\"{name}\""),
        None => "inline".to_owned(),
    };
    response.insert_header((CONTENT_DISPOSITION, disposition));
    response
}

fn with_body(mut response: HttpResponseBuilder, object: Object) -> HttpResponse {
    let size_bytes = object.size_bytes;
    response.body(SizedStream::new(size_bytes, object.stream()))
}

/// The size without the bytes, as an answer to HEAD has it.
fn without_body(mut response: HttpResponseBuilder, size_bytes: u64) -> HttpResponse {
    let nothing = stream::empty::<Result<_, std::io::Error>>();
    response.body(SizedStream::new(size_bytes, nothing))
}

/// Whether parts may be sent: not if what the browser has begun to load is not this any more.
fn if_range_holds(request: &HttpRequest, etag: &str) -> bool {
    match request.headers().get(IF_RANGE) {
        None => true,
        // A date is never right, as nothing here has one (RFC 9110, 13.1.5).
        Some(condition) => condition.as_bytes() == etag.as_bytes(),
    }
}
