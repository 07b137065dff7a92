//! How long to wait before the next attempt.

use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(30);
/// A server that ran this long was well, so the next failure is a new one.
const STEADY: Duration = Duration::from_secs(60);

/// Growing pauses: 1, 2, 4, 8, 16, then 30 seconds.
#[derive(Debug)]
pub(crate) struct Pause {
    next: Duration,
}

impl Pause {
    pub(crate) fn new() -> Self {
        Self {
            next: Duration::from_secs(1),
        }
    }

    /// The pause after an attempt that lasted `lasted`, its start included.
    pub(crate) fn after(&mut self, lasted: Duration) -> Duration {
        if lasted >= STEADY {
            *self = Self::new();
        }
        let pause = self.next;
        self.next = (pause * 2).min(LONGEST);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute_and_start_anew_after_a_steady_run() {
        let mut pause = Pause::new();
        let seconds: Vec<_> = (0..7)
            .map(|_| pause.after(Duration::ZERO).as_secs())
            .collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(pause.after(STEADY).as_secs(), 1);
    }
}
