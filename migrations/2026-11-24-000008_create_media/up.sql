create extension if not exists pg_trgm;

create table media_files (
    hash text not null,
    format text not null,
    size_bytes bigint not null,
    width_px integer not null default 0,
    height_px integer not null default 0,
    colour text,
    has_transparency boolean not null default false,
    is_animated boolean not null default false,
    encoding text not null,
    encoding_attempts integer not null default 0,
    encoding_due_at timestamptz not null default now(),
    encoding_error text,
    created_at timestamptz not null default now(),
    constraint media_files_pkey primary key (hash),
    constraint media_files_hash_form check (hash ~ '^[0-9a-f]{32}$'),
    constraint media_files_format_known check (format in ('jpg', 'png', 'gif', 'webp', 'avif', 'svg', 'pdf')),
    constraint media_files_size_positive check (size_bytes > 0),
    constraint media_files_measures_positive check (width_px >= 0 and height_px >= 0),
    constraint media_files_colour_form check (colour ~ '^[0-9a-f]{6}$'),
    constraint media_files_encoding_known check (encoding in ('none', 'pending', 'avif', 'done', 'failed'))
);
create index media_files_encoding_idx on media_files (encoding_due_at) where encoding in ('pending', 'avif');
comment on table media_files is 'What is in the object storage, cleaned, each once: the name is made from the content.';
comment on column media_files.hash is 'The first 32 hexadecimal digits of SHA-256 over the stored bytes.';
comment on column media_files.width_px is '0 for what has no measures, as a PDF.';
comment on column media_files.colour is 'The dominant colour, sRGB.';
comment on column media_files.encoding is 'Which renditions are still to be made: pending all of them, avif only those; none for what is served as it is.';
comment on column media_files.encoding_due_at is 'Not before this: the end of a lease, or the pause after a failure.';

create table media_renditions (
    file_hash text not null,
    format text not null,
    width_px integer not null,
    height_px integer not null,
    size_bytes bigint not null,
    constraint media_renditions_pkey primary key (file_hash, format, width_px),
    constraint media_renditions_file_hash_fkey foreign key (file_hash) references media_files (hash) on delete cascade,
    constraint media_renditions_format_known check (format in ('jpg', 'png', 'webp', 'avif')),
    constraint media_renditions_measures_positive check (width_px > 0 and height_px > 0 and size_bytes > 0)
);
comment on table media_renditions is 'The same picture smaller or in another format, as it is in the object storage.';

create table media_items (
    id uuid not null,
    name text not null,
    file_hash text not null,
    alt text not null default '',
    is_decorative boolean not null default false,
    focal_x smallint not null default 50,
    focal_y smallint not null default 50,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    trashed_at timestamptz,
    constraint media_items_pkey primary key (id),
    constraint media_items_file_hash_fkey foreign key (file_hash) references media_files (hash),
    constraint media_items_name_form check (name ~ '^[a-z0-9]+([._-][a-z0-9]+)*\.[a-z0-9]+$' and length(name) <= 100),
    constraint media_items_alt_length check (length(alt) <= 500),
    constraint media_items_focal_within check (focal_x between 0 and 100 and focal_y between 0 and 100),
    constraint media_items_version_positive check (version > 0)
);
create unique index media_items_name_key on media_items (name) where trashed_at is null;
create index media_items_name_idx on media_items (name, trashed_at);
create index media_items_file_hash_idx on media_items (file_hash);
create index media_items_created_at_idx on media_items (created_at desc, id desc) where trashed_at is null;
create index media_items_words_idx on media_items using gin ((name || ' ' || alt) gin_trgm_ops);
create index media_items_trashed_at_idx on media_items (trashed_at, id) where trashed_at is not null;
comment on table media_items is 'What the owner sees in the library: an address and a description that outlive the file behind them.';
comment on column media_items.name is 'The name in the stable address /files/{name}.';
comment on column media_items.is_decorative is 'True where the owner said that the picture says nothing: then it needs no alt text.';
comment on column media_items.focal_x is 'What must stay in sight when the picture is cut, in percent from the left.';
comment on column media_items.focal_y is 'In percent from the top.';
comment on column media_items.trashed_at is 'In the trash since then. What a text or a revision names is not erased.';

create table media_item_files (
    item_id uuid not null,
    file_hash text not null,
    replaced_at timestamptz not null default clock_timestamp(),
    constraint media_item_files_pkey primary key (item_id, file_hash),
    constraint media_item_files_item_id_fkey foreign key (item_id) references media_items (id) on delete cascade,
    constraint media_item_files_file_hash_fkey foreign key (file_hash) references media_files (hash)
);
create index media_item_files_file_hash_idx on media_item_files (file_hash);
comment on table media_item_files is 'The files that an item had before, newest replacement last; one that it has again is no longer here.';

create table media_removals (
    hash text not null,
    noted_at timestamptz not null default clock_timestamp(),
    constraint media_removals_pkey primary key (hash),
    constraint media_removals_hash_form check (hash ~ '^[0-9a-f]{32}$')
);
create index media_removals_noted_at_idx on media_removals (noted_at);
comment on table media_removals is 'Files whose bytes may be in the object storage without a row: uploads that began, and files that were erased. Nothing else is ever removed from the storage, which may hold what this database does not know.';

-- What a text names: content and media by id, files by address. A long text takes a millisecond and
-- more: the planner must know that, or it reads texts instead of the index over them. For the same
-- reason the indexes keep no list of what is still to be sorted in.
create function mentions_of_fields(fields jsonb) returns text[] language sql immutable strict parallel safe cost 100000 as $$
    select coalesce(array_agg(distinct lower(found[1])), '{}')
    from regexp_matches(fields::text,
        '(plinth:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|/files/[a-z0-9._-]+|/media/[0-9a-f]{32})', 'gi') as found
$$;
comment on function mentions_of_fields is 'Every plinth:<id>, /files/<name> and /media/<hash> in some fields, in lower case, each once.';
create index drafts_mentions_idx on drafts using gin (mentions_of_fields(fields)) with (fastupdate = off);
create index revisions_mentions_idx on revisions using gin (mentions_of_fields(fields)) with (fastupdate = off);
-- What leads to a file: a rule of the owner, or an address that it had.
create index redirects_target_address_idx on redirects (target_address) where target_address is not null;

alter table article_editions
    add column feature_media_id uuid,
    add column feature_alt text,
    add column feature_x smallint,
    add column feature_y smallint,
    add column declared_update date,
    add constraint article_editions_feature_media_id_fkey foreign key (feature_media_id) references media_items (id) on delete set null,
    add constraint article_editions_feature_focus_whole check ((feature_x is null) = (feature_y is null));
create index article_editions_feature_media_id_idx on article_editions (feature_media_id);
comment on column article_editions.feature_media_id is 'The picture on top.';
comment on column article_editions.feature_alt is 'What it shows, where that differs from the library; null takes the library''s text.';
comment on column article_editions.feature_x is 'The focal point in percent, where it differs from the library''s.';
comment on column article_editions.declared_update is 'The day on which the owner says that the article was brought up to date.';

alter table services
    add column feature_media_id uuid,
    add column feature_alt text,
    add column feature_x smallint,
    add column feature_y smallint,
    add constraint services_feature_media_id_fkey foreign key (feature_media_id) references media_items (id) on delete set null,
    add constraint services_feature_focus_whole check ((feature_x is null) = (feature_y is null));
create index services_feature_media_id_idx on services (feature_media_id);
comment on column services.feature_media_id is 'The picture on top.';
