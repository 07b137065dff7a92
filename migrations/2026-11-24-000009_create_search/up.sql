create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

-- Words are indexed all of them, and asked for without English stop words unless nothing else is asked for: so
-- "to be or not to be" finds something, and "how to index a table" does not ask for "how". Both ways count the same
-- positions, so phrases hold. Words of other languages pass the English stemmer on both sides alike.
create text search dictionary site_stem (template = snowball, language = english);
create text search dictionary site_stem_asked (template = snowball, language = english, stopwords = english);
create text search configuration site_index (copy = pg_catalog.simple);
alter text search configuration site_index
    alter mapping for asciiword, asciihword, hword_asciipart with site_stem;
alter text search configuration site_index
    alter mapping for word, hword, hword_part with unaccent, site_stem;
create text search configuration site_query (copy = site_index);
alter text search configuration site_query
    alter mapping for asciiword, asciihword, hword_asciipart with site_stem_asked;
alter text search configuration site_query
    alter mapping for word, hword, hword_part with unaccent, site_stem_asked;
comment on text search configuration site_index is 'How what visitors can read is indexed: every word, stemmed, without accents.';
comment on text search configuration site_query is 'How visitors'' words are read: as site_index, without stop words.';

create function search_spaced(words text) returns text language sql immutable strict parallel safe as $$
    select regexp_replace(
        regexp_replace(words, '([\u2E80-\u30FF\u3400-\u9FFF\uF900-\uFAFF])', e'\u200B\\1\u200B', 'g'),
        '([./@_<[(])(?=[[:alnum:]])', e'\\1\u200B', 'g')
$$;
comment on function search_spaced is 'Sets spaces without width where words meet without one: between the characters of Chinese and Japanese, and behind the points of node.js and the signs of Vec<T>, which would be taken for a tag. They are taken out before anything is shown.';

create function search_without_comments(markdown text) returns text language sql immutable strict parallel safe as $$
    select coalesce(string_agg(case when n = 1 then part when strpos(part, '-->') > 0 then substr(part, strpos(part, '-->') + 3)
                               else '' end, ' ' order by n), '')
    from unnest(string_to_array(markdown, '<!--')) with ordinality as parts (part, n)
$$;
comment on function search_without_comments is 'What visitors cannot see must not be found either.';

create function search_plain(markdown text) returns text language plpgsql immutable strict parallel safe as $$
declare
    words text := translate(markdown, e'\u200B\uE000\uE001\uE002\uE003\r', '');
    step text[];
begin
    if strpos(words, '<!--') > 0 then
        words := search_without_comments(words);
    end if;
    -- No pattern can try one place twice, so that a hostile text takes no longer than another.
    foreach step slice 1 in array array[
        ['^[ \t]*(?:```+|~~~+)[^\n]*$', ''],                            -- the marks of code blocks
        ['([[:alnum:]_])\[([[:alnum:]_."'']+)\](?!\(|\[|:)', e'\\1\uE002\\2\uE003'],  -- the places of code: config[key]
        ['^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*$', ''],                    -- link definitions
        ['\[\^[^\]\n]*\]:?', ' '],                                      -- marks of footnotes
        ['\[(?:[ xX]|![A-Za-z]+)\]', ' '],                              -- boxes of tasks, kinds of notices
        ['\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])', ']'],      -- where links lead
        ['(?:https?|ftp|mailto|plinth):[^\s<>()\[\]]+', ' '],           -- addresses in the text
        ['</?(?:a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|blockquote|body|br|button|canvas|caption|center|circle|cite|code|col|colgroup|data|datalist|dd|defs|del|details|dfn|dialog|div|dl|dt|ellipse|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|g|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|line|link|main|map|mark|marker|math|menu|meta|meter|nav|noscript|object|ol|optgroup|option|output|p|param|path|picture|polygon|polyline|pre|progress|q|rect|rp|rt|ruby|s|samp|script|search|section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|text|textarea|tfoot|th|thead|time|title|tr|track|tspan|tt|u|ul|var|video|wbr)(?=[\s/>])[^<>]*>', ' '],  -- tags, but not Vec<u8>
        ['\{[#.][^{}\n]*\}', ''],                                       -- anchors of headings
        ['^[ \t|:+*=_-]+$', ''],                                        -- rules
        ['^[ \t]*(?:>[ \t]*)+', ''],                                    -- quotations
        ['^[ \t]*(?:#{1,6}|[-+*]|[0-9]{1,9}[.)])[ \t]+', ''],           -- headings and list items
        ['!?\[|\]|[*`~\\]', ''],                                        -- emphasis, brackets
        ['(?<![[:alnum:]_])_+|_+(?![[:alnum:]_])', ''],
        ['\|', ' ']
    ] loop
        words := regexp_replace(words, step[1], step[2], 'gn');
    end loop;
    words := translate(words, e'\uE002\uE003', '[]');
    words := replace(replace(replace(replace(replace(words,
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&');
    return btrim(regexp_replace(words, '\s+', ' ', 'g'));
end
$$;
comment on function search_plain is 'The words of a Markdown text, code included, on one line: without marks, addresses, tags and comments.';

create function search_vector(title text, tags text, summary text, words text) returns tsvector
    language sql immutable parallel safe as $$
    select setweight(to_tsvector('site_index', search_spaced(title)), 'A')
        || setweight(to_tsvector('site_index', search_spaced(coalesce(tags, ''))), 'B')
        || setweight(to_tsvector('site_index', search_spaced(coalesce(summary, ''))), 'C')
        || setweight(to_tsvector('site_index', words), 'D')
$$;

create table search_documents (
    id uuid not null,
    content_id uuid not null,
    kind text not null,
    sorted_at timestamptz not null,
    visible_from timestamptz not null,
    visible_until timestamptz,
    is_hidden boolean not null,
    heading tsvector not null,
    vector tsvector not null,
    words text not null,
    constraint search_documents_pkey primary key (id),
    constraint search_documents_content_id_fkey foreign key (content_id) references contents (id) on delete cascade,
    constraint search_documents_kind_known check (kind in ('article', 'service'))
);
-- A search looks at many rows and into the vectors of few, so the vectors are kept beside the rows, as they are.
alter table search_documents set (toast_tuple_target = 128);
alter table search_documents alter column vector set storage external;
create index search_documents_vector_idx on search_documents using gin (vector, sorted_at) with (gin_pending_list_limit = 256);
create index search_documents_sorted_at_idx on search_documents ((sorted_at at time zone 'UTC')) include (sorted_at);
create index search_documents_heading_idx on search_documents using gin (heading) with (gin_pending_list_limit = 128);
create index search_documents_content_id_idx on search_documents (content_id);
comment on table search_documents is 'What search looks through: a row for each edition of an article and for each service, kept by triggers.';
comment on column search_documents.id is 'The id of the edition, or of the service.';
comment on column search_documents.sorted_at is 'The date of an article. Infinity for services: there are few, and they are always among those that are ranked.';
comment on column search_documents.is_hidden is 'In the trash, or a service that is not shown.';
comment on column search_documents.heading is 'The words of the title and the summary without stop words: what tells kinship.';
comment on column search_documents.vector is 'A: title, B: tags, C: excerpt or summary, D: body.';
comment on index search_documents_vector_idx is 'With the date, so that the newest of many matches are found without a look at the others.';
comment on index search_documents_sorted_at_idx is 'Tells since when the newest are. Over an expression, so that no search takes it for the way to the words: it would look into every vector on it.';
comment on column search_documents.words is 'The words of the body, for excerpts with the words that were found.';

create table search_terms (
    word text not null,
    checked_at timestamptz not null default now(),
    constraint search_terms_pkey primary key (word),
    constraint search_terms_word_length check (char_length(word) between 3 and 40)
);
create index search_terms_word_idx on search_terms using gin (word gin_trgm_ops) with (gin_pending_list_limit = 128);
create index search_terms_checked_at_idx on search_terms (checked_at);
comment on table search_terms is 'The words of what search looks through, without accents, against which mistyped ones are compared.';
comment on column search_terms.checked_at is 'When it was last seen that something still has the word.';

create function search_learn(words text) returns void language sql as $$
    insert into search_terms (word)
    select distinct lower(token) from ts_parse('default', left(unaccent(words), 50000))
    where tokid in (1, 2, 3, 9, 10, 11) and char_length(token) between 3 and 40
    order by 1
    on conflict do nothing
$$;
comment on function search_learn is 'In one order for everybody, so that two publications cannot wait for each other.';

create function search_put(document uuid, content uuid, content_kind text, date timestamptz, seen_from timestamptz,
    seen_until timestamptz, hidden boolean, title text, summary text, body text) returns void
    language plpgsql as $$
declare
    plain text := search_spaced(search_plain(body));
begin
    insert into search_documents (id, content_id, kind, sorted_at, visible_from, visible_until, is_hidden, heading, vector, words)
    values (document, content, content_kind, date, seen_from, seen_until, hidden,
        to_tsvector('site_query', search_spaced(concat_ws(' ', title, summary))),
        search_vector(title, null, summary, plain), plain)
    on conflict (id) do update set sorted_at = excluded.sorted_at, visible_from = excluded.visible_from,
        visible_until = excluded.visible_until, is_hidden = excluded.is_hidden, heading = excluded.heading,
        -- The names of the tags have their own way here.
        vector = excluded.vector || ts_filter(search_documents.vector, '{b}'), words = excluded.words;
    perform search_learn(concat_ws(' ', title, summary, plain));
end
$$;

create function search_follow_edition() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from search_documents where id = old.id;
    elsif tg_op = 'INSERT' or (new.title, new.excerpt, new.body) is distinct from (old.title, old.excerpt, old.body) then
        perform search_put(new.id, new.article_id, 'article', new.published_at, new.visible_from, new.visible_until,
            new.is_trashed, new.title, new.excerpt, new.body);
    else
        update search_documents set sorted_at = new.published_at, visible_from = new.visible_from,
            visible_until = new.visible_until, is_hidden = new.is_trashed
        where id = new.id and (sorted_at, visible_from, visible_until, is_hidden)
            is distinct from (new.published_at, new.visible_from, new.visible_until, new.is_trashed);
    end if;
    return null;
end
$$;
create trigger search_follow after insert or update or delete on article_editions
    for each row execute function search_follow_edition();

create function search_follow_service() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from search_documents where id = old.id;
    elsif tg_op = 'INSERT' or (new.title, new.summary, new.body, new.deliverables)
            is distinct from (old.title, old.summary, old.body, old.deliverables) then
        perform search_put(new.id, new.id, 'service', 'infinity', '-infinity', null,
            not new.is_shown or new.deleted_at is not null, new.title, new.summary,
            concat_ws(e'\n\n', new.body, array_to_string(new.deliverables, e'\n\n')));
    else
        update search_documents set is_hidden = not new.is_shown or new.deleted_at is not null where id = new.id;
    end if;
    return null;
end
$$;
create trigger search_follow after insert or update or delete on services
    for each row execute function search_follow_service();

-- The words of the body stand in the vector already: only the tags' are taken out and put in. The rows are held
-- before the names are read, so that of two changes the later one sees what the earlier one did.
create function search_retag(editions uuid[]) returns void language plpgsql as $$
begin
    perform from search_documents where id = any(editions) order by id for update;
    update search_documents d set vector = ts_filter(d.vector, '{a,c,d}')
        || setweight(to_tsvector('site_index', search_spaced(coalesce(tagged.names, ''))), 'B')
    from (select edition.id, string_agg(t.name, ' ' order by t.name collate "C") as names
          from unnest(editions) as edition (id)
          left join edition_tags et on et.edition_id = edition.id
          left join tags t on t.id = et.tag_id
          group by edition.id) tagged
    where d.id = tagged.id;
    perform search_learn(string_agg(distinct t.name, ' '))
    from edition_tags et join tags t on t.id = et.tag_id where et.edition_id = any(editions);
end
$$;

create function search_follow_tagging() returns trigger language plpgsql as $$
declare
    editions uuid[] := array(select distinct edition_id from changed);
begin
    -- A tag that is being renamed is waited for: the one who renames it cannot see this edition yet.
    perform from tags t where t.id in (select tag_id from edition_tags where edition_id = any(editions))
        order by t.id for share;
    perform search_retag(editions);
    return null;
end
$$;
create trigger search_follow_insert after insert on edition_tags referencing new table as changed
    for each statement execute function search_follow_tagging();
create trigger search_follow_delete after delete on edition_tags referencing old table as changed
    for each statement execute function search_follow_tagging();
create trigger search_follow_update_old after update on edition_tags referencing old table as changed
    for each statement execute function search_follow_tagging();
create trigger search_follow_update_new after update on edition_tags referencing new table as changed
    for each statement execute function search_follow_tagging();

create function search_follow_tag() returns trigger language plpgsql as $$
begin
    perform search_retag(array(select edition_id from edition_tags where tag_id = new.id));
    return null;
end
$$;
create trigger search_follow after update of name on tags
    for each row when (old.name is distinct from new.name) execute function search_follow_tag();

-- What stands already.
select search_put(e.id, e.article_id, 'article', e.published_at, e.visible_from, e.visible_until, e.is_trashed,
    e.title, e.excerpt, e.body)
from article_editions e;
select search_retag(array(select distinct edition_id from edition_tags));
select search_put(s.id, s.id, 'service', 'infinity', '-infinity', null, not s.is_shown or s.deleted_at is not null,
    s.title, s.summary, concat_ws(e'\n\n', s.body, array_to_string(s.deliverables, e'\n\n')))
from services s;
