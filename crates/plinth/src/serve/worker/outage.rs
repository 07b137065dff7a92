//! A database that is away: looked for ever more seldom, and told of once.

use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long the database has been away, counted in looks.
#[derive(Debug, Default)]
pub(super) struct Outage {
    looks: u32,
}

impl Outage {
    /// The pause before the next look, and whether this outage is news.
    pub(super) fn pause(&mut self) -> (Duration, bool) {
        let is_news = self.looks == 0;
        let pause = FIRST_PAUSE * 2_u32.pow(self.looks.min(4));
        self.looks = self.looks.saturating_add(1);
        (pause.min(LONGEST_PAUSE), is_news)
    }

    /// The database answered; true when that is news.
    pub(super) fn is_over(&mut self) -> bool {
        std::mem::take(&mut self.looks) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_told_of_once_and_looked_at_ever_more_seldom() {
        let mut outage = Outage::default();
        assert!(!outage.is_over());
        let looks: Vec<_> = (0..7).map(|_| outage.pause()).collect();
        assert_eq!(
            looks
                .iter()
                .map(|(pause, _)| pause.as_secs())
                .collect::<Vec<_>>(),
            [5, 10, 20, 40, 60, 60, 60]
        );
        assert_eq!(looks.iter().filter(|(_, is_news)| *is_news).count(), 1);
        assert!(outage.is_over());
        assert!(!outage.is_over());
        assert_eq!(
            outage.pause(),
            (FIRST_PAUSE, true),
            "the next one is news again"
        );
    }
}
