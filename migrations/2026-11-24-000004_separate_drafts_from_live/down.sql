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

-- The text that visitors see, else the draft. An address that is no slug, or is taken, is made of the id.
insert into articles (id, slug, title, excerpt, body, word_count, state, published_at, version, created_at, updated_at, deleted_at)
select c.id,
       case when chosen.slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(chosen.slug) <= 80
                 and row_number() over (partition by chosen.slug, c.trashed_at is null
                                        order by chosen.is_live desc, c.id) = 1
            then chosen.slug else 'draft-' || c.id end,
       case when btrim(chosen.title) = '' then 'Untitled' else left(chosen.title, 160) end,
       nullif(left(chosen.excerpt, 300), ''), left(chosen.body, 200000), chosen.word_count,
       case when chosen.is_live then 'published' else 'draft' end,
       chosen.published_at, d.version, c.created_at, d.saved_at, c.trashed_at
from contents c
join drafts d on d.content_id = c.id
left join lateral (
    select * from article_editions e where e.article_id = c.id and e.visible_from <= now()
    order by e.visible_from desc limit 1
) e on true
cross join lateral (
    select e.id is not null and (e.visible_until is null or e.visible_until > now()) as is_live,
           coalesce(e.slug, d.fields ->> 'slug', '') as slug,
           coalesce(e.title, d.fields ->> 'title', '') as title,
           coalesce(e.excerpt, d.fields ->> 'excerpt', '') as excerpt,
           coalesce(e.body, d.fields ->> 'body', '') as body,
           coalesce(e.word_count, (select count(*) from regexp_matches(d.fields ->> 'body', '\S+', 'g')), 0)
               as word_count,
           e.published_at
) chosen
where c.kind = 'article';

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

alter table edition_tags rename to article_tags;
alter table article_tags drop constraint edition_tags_edition_id_fkey, drop constraint edition_tags_tag_id_fkey,
    drop constraint edition_tags_pkey;
drop index edition_tags_tag_id_idx;
alter table article_tags rename column edition_id to article_id;
create temporary table kept_tags on commit drop as
    select distinct e.article_id, t.tag_id from article_tags t join article_editions e on e.id = t.article_id;
delete from article_tags;
insert into article_tags (article_id, tag_id) select article_id, tag_id from kept_tags;
-- What never was published has its tags in the draft alone.
insert into article_tags (article_id, tag_id)
select distinct d.content_id, t.id
from drafts d join contents c on c.id = d.content_id and c.kind = 'article'
cross join lateral regexp_split_to_table(d.fields ->> 'tags', '[,\n]') as wanted
join tags t on lower(t.name) = lower(btrim(wanted))
where not exists (select from article_editions e where e.article_id = d.content_id);
drop table kept_tags;
alter table article_tags
    add constraint article_tags_pkey primary key (article_id, tag_id),
    add constraint article_tags_article_id_fkey foreign key (article_id) references articles (id) on delete cascade,
    add constraint article_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade;
create index article_tags_tag_id_idx on article_tags (tag_id, article_id);
comment on table article_tags is 'Which article has which tag.';

delete from redirects where content_id is null;
delete from redirects where content_id not in (select id from articles union all select id from services);
alter table redirects
    drop constraint redirects_one_target,
    drop constraint redirects_prefix_has_address,
    drop constraint redirects_content_id_fkey,
    add column article_id uuid,
    add column service_id uuid;
update redirects set article_id = (select id from articles where id = content_id),
                     service_id = (select id from services where id = content_id);
alter table redirects
    drop column content_id, drop column tag_id, drop column target_address, drop column is_prefix,
    drop column origin, drop column hits, drop column last_hit_at,
    add constraint redirects_one_target check (num_nonnulls(article_id, service_id) = 1),
    add constraint redirects_article_id_fkey foreign key (article_id) references articles (id) on delete cascade,
    add constraint redirects_service_id_fkey foreign key (service_id) references services (id) on delete cascade;
create index redirects_article_id_idx on redirects (article_id);
create index redirects_service_id_idx on redirects (service_id);

alter table services add column version bigint not null default 1;
alter table page_sections add column version bigint not null default 1;
update services set version = d.version from drafts d where d.content_id = services.id;
update page_sections set version = d.version from drafts d where d.content_id = page_sections.content_id;
alter table services drop column revision_id, drop constraint services_id_fkey;
alter table page_sections drop column revision_id, drop column content_id;
comment on column services.deleted_at is null;
comment on table services is 'What the owner offers.';

alter table accounts drop column uses_plain_editor;
drop table bulk_actions;
drop table missed_paths;
drop table article_editions;
drop table series;
drop table draft_saves;
drop table drafts;
drop table revisions;
drop table contents;
drop function revisions_are_kept();
drop function digest_of_fields(jsonb);
drop extension btree_gist;
