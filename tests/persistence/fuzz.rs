//! Two windows on one article, with everything that goes wrong between them and the database:
//! whatever was typed is found again, and visitors see what was published and nothing else.
//!
//! Each case is a random sequence of operations on one article. A model knows what the database has
//! to answer, and which words it promised to keep. `PLINTH_FUZZ_CASES` sets how many cases run.

mod client;
mod operation;
mod server;
mod text;
mod world;

use std::cell::RefCell;

use domain::AccountId;
use plinth_tests::TestDatabase;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use operation::{Case, case};
use world::World;

const CASES: u32 = 2_000;

/// How many run side by side, each with its own connection.
const THREADS: u32 = 2;

#[test]
fn whatever_goes_wrong_every_word_is_found_again_and_visitors_see_only_what_was_published() {
    let database = TestDatabase::empty();
    let authors = two_authors(&database);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| run(&database, authors));
        }
    });
}

fn run(database: &TestDatabase, authors: [AccountId; 2]) {
    let conn = RefCell::new(database.connection());
    let mut runner = TestRunner::new(Config {
        cases: cases().div_ceil(THREADS),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    });
    let outcome = runner.run(&case(), |case: Case| {
        let authors = [authors[0], authors[usize::from(case.has_two_authors)]];
        let mut world = World::new(&conn, authors);
        for operation in &case.operations {
            world.perform(operation)?;
        }
        world.finish()
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn cases() -> u32 {
    match std::env::var("PLINTH_FUZZ_CASES") {
        Ok(number) => number.parse().expect("PLINTH_FUZZ_CASES is a number"),
        Err(_) => CASES,
    }
}

fn two_authors(database: &TestDatabase) -> [AccountId; 2] {
    database.execute(
        "drop index accounts_one_owner;
         insert into accounts (id, email, password_hash)
         select lpad(n::text, 32, '0')::uuid, n || '@example.org', '' from generate_series(1, 2) n",
    );
    [1_u128, 2].map(|number| AccountId::from_uuid(Uuid::from_u128(number)))
}
