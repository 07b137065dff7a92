//! What programs that read the site are asked to leave alone.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use url::Url;

use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

/// Shows `robots.txt`.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let text = robots(&state.base_url)?;
    Ok(respond::text(
        &request,
        "text/plain; charset=utf-8",
        text,
        None,
    ))
}

fn robots(base_url: &Url) -> std::io::Result<String> {
    let sitemap = base_url
        .join("/sitemap.xml")
        .map_err(std::io::Error::other)?;
    Ok(format!(
        "User-agent: *\nDisallow: /admin\nDisallow: /preview/\nDisallow: /search\n\nSitemap: {sitemap}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use site_pages::fixtures;

    #[test]
    fn all_is_open_but_the_panel_the_secret_links_and_the_endless_pages_of_results() {
        let text = robots(&fixtures::base_url()).unwrap();
        let closed: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix("Disallow: "))
            .collect();
        assert_eq!(closed, ["/admin", "/preview/", "/search"]);
    }

    #[test]
    fn the_sitemap_is_named_by_its_absolute_address() {
        let text = robots(&fixtures::base_url()).unwrap();
        assert!(text.contains("\nSitemap: https://example.org/sitemap.xml\n"));
    }
}
