//! How the lists are read when their tables are big: from an index, page by page, without a sort.

use plinth_tests::TestDatabase;

const NOWHERE: &str = "'00000000-0000-0000-0000-000000000000'::uuid";

/// Twenty thousand articles: every twentieth a draft, and every thousandth scheduled; each with two
/// revisions, and one of them with five thousand.
fn many_articles() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "alter table article_editions disable trigger search_follow;
         insert into contents (id, kind, is_pinned)
             select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'article', n % 5000 = 7
             from generate_series(1, 20000) n;
         insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
             select gen_random_uuid(), id, k, 'publish',
                    jsonb_build_object('title', 'Article', 'body', repeat('word ', 50) || k), k, 1
             from contents, generate_series(1, 2) k;
         insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version, created_at)
             select gen_random_uuid(), id, k, 'autosave', '{}', k, 1, timestamptz '2020-01-01' + k * interval '1 minute'
             from (select id from contents limit 1) c, generate_series(3, 5000) k;
         insert into drafts (content_id, fields, version, revision_id, saved_at)
             select content_id, fields, 2, id,
                    timestamptz '2020-01-01' + right(content_id::text, 5)::int * interval '1 minute'
             from revisions where number = 2;
         insert into article_editions (id, article_id, revision_id, slug, title, body, word_count,
                 published_at, changed_at, visible_from, zone)
             select gen_random_uuid(), content_id, id, 'a' || n, 'Article', repeat('word ', 50), 50, at, at,
                    case n % 1000 when 1 then timestamptz '2999-01-01' else at end, 'UTC'
             from revisions, lateral (select right(content_id::text, 5)::int as n) numbered,
                  lateral (select timestamptz '2020-01-01' + n * interval '1 minute' as at) dated
             where number = 2 and n % 20 <> 0;
         analyze contents, revisions, drafts, article_editions;",
    );
    database
}

/// What visitors see, as the queries say it.
const VISIBLE: &str = "not article_editions.is_trashed and article_editions.visible_from <= now()
    and (article_editions.visible_until is null or article_editions.visible_until > now())";

const SOMEONE: &str = "'00000000-0000-7000-8000-000000000700'::uuid";

fn many_messages() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "insert into contact_messages
             (id, sender_name, sender_email, body, folder, submission_digest, received_at, read_at)
         select gen_random_uuid(), 'Ada', 'ada@example.org', repeat('word ', 50),
                (array['inbox', 'archive', 'archive', 'spam'])[1 + n % 4],
                sha256(n::text::bytea), timestamptz '2020-01-01' + n * interval '1 minute',
                case n % 100 when 0 then null else now() end
         from generate_series(1, 20000) n;
         analyze contact_messages;",
    );
    database
}

/// The plan reads from this index, and neither sorts nor reads the table through.
fn assert_by_key(database: &TestDatabase, index: &str, query: &str) {
    let plan = database.plan(query);
    assert!(plan.contains(index), "{plan}");
    assert!(
        !plan.contains("Sort") && !plan.contains("Seq Scan"),
        "{plan}"
    );
}

/// The plan begins with this index and reads no table through.
fn assert_uses(database: &TestDatabase, index: &str, query: &str) {
    let plan = database.plan(query);
    assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{plan}");
}

#[test]
fn a_page_of_public_articles_is_read_by_key() {
    let database = many_articles();
    assert_by_key(
        &database,
        "article_editions_published_idx",
        &format!(
            "select article_editions.id, left(body, 1000) from article_editions
             join contents on contents.id = article_editions.article_id
             where {VISIBLE}
               and (published_at, article_id) < (timestamptz '2020-01-05', {NOWHERE})
             order by published_at desc, article_id desc limit 11"
        ),
    );
    assert_by_key(
        &database,
        "article_editions_published_idx",
        &format!(
            "select id from article_editions where {VISIBLE}
             order by published_at desc, article_id desc limit 20"
        ),
    );
}

#[test]
fn the_articles_before_and_after_another_are_two_looks_into_one_index() {
    let database = many_articles();
    let side = |beyond: &str, order: &str| {
        format!(
            "(select slug, title, published_at from article_editions where {VISIBLE}
               and (published_at, article_id) {beyond} (timestamptz '2020-01-05', {NOWHERE})
               and ({SOMEONE} is null or series_id is null or series_id <> {SOMEONE})
             order by published_at {order}, article_id {order} limit 1)"
        )
    };
    let both = format!("{} union all {}", side(">", "asc"), side("<", "desc"));
    assert_by_key(&database, "article_editions_published_idx", &both);
    let looks = database.plan(&both);
    assert_eq!(
        looks.matches("article_editions_published_idx").count(),
        2,
        "{looks}"
    );
}

#[test]
fn the_parts_of_a_series_are_found_from_its_index() {
    let database = many_articles();
    database.execute(
        "insert into series (id, slug, title)
             select ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 's' || n, 'S'
             from generate_series(1, 1000) n;
         update article_editions set series_part = 1 + right(slug, 1)::int,
             series_id = ('00000000-0000-7000-9000-'
                          || lpad((1 + substr(slug, 2)::int % 1000)::text, 12, '0'))::uuid;
         analyze series, article_editions;",
    );
    let id = "'00000000-0000-7000-9000-000000000007'::uuid";
    assert_uses(
        &database,
        "article_editions_series_id_idx",
        &format!(
            "select id from article_editions where series_id = {id} and {VISIBLE}
               and (coalesce(article_editions.series_part, 1000), published_at, article_id)
                   > (3, timestamptz '2020-01-01', {NOWHERE})
             order by coalesce(article_editions.series_part, 1000), published_at, article_id
             limit 51"
        ),
    );
}

#[test]
fn a_part_of_the_sitemap_is_read_by_key() {
    let database = many_articles();
    assert_by_key(
        &database,
        "article_editions_published_idx",
        &format!(
            "select slug, greatest(changed_at, published_at) from article_editions
             where {VISIBLE}
               and (published_at, article_id) >= (timestamptz '2020-01-05', {NOWHERE})
             order by published_at, article_id limit 1000"
        ),
    );
}

#[test]
fn an_article_is_found_by_its_address_and_by_its_id() {
    let database = many_articles();
    assert_by_key(
        &database,
        "article_editions_slug",
        &format!("select id from article_editions where slug = 'a701' and {VISIBLE}"),
    );
    assert_by_key(
        &database,
        "using article_editions_",
        &format!("select id from article_editions where article_id = {SOMEONE} and {VISIBLE}"),
    );
}

#[test]
fn a_draft_is_found_by_its_id() {
    assert_by_key(
        &many_articles(),
        "drafts_pkey",
        &format!(
            "select drafts.fields from drafts join contents on contents.id = drafts.content_id
             left join page_sections on page_sections.content_id = contents.id
             left join accounts on accounts.id = drafts.saved_by
             where drafts.content_id = {SOMEONE} and contents.trashed_at is null"
        ),
    );
}

#[test]
fn a_long_history_is_read_by_number() {
    let database = many_articles();
    let longest = "(select content_id from revisions where number = 5000)";
    let id = database.texts(&format!("select {longest}::text as value"));
    let id = &id[0];
    assert_by_key(
        &database,
        "revisions_number_key",
        &format!(
            "select id, number from revisions where content_id = '{id}' and number < 4000
             order by number desc limit 50"
        ),
    );
    assert_by_key(
        &database,
        "revisions_number_key",
        &format!("select max(number) from revisions where content_id = '{id}'"),
    );
    assert_by_key(
        &database,
        "revisions_version_idx",
        &format!(
            "select fields from revisions where content_id = '{id}' and draft_version = 77
               and draft_version > 0 limit 1"
        ),
    );
}

#[test]
fn a_page_of_the_panels_articles_and_their_counts_come_within_the_time_of_a_request() {
    use persistence::articles::{self, ArticleFilter, ArticleOrder, ArticleState};
    let database = many_articles();
    let conn = &mut database.connection();
    // The whole list is looked through once, which a limit on the statement bounds from above.
    database_limit(conn);
    for order in [
        ArticleOrder::Saved,
        ArticleOrder::Title,
        ArticleOrder::Published,
    ] {
        let all = ArticleFilter::default();
        let (page, next) = articles::list(conn, &all, order, None, 50).unwrap();
        assert_eq!(page.len(), 50, "{order:?}");
        let (page, _) = articles::list(conn, &all, order, next.as_ref(), 50).unwrap();
        assert_eq!(page.len(), 50, "{order:?}");
    }
    let drafts = ArticleFilter {
        state: Some(ArticleState::Draft),
        ..ArticleFilter::default()
    };
    let (page, _) = articles::list(conn, &drafts, ArticleOrder::Saved, None, 50).unwrap();
    assert_eq!(page.len(), 50);
    let counts = articles::count(conn).unwrap();
    assert_eq!(
        (counts.drafts, counts.published, counts.scheduled),
        (1_000, 18_980, 20)
    );
}

/// The limit that the pool gives each statement.
fn database_limit(conn: &mut persistence::PgConnection) {
    use diesel::connection::SimpleConnection;
    conn.batch_execute("set statement_timeout to 10000")
        .unwrap();
}

#[test]
fn what_the_upkeep_looks_for_is_found_from_an_index() {
    let database = many_articles();
    assert_uses(
        &database,
        "contents_trashed_at_idx",
        "delete from contents where trashed_at < now() - interval '30 days'",
    );
    assert_uses(
        &database,
        "revisions_autosaves_idx",
        "select id from revisions where reason = 'autosave' and created_at < timestamptz '2020-01-02'",
    );
}

#[test]
fn a_page_of_a_folder_is_read_by_key_and_unread_messages_are_counted_from_an_index() {
    let database = many_messages();
    assert_by_key(
        &database,
        "contact_messages_folder_idx",
        &format!(
            "select id, left(body, 160) from contact_messages
             where folder = 'archive' and deleted_at is null
               and (received_at, id) < (timestamptz '2020-01-05', {NOWHERE})
             order by received_at desc, id desc limit 51"
        ),
    );
    assert_by_key(
        &database,
        "contact_messages_unread_idx",
        "select count(*) from contact_messages
         where folder = 'inbox' and deleted_at is null and read_at is null",
    );
}

/// Twenty thousand documents: every one has `granite`, every second `basalt`, every thousandth `slate`.
fn many_documents() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "insert into contents (id, kind)
             select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'article'
             from generate_series(1, 20000) n;
         insert into search_documents (id, content_id, kind, sorted_at, visible_from, is_hidden, heading, vector, words)
             select id, id, 'article', timestamptz '2020-01-01' + n * interval '1 hour', '2020-01-01', false,
                    to_tsvector('site_query', 'title ' || n), search_vector('Title ' || n, null, null, text), text
             from contents, lateral (select right(id::text, 6)::integer as n) numbered,
                  lateral (select 'granite ' || repeat('word ', 40) || case when n % 2 = 0 then ' basalt' else '' end
                      || case when n % 1000 = 0 then ' slate' else '' end as text) written",
    );
    // By itself: it runs in no transaction.
    database.execute("vacuum analyze search_documents");
    database
}

#[test]
fn a_search_is_answered_from_its_index_however_many_documents_hold_the_words() {
    use domain::SearchQuery;
    use persistence::search::explain_published;
    let database = many_documents();
    let conn = &mut database.connection();
    for words in [
        "granite",
        "granite basalt",
        "\"granite word\"",
        "slate",
        "granite -basalt",
        "basal*",
        "nowhere",
    ] {
        let query = SearchQuery::parse(words).unwrap();
        let plan = explain_published(conn, &query).unwrap();
        assert!(
            plan.contains("search_documents_vector_idx"),
            "{words}: {plan}"
        );
        let is_walked =
            plan.contains("Seq Scan") || plan.contains("search_documents_sorted_at_idx");
        assert!(!is_walked, "{words}: {plan}");
    }
    // A word that half of all have is answered by the newest alone.
    let plan = explain_published(conn, &SearchQuery::parse("basalt").unwrap()).unwrap();
    assert!(plan.contains("(never executed)"), "{plan}");
}

#[test]
fn related_articles_are_found_from_indexes() {
    use domain::{ArticleId, Slug};
    use persistence::related::{Kin, explain_published_related};
    let database = many_documents();
    let tags = [Slug::parse("a").unwrap()];
    let kin = Kin {
        id: ArticleId::from_uuid(uuid::Uuid::nil()),
        title: "Title 700",
        excerpt: None,
        tags: &tags,
    };
    let plan = explain_published_related(&mut database.connection(), &kin).unwrap();
    assert!(plan.contains("search_documents_heading_idx"), "{plan}");
    assert!(plan.contains("edition_tags_tag_id_idx"), "{plan}");
    assert!(!plan.contains("Seq Scan"), "{plan}");
}

/// Five thousand pictures, each renamed once; every second is named by a draft and a revision.
fn many_pictures() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "insert into media_files (hash, format, size_bytes, width_px, height_px, encoding)
             select lpad(to_hex(n), 32, '0'), 'jpg', 1000 + n, 400, 300, 'none' from generate_series(1, 5000) n;
         insert into media_items (id, name, file_hash, created_at)
             select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'picture-' || n || '.jpg',
                    lpad(to_hex(n), 32, '0'), timestamptz '2020-01-01' + n * interval '1 minute'
             from generate_series(1, 5000) n;
         insert into redirects (id, source_path, target_address, origin)
             select gen_random_uuid(), '/files/old-' || n || '.jpg', '/files/picture-' || n || '.jpg', 'rename'
             from generate_series(1, 5000) n;
         insert into contents (id, kind)
             select ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'article'
             from generate_series(2, 5000, 2) n;
         insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
             select gen_random_uuid(), id, 1, 'publish',
                    jsonb_build_object('title', 'Article', 'body',
                        '![](plinth:00000000-0000-7000-8000-' || right(id::text, 12) || ')'), 1, 1
             from contents;
         insert into drafts (content_id, fields, version, revision_id, saved_at)
             select content_id, fields, 1, id, now() from revisions;
         analyze media_files, media_items, redirects, contents, revisions, drafts;",
    );
    database
}

#[test]
fn a_page_of_a_large_library_comes_within_the_time_of_a_request() {
    use domain::MediaId;
    use persistence::media::{self, MediaFilter, MediaOrder, MediaShelf};
    let database = many_pictures();
    let conn = &mut database.connection();
    database_limit(conn);
    let everything = MediaFilter::default();
    let (rows, next) = media::list(conn, &everything, MediaOrder::Newest, None, 48).unwrap();
    assert!(next.is_some());
    let ids: Vec<MediaId> = rows.iter().map(|row| row.item.id).collect();
    assert_eq!(media::used_among(conn, &ids).unwrap().len(), 24);
    assert_eq!(media::count(conn).unwrap().all, 5_000);
    let unused = MediaFilter {
        shelf: MediaShelf::Unused,
        ..MediaFilter::default()
    };
    let (rows, _) = media::list(conn, &unused, MediaOrder::Size, None, 48).unwrap();
    assert_eq!(rows.len(), 48);
}

#[test]
fn a_file_is_found_by_its_name_and_what_leads_to_it_from_an_index() {
    let database = many_pictures();
    assert_by_key(
        &database,
        "media_items_name_idx",
        "select id from media_items where name = 'picture-77.jpg'
         order by trashed_at desc nulls first limit 1",
    );
    assert_by_key(
        &database,
        "redirects_target_address_idx",
        "select source_path from redirects
         where target_address = any(array['/files/picture-77.jpg', '/files/old-77.jpg']) and origin <> 'rename'",
    );
    assert_uses(
        &database,
        "redirects_target_address_idx",
        "select old.source_path from media_items i
         join redirects old on old.target_address = '/files/' || i.name and old.origin = 'rename'
         where i.id = '00000000-0000-7000-8000-000000000077'",
    );
}
