//! Keeps the private database of a directory running until a line comes in:
//! `cargo run -p embedded-postgres --example keep -- DIRECTORY`

use std::time::Instant;

use embedded_postgres::{Cluster, ClusterError, ClusterSettings, DEFAULT_DATABASE};

fn main() -> Result<(), ClusterError> {
    let data_dir = std::env::args_os().nth(1).unwrap_or_else(|| "data".into());
    let begin = Instant::now();
    let cluster = Cluster::start_or_adopt(&ClusterSettings::new(data_dir))?;
    let role = if cluster.is_adopted() {
        "adopted"
    } else {
        "started"
    };
    println!(
        "{role} PostgreSQL {} in {} ms",
        cluster.version(),
        begin.elapsed().as_millis()
    );
    println!("{}", cluster.connection_string(DEFAULT_DATABASE));
    let _ = std::io::stdin().read_line(&mut String::new());
    let begin = Instant::now();
    cluster.stop();
    println!("stopped in {} ms", begin.elapsed().as_millis());
    Ok(())
}
