//! What is done while nobody waits for it.

use std::time::Duration;

use chrono::Utc;
use persistence::{Database, DatabaseError, sessions};
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Removes sessions that are over, at once and then every hour, for ever.
pub(super) async fn run(database: Database) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let removed = database
            .run(|connection| {
                sessions::delete_expired(connection, Utc::now(), admin_web::IDLE_LIMIT)
            })
            .await;
        match removed {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "sessions that were over were removed"),
            // The next hour tries again; a missing database is told by whoever needs it.
            Err(DatabaseError::Unavailable(_)) => {}
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "sessions were not removed"
                );
            }
        }
    }
}
