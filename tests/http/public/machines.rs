//! What machines read beside feeds and the sitemap: robots, health.

use plinth_tests::site::Site;

#[test]
fn robots_are_told_where_the_sitemap_is_and_to_leave_the_panel_alone() {
    let site = Site::start();
    let text = site.visitor().get("/robots.txt").text();
    assert!(text.contains(&format!("Sitemap: {}/sitemap.xml", site.base_url())));
    for path in ["/admin", "/preview/", "/search"] {
        assert!(text.contains(&format!("Disallow: {path}\n")), "{path}");
    }
}

#[test]
fn health_is_told_without_details() {
    let site = Site::start();
    assert_eq!(site.visitor().get("/livez").status, 200);
    assert_eq!(site.visitor().get("/readyz").status, 200);
}
