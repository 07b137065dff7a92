//! The pages on which an article is written.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use content::{Links, render_markdown};
use domain::{Account, Article, ArticleId};
use persistence::articles;
use serde::Serialize;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::problems::Problems;

use super::form::{ArticleForm, Stored};

#[derive(Serialize)]
struct NewPage {
    chrome: Chrome,
    action: &'static str,
    form: ArticleForm,
    stored: Stored,
    conflict: bool,
    keep_warning: bool,
    can_publish: bool,
    notice: Option<&'static str>,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for NewPage {
    const TEMPLATE: &'static str = "admin/articles/new";
}

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    state: &'static str,
    state_label: &'static str,
    updated: Moment,
    published: Option<Moment>,
    public_href: Option<String>,
    action: String,
    publication_action: String,
    withdrawal_action: String,
    deletion_action: String,
    form: ArticleForm,
    stored: Stored,
    conflict: bool,
    conflict_at: Option<String>,
    keep_warning: bool,
    can_publish: bool,
    preview_html: String,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/articles/edit";
}

/// What stands in the form of an edit page beside what is stored.
#[derive(Default)]
pub(super) struct Attempt {
    pub(super) form: Option<ArticleForm>,
    pub(super) errors: FieldErrors,
    pub(super) is_conflict: bool,
}

pub(super) async fn show_new(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    form: ArticleForm,
    errors: FieldErrors,
    notice: Option<&'static str>,
) -> Result<HttpResponse, AdminError> {
    let facts = state
        .database
        .run(|conn| Ok::<_, AdminError>(Facts::load(conn)?))
        .await?;
    let chrome = Chrome::new(&facts, account, session, Room::Articles, "New article");
    page(
        state,
        status,
        &new_page(chrome, form, errors, notice, status != StatusCode::OK),
    )
}

fn new_page(
    chrome: Chrome,
    form: ArticleForm,
    errors: FieldErrors,
    notice: Option<&'static str>,
    keep_warning: bool,
) -> NewPage {
    NewPage {
        chrome,
        action: "/admin/articles",
        form,
        stored: Stored::default(),
        conflict: false,
        keep_warning,
        can_publish: true,
        notice,
        problems: errors.into(),
    }
}

pub(super) async fn show_edit(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    id: ArticleId,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, article, preview) = state
        .database
        .run(move |conn| {
            let article = articles::find(conn, id)?.ok_or(AdminError::NotFound)?;
            // Rendering takes a processor for a while, so it stays on this blocking thread.
            let preview = render_markdown(article.body.as_str(), &Links::none());
            Ok::<_, AdminError>((Facts::load(conn)?, article, preview.to_string()))
        })
        .await?;
    let chrome = Chrome::new(
        &facts,
        account,
        session,
        Room::Articles,
        article.title.as_str(),
    );
    page(
        state,
        status,
        &edit_page(chrome, &facts, &article, preview, attempt),
    )
}

fn edit_page(
    chrome: Chrome,
    facts: &Facts,
    article: &Article,
    preview_html: String,
    attempt: Attempt,
) -> EditPage {
    let id = article.id;
    let published_at = article.publication.published_at();
    let keep_warning = attempt.form.is_some();
    let mut form = attempt
        .form
        .unwrap_or_else(|| ArticleForm::from_article(article));
    let stored = if attempt.is_conflict {
        let stored = form.differences(article).unwrap_or_default();
        // The next save is a decision, made with both texts in sight.
        form.set_version(article.version);
        stored
    } else {
        Stored::default()
    };
    EditPage {
        chrome,
        state: published_at.map_or("draft", |_| "published"),
        state_label: published_at.map_or("Draft", |_| "Published"),
        updated: facts.moment(article.updated_at),
        published: published_at.map(|at| facts.moment(at)),
        public_href: published_at.map(|_| format!("/articles/{}", article.slug)),
        action: format!("/admin/articles/{id}"),
        publication_action: format!("/admin/articles/{id}/publication"),
        withdrawal_action: format!("/admin/articles/{id}/publication/withdrawal"),
        deletion_action: format!("/admin/articles/{id}/deletion"),
        form,
        stored,
        conflict: attempt.is_conflict,
        conflict_at: attempt
            .is_conflict
            .then(|| Moment::clock(article.updated_at, facts.zone)),
        keep_warning,
        can_publish: published_at.is_none(),
        preview_html,
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SLUG_TAKEN;
    use super::*;
    use crate::fixtures::{article, facts, plain_chrome, render};
    use domain::{Publication, Version};

    fn shown(article: &Article, attempt: Attempt) -> String {
        let preview = "<p>Preview</p>".to_owned();
        let chrome = plain_chrome(Room::Articles);
        render(&edit_page(chrome, &facts(), article, preview, attempt))
    }

    #[test]
    fn a_draft_can_be_published_and_a_published_article_shows_its_address() {
        let mut article = article();
        article.publication = Publication::Draft;
        let html = shown(&article, Attempt::default());
        assert!(html.contains("Save and publish"), "{html}");
        assert!(html.contains("<p>Preview</p>"), "{html}");
        assert!(!html.contains("Withdraw"), "{html}");
        article.publication = Publication::Published {
            at: article.created_at,
        };
        let html = shown(&article, Attempt::default());
        assert!(html.contains("href=\"/articles/growth\""), "{html}");
        assert!(html.contains("Withdraw"), "{html}");
        assert!(!html.contains("Save and publish"), "{html}");
    }

    #[test]
    fn a_refused_form_keeps_every_character() {
        let typed = "\n  <b> & \"quotes\" </textarea>";
        let mut errors = FieldErrors::new();
        errors.add("slug", SLUG_TAKEN);
        let mut form = ArticleForm::from_article(&article());
        form.body = typed.to_owned();
        let attempt = Attempt {
            form: Some(form),
            errors,
            is_conflict: false,
        };
        let html = shown(&article(), attempt);
        assert!(
            html.contains("\n\n  &lt;b&gt; &amp; &quot;quotes&quot; &lt;/textarea&gt;</textarea>"),
            "{html}"
        );
        assert!(html.contains(SLUG_TAKEN), "{html}");
        assert!(html.contains("data-unsaved"), "{html}");
    }

    #[test]
    fn a_conflict_shows_both_texts_and_the_version_to_save_on() {
        let mut stored = article();
        stored.version = Version::new(7);
        let mut form = ArticleForm::from_article(&stored);
        form.title = "My title".to_owned();
        form.set_version(Version::new(6));
        let attempt = Attempt {
            form: Some(form),
            errors: FieldErrors::new(),
            is_conflict: true,
        };
        let html = shown(&stored, attempt);
        assert!(html.contains("value=\"My title\""), "{html}");
        assert!(html.contains("\nGrowth</textarea>"), "{html}");
        assert!(html.contains("name=\"version\" value=\"7\""), "{html}");
        assert_eq!(html.matches("Saved meanwhile").count(), 1, "{html}");
    }

    #[test]
    fn a_new_article_begins_empty_and_a_lost_one_comes_back() {
        let chrome = || plain_chrome(Room::Articles);
        let html = render(&new_page(
            chrome(),
            ArticleForm::default(),
            FieldErrors::new(),
            None,
            false,
        ));
        assert!(!html.contains("data-unsaved"), "{html}");
        let html = render(&new_page(
            chrome(),
            ArticleForm::from_article(&article()),
            FieldErrors::new(),
            Some("This article was deleted."),
            true,
        ));
        assert!(html.contains("This article was deleted."), "{html}");
    }
}
