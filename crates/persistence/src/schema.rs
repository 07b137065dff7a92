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
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
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
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    articles (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        excerpt -> Nullable<Text>,
        body -> Text,
        word_count -> Integer,
        state -> Text,
        published_at -> Nullable<Timestamptz>,
        version -> BigInt,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
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
    article_tags (article_id, tag_id) {
        article_id -> Uuid,
        tag_id -> Uuid,
    }
}

diesel::table! {
    redirects (id) {
        id -> Uuid,
        source_path -> Text,
        article_id -> Nullable<Uuid>,
        service_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
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

diesel::joinable!(article_tags -> articles (article_id));
diesel::joinable!(article_tags -> tags (tag_id));
diesel::joinable!(contact_messages -> services (service_id));
diesel::joinable!(redirects -> articles (article_id));
diesel::joinable!(redirects -> services (service_id));
diesel::joinable!(section_items -> page_sections (section_key));
diesel::joinable!(sessions -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    article_tags,
    articles,
    contact_messages,
    page_sections,
    redirects,
    section_items,
    services,
    sessions,
    setup_links,
    site_settings,
    social_links,
    tags,
);
