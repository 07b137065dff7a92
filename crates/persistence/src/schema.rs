//! The tables as diesel sees them; a test compares them with the database's own catalog.
#![expect(
    missing_docs,
    reason = "the tables are described by comments in the database"
)]

diesel::table! {
    accounts (id) {
        id -> Uuid,
        role -> Text,
        email -> Text,
        password_hash -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        uses_plain_editor -> Bool,
    }
}

diesel::table! {
    setup_links (id) {
        id -> Uuid,
        token_hash -> Bytea,
        purpose -> Text,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Bytea,
        account_id -> Nullable<Uuid>,
        state -> Jsonb,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    site_settings (id) {
        id -> SmallInt,
        site_name -> Text,
        owner_name -> Text,
        role -> Text,
        tagline -> Text,
        contact_email -> Nullable<Text>,
        time_zone -> Text,
        seo_title -> Nullable<Text>,
        seo_description -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    social_links (position) {
        position -> Integer,
        label -> Text,
        address -> Text,
    }
}

diesel::table! {
    page_sections (key) {
        key -> Text,
        position -> Integer,
        is_shown -> Bool,
        heading -> Text,
        body -> Text,
        action_label -> Nullable<Text>,
        action_target -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        content_id -> Uuid,
        revision_id -> Uuid,
    }
}

diesel::table! {
    section_items (section_key, position) {
        section_key -> Text,
        position -> Integer,
        title -> Text,
        body -> Text,
    }
}

diesel::table! {
    services (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        deliverables -> Array<Text>,
        position -> Integer,
        is_shown -> Bool,
        was_public -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
        revision_id -> Uuid,
        feature_media_id -> Nullable<Uuid>,
        feature_alt -> Nullable<Text>,
        feature_x -> Nullable<SmallInt>,
        feature_y -> Nullable<SmallInt>,
    }
}

diesel::table! {
    contents (id) {
        id -> Uuid,
        kind -> Text,
        is_pinned -> Bool,
        was_public -> Bool,
        created_at -> Timestamptz,
        trashed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    revisions (id) {
        id -> Uuid,
        content_id -> Uuid,
        number -> Integer,
        parent_id -> Nullable<Uuid>,
        source_id -> Nullable<Uuid>,
        author_id -> Nullable<Uuid>,
        reason -> Text,
        fields -> Jsonb,
        fields_hash -> Bytea,
        draft_version -> BigInt,
        renderer_version -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    drafts (content_id) {
        content_id -> Uuid,
        fields -> Jsonb,
        fields_hash -> Bytea,
        title -> Text,
        version -> BigInt,
        revision_id -> Nullable<Uuid>,
        parent_id -> Nullable<Uuid>,
        group_started_at -> Timestamptz,
        saved_by -> Nullable<Uuid>,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    draft_saves (content_id, save_key) {
        content_id -> Uuid,
        save_key -> Uuid,
        fields_hash -> Bytea,
        version -> BigInt,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    series (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    article_editions (id) {
        id -> Uuid,
        article_id -> Uuid,
        revision_id -> Uuid,
        slug -> Text,
        title -> Text,
        excerpt -> Nullable<Text>,
        body -> Text,
        word_count -> Integer,
        series_id -> Nullable<Uuid>,
        series_part -> Nullable<Integer>,
        published_at -> Timestamptz,
        changed_at -> Timestamptz,
        visible_from -> Timestamptz,
        visible_until -> Nullable<Timestamptz>,
        zone -> Text,
        is_trashed -> Bool,
        feature_media_id -> Nullable<Uuid>,
        feature_alt -> Nullable<Text>,
        feature_x -> Nullable<SmallInt>,
        feature_y -> Nullable<SmallInt>,
        declared_update -> Nullable<Date>,
    }
}

diesel::table! {
    tags (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    edition_tags (edition_id, tag_id) {
        edition_id -> Uuid,
        tag_id -> Uuid,
    }
}

diesel::table! {
    redirects (id) {
        id -> Uuid,
        source_path -> Text,
        created_at -> Timestamptz,
        content_id -> Nullable<Uuid>,
        tag_id -> Nullable<Uuid>,
        target_address -> Nullable<Text>,
        is_prefix -> Bool,
        origin -> Text,
        hits -> BigInt,
        last_hit_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    missed_paths (path) {
        path -> Text,
        hits -> BigInt,
        first_seen_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        dismissed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    bulk_actions (id) {
        id -> Uuid,
        action -> Text,
        undo -> Jsonb,
        performed_at -> Timestamptz,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    contact_messages (id) {
        id -> Uuid,
        sender_name -> Text,
        sender_email -> Text,
        service_id -> Nullable<Uuid>,
        service_title -> Nullable<Text>,
        body -> Text,
        folder -> Text,
        suspicions -> Array<Text>,
        submission_digest -> Bytea,
        received_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    preview_links (id) {
        id -> Uuid,
        content_id -> Uuid,
        revision_id -> Uuid,
        token_hash -> Bytea,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        last_used_at -> Nullable<Timestamptz>,
        uses -> BigInt,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        payload -> Jsonb,
        unique_key -> Nullable<Text>,
        run_at -> Timestamptz,
        attempts -> Integer,
        max_attempts -> Integer,
        lease_number -> BigInt,
        locked_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        finished_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Uuid,
        content_id -> Uuid,
        kind -> Text,
        boundary -> Timestamptz,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    media_files (hash) {
        hash -> Text,
        format -> Text,
        size_bytes -> BigInt,
        width_px -> Integer,
        height_px -> Integer,
        colour -> Nullable<Text>,
        has_transparency -> Bool,
        is_animated -> Bool,
        encoding -> Text,
        encoding_attempts -> Integer,
        encoding_due_at -> Timestamptz,
        encoding_error -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    media_renditions (file_hash, format, width_px) {
        file_hash -> Text,
        format -> Text,
        width_px -> Integer,
        height_px -> Integer,
        size_bytes -> BigInt,
    }
}

diesel::table! {
    media_items (id) {
        id -> Uuid,
        name -> Text,
        file_hash -> Text,
        alt -> Text,
        is_decorative -> Bool,
        focal_x -> SmallInt,
        focal_y -> SmallInt,
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        trashed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql::Tsvector;

    search_documents (id) {
        id -> Uuid,
        content_id -> Uuid,
        kind -> Text,
        sorted_at -> Timestamptz,
        visible_from -> Timestamptz,
        visible_until -> Nullable<Timestamptz>,
        is_hidden -> Bool,
        heading -> Tsvector,
        vector -> Tsvector,
        words -> Text,
    }
}

diesel::table! {
    media_removals (hash) {
        hash -> Text,
        noted_at -> Timestamptz,
    }
}

diesel::table! {
    media_item_files (item_id, file_hash) {
        item_id -> Uuid,
        file_hash -> Text,
        replaced_at -> Timestamptz,
    }
}

diesel::table! {
    search_terms (word) {
        word -> Text,
        checked_at -> Timestamptz,
    }
}

diesel::joinable!(article_editions -> contents (article_id));
diesel::joinable!(article_editions -> revisions (revision_id));
diesel::joinable!(article_editions -> series (series_id));
diesel::joinable!(contact_messages -> services (service_id));
diesel::joinable!(draft_saves -> contents (content_id));
diesel::joinable!(drafts -> contents (content_id));
diesel::joinable!(edition_tags -> article_editions (edition_id));
diesel::joinable!(edition_tags -> tags (tag_id));
diesel::joinable!(media_item_files -> media_files (file_hash));
diesel::joinable!(media_item_files -> media_items (item_id));
diesel::joinable!(media_items -> media_files (file_hash));
diesel::joinable!(media_renditions -> media_files (file_hash));
diesel::joinable!(page_sections -> contents (content_id));
diesel::joinable!(redirects -> contents (content_id));
diesel::joinable!(redirects -> tags (tag_id));
diesel::joinable!(revisions -> contents (content_id));
diesel::joinable!(section_items -> page_sections (section_key));
diesel::joinable!(services -> contents (id));
diesel::joinable!(sessions -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    article_editions,
    bulk_actions,
    contact_messages,
    contents,
    draft_saves,
    drafts,
    edition_tags,
    media_files,
    media_item_files,
    media_items,
    media_removals,
    media_renditions,
    missed_paths,
    page_sections,
    preview_links,
    redirects,
    revisions,
    search_documents,
    search_terms,
    section_items,
    series,
    services,
    sessions,
    setup_links,
    site_settings,
    social_links,
    tags,
);
