-- Rows as the first release of Plinth wrote them.
insert into site_settings (site_name, owner_name, role, tagline, time_zone)
values ('Site', 'Ada', 'Engineer', 'A line.', 'Europe/Berlin');

insert into page_sections (key, position, is_shown, heading, body, action_label, action_target, version) values
    ('hero', 1, true, 'Hello', 'A lead.', 'Write', '/contact', 4),
    ('principles', 2, true, 'Principles', 'Before the list.', null, null, 4),
    ('contact', 3, false, '', '', null, null, 4);
insert into section_items (section_key, position, title, body) values
    ('principles', 1, 'First', 'Words of the first.'),
    ('principles', 2, 'Second', 'Words of the second.');

insert into services (id, slug, title, summary, body, deliverables, position, is_shown, was_public, version, created_at, updated_at, deleted_at) values
    ('00000000-0000-7000-8000-000000000011', 'shown', 'Shown', 'One line.', 'Text.', '{A plan,A schema}', 1, true, true, 3, '2026-01-01Z', '2026-02-01Z', null),
    ('00000000-0000-7000-8000-000000000012', 'hidden', 'Hidden', 'One line.', '', '{}', 2, false, false, 1, '2026-01-01Z', '2026-02-01Z', null),
    ('00000000-0000-7000-8000-000000000013', 'gone', 'Gone', 'One line.', '', '{}', 3, true, true, 2, '2026-01-01Z', '2026-02-01Z', now() - interval '1 day');

insert into articles (id, slug, title, excerpt, body, word_count, state, published_at, version, created_at, updated_at, deleted_at) values
    ('00000000-0000-7000-8000-000000000001', 'published', 'Published', 'An excerpt.', e'Five words stand in here.\n', 5, 'published', '2026-01-02 10:00Z', 5, '2026-01-01Z', '2026-03-01 10:00Z', null),
    ('00000000-0000-7000-8000-000000000002', 'withdrawn', 'Withdrawn', null, 'Text.', 1, 'draft', '2026-01-03Z', 6, '2026-01-01Z', '2026-03-02Z', null),
    ('00000000-0000-7000-8000-000000000003', 'draft', 'Draft', null, e'Unpublished words.\n', 2, 'draft', null, 7, '2026-01-01Z', '2026-03-03Z', null),
    ('00000000-0000-7000-8000-000000000004', 'deleted', 'Deleted', null, 'Text.', 1, 'published', '2026-01-04Z', 8, '2026-01-01Z', '2026-03-04Z', now() - interval '2 days');

insert into tags (id, slug, name) values
    ('00000000-0000-7000-8000-000000000021', 'rust', 'Rust'),
    ('00000000-0000-7000-8000-000000000022', 'web-design', 'Web design');
insert into article_tags (article_id, tag_id)
select a.id, t.id from articles a join tags t on a.slug in ('published', 'deleted') or t.slug = 'rust';

insert into redirects (id, source_path, article_id, service_id) values
    ('00000000-0000-7000-8000-000000000031', '/articles/old', '00000000-0000-7000-8000-000000000001', null),
    ('00000000-0000-7000-8000-000000000032', '/services/old', null, '00000000-0000-7000-8000-000000000011');
