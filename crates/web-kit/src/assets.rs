//! Style sheets, scripts, fonts and pictures: embedded, fingerprinted, served for ever.
//!
//! A file `js/theme.js` is served only at `/assets/js/theme.{hash8}.js`, where the hash is that of
//! the bytes sent. A style sheet or script names another asset as `"asset:path"`, which becomes
//! that asset's address; a module imports another one also by its relative path.

mod bundle;
mod links;
mod packing;
mod source;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::StatusCode};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

const PREFIX: &str = "/assets/";

/// Every asset of this build, cheap to clone.
#[derive(Clone, Debug)]
pub struct Assets {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    address_by_name: HashMap<String, String>,
    file_by_address: HashMap<String, Served>,
    card_fonts: Vec<Bytes>,
}

#[derive(Clone, Debug)]
struct Served {
    bytes: Bytes,
    content_type: HeaderValue,
    /// Nothing for fonts and pictures, which are compressed in themselves.
    packed: Option<packing::Packed>,
}

impl Assets {
    /// Reads every asset, builds the bundles `css/public.css` and `css/admin.css`, and computes the addresses.
    pub fn load() -> Self {
        Self::from_files(source::files())
    }

    fn from_files(mut files: BTreeMap<String, Vec<u8>>) -> Self {
        let card_fonts = take_card_fonts(&mut files);
        bundle::add_style_sheets(&mut files);
        let mut linker = links::Linker::new(files);
        let mut inner = Inner {
            card_fonts,
            ..Inner::default()
        };
        for name in linker.names() {
            let Some(content_type) = content_type(&name) else {
                continue;
            };
            let Some((address, bytes)) = linker.finish(&name) else {
                continue;
            };
            let served = Served {
                bytes: Bytes::from(bytes),
                content_type,
                packed: (!name.ends_with(".woff2") && !name.ends_with(".png"))
                    .then(packing::Packed::default),
            };
            if let Some(path) = address.strip_prefix(PREFIX) {
                inner.file_by_address.insert(path.to_owned(), served);
            }
            inner.address_by_name.insert(name, address);
        }
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The fingerprinted address of the asset with this name, such as `js/theme.js`.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.inner.address_by_name.get(name).map(String::as_str)
    }

    /// The fonts that social cards are written with, in the order in which they are asked; none where
    /// the asset build has not run. They are not served.
    pub fn card_fonts(&self) -> &[Bytes] {
        &self.inner.card_fonts
    }

    /// Adds the route that serves the assets.
    pub fn configure(&self, config: &mut ServiceConfig) {
        let assets = self.clone();
        let show = move |request: HttpRequest, path: web::Path<String>| {
            let assets = assets.clone();
            async move { assets.respond(&request, &path).await }
        };
        config.service(web::resource("/assets/{path:.*}").route(crate::methods::get().to(show)));
    }

    async fn respond(&self, request: &HttpRequest, path: &str) -> HttpResponse {
        let Some(served) = self.inner.file_by_address.get(path) else {
            return HttpResponse::NotFound().finish();
        };
        let mut response = HttpResponseBuilder::new(StatusCode::OK);
        response
            .insert_header((CONTENT_TYPE, served.content_type.clone()))
            .insert_header((
                CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=31536000, immutable"),
            ));
        match &served.packed {
            // Said so that nothing packs it once more.
            None => {
                response.insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")));
            }
            Some(packed) if packing::is_wanted(request) => {
                if let Some(bytes) = packed.of(&served.bytes).await {
                    return response
                        .insert_header((CONTENT_ENCODING, HeaderValue::from_static("br")))
                        .insert_header((VARY, HeaderValue::from_static("accept-encoding")))
                        .body(bytes);
                }
            }
            // Whoever takes only gzip is served by the layer around the site.
            Some(_) => {}
        }
        response.body(served.bytes.clone())
    }
}

fn take_card_fonts(files: &mut BTreeMap<String, Vec<u8>>) -> Vec<Bytes> {
    files
        .extract_if(.., |name, _| {
            name.starts_with("dist/cards/") && name.ends_with(".ttf")
        })
        .map(|(_, bytes)| Bytes::from(bytes))
        .collect()
}

/// The address for these bytes: `css/public.css` becomes `/assets/css/public.{hash8}.css`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash = HEXLOWER.encode(digest.get(..4).unwrap_or_default());
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{PREFIX}{stem}.{hash}.{extension}"),
        None => format!("{PREFIX}{name}.{hash}"),
    }
}

/// The content type to serve a file with, or nothing where the kind of file is not served at all.
fn content_type(name: &str) -> Option<HeaderValue> {
    let (_, extension) = name.rsplit_once('.')?;
    let value = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    };
    Some(HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        Assets::from_files(
            files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        )
    }

    #[test]
    fn the_address_carries_the_first_eight_digits_of_the_hash() {
        assert_eq!(
            fingerprinted("js/a.min.js", b"abc"),
            "/assets/js/a.min.ba7816bf.js"
        );
    }

    #[test]
    fn only_the_kinds_of_file_that_a_page_needs_are_served() {
        let assets = assets(&[("js/a.js", "1"), ("js/readme.md", "no"), ("js/a.map", "no")]);
        assert!(assets.path("js/a.js").is_some());
        assert_eq!(assets.path("js/readme.md"), None);
        assert_eq!(assets.path("js/a.map"), None);
    }

    #[test]
    fn everything_in_the_repository_loads() {
        let assets = Assets::load();
        assert_eq!(assets.path("package.json"), None);
        assert_eq!(assets.path("css/nothing-of-the-kind.css"), None);
    }

    #[test]
    fn every_script_of_the_repository_names_only_assets_that_are_there() {
        let assets = Assets::load();
        for (address, served) in &assets.inner.file_by_address {
            let text = String::from_utf8_lossy(&served.bytes);
            assert!(
                !address.ends_with(".js") || !text.contains("\"asset:"),
                "{address} names something that is missing"
            );
        }
    }

    #[actix_web::test]
    async fn a_fingerprinted_address_may_be_kept_for_ever() {
        use actix_web::{App, test};
        let assets = assets(&[("js/a.js", "let a;")]);
        let address = assets.path("js/a.js").map(str::to_owned).unwrap();
        let app = test::init_service(App::new().configure(|config| assets.configure(config))).await;

        let request = test::TestRequest::get().uri(&address).to_request();
        let response = test::call_service(&app, request).await;
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers();
        assert_eq!(
            headers.get(CACHE_CONTROL).unwrap(),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(
            headers.get(CONTENT_TYPE).unwrap(),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(test::read_body(response).await, "let a;");

        for unknown in ["/assets/js/a.js", "/assets/js/a.00000000.js", "/assets/"] {
            let request = test::TestRequest::get().uri(unknown).to_request();
            let response = test::call_service(&app, request).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{unknown}");
        }
        let request = test::TestRequest::post().uri(&address).to_request();
        let response = test::call_service(&app, request).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
