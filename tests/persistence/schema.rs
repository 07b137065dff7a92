//! Rules that the schema keeps, read from the database's own catalog.

use std::collections::BTreeSet;

use plinth_tests::TestDatabase;

const SCHEMA_SOURCE: &str = include_str!("../../crates/persistence/src/schema.rs");

fn none(database: &TestDatabase, what: &str, sql: &str) {
    let found = database.texts(sql);
    assert!(found.is_empty(), "{what}: {found:?}");
}

#[test]
fn every_foreign_key_is_indexed() {
    none(
        &TestDatabase::empty(),
        "foreign keys without an index",
        "select c.conname::text as value from pg_constraint c
         where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
             select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])",
    );
}

#[test]
fn every_constraint_is_named_after_its_table() {
    none(
        &TestDatabase::empty(),
        "constraints whose name does not begin with their table",
        "select c.conname::text as value from pg_constraint c join pg_class t on t.oid = c.conrelid
         where c.connamespace = 'public'::regnamespace and t.relname not like '\\_\\_%'
           and c.conname not like t.relname || '\\_%'",
    );
}

#[test]
fn every_table_says_what_it_is() {
    none(
        &TestDatabase::empty(),
        "tables without a comment",
        "select relname::text as value from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r'
           and relname not like '\\_\\_%' and obj_description(oid, 'pg_class') is null",
    );
}

#[test]
fn every_time_carries_its_zone() {
    none(
        &TestDatabase::empty(),
        "columns of type timestamp without time zone",
        "select table_name || '.' || column_name as value from information_schema.columns
         where table_schema = 'public' and table_name not like '\\_\\_%'
           and data_type = 'timestamp without time zone'",
    );
}

#[test]
fn what_diesel_knows_of_the_tables_is_what_the_database_knows() {
    let database = TestDatabase::empty();
    let in_database: BTreeSet<String> = database
        .texts(
            "select table_name || '.' || column_name || ' '
                 || case when is_nullable = 'YES' then 'Nullable<' else '' end
                 || case udt_name when 'uuid' then 'Uuid' when 'text' then 'Text'
                      when 'timestamptz' then 'Timestamptz' when 'bytea' then 'Bytea'
                      when 'jsonb' then 'Jsonb' when 'date' then 'Date' when 'int2' then 'SmallInt'
                      when 'int4' then 'Integer' when 'int8' then 'BigInt' when 'bool' then 'Bool'
                      when '_text' then 'Array<Text>' when 'tsvector' then 'Tsvector' else udt_name end
                 || case when is_nullable = 'YES' then '>' else '' end as value
             from information_schema.columns
             where table_schema = 'public' and table_name not like '\\_\\_%'",
        )
        .into_iter()
        .collect();
    let mut table = String::new();
    let mut in_source = BTreeSet::new();
    for line in SCHEMA_SOURCE.lines().map(str::trim) {
        if let Some((column, kind)) = line
            .strip_suffix(',')
            .and_then(|line| line.split_once(" -> "))
        {
            in_source.insert(format!("{table}.{column} {kind}"));
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        }
    }
    assert_eq!(in_source, in_database);
}
