//! Whatever happens in whatever order, each job's effect is there once in the end.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;

/// One thing that happens, to one of three workers where it concerns one.
#[derive(Debug, Clone, Copy)]
enum Step {
    Enqueue(u8),
    Claim(usize),
    /// The worker does its job to the end.
    Run(usize),
    /// The worker's connection breaks between the effect and the end.
    Break(usize),
    /// The work fails, and the worker says so.
    Fail(usize),
    /// The worker's process vanishes with its job.
    Vanish(usize),
    /// Time passes, in seconds.
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let worker = 0..3_usize;
    let step = prop_oneof![
        (0..4_u8).prop_map(Step::Enqueue),
        worker.clone().prop_map(Step::Claim),
        worker.clone().prop_map(Step::Run),
        worker.clone().prop_map(Step::Break),
        worker.clone().prop_map(Step::Fail),
        worker.prop_map(Step::Vanish),
        (1..200_i64).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..40)
}

/// A worker that may hold a claimed job for as long as it likes.
type Hand = Option<ClaimedJob>;

fn take(conn: &mut PgConnection, hand: &mut Hand, step: Step, now: DateTime<Utc>) {
    let clock = Clock::Stopped(now);
    match step {
        // A worker that was slow still holds its old job, and only then takes another.
        Step::Claim(_) => *hand = claim(conn, now).or(hand.take()),
        Step::Run(_) => {
            if let Some(job) = hand {
                jobs::run(conn, job, clock, leave_effect).unwrap();
            }
        }
        Step::Break(_) => {
            if let Some(job) = hand {
                let broken = jobs::run(conn, job, clock, |conn, task| {
                    leave_effect(conn, task)?;
                    Err(broken())
                });
                assert!(matches!(broken, Err(_) | Ok(Ran::LeaseLost)));
            }
        }
        Step::Fail(_) => {
            if let Some(job) = hand {
                fail(conn, job, now);
            }
        }
        Step::Vanish(_) => *hand = None,
        Step::Enqueue(_) | Step::Wait(_) => {}
    }
}

#[test]
fn effects_happen_once_under_any_order_of_claims_crashes_and_slow_workers() {
    let database = with_effects();
    let mut runner = TestRunner::new(Config {
        cases: 150,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&steps(), |steps| {
        let conn = &mut database.connection();
        database.execute("delete from jobs; delete from effects");
        let mut hands: [Hand; 3] = [None, None, None];
        let mut asked = BTreeMap::new();
        let mut now = at(0);
        for step in steps {
            match step {
                Step::Enqueue(number) => {
                    let key = format!("job {number}");
                    enqueue(conn, &key, now);
                    asked.insert(key, 1_i64);
                }
                Step::Wait(seconds) => now += TimeDelta::seconds(seconds),
                Step::Claim(worker)
                | Step::Run(worker)
                | Step::Break(worker)
                | Step::Fail(worker)
                | Step::Vanish(worker) => take(conn, &mut hands[worker], step, now),
            }
        }
        // In the end a worker without mishaps does what is left, and the owner takes up the dead.
        for _ in 0..2 {
            now += TimeDelta::days(1);
            while let Some(job) = claim(conn, now) {
                jobs::run(conn, &job, Clock::Stopped(now), leave_effect).unwrap();
            }
            jobs::retry_all(conn, now).unwrap();
        }
        // The slow ones come back last of all.
        for hand in &mut hands {
            take(conn, hand, Step::Run(0), now);
        }
        let found: BTreeMap<String, i64> = database
            .texts("select key as value from effects")
            .into_iter()
            .fold(BTreeMap::new(), |mut found, key| {
                *found.entry(key).or_default() += 1;
                found
            });
        prop_assert_eq!(found, asked);
        Ok(())
    });
    outcome.unwrap();
}
