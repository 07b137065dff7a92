//! How long a job waits after a failure.

use chrono::TimeDelta;

const FIRST: TimeDelta = TimeDelta::seconds(30);
const LONGEST: TimeDelta = TimeDelta::hours(6);

/// The pause after so many attempts: half a minute, and each time four times as long, up to six
/// hours. The jitter, from 0 to 1, moves it by a fifth in either direction, so that what failed
/// together does not come back together.
pub(super) fn pause(attempts: i32, jitter: f64) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1))
        .unwrap_or(0)
        .min(10)
        * 2;
    let seconds = (FIRST.num_seconds() << doublings).min(LONGEST.num_seconds());
    let per_mille = 800 + (jitter.clamp(0.0, 1.0) * 400.0).round() as i64;
    TimeDelta::milliseconds(seconds * per_mille)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_fourfold_up_to_six_hours() {
        let minutes = |attempts| pause(attempts, 0.5).as_seconds_f64() / 60.0;
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7, i32::MAX].map(minutes),
            [0.5, 2.0, 8.0, 32.0, 128.0, 360.0, 360.0, 360.0]
        );
        assert_eq!(minutes(0), 0.5);
    }

    #[test]
    fn jitter_moves_a_pause_by_a_fifth_at_most() {
        for (jitter, seconds) in [
            (0.0, 24.0),
            (1.0, 36.0),
            (-7.0, 24.0),
            (f64::INFINITY, 36.0),
        ] {
            assert_eq!(pause(1, jitter).as_seconds_f64(), seconds, "{jitter}");
        }
    }
}
