//! The description by which a browser offers the site's search beside its own (OpenSearch 1.1).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use quick_xml::escape::escape;
use url::Url;

use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;
use crate::xml;

/// Shows `opensearch.xml`.
pub(crate) async fn description(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, ()) = state.load(|_, _| Ok(())).await?;
    let text = document(&state.base_url, &frame.site_name)?;
    let kind = "application/opensearchdescription+xml; charset=utf-8";
    Ok(respond::text(&request, kind, text, None))
}

fn document(base_url: &Url, site_name: &str) -> std::io::Result<String> {
    let page = base_url.join("/search").map_err(std::io::Error::other)?;
    // Sixteen characters is what the format allows for the short name.
    let site_name = xml::clean(site_name);
    let short: String = site_name.chars().take(16).collect();
    let (short, whole) = (escape(short.trim()), escape(site_name.as_ref()));
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{short}</ShortName>\n\
         <Description>Search in {whole}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{page}?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_the_page_and_escapes_the_name() {
        let base = Url::parse("https://example.org/").unwrap();
        let text = document(&base, "Ada & <Sons> of the long name").unwrap();
        assert!(
            text.contains("<ShortName>Ada &amp; &lt;Sons&gt; of</ShortName>"),
            "{text}"
        );
        assert!(text.contains("template=\"https://example.org/search?q={searchTerms}\""));
    }
}
