//! How the lists are read when their tables are big: from an index, page by page, without a sort.

use plinth_tests::TestDatabase;

const NOWHERE: &str = "'00000000-0000-0000-0000-000000000000'::uuid";

fn many_articles() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "insert into articles (id, slug, title, body, word_count, state, published_at, updated_at)
         select gen_random_uuid(), 'a' || n, 'Article', repeat('word ', 50), 50,
                case n % 20 when 0 then 'draft' else 'published' end,
                timestamptz '2020-01-01' + n * interval '1 minute',
                timestamptz '2020-01-01' + n * interval '1 minute'
         from generate_series(1, 20000) n;
         analyze articles;",
    );
    database
}

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

#[test]
fn a_page_of_public_articles_is_read_by_key() {
    assert_by_key(
        &many_articles(),
        "articles_published_idx",
        &format!(
            "select id, left(body, 1000) from articles
             where deleted_at is null and state = 'published'
               and (published_at, id) < (timestamptz '2020-01-05', {NOWHERE})
             order by published_at desc, id desc limit 11"
        ),
    );
}

#[test]
fn an_article_is_found_by_its_address() {
    assert_by_key(
        &many_articles(),
        "articles_slug_key",
        "select id from articles where slug = 'a700' and deleted_at is null and state = 'published'",
    );
}

#[test]
fn a_page_of_the_panels_articles_is_read_by_key_also_of_one_state() {
    let database = many_articles();
    assert_by_key(
        &database,
        "articles_updated_idx",
        &format!(
            "select id from articles where deleted_at is null
               and (updated_at, id) < (timestamptz '2020-01-05', {NOWHERE})
             order by updated_at desc, id desc limit 51"
        ),
    );
    assert_by_key(
        &database,
        "articles_state_updated_idx",
        &format!(
            "select id from articles where deleted_at is null and state = 'draft'
               and (updated_at, id) < (timestamptz '2020-01-05', {NOWHERE})
             order by updated_at desc, id desc limit 51"
        ),
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
