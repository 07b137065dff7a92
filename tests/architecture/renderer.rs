//! One number that stands in two rooms.

#[test]
fn revisions_are_marked_with_the_version_of_the_renderer_that_there_is() {
    assert_eq!(domain::RENDERER_VERSION, content::RENDERER_VERSION);
}
