-- As many articles as the first number of `size` says, of some 300 words each, whose words are as unevenly frequent as those of a language:
-- the n-th most frequent word comes with a share in proportion to 1/n. The random numbers are the same each time.
select setseed(0.5);
create unlogged table vocabulary (n integer primary key, word text not null);
insert into vocabulary
select n, case
    when n <= 24 then (array['the', 'of', 'and', 'to', 'in', 'is', 'that', 'for', 'it', 'with', 'as', 'on', 'be', 'by',
        'this', 'are', 'from', 'or', 'an', 'at', 'which', 'we', 'not', 'can'])[n]
    when n <= 60 then (array['database', 'index', 'query', 'system', 'service', 'software', 'data', 'server', 'table',
        'design', 'cache', 'queue', 'request', 'page', 'reader', 'article', 'interface', 'contract', 'deploy', 'test',
        'error', 'schema', 'migration', 'transaction', 'lock', 'latency', 'memory', 'disk', 'network', 'protocol',
        'client', 'backend', 'release', 'engineer', 'rule', 'growth'])[n - 24]
    else (select string_agg((array['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo',
        'shi', 'tra', 'ple', 'con', 'ment', 'ing'])[1 + (hashint4(n * 7 + k) & 1023) % 20], '')
        from generate_series(1, 2 + (hashint4(n) & 3)) k) || case n % 5 when 0 then 'er' else '' end end
from generate_series(1, 60000) n;
create unlogged table sentences (n integer primary key, words text not null);
insert into sentences
select s, string_agg(word, ' ') || '.'
from (select s, floor(power(60000, random()))::integer as n
      from generate_series(1, 40000) s, generate_series(1, 15) k) drawn
join vocabulary using (n) group by s;
analyze vocabulary, sentences;

insert into tags (id, slug, name) select gen_random_uuid(), 'tag-' || n, 'Subject ' || n from generate_series(1, 200) n;
insert into contents (id, kind)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'article' from size, generate_series(1, articles) n;
insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
select id, id, 1, 'publish', '{}', 1, 1 from contents where kind = 'article' and id::text like '00000000-%';

-- The triggers would do this row by row; the functions are the same.
alter table article_editions disable trigger search_follow;
alter table edition_tags disable trigger user;
insert into article_editions (id, article_id, revision_id, slug, title, excerpt, body, word_count, published_at,
    changed_at, visible_from, zone)
select ('00000000-0000-7000-9000-' || lpad(numbered.n::text, 12, '0'))::uuid, c.id, c.id, 'a' || numbered.n, initcap(left(rtrim(title, '.'), 60)),
    excerpt, body || case when numbered.n % 9973 = 5 then ' PostgreSQL index zyzzyva.' else '' end, 300, at, at, at, 'UTC'
from contents c, lateral (select right(c.id::text, 6)::integer as n) numbered,
    lateral (select timestamptz '2001-01-01' + numbered.n * interval '2 hours' as at,
        string_agg(words, ' ') filter (where k = 1) as title, string_agg(words, ' ') filter (where k = 2) as excerpt,
        string_agg(case k when 3 then '## ' || words || e'\n' when 9 then e'\n- **' || words || '** [link](https://example.org/x)'
            when 15 then e'\n```rust\nlet a = 1;\n```\n' || words else words end, e'\n' order by k) filter (where k > 2) as body
        from generate_series(1, 22) k join sentences s on s.n = 1 + (hashint4(numbered.n * 31 + k) & 1073741823) % 40000) written
where c.kind = 'article' and c.id::text like '00000000-%';
insert into edition_tags (edition_id, tag_id)
select distinct e.id, t.id from article_editions e, generate_series(1, 4) k
join lateral (select floor(power(200, (hashint4(right(e.id::text, 6)::integer * 5 + k) & 65535) / 65536.0))::integer as n) drawn on true
join tags t on t.slug = 'tag-' || drawn.n;
alter table article_editions enable trigger search_follow;
alter table edition_tags enable trigger user;
