//! Saving and publishing in one call each, so that a test stays with what it is about.

use diesel::connection::SimpleConnection;
use domain::{
    AccountId, ArticleDraft, ArticleId, Authorship, ContentId, Draft, MarkdownText, RevisionReason,
    SectionContent, ServiceDraft, ServiceId, Snapshot, Version,
};
use persistence::articles::PublishOptions;
use persistence::drafts::{self, Save, Saved};
use persistence::{PgConnection, SaveError, articles, sections, services};

/// Nobody in particular, for this reason.
pub fn because(reason: RevisionReason) -> Authorship {
    Authorship {
        author: None,
        reason,
    }
}

/// Somebody, for this reason.
pub fn by(author: AccountId, reason: RevisionReason) -> Authorship {
    Authorship {
        author: Some(author),
        reason,
    }
}

/// How a test publishes when nothing else matters.
pub fn options(body: &MarkdownText) -> PublishOptions {
    PublishOptions {
        author: None,
        word_count: content::word_count(body.as_str()),
        drop_old_address: false,
    }
}

/// The version that is stored; 0 for what was never saved.
pub fn stored_version(conn: &mut PgConnection, id: ContentId) -> Version {
    drafts::find(conn, id)
        .expect("the database answers")
        .map_or(Version::new(0), |draft| draft.version)
}

/// Saves fields over whatever is stored.
pub fn save(
    conn: &mut PgConnection,
    id: ContentId,
    snapshot: &Snapshot,
    authorship: Authorship,
) -> Saved {
    let save = Save {
        id,
        snapshot,
        expected: stored_version(conn, id),
        key: None,
        authorship,
    };
    drafts::save(conn, &save).expect("the save is done")
}

/// Saves an article's draft as its owner would by the button.
pub fn save_article(conn: &mut PgConnection, id: ArticleId, article: &ArticleDraft) -> Version {
    let snapshot = Snapshot::of_article(article);
    save(conn, id.into(), &snapshot, because(RevisionReason::Manual)).version
}

/// Saves an article's draft and makes it what visitors see, unless somebody has the address.
///
/// # Errors
/// As [`articles::publish`].
pub fn try_publish_article(
    conn: &mut PgConnection,
    id: ArticleId,
    article: &ArticleDraft,
) -> Result<(), SaveError<Draft>> {
    let version = save_article(conn, id, article);
    articles::publish(conn, id, version, article, options(&article.body))
}

/// Saves an article's draft and makes it what visitors see.
pub fn publish_article(conn: &mut PgConnection, id: ArticleId, article: &ArticleDraft) {
    try_publish_article(conn, id, article).expect("the article is published");
}

/// Saves a service's draft as its owner would by the button.
pub fn save_service(conn: &mut PgConnection, id: ServiceId, service: &ServiceDraft) -> Version {
    let snapshot = Snapshot::of_service(service);
    save(conn, id.into(), &snapshot, because(RevisionReason::Manual)).version
}

/// Saves a service's draft and publishes it, unless another one has the address.
///
/// # Errors
/// As [`services::publish`].
pub fn try_publish_service(
    conn: &mut PgConnection,
    id: ServiceId,
    service: &ServiceDraft,
) -> Result<(), SaveError<Draft>> {
    let version = save_service(conn, id, service);
    services::publish(conn, id, version, service, options(&service.body))
}

/// Saves a service's draft and publishes it.
pub fn publish_service(conn: &mut PgConnection, id: ServiceId, service: &ServiceDraft) {
    try_publish_service(conn, id, service).expect("the service is published");
}

/// Saves a section's draft as its owner would by the button.
pub fn save_section(conn: &mut PgConnection, content: &SectionContent) -> Version {
    let id = sections::find_content_id(conn, content.key())
        .expect("the database answers")
        .expect("the site has its sections");
    let snapshot = Snapshot::of_section(content);
    save(conn, id, &snapshot, because(RevisionReason::Manual)).version
}

/// Saves a section's draft and makes it what visitors see.
pub fn publish_section(conn: &mut PgConnection, content: &SectionContent) {
    let version = save_section(conn, content);
    sections::publish(conn, content, version, None).expect("the section is published");
}

/// Lets so many hours pass for one article, by moving its editions into the past: each by itself,
/// the earliest first, since no two of them may be seen at one time.
pub fn let_hours_pass(conn: &mut PgConnection, id: ArticleId, hours: u32) {
    let sql = format!(
        "do $$ declare edition uuid; begin
             for edition in select e.id from article_editions e where e.article_id = '{id}'
                            order by e.visible_from
             loop
                 update article_editions set
                     visible_from = visible_from - interval '{hours} hours',
                     visible_until = visible_until - interval '{hours} hours'
                 where article_editions.id = edition;
             end loop;
         end $$"
    );
    conn.batch_execute(&sql).expect("the editions move");
}
