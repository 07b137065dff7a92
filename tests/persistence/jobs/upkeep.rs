//! Work that comes back.

use persistence::jobs::upkeep::{self, Period};

use super::*;

const DAY: i64 = 86_400;

#[test]
fn upkeep_runs_once_a_day_whatever_the_number_of_programs() {
    let database = TestDatabase::empty();
    let programs = 4;
    for day in 0..3 {
        let now = at(day * DAY);
        let runs: usize = std::thread::scope(|scope| {
            let running: Vec<_> = (0..programs)
                .map(|_| {
                    let mut conn = database.connection();
                    scope.spawn(move || {
                        let mut runs = 0;
                        for _ in 0..5 {
                            upkeep::ensure(&mut conn, KIND, Period::Day, now).unwrap();
                            while let Some(job) = claim(&mut conn, now) {
                                finish(&mut conn, &job, now);
                                runs += 1;
                            }
                        }
                        runs
                    })
                })
                .collect();
            running.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(runs, 1, "day {day}");
    }
}

#[test]
fn upkeep_that_failed_for_good_comes_back_on_the_next_day() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    upkeep::ensure(conn, KIND, Period::Day, at(0)).unwrap();
    let claimed = claim(conn, at(0)).unwrap();
    let failure = Failure::of(&JobError::Payload("it is not"));
    jobs::fail(conn, &claimed, &failure, at(0), MIDDLE).unwrap();
    upkeep::ensure(conn, KIND, Period::Day, at(3_600)).unwrap();
    assert!(claim(conn, at(3_600)).is_none(), "it is the same day");
    upkeep::ensure(conn, KIND, Period::Day, at(DAY)).unwrap();
    assert!(claim(conn, at(DAY)).is_some());
}

#[test]
fn after_a_month_without_the_program_one_run_is_due() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    upkeep::ensure(conn, KIND, Period::Hour, at(0)).unwrap();
    let claimed = claim(conn, at(0)).unwrap();
    finish(conn, &claimed, at(0));
    let back = at(30 * DAY);
    upkeep::ensure(conn, KIND, Period::Hour, back).unwrap();
    assert!(claim(conn, back).is_some());
    assert!(claim(conn, back).is_none());
}
