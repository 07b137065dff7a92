//! Counts what one sender, or one account, may do in a while.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

/// After how many checks the keys that are at rest again are forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 1_024;

/// Lets each key do a number of things per window, and refuses more until enough time passed.
///
/// The allowance comes back bit by bit (the generic cell rate algorithm), not all at once.
pub struct Throttle<C: Clock = DefaultClock> {
    limiter: RateLimiter<String, DashMapStateStore<String>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    checks: AtomicU32,
}

/// When the same key may try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter {
    /// Whole seconds to wait, at least one; the value of the `Retry-After` header.
    pub seconds: u64,
}

impl Throttle {
    /// Allows `allowed` times per `window` for each key.
    pub fn new(allowed: NonZeroU32, window: Duration) -> Self {
        Self::with_clock(allowed, window, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Throttle<C> {
    /// As [`Throttle::new`], by the time of this clock.
    pub fn with_clock(allowed: NonZeroU32, window: Duration, clock: C) -> Self {
        let period = (window / allowed.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period)
            .unwrap_or(Quota::per_second(allowed))
            .allow_burst(allowed);
        Self {
            limiter: RateLimiter::dashmap_with_clock(quota, clock.clone()),
            clock,
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one try for this key.
    ///
    /// # Errors
    /// How long to wait, when the key has used up its allowance.
    pub fn check(&self, key: &str) -> Result<(), RetryAfter> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_BETWEEN_SWEEPS
            == CHECKS_BETWEEN_SWEEPS - 1
        {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&key.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            RetryAfter {
                seconds: wait
                    .as_millis()
                    .div_ceil(1_000)
                    .max(1)
                    .try_into()
                    .unwrap_or(u64::MAX),
            }
        })
    }

    /// How many keys are remembered.
    pub fn remembered(&self) -> usize {
        self.limiter.len()
    }
}

impl<C: Clock> std::fmt::Debug for Throttle<C> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys are addresses and e-mail addresses, which stay out of logs.
        formatter.debug_struct("Throttle").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn throttle(allowed: u32, window: Duration) -> Throttle {
        Throttle::new(NonZeroU32::new(allowed).unwrap(), window)
    }

    #[test]
    fn each_key_has_its_own_allowance() {
        let throttle = throttle(2, Duration::from_secs(600));
        assert_eq!(throttle.check("a"), Ok(()));
        assert_eq!(throttle.check("a"), Ok(()));
        let wait = throttle.check("a").unwrap_err();
        assert!((1..=300).contains(&wait.seconds), "{wait:?}");
        assert_eq!(throttle.check("b"), Ok(()));
    }

    #[test]
    fn the_allowance_comes_back() {
        let clock = FakeRelativeClock::default();
        let throttle =
            Throttle::with_clock(NonZeroU32::MIN, Duration::from_secs(60), clock.clone());
        assert_eq!(throttle.check("a"), Ok(()));
        assert_eq!(throttle.check("a"), Err(RetryAfter { seconds: 60 }));
        clock.advance(Duration::from_secs(59));
        assert_eq!(throttle.check("a"), Err(RetryAfter { seconds: 1 }));
        clock.advance(Duration::from_secs(1));
        assert_eq!(throttle.check("a"), Ok(()));
    }

    #[test]
    fn keys_at_rest_are_forgotten() {
        let throttle = throttle(1, Duration::from_millis(1));
        for number in 0..CHECKS_BETWEEN_SWEEPS * 4 {
            let _ = throttle.check(&number.to_string());
        }
        assert!(
            throttle.remembered() <= (CHECKS_BETWEEN_SWEEPS * 2) as usize,
            "{}",
            throttle.remembered()
        );
    }
}
