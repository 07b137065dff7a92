//! Writes what visitors asked for every few seconds, and once more when the site stops.

use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;

use persistence::Database;
use tokio::time::{MissedTickBehavior, interval};

/// How long a count waits at most; a crash loses so much.
const EVERY: Duration = Duration::from_secs(5);

/// Runs the site, and the writing beside it.
pub(super) async fn during<T>(database: &Database, site: impl Future<Output = T>) -> T {
    let outcome = tokio::select! {
        outcome = site => outcome,
        never = keep_writing(database) => match never {},
    };
    write(database).await;
    outcome
}

async fn keep_writing(database: &Database) -> Infallible {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        write(database).await;
    }
}

async fn write(database: &Database) {
    // A database that is away is told by whoever needs it; the counts wait in memory.
    if let Err(error) = database.visit_counts().flush_to(database).await
        && !error.is_unavailable()
    {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "what visitors asked for was not counted"
        );
    }
}
