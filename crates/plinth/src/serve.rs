//! `plinth serve`: from nothing to a site that answers, and back to nothing when it is told to stop.

pub mod background;
pub mod renditions;
mod signals;
pub mod storage_sweep;
pub mod worker;

use anyhow::Context;
use chrono::Utc;
use persistence::starter::{self, InitialContent};
use persistence::{PgConnection, accounts, migrations};
use url::Url;
use web_kit::TrustedProxies;

use crate::application::{Application, ApplicationSettings, StopHandle, listen_on};
use crate::configuration::Configuration;
use crate::database::{DatabaseSource, make_data_dir};
use crate::instance_lock::InstanceLock;
use crate::owner_link;
use crate::secrets::Secrets;
use crate::storage;
use renditions::RenditionMaker;
use signals::Signals;
use tokio::task::JoinHandle;
use worker::Worker;

/// Serves until a signal.
///
/// # Errors
/// Whatever keeps the site from starting: each sentence says what to do.
pub fn run(configuration: &Configuration) -> anyhow::Result<()> {
    let began = std::time::Instant::now();
    make_data_dir(&configuration.data_dir)?;
    let mut lock = InstanceLock::take(&configuration.data_dir)?;
    let secrets = Secrets::load_or_create(&configuration.secret_key_file)?;
    // Taken before the database is touched, so that a taken port costs nothing.
    let listener = listen_on(configuration.listen)?;
    let base_url = configuration.public_address(listener.local_addr()?);
    lock.tell_address(&base_url)?;

    actix_web::rt::System::new().block_on(async {
        // Watched from here on, so that Ctrl-C during the start also stops the database in order.
        let mut signals = Signals::watch().context("signals cannot be watched")?;
        let opening = {
            let configuration = configuration.clone();
            let base_url = base_url.clone();
            tokio::task::spawn_blocking(move || open(&configuration, &base_url))
        };
        let Some((source, link)) = opened(opening, &mut signals).await? else {
            return Ok(());
        };
        let outcome = serve(
            configuration,
            &source,
            secrets,
            listener,
            &base_url,
            || {
                if let Some((link, purpose)) = &link {
                    owner_link::print(link, *purpose);
                }
                tracing::info!(
                    address = %base_url,
                    started_in_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
                    "the site is up"
                );
            },
            &mut signals,
        )
        .await;
        close(source).await?;
        if outcome.is_ok() {
            tracing::info!("the site has stopped");
        }
        outcome
    })
}

/// Waits until the database is open. A signal in the meantime closes it again as soon as it is, since
/// a database that is being made must not be left half done.
async fn opened(
    mut opening: JoinHandle<anyhow::Result<(DatabaseSource, FirstLink)>>,
    signals: &mut Signals,
) -> anyhow::Result<Option<(DatabaseSource, FirstLink)>> {
    let interrupted = "the start was interrupted";
    tokio::select! {
        opened = &mut opening => opened.context(interrupted)?.map(Some),
        () = signals.next() => {
            tracing::info!("stopping as soon as the database allows it");
            tokio::select! {
                opened = opening => {
                    let (source, _) = opened.context(interrupted)??;
                    close(source).await?;
                    Ok(None)
                }
                () = signals.next() => anyhow::bail!("stopped at once during the start"),
            }
        }
    }
}

/// Stops the private server, which blocks.
async fn close(source: DatabaseSource) -> anyhow::Result<()> {
    tokio::task::spawn_blocking(move || source.close())
        .await
        .context("the private database's stop was interrupted")
}

type FirstLink = Option<(Url, persistence::setup_links::Purpose)>;

/// Starts the database, brings it up to date, and makes the owner's link if there is no owner.
fn open(
    configuration: &Configuration,
    base_url: &Url,
) -> anyhow::Result<(DatabaseSource, FirstLink)> {
    let source = DatabaseSource::open(configuration)?;
    let prepared = source
        .connect_patiently()
        .and_then(|mut connection| prepare(&mut connection, configuration, base_url));
    match prepared {
        Ok(link) => Ok((source, link)),
        Err(error) => {
            source.close();
            Err(error)
        }
    }
}

fn prepare(
    connection: &mut PgConnection,
    configuration: &Configuration,
    base_url: &Url,
) -> anyhow::Result<FirstLink> {
    migrations::run(connection)?;
    let content = if configuration.starter_content {
        starter_content::load()?
    } else {
        starter_content::blank()?
    };
    let content = InitialContent {
        count_words: content::word_count,
        settings: content.settings,
        sections: content.sections,
        services: content.services,
        articles: content.articles,
    };
    if starter::initialise(connection, &content, Utc::now())? {
        tracing::info!("the empty database was given its first content");
    }
    if accounts::owner_exists(connection)? {
        return Ok(None);
    }
    owner_link::issue(connection, base_url).map(Some)
}

async fn serve(
    configuration: &Configuration,
    source: &DatabaseSource,
    secrets: Secrets,
    listener: std::net::TcpListener,
    base_url: &Url,
    announce: impl FnOnce(),
    signals: &mut Signals,
) -> anyhow::Result<()> {
    let database = source.pool(configuration);
    let storage = storage::open(configuration)?;
    let settings = ApplicationSettings {
        listen: configuration.listen,
        base_url: Some(base_url.clone()),
        trusted_proxies: TrustedProxies::new(configuration.trusted_proxies.iter().copied()),
        contact_limit: configuration.contact_limit,
        contact_window: configuration.contact_window,
        max_connections: configuration.max_connections,
        ..ApplicationSettings::new(secrets)
    };
    let application = Application::build_on(listener, settings, database.clone(), storage.clone())?;
    storage::sweep(storage.clone());
    storage_sweep::start(database.clone(), storage.clone());
    let stop = application.stop_handle();
    let mut server = actix_web::rt::spawn(application.run());
    let worker = Worker::start(database.clone(), background::handlers());
    let renditions = RenditionMaker::start(database, storage);
    announce();
    let outcome = tokio::select! {
        ended = &mut server => ended,
        () = signals.next() => {
            worker.tell_to_stop();
            renditions.tell_to_stop();
            if finish(&stop, signals).await == Finish::Cut {
                return Ok(());
            }
            server.await
        }
    };
    // Before the database is stopped, so that the job in hand can be finished.
    tokio::select! {
        () = async { tokio::join!(worker.stop(), renditions.stop()); } => {}
        () = signals.next() => tracing::warn!("stopping at once"),
    }
    outcome
        .context("the server was interrupted")?
        .context("the server failed")
}

/// How the last requests ended.
#[derive(PartialEq, Eq)]
enum Finish {
    /// Each was answered, or had its time.
    InOrder,
    /// They are cut off when the process ends.
    Cut,
}

/// Lets requests in flight finish; a second signal does not wait for them.
async fn finish(stop: &StopHandle, signals: &mut Signals) -> Finish {
    tracing::info!("stopping: requests in flight may finish, a second signal stops at once");
    tokio::select! {
        () = stop.stop_gracefully() => Finish::InOrder,
        () = signals.next() => {
            tracing::warn!("stopping at once");
            Finish::Cut
        }
    }
}
