create extension if not exists btree_gist;

create function digest_of_fields(fields jsonb) returns bytea language sql immutable strict parallel safe
    return sha256(convert_to(fields::text, 'UTF8'));
comment on function digest_of_fields is 'SHA-256 over jsonb''s own text form, which has one order of keys: equal fields, equal digest.';

create table contents (
    id uuid not null,
    kind text not null,
    is_pinned boolean not null default false,
    was_public boolean not null default false,
    created_at timestamptz not null default now(),
    trashed_at timestamptz,
    constraint contents_pkey primary key (id),
    constraint contents_kind_known check (kind in ('article', 'service', 'section')),
    constraint contents_pin_on_articles check (kind = 'article' or not is_pinned),
    constraint contents_sections_stay check (kind <> 'section' or trashed_at is null)
);
create index contents_trashed_at_idx on contents (trashed_at, id) where trashed_at is not null;
create index contents_kind_idx on contents (kind, id) where trashed_at is null;
create index contents_pinned_idx on contents (id) where is_pinned;
comment on table contents is 'Whatever the owner writes and publishes: the identity that outlives drafts, revisions and addresses.';
comment on column contents.was_public is 'True once visitors could see it: then its address answers 410 from the trash, and a redirect after a change.';
comment on column contents.trashed_at is 'In the trash since then; erased 30 days later.';

create table revisions (
    id uuid not null,
    content_id uuid not null,
    number integer not null,
    parent_id uuid,
    source_id uuid,
    author_id uuid,
    reason text not null,
    fields jsonb not null,
    fields_hash bytea not null generated always as (digest_of_fields(fields)) stored,
    draft_version bigint not null,
    renderer_version integer not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint revisions_pkey primary key (id),
    constraint revisions_number_key unique (content_id, number),
    constraint revisions_content_id_fkey foreign key (content_id) references contents (id) on delete cascade,
    constraint revisions_author_id_fkey foreign key (author_id) references accounts (id),
    constraint revisions_reason_known check (
        reason in ('autosave', 'manual', 'publish', 'unpublish', 'schedule', 'restore', 'import', 'merge')
    ),
    constraint revisions_fields_are_object check (jsonb_typeof(fields) = 'object')
);
create index revisions_author_id_idx on revisions (author_id);
create index revisions_version_idx on revisions (content_id, draft_version);
create index revisions_fields_hash_idx on revisions (content_id, fields_hash);
create index revisions_autosaves_idx on revisions (created_at, content_id) where reason = 'autosave';
comment on table revisions is 'What a content said at one moment. Rows are never changed; autosaves may be thinned out.';
comment on column revisions.number is 'Counted per content from 1, for people.';
comment on column revisions.parent_id is 'The revision before it in the history of the draft; it may have been thinned out since.';
comment on column revisions.source_id is 'The revision that was restored.';
comment on column revisions.draft_version is 'The version of the draft that held exactly these fields; 0 for a text that never was the draft.';
comment on column revisions.renderer_version is 'The version of the renderer when it was kept.';

create function revisions_are_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        -- With its content, a revision may go; else only an autosave, which is thinned out.
        if old.reason = 'autosave' or not exists (select from contents where id = old.content_id) then
            return old;
        end if;
    end if;
    raise exception 'revisions are never changed' using errcode = 'restrict_violation';
end
$$;
comment on function revisions_are_kept() is 'Holds the promise that no revision is changed or lost.';
create trigger revisions_are_kept before update or delete on revisions
    for each row execute function revisions_are_kept();
create trigger revisions_are_not_truncated before truncate on revisions
    for each statement execute function revisions_are_kept();

create table drafts (
    content_id uuid not null,
    fields jsonb not null,
    fields_hash bytea not null generated always as (digest_of_fields(fields)) stored,
    title text not null generated always as (coalesce(fields ->> 'title', '')) stored,
    version bigint not null default 1,
    revision_id uuid,
    parent_id uuid,
    group_started_at timestamptz not null default clock_timestamp(),
    saved_by uuid,
    saved_at timestamptz not null default clock_timestamp(),
    constraint drafts_pkey primary key (content_id),
    constraint drafts_content_id_fkey foreign key (content_id) references contents (id) on delete cascade,
    constraint drafts_revision_id_fkey foreign key (revision_id) references revisions (id),
    constraint drafts_saved_by_fkey foreign key (saved_by) references accounts (id),
    constraint drafts_version_positive check (version > 0),
    constraint drafts_fields_are_object check (jsonb_typeof(fields) = 'object')
);
create index drafts_revision_id_idx on drafts (revision_id);
create index drafts_saved_by_idx on drafts (saved_by);
create index drafts_saved_at_idx on drafts (saved_at desc, content_id desc);
create index drafts_title_idx on drafts (lower(title), content_id);
comment on table drafts is 'What the owner is writing: one per content, saved as it is typed, never seen by visitors.';
comment on column drafts.fields is 'Every field as text, also where it would be refused at publishing.';
comment on column drafts.version is 'Counts the saves; a save names the version that it was made from.';
comment on column drafts.revision_id is 'The revision that holds exactly this state; null while only autosaves made it.';
comment on column drafts.parent_id is 'The revision kept last.';
comment on column drafts.group_started_at is 'Autosaves within ten minutes from here on are one revision at most.';

create table draft_saves (
    content_id uuid not null,
    save_key uuid not null,
    fields_hash bytea not null,
    version bigint not null,
    saved_at timestamptz not null default clock_timestamp(),
    constraint draft_saves_pkey primary key (content_id, save_key),
    constraint draft_saves_content_id_fkey foreign key (content_id) references contents (id) on delete cascade
);
create index draft_saves_saved_at_idx on draft_saves (saved_at);
comment on table draft_saves is 'Saves of the last days by the key that the client made: a save sent again is answered, not done again.';
comment on column draft_saves.fields_hash is 'Of the fields that were saved: the same key with other words is another save.';

create table series (
    id uuid not null,
    slug text not null,
    title text not null,
    created_at timestamptz not null default now(),
    constraint series_pkey primary key (id),
    constraint series_slug_key unique (slug),
    constraint series_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80)
);
comment on table series is 'Articles that belong together in an order; the slug is made from the title.';

create table article_editions (
    id uuid not null,
    article_id uuid not null,
    revision_id uuid not null,
    slug text not null,
    title text not null,
    excerpt text,
    body text not null,
    word_count integer not null,
    series_id uuid,
    series_part integer,
    published_at timestamptz not null,
    changed_at timestamptz not null,
    visible_from timestamptz not null,
    visible_until timestamptz,
    zone text not null,
    is_trashed boolean not null default false,
    constraint article_editions_pkey primary key (id),
    constraint article_editions_article_id_fkey foreign key (article_id) references contents (id) on delete cascade,
    constraint article_editions_revision_id_fkey foreign key (revision_id) references revisions (id),
    constraint article_editions_series_id_fkey foreign key (series_id) references series (id),
    constraint article_editions_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
    constraint article_editions_word_count_positive check (word_count >= 0),
    constraint article_editions_series_whole check (series_id is not null or series_part is null),
    constraint article_editions_times_ordered check (visible_until is null or visible_until >= visible_from),
    constraint article_editions_one_at_a_time exclude using gist (
        article_id with =, tstzrange(visible_from, visible_until) with &&
    ),
    constraint article_editions_slug_key exclude using gist (
        slug with =, tstzrange(visible_from, visible_until) with &&
    ) where (not is_trashed)
);
create index article_editions_published_idx on article_editions (published_at desc, article_id desc) where not is_trashed;
create index article_editions_slug_idx on article_editions (slug);
create index article_editions_article_id_idx on article_editions (article_id, visible_from);
create index article_editions_revision_id_idx on article_editions (revision_id);
create index article_editions_series_id_idx on article_editions (series_id, series_part);
create index article_editions_boundary_idx on article_editions (visible_until) where visible_until is not null;
comment on table article_editions is 'What visitors see of an article, and from when until when, by the database''s own time: nothing has to run for it.';
comment on column article_editions.published_at is 'The date that the article carries: that of its first publication.';
comment on column article_editions.changed_at is 'When the text that visitors see changed last.';
comment on column article_editions.visible_until is 'The first moment at which visitors no longer see it; null for ever.';
comment on column article_editions.zone is 'The IANA zone in which the times were given; the times themselves are instants.';
comment on column article_editions.word_count is 'Words to read, without code, kept so that a list need not read the bodies.';
comment on constraint article_editions_slug_key on article_editions is 'One address leads to one article at any time, now and as scheduled; the trash frees it.';

-- What stands already becomes: an identity, one revision, a draft that equals it, and an edition.
insert into contents (id, kind, was_public, created_at, trashed_at)
select id, 'article', published_at is not null, created_at, deleted_at from articles
union all
select id, 'service', was_public, created_at, deleted_at from services;

insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version, created_at)
select gen_random_uuid(), a.id, 1, case when a.state = 'published' then 'publish' else 'manual' end,
       jsonb_build_object('title', a.title, 'slug', a.slug, 'excerpt', coalesce(a.excerpt, ''),
           'tags', coalesce((select string_agg(t.name, ', ' order by t.name) from article_tags at
                             join tags t on t.id = at.tag_id where at.article_id = a.id), ''),
           'series', '', 'series_part', '', 'body', a.body),
       a.version, 1, a.updated_at
from articles a
union all
select gen_random_uuid(), s.id, 1, 'publish',
       jsonb_build_object('title', s.title, 'slug', s.slug, 'summary', s.summary,
           'deliverables', array_to_string(s.deliverables, e'\n'), 'body', s.body),
       s.version, 1, s.updated_at
from services s;

alter table services
    add column revision_id uuid,
    add constraint services_id_fkey foreign key (id) references contents (id) on delete cascade,
    add constraint services_revision_id_fkey foreign key (revision_id) references revisions (id);
update services set revision_id = r.id from revisions r where r.content_id = services.id;
alter table services alter column revision_id set not null, drop column version;
create index services_revision_id_idx on services (revision_id);
comment on table services is 'What visitors see of a service; it has a row once it was published.';
comment on column services.revision_id is 'The revision that this row was made from.';
comment on column services.deleted_at is 'Set together with contents.trashed_at: the index of addresses needs it here.';

alter table page_sections
    add column content_id uuid not null default gen_random_uuid(),
    add column revision_id uuid;
insert into contents (id, kind, was_public, created_at)
select content_id, 'section', true, created_at from page_sections;
insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version, created_at)
select gen_random_uuid(), s.content_id, 1, 'publish',
       jsonb_build_object('heading', s.heading, 'body', s.body)
       || case when s.key = 'hero'
            then jsonb_build_object('action_label', coalesce(s.action_label, ''),
                                    'action_target', coalesce(s.action_target, ''))
            when s.key in ('principles', 'way-of-working')
            then (select jsonb_object_agg('item_' || n || '_title', coalesce(i.title, ''))
                         || jsonb_object_agg('item_' || n || '_text', coalesce(i.body, ''))
                  from generate_series(1, 8) n
                  left join section_items i on i.section_key = s.key and i.position = n)
            else '{}'::jsonb end,
       s.version, 1, s.updated_at
from page_sections s;
update page_sections set revision_id = r.id from revisions r where r.content_id = page_sections.content_id;
alter table page_sections
    drop column version,
    alter column content_id drop default,
    alter column revision_id set not null,
    add constraint page_sections_content_id_key unique (content_id),
    add constraint page_sections_content_id_fkey foreign key (content_id) references contents (id),
    add constraint page_sections_revision_id_fkey foreign key (revision_id) references revisions (id);
create index page_sections_revision_id_idx on page_sections (revision_id);
comment on column page_sections.revision_id is 'The revision that visitors see.';

insert into drafts (content_id, fields, version, revision_id, parent_id, saved_at, group_started_at)
select content_id, fields, draft_version, id, id, created_at, created_at from revisions;

insert into article_editions (id, article_id, revision_id, slug, title, excerpt, body, word_count,
    published_at, changed_at, visible_from, visible_until, zone, is_trashed)
select gen_random_uuid(), a.id, r.id, a.slug, a.title, a.excerpt, a.body, a.word_count,
       a.published_at, a.updated_at, a.published_at,
       case when a.state = 'published' then null else greatest(a.published_at, least(a.updated_at, now())) end,
       (select coalesce(min(time_zone), 'UTC') from site_settings),
       a.deleted_at is not null
from articles a join revisions r on r.content_id = a.id
where a.published_at is not null;

-- Tags hang on what visitors see.
alter table article_tags rename to edition_tags;
alter table edition_tags drop constraint article_tags_article_id_fkey, drop constraint article_tags_tag_id_fkey,
    drop constraint article_tags_pkey;
drop index article_tags_tag_id_idx;
alter table edition_tags rename column article_id to edition_id;
delete from edition_tags where not exists (select from article_editions where article_id = edition_tags.edition_id);
update edition_tags set edition_id = e.id from article_editions e where e.article_id = edition_tags.edition_id;
alter table edition_tags
    add constraint edition_tags_pkey primary key (edition_id, tag_id),
    add constraint edition_tags_edition_id_fkey foreign key (edition_id) references article_editions (id) on delete cascade,
    add constraint edition_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade;
create index edition_tags_tag_id_idx on edition_tags (tag_id, edition_id);
comment on table edition_tags is 'Which edition of an article has which tag.';

-- Redirects point at content of any kind, at a tag, or at an address that the owner typed.
alter table redirects
    drop constraint redirects_one_target,
    drop constraint redirects_article_id_fkey,
    drop constraint redirects_service_id_fkey,
    add column content_id uuid,
    add column tag_id uuid,
    add column target_address text,
    add column is_prefix boolean not null default false,
    add column origin text not null default 'rename',
    add column hits bigint not null default 0,
    add column last_hit_at timestamptz;
update redirects set content_id = coalesce(article_id, service_id);
alter table redirects
    drop column article_id,
    drop column service_id,
    alter column origin drop default,
    add constraint redirects_one_target check (num_nonnulls(content_id, tag_id, target_address) = 1),
    add constraint redirects_prefix_has_address check (not is_prefix or target_address is not null),
    add constraint redirects_target_address_length check (octet_length(target_address) between 1 and 2000),
    add constraint redirects_origin_known check (origin in ('rename', 'manual', 'import', 'merge', 'miss')),
    add constraint redirects_hits_positive check (hits >= 0),
    add constraint redirects_content_id_fkey foreign key (content_id) references contents (id) on delete cascade,
    add constraint redirects_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade;
create index redirects_content_id_idx on redirects (content_id);
create index redirects_tag_id_idx on redirects (tag_id);
create index redirects_prefix_idx on redirects (source_path) where is_prefix;
comment on table redirects is 'Old addresses. The target is the content or tag itself where there is one, so that redirects form no chains.';
comment on column redirects.target_address is 'A path of this site or a web address, typed by the owner.';
comment on column redirects.is_prefix is 'True where everything below the path moved together; the rest of the path is kept.';
comment on column redirects.origin is 'How it came: by a rename, typed, imported, by merging tags, or from the list of misses.';

create table missed_paths (
    path text not null,
    hits bigint not null default 1,
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    dismissed_at timestamptz,
    constraint missed_paths_pkey primary key (path),
    constraint missed_paths_path_form check (path like '/_%' and octet_length(path) <= 500),
    constraint missed_paths_hits_positive check (hits > 0)
);
create index missed_paths_hits_idx on missed_paths (hits desc, path) where dismissed_at is null;
create index missed_paths_last_seen_at_idx on missed_paths (last_seen_at);
comment on table missed_paths is 'Addresses that visitors asked for and that lead nowhere.';

create table bulk_actions (
    id uuid not null,
    action text not null,
    undo jsonb not null,
    performed_at timestamptz not null default now(),
    undone_at timestamptz,
    constraint bulk_actions_pkey primary key (id)
);
create index bulk_actions_performed_at_idx on bulk_actions (performed_at);
comment on table bulk_actions is 'What was done to many contents at once, with what it takes to undo it.';

alter table accounts add column uses_plain_editor boolean not null default false;
comment on column accounts.uses_plain_editor is 'True where the owner prefers the plain text field.';

drop table articles;
