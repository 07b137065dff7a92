//! The site's settings: one row and its links.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    EmailAddress, Label, PersonName, SiteSettings, SocialLink, Summary, TimeZone, Title, Version,
    WebAddress,
};

use crate::error::stored;
use crate::schema::{site_settings, social_links};
use crate::{DatabaseError, SaveError};

#[derive(Queryable, Selectable)]
#[diesel(table_name = site_settings, check_for_backend(diesel::pg::Pg))]
struct SettingsRow {
    site_name: String,
    owner_name: String,
    role: String,
    tagline: String,
    contact_email: Option<String>,
    time_zone: String,
    seo_title: Option<String>,
    seo_description: Option<String>,
    version: i64,
    updated_at: DateTime<Utc>,
}

fn from_rows(
    row: SettingsRow,
    links: Vec<(String, String)>,
) -> Result<SiteSettings, DatabaseError> {
    let social_links = links
        .into_iter()
        .map(|(label, address)| {
            Ok(SocialLink {
                label: stored("social_links.label", Label::parse(&label))?,
                address: stored("social_links.address", WebAddress::parse(&address))?,
            })
        })
        .collect::<Result<_, DatabaseError>>()?;
    Ok(SiteSettings {
        site_name: stored("site_settings.site_name", Label::parse(&row.site_name))?,
        owner_name: stored(
            "site_settings.owner_name",
            PersonName::parse(&row.owner_name),
        )?,
        role: stored("site_settings.role", Label::parse(&row.role))?,
        tagline: stored("site_settings.tagline", Summary::parse(&row.tagline))?,
        contact_email: row
            .contact_email
            .map(|email| stored("site_settings.contact_email", EmailAddress::parse(&email)))
            .transpose()?,
        time_zone: stored("site_settings.time_zone", TimeZone::parse(&row.time_zone))?,
        seo_title: row
            .seo_title
            .map(|title| stored("site_settings.seo_title", Title::parse(&title)))
            .transpose()?,
        seo_description: row
            .seo_description
            .map(|text| stored("site_settings.seo_description", Summary::parse(&text)))
            .transpose()?,
        social_links,
        version: Version::new(row.version),
        updated_at: row.updated_at,
    })
}

/// The settings. The row exists from the first start on.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn load(conn: &mut PgConnection) -> Result<SiteSettings, DatabaseError> {
    let row = site_settings::table
        .select(SettingsRow::as_select())
        .first(conn)?;
    let links = social_links::table
        .order(social_links::position)
        .select((social_links::label, social_links::address))
        .load(conn)?;
    from_rows(row, links)
}

/// Stores settings that were made from the version they carry.
///
/// # Errors
/// [`SaveError::Stale`] with what is stored now; [`SaveError::Missing`] before the first start;
/// [`SaveError::Database`] when the database did not answer.
pub fn update(
    conn: &mut PgConnection,
    settings: &SiteSettings,
) -> Result<SiteSettings, SaveError<SiteSettings>> {
    conn.transaction(|conn| {
        let changed = diesel::update(
            site_settings::table.filter(site_settings::version.eq(settings.version.get())),
        )
        .set((
            columns(settings),
            site_settings::version.eq(site_settings::version + 1),
            site_settings::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
        if changed == 0 {
            return Err(SaveError::Stale {
                current: Box::new(load(conn)?),
            });
        }
        diesel::delete(social_links::table).execute(conn)?;
        insert_links(conn, &settings.social_links)?;
        Ok(load(conn)?)
    })
}

/// Stores the first settings; for the starter content.
pub(crate) fn insert(
    conn: &mut PgConnection,
    settings: &SiteSettings,
) -> Result<(), DatabaseError> {
    diesel::insert_into(site_settings::table)
        .values(columns(settings))
        .execute(conn)?;
    insert_links(conn, &settings.social_links)
}

type Columns<'a> = (
    diesel::dsl::Eq<site_settings::site_name, &'a str>,
    diesel::dsl::Eq<site_settings::owner_name, &'a str>,
    diesel::dsl::Eq<site_settings::role, &'a str>,
    diesel::dsl::Eq<site_settings::tagline, &'a str>,
    diesel::dsl::Eq<site_settings::contact_email, Option<&'a str>>,
    diesel::dsl::Eq<site_settings::time_zone, &'a str>,
    diesel::dsl::Eq<site_settings::seo_title, Option<&'a str>>,
    diesel::dsl::Eq<site_settings::seo_description, Option<&'a str>>,
);

fn columns(settings: &SiteSettings) -> Columns<'_> {
    (
        site_settings::site_name.eq(settings.site_name.as_str()),
        site_settings::owner_name.eq(settings.owner_name.as_str()),
        site_settings::role.eq(settings.role.as_str()),
        site_settings::tagline.eq(settings.tagline.as_str()),
        site_settings::contact_email.eq(settings.contact_email.as_ref().map(EmailAddress::as_str)),
        site_settings::time_zone.eq(settings.time_zone.name()),
        site_settings::seo_title.eq(settings.seo_title.as_ref().map(Title::as_str)),
        site_settings::seo_description.eq(settings.seo_description.as_ref().map(Summary::as_str)),
    )
}

fn insert_links(conn: &mut PgConnection, links: &[SocialLink]) -> Result<(), DatabaseError> {
    let rows: Vec<_> = links
        .iter()
        .zip(1_i32..)
        .map(|(link, position)| {
            (
                social_links::position.eq(position),
                social_links::label.eq(link.label.as_str()),
                social_links::address.eq(link.address.as_str()),
            )
        })
        .collect();
    diesel::insert_into(social_links::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}
