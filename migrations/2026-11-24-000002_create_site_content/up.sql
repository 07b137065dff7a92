create table site_settings (
    id smallint not null default 1,
    site_name text not null,
    owner_name text not null,
    role text not null,
    tagline text not null,
    contact_email text,
    time_zone text not null,
    seo_title text,
    seo_description text,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint site_settings_pkey primary key (id),
    constraint site_settings_one_row check (id = 1)
);
comment on table site_settings is 'One row. Where it exists, the site has been set up and starter content never comes again.';
comment on column site_settings.time_zone is 'An IANA name; only the display of times depends on it.';
comment on column site_settings.version is 'Counts the saves; a save names the version that it was made from.';

create table social_links (
    position integer not null,
    label text not null,
    address text not null,
    constraint social_links_pkey primary key (position),
    constraint social_links_position_range check (position between 1 and 8)
);
comment on table social_links is 'The owner''s places elsewhere, part of the site settings.';

create table page_sections (
    key text not null,
    position integer not null,
    is_shown boolean not null,
    heading text not null default '',
    body text not null default '',
    action_label text,
    action_target text,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint page_sections_pkey primary key (key),
    constraint page_sections_key_known check (
        key in ('hero', 'about', 'principles', 'services', 'way-of-working', 'writing', 'contact')
    ),
    constraint page_sections_action_whole check ((action_label is null) = (action_target is null)),
    constraint page_sections_action_in_hero check (key = 'hero' or action_label is null)
);
comment on table page_sections is 'The sections of the home page; their set is fixed.';
comment on column page_sections.body is 'The lead, intro or text of the section; Markdown in the section about.';

create table section_items (
    section_key text not null,
    position integer not null,
    title text not null,
    body text not null,
    constraint section_items_pkey primary key (section_key, position),
    constraint section_items_section_key_fkey foreign key (section_key) references page_sections (key) on delete cascade,
    constraint section_items_position_range check (position between 1 and 8)
);
comment on table section_items is 'Principles and steps, in order.';

create table services (
    id uuid not null,
    slug text not null,
    title text not null,
    summary text not null,
    body text not null,
    deliverables text[] not null default '{}',
    position integer not null,
    is_shown boolean not null,
    was_public boolean not null,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint services_pkey primary key (id),
    constraint services_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
    constraint services_deliverables_count check (cardinality(deliverables) <= 12),
    constraint services_was_public_when_shown check (was_public or not is_shown)
);
create unique index services_slug_key on services (slug) where deleted_at is null;
create index services_position_idx on services (position, id) where deleted_at is null;
create index services_deleted_slug_idx on services (slug) where deleted_at is not null and was_public;
create index services_deleted_at_idx on services (deleted_at, id) where deleted_at is not null;
comment on table services is 'What the owner offers.';
comment on column services.body is 'Markdown.';
comment on column services.deliverables is 'What the client gets, one short text each.';
comment on column services.was_public is 'True once visitors could see it: then its address answers 410 after a deletion, and a redirect after a change.';
comment on index services_slug_key is 'A deleted service frees its address.';

create table articles (
    id uuid not null,
    slug text not null,
    title text not null,
    excerpt text,
    body text not null,
    word_count integer not null,
    state text not null default 'draft',
    published_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint articles_pkey primary key (id),
    constraint articles_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
    constraint articles_state_known check (state in ('draft', 'published')),
    constraint articles_published_has_date check (state <> 'published' or published_at is not null),
    constraint articles_word_count_positive check (word_count >= 0)
);
create unique index articles_slug_key on articles (slug) where deleted_at is null;
create index articles_published_idx on articles (published_at desc, id desc)
    where deleted_at is null and state = 'published';
create index articles_updated_idx on articles (updated_at desc, id desc) where deleted_at is null;
create index articles_state_updated_idx on articles (state, updated_at desc, id desc) where deleted_at is null;
create index articles_deleted_slug_idx on articles (slug) where deleted_at is not null and published_at is not null;
create index articles_deleted_at_idx on articles (deleted_at, id) where deleted_at is not null;
comment on table articles is 'What the owner writes.';
comment on column articles.body is 'Markdown.';
comment on column articles.word_count is 'Words of the body by white space, kept so that a list need not read the bodies.';
comment on column articles.published_at is 'The date that the article carries, set by the first publication and kept when it is withdrawn.';
comment on index articles_slug_key is 'A deleted article frees its address.';

create table tags (
    id uuid not null,
    slug text not null,
    name text not null,
    created_at timestamptz not null default now(),
    constraint tags_pkey primary key (id),
    constraint tags_slug_key unique (slug),
    constraint tags_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80)
);
comment on table tags is 'Subjects that articles share; the slug is made from the name.';

create table article_tags (
    article_id uuid not null,
    tag_id uuid not null,
    constraint article_tags_pkey primary key (article_id, tag_id),
    constraint article_tags_article_id_fkey foreign key (article_id) references articles (id) on delete cascade,
    constraint article_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);
create index article_tags_tag_id_idx on article_tags (tag_id, article_id);
comment on table article_tags is 'Which article has which tag.';

create table redirects (
    id uuid not null,
    source_path text not null,
    article_id uuid,
    service_id uuid,
    created_at timestamptz not null default now(),
    constraint redirects_pkey primary key (id),
    constraint redirects_source_path_key unique (source_path),
    constraint redirects_source_path_form check (source_path like '/_%' and octet_length(source_path) <= 500),
    constraint redirects_one_target check (num_nonnulls(article_id, service_id) = 1),
    constraint redirects_article_id_fkey foreign key (article_id) references articles (id) on delete cascade,
    constraint redirects_service_id_fkey foreign key (service_id) references services (id) on delete cascade
);
create index redirects_article_id_idx on redirects (article_id);
create index redirects_service_id_idx on redirects (service_id);
comment on table redirects is 'Old addresses. The target is the content itself, not its address, so that redirects form no chains.';
