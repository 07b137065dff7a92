//! From text to valid values, and back.

mod feature;

use feature::day;

use crate::{
    Action, ArticleDraft, ContentKind, Deliverables, FieldProblem, Heading, Label, LinkTarget,
    MAX_SECTION_ITEMS, MarkdownText, Paragraph, SectionContent, SectionItem, SectionKey,
    SeriesPart, ServiceDraft, Slug, Snapshot, Summary, Title, parse_tags,
};

/// Collects every problem, so that all are told at once.
#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn keep<T, E: std::fmt::Display>(
        &mut self,
        field: &'static str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(FieldProblem::new(field, error));
                None
            }
        }
    }

    /// The value when it is whole; a part is missing only where a problem was found.
    fn unless<T>(self, whole: Option<T>) -> Result<T, Vec<FieldProblem>> {
        match whole {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// The address as typed, or the one made from the title where none was.
fn slug(snapshot: &Snapshot, title: Option<&Title>, problems: &mut Problems) -> Option<Slug> {
    let typed = snapshot.get("slug");
    if !typed.trim().is_empty() {
        return problems.keep("slug", Slug::parse(typed));
    }
    let made = Slug::from_title(title?.as_str());
    problems.keep(
        "slug",
        made.ok_or("The title makes no address; please give one."),
    )
}

impl Snapshot {
    /// The article that these fields say.
    ///
    /// # Errors
    /// Every [`FieldProblem`], in the order of the fields.
    pub fn to_article(&self) -> Result<ArticleDraft, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let title = problems.keep("title", Title::parse(self.get("title")));
        let body = problems.keep("body", MarkdownText::parse(self.get("body")));
        let excerpt = problems.keep("excerpt", Summary::parse(self.get("excerpt")));
        let tags = problems.keep("tags", parse_tags(self.get("tags")));
        let series = match self.get("series").trim() {
            "" => Some(None),
            text => problems.keep("series", series_title(text)).map(Some),
        };
        let part = problems.keep("series_part", SeriesPart::parse(self.get("series_part")));
        let slug = slug(self, title.as_ref(), &mut problems);
        let feature = self.feature(&mut problems);
        let declared_update = problems.keep("updated_on", day(self.get("updated_on")));
        let whole = (|| {
            let part = part?;
            Some(ArticleDraft {
                slug: slug?,
                title: title?,
                excerpt: excerpt?.into_option(),
                body: body?,
                tags: tags?,
                series: series?.map(|title| (title, part)),
                feature: feature?,
                declared_update: declared_update?,
            })
        })();
        problems.unless(whole)
    }

    /// The service that these fields say.
    ///
    /// # Errors
    /// Every [`FieldProblem`], in the order of the fields.
    pub fn to_service(&self) -> Result<ServiceDraft, Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let title = problems.keep("title", Title::parse(self.get("title")));
        let summary = problems.keep("summary", required_summary(self.get("summary")));
        let body = problems.keep("body", MarkdownText::parse(self.get("body")));
        let deliverables = problems.keep(
            "deliverables",
            Deliverables::parse_lines(self.get("deliverables")),
        );
        let slug = slug(self, title.as_ref(), &mut problems);
        let feature = self.feature(&mut problems);
        let whole = (|| {
            Some(ServiceDraft {
                slug: slug?,
                title: title?,
                summary: summary?,
                body: body?,
                deliverables: deliverables?,
                feature: feature?,
            })
        })();
        problems.unless(whole)
    }

    /// The section that these fields say; they must be those of a section.
    ///
    /// # Errors
    /// Every [`FieldProblem`], in the order of the fields.
    pub fn to_section(&self) -> Result<SectionContent, Vec<FieldProblem>> {
        let ContentKind::Section(key) = self.kind() else {
            return Err(vec![FieldProblem::new("heading", "This is no section.")]);
        };
        let mut problems = Problems::default();
        let heading = problems.keep("heading", Heading::parse(self.get("heading")));
        if key == SectionKey::About {
            let body = problems.keep("body", MarkdownText::parse(self.get("body")));
            let whole = heading
                .zip(body)
                .map(|(heading, body)| SectionContent::About { heading, body });
            return problems.unless(whole);
        }
        let intro = problems.keep("body", Paragraph::parse(self.get("body")));
        let action = self.action(&mut problems);
        let items = self.items(&mut problems);
        let whole = heading.zip(intro).map(|(heading, intro)| match key {
            SectionKey::Hero => SectionContent::Hero {
                heading,
                lead: intro,
                action,
            },
            SectionKey::Principles => SectionContent::Principles {
                heading,
                intro,
                items,
            },
            SectionKey::WayOfWorking => SectionContent::WayOfWorking {
                heading,
                intro,
                steps: items,
            },
            SectionKey::Services => SectionContent::Services { heading, intro },
            SectionKey::Contact => SectionContent::Contact { heading, intro },
            // The text of this section was read above.
            SectionKey::About | SectionKey::Writing => SectionContent::Writing { heading, intro },
        });
        problems.unless(whole)
    }

    fn action(&self, problems: &mut Problems) -> Option<Action> {
        let (label, target) = (self.get("action_label"), self.get("action_target"));
        if label.trim().is_empty() && target.trim().is_empty() {
            return None;
        }
        let label = problems.keep("action_label", Label::parse(label));
        let target = problems.keep("action_target", LinkTarget::parse(target));
        label
            .zip(target)
            .map(|(label, target)| Action { label, target })
    }

    fn items(&self, problems: &mut Problems) -> Vec<SectionItem> {
        let fields = self.kind().fields();
        let rows = fields.get(2..).unwrap_or_default().chunks_exact(2);
        let mut items = Vec::new();
        for row in rows.take(MAX_SECTION_ITEMS) {
            let &[title_field, text_field] = row else {
                continue;
            };
            let (title, text) = (self.get(title_field), self.get(text_field));
            if !title_field.starts_with("item_")
                || (title.trim().is_empty() && text.trim().is_empty())
            {
                continue;
            }
            let title = problems.keep(title_field, Title::parse(title));
            let text = problems.keep(text_field, Paragraph::parse(text));
            if let Some((title, text)) = title.zip(text) {
                items.push(SectionItem { title, text });
            }
        }
        items
    }

    /// The fields of an article, as its form shows them.
    pub fn of_article(article: &ArticleDraft) -> Self {
        let mut snapshot = Self::empty(ContentKind::Article);
        let tags: Vec<_> = article.tags.iter().map(|tag| tag.as_str()).collect();
        snapshot.put("title", article.title.as_str());
        snapshot.put("body", article.body.as_str());
        snapshot.put(
            "excerpt",
            article.excerpt.as_ref().map_or("", Summary::as_str),
        );
        snapshot.put("tags", tags.join(", "));
        snapshot.put("slug", article.slug.as_str());
        if let Some((series, part)) = &article.series {
            snapshot.put("series", series.as_str());
            snapshot.put(
                "series_part",
                part.map(|part| part.get().to_string()).unwrap_or_default(),
            );
        }
        snapshot.put_feature(article.feature.as_ref());
        if let Some(day) = article.declared_update {
            snapshot.put("updated_on", day.to_string());
        }
        snapshot
    }

    /// The fields of a service, as its form shows them.
    pub fn of_service(service: &ServiceDraft) -> Self {
        let mut snapshot = Self::empty(ContentKind::Service);
        snapshot.put("title", service.title.as_str());
        snapshot.put("summary", service.summary.as_str());
        snapshot.put("body", service.body.as_str());
        snapshot.put("deliverables", service.deliverables.to_lines());
        snapshot.put("slug", service.slug.as_str());
        snapshot.put_feature(service.feature.as_ref());
        snapshot
    }

    /// The fields of a section, as its form shows them.
    pub fn of_section(content: &SectionContent) -> Self {
        let mut snapshot = Self::empty(ContentKind::Section(content.key()));
        snapshot.put("heading", content.heading().as_str());
        match content {
            SectionContent::About { body, .. } => snapshot.put("body", body.as_str()),
            SectionContent::Hero { lead, action, .. } => {
                snapshot.put("body", lead.as_str());
                if let Some(action) = action {
                    snapshot.put("action_label", action.label.as_str());
                    snapshot.put("action_target", action.target.as_str());
                }
            }
            SectionContent::Principles { intro, items, .. }
            | SectionContent::WayOfWorking {
                intro,
                steps: items,
                ..
            } => {
                snapshot.put("body", intro.as_str());
                for (item, number) in items.iter().zip(1..) {
                    snapshot.put(&format!("item_{number}_title"), item.title.as_str());
                    snapshot.put(&format!("item_{number}_text"), item.text.as_str());
                }
            }
            SectionContent::Services { intro, .. }
            | SectionContent::Writing { intro, .. }
            | SectionContent::Contact { intro, .. } => snapshot.put("body", intro.as_str()),
        }
        snapshot
    }

    /// The same fields with the address filled in that an empty one stood for.
    pub fn with_slug(mut self, slug: &Slug) -> Self {
        self.put("slug", slug.as_str());
        self
    }
}

/// A series is named like a title, and its name makes an address.
fn series_title(text: &str) -> Result<Title, String> {
    let title = Title::parse(text).map_err(|error| error.to_string())?;
    if Slug::from_title(title.as_str()).is_none() {
        return Err("The name of a series holds a letter or digit.".to_owned());
    }
    Ok(title)
}

fn required_summary(text: &str) -> Result<Summary, crate::TextError> {
    let summary = Summary::parse(text)?;
    if summary.is_blank() {
        return Err(crate::TextError::Empty);
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(kind: ContentKind, fields: &[(&str, &str)]) -> Snapshot {
        let mut snapshot = Snapshot::empty(kind);
        for (name, text) in fields {
            snapshot.set(name, text).unwrap();
        }
        snapshot
    }

    #[test]
    fn an_empty_address_is_made_from_the_title() {
        let snapshot = filled(
            ContentKind::Article,
            &[("title", "Why Software?"), ("tags", "Rust, rust")],
        );
        let article = snapshot.to_article().unwrap();
        assert_eq!(article.slug.as_str(), "why-software");
        assert_eq!(article.tags.len(), 1);
        assert_eq!(article.excerpt, None);
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let long = "x".repeat(301);
        let snapshot = filled(
            ContentKind::Article,
            &[
                ("slug", "NO NO"),
                ("excerpt", &long),
                ("tags", "!!!"),
                ("series", "???"),
                ("series_part", "1000"),
            ],
        );
        let problems = snapshot.to_article().unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            ["title", "excerpt", "tags", "series", "series_part", "slug"]
        );
    }

    #[test]
    fn a_service_needs_its_summary() {
        let snapshot = filled(ContentKind::Service, &[("title", "A")]);
        let problems = snapshot.to_service().unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].field, "summary");
    }

    #[test]
    fn every_section_comes_back_as_it_was() {
        for key in SectionKey::ALL {
            let mut snapshot = Snapshot::empty(ContentKind::Section(key));
            for field in ContentKind::Section(key).fields() {
                let text = if *field == "action_target" {
                    "/contact"
                } else {
                    "Words"
                };
                snapshot.set(field, text).unwrap();
            }
            let content = snapshot.to_section().unwrap();
            assert_eq!(content.key(), key);
            assert_eq!(Snapshot::of_section(&content), snapshot);
        }
    }

    #[test]
    fn rows_left_empty_leave_no_gap_behind() {
        let key = SectionKey::Principles;
        let snapshot = filled(
            ContentKind::Section(key),
            &[("item_3_title", "Third"), ("item_7_title", "Seventh")],
        );
        let SectionContent::Principles { items, .. } = snapshot.to_section().unwrap() else {
            panic!("the kind is kept");
        };
        let titles: Vec<_> = items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["Third", "Seventh"]);
    }

    proptest! {
        #[test]
        fn what_can_be_published_is_the_same_after_a_round_through_its_fields(
            title in "\\PC{1,40}", body in "(\\PC|\n){0,200}", tags in "[a-z, ]{0,30}",
            excerpt in "\\PC{0,60}", part in "[0-9]{0,4}",
        ) {
            let snapshot = filled(ContentKind::Article, &[
                ("title", &title), ("body", &body), ("tags", &tags), ("excerpt", &excerpt),
                ("series", "A series"), ("series_part", &part),
            ]);
            if let Ok(article) = snapshot.to_article() {
                prop_assert_eq!(Snapshot::of_article(&article).to_article(), Ok(article));
            }
        }
    }
}
