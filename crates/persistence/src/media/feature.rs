//! The picture on top of an article or a service, as columns.

use diesel::prelude::*;
use domain::{AltText, FeatureImage, MediaId};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::media_items;

use super::focus;

/// What the columns of a feature image hold.
pub(crate) struct FeatureColumns<'a> {
    pub media_id: Option<Uuid>,
    pub alt: Option<&'a str>,
    pub x: Option<i16>,
    pub y: Option<i16>,
}

/// The columns for a feature image. One that was erased from the library is left out: the page is
/// published without it, and the draft still names it.
pub(crate) fn feature_columns<'a>(
    conn: &mut PgConnection,
    feature: Option<&'a FeatureImage>,
) -> Result<FeatureColumns<'a>, DatabaseError> {
    let mut columns = FeatureColumns {
        media_id: None,
        alt: None,
        x: None,
        y: None,
    };
    let Some(feature) = feature else {
        return Ok(columns);
    };
    // The lock keeps the item from being erased until this is committed.
    let known: Option<Uuid> = media_items::table
        .find(feature.media.as_uuid())
        .select(media_items::id)
        .for_key_share()
        .first(conn)
        .optional()?;
    if known.is_some() {
        columns.media_id = known;
        columns.alt = feature.alt.as_ref().map(AltText::as_str);
        columns.x = feature.focus.map(|focus| i16::from(focus.x()));
        columns.y = feature.focus.map(|focus| i16::from(focus.y()));
    }
    Ok(columns)
}

/// The feature image that some columns say.
pub(crate) fn feature_of(
    media_id: Option<Uuid>,
    alt: Option<String>,
    point: Option<(i16, i16)>,
) -> Result<Option<FeatureImage>, DatabaseError> {
    let Some(media) = media_id.map(MediaId::from_uuid) else {
        return Ok(None);
    };
    let alt = alt
        .map(|alt| stored("feature_alt", AltText::parse(&alt)))
        .transpose()?
        .and_then(AltText::into_option);
    Ok(Some(FeatureImage {
        media,
        focus: point.map(|(x, y)| focus(x, y)).transpose()?,
        alt,
    }))
}
