//! The site as one value: main and the tests build the same.

mod counting;
mod health;
mod panics;
mod request_log;
mod trailing_slash;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use admin_web::{AdminState, PasswordCost, PasswordHasher, SignInThrottles, Uploads};
use anyhow::Context;
use object_storage::Storage;
use persistence::Database;
use public_web::PublicState;
use social_card::Fonts;
use url::Url;
use web_kit::cross_origin::{CrossOriginGuard, Unmarked};
use web_kit::error_pages::ErrorPages;
use web_kit::request_body::BodyDeadline;
use web_kit::security_headers::SecurityHeaders;
use web_kit::{Assets, FormTokens, Templates, Throttle, TrustedProxies};

use crate::configuration::address_of;
use crate::secrets::Secrets;

/// How the application is set up. Tests change single fields of the default.
#[derive(Clone, Debug)]
pub struct ApplicationSettings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The public address; without one, that of the listening socket.
    pub base_url: Option<Url>,
    /// The keys for cookies and forms.
    pub secrets: Secrets,
    /// The proxies that are believed.
    pub trusted_proxies: TrustedProxies,
    /// How many messages a sender may send per window.
    pub contact_limit: NonZeroU32,
    /// The length of that window.
    pub contact_window: Duration,
    /// How many sign-ins may be tried from one address in a quarter of an hour.
    pub sign_ins_per_address: NonZeroU32,
    /// How many sign-ins may be tried for one account in a quarter of an hour.
    pub sign_ins_per_account: NonZeroU32,
    /// What hashing a password costs.
    pub password_cost: PasswordCost,
    /// How many threads answer requests; `None` for one per processor.
    pub workers: Option<usize>,
    /// How many connections may be open at once, over all threads.
    pub max_connections: usize,
    /// How long a connection may idle between two requests.
    pub keep_alive: Duration,
    /// How long the head of a request may take to arrive.
    pub head_deadline: Duration,
    /// How long the body of a request may take to arrive.
    pub body_deadline: Duration,
    /// How long the body of a request with files may take to arrive.
    pub upload_deadline: Duration,
    /// How long requests in flight may take after a stop was asked for.
    pub shutdown_timeout: Duration,
}

impl ApplicationSettings {
    /// The defaults with these keys, on a free port of this machine.
    pub fn new(secrets: Secrets) -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            base_url: None,
            secrets,
            trusted_proxies: TrustedProxies::default(),
            contact_limit: number(5),
            contact_window: Duration::from_secs(600),
            sign_ins_per_address: number(10),
            sign_ins_per_account: number(40),
            password_cost: PasswordCost::default(),
            workers: None,
            max_connections: 2_048,
            keep_alive: Duration::from_secs(15),
            head_deadline: Duration::from_secs(10),
            body_deadline: Duration::from_secs(15),
            upload_deadline: Duration::from_secs(15 * 60),
            shutdown_timeout: Duration::from_secs(30),
        }
    }
}

/// A site that has its address and waits to be run.
pub struct Application {
    server: Server,
    database: Database,
    address: SocketAddr,
    base_url: Url,
}

/// Stops a running application from elsewhere.
#[derive(Clone, Debug)]
pub struct StopHandle {
    handle: ServerHandle,
}

/// Takes the listening address, before anything slower is begun.
///
/// # Errors
/// The address is taken, is not this machine's, or needs more rights.
pub fn listen_on(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| {
        let way_out = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program uses it. Stop that one, or choose another port"
            }
            io::ErrorKind::PermissionDenied => {
                "ports below 1024 need more rights. Choose a higher port and put a proxy in front"
            }
            io::ErrorKind::AddrNotAvailable => {
                "this machine has no such address. Choose one that it has, such as 127.0.0.1"
            }
            _ => "choose another address",
        };
        anyhow::Error::new(error).context(format!(
            "cannot listen on {address}: {way_out} with --listen or PLINTH_LISTEN"
        ))
    })
}

impl Application {
    /// Builds the site over a database whose schema is up to date and a storage for files.
    ///
    /// # Errors
    /// The address cannot be listened on, or a template is broken.
    pub fn build(
        settings: ApplicationSettings,
        database: Database,
        storage: Storage,
    ) -> anyhow::Result<Self> {
        let listener = listen_on(settings.listen)?;
        Self::build_on(listener, settings, database, storage)
    }

    /// Builds the site on a socket that listens already.
    ///
    /// # Errors
    /// A template is broken, or the socket does not work.
    pub fn build_on(
        listener: TcpListener,
        settings: ApplicationSettings,
        database: Database,
        storage: Storage,
    ) -> anyhow::Result<Self> {
        let address = listener
            .local_addr()
            .context("the listening socket has no address")?;
        let base_url = settings
            .base_url
            .clone()
            .unwrap_or_else(|| address_of(address));
        let assets = Assets::load();
        let templates = Arc::new(Templates::load(&assets)?);
        let public = PublicState::new(
            database.clone(),
            storage.clone(),
            Arc::clone(&templates),
            FormTokens::new(settings.secrets.form_token_key()),
            Arc::new(Throttle::new(
                settings.contact_limit,
                settings.contact_window,
            )),
            settings.trusted_proxies.clone(),
            base_url.clone(),
        )
        .with_cards(card_fonts(&assets));
        let admin = Data::new(AdminState {
            database: database.clone(),
            storage,
            uploads: Uploads::default(),
            templates,
            base_url: base_url.clone(),
            trusted_proxies: settings.trusted_proxies.clone(),
            passwords: PasswordHasher::new(settings.password_cost)?,
            throttles: SignInThrottles::new(
                settings.sign_ins_per_address,
                settings.sign_ins_per_account,
            ),
            session_key: settings.secrets.session_cookie_key(),
        });
        let counted = database.clone();
        let database = Data::new(database);
        let headers = SecurityHeaders::new(&base_url);
        // Public forms carry no cookie, so a client that says nothing of itself may send them. The
        // panel has a stricter guard of its own.
        let guard = CrossOriginGuard::new(&base_url, Unmarked::Allow);
        let deadline = BodyDeadline::new(settings.body_deadline)
            .with_uploads(admin_web::takes_uploads, settings.upload_deadline);
        let pages = {
            let public = public.clone();
            ErrorPages::new(Arc::new(move |failed| {
                public_web::error_page(&public, failed)
            }))
        };

        let server = HttpServer::new(move || {
            let headers = headers.clone();
            let guard = guard.clone();
            let pages = pages.clone();
            let public = public.clone();
            // The layer added last is the first to see a request.
            App::new()
                .app_data(Data::clone(&database))
                .wrap(from_fn(move |request, next| {
                    deadline.enforce(request, next)
                }))
                .wrap(from_fn(move |request, next| {
                    guard.clone().check(request, next)
                }))
                .wrap(from_fn(trailing_slash::redirect))
                .wrap(from_fn(panics::contain))
                .wrap(from_fn(move |request, next| {
                    pages.clone().apply(request, next)
                }))
                .wrap(Compress::default())
                .wrap(from_fn(move |request, next| {
                    headers.clone().apply(request, next)
                }))
                .wrap(from_fn(request_log::record))
                .configure(health::configure)
                .configure(|config| assets.configure(config))
                .configure(|config| admin_web::configure(config, &admin))
                // Last, since it also answers every address that nothing else has.
                .configure(|config| public_web::configure(config, public))
        });
        let workers = settings.workers.unwrap_or_else(|| {
            std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
        });
        let server = server
            .workers(workers)
            .max_connections((settings.max_connections / workers).max(1))
            .keep_alive(settings.keep_alive)
            // A page goes out in a few writes; without this the last one waits up to 40 ms for the
            // browser to acknowledge those before.
            .tcp_nodelay(true)
            .client_request_timeout(settings.head_deadline)
            .client_disconnect_timeout(Duration::from_secs(2))
            .shutdown_timeout(settings.shutdown_timeout.as_secs())
            // Signals are the program's business: it has a database to stop as well.
            .disable_signals()
            .listen(listener)
            .context("the listening socket cannot be used")?
            .run();
        Ok(Self {
            server,
            database: counted,
            address,
            base_url,
        })
    }

    /// The port listened on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address listened on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The public address.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// A handle to stop the site with.
    pub fn stop_handle(&self) -> StopHandle {
        StopHandle {
            handle: self.server.handle(),
        }
    }

    /// Serves until a stop, and writes what visitors asked for meanwhile and at the end.
    pub async fn run(self) -> io::Result<()> {
        counting::during(&self.database, self.server).await
    }
}

/// The fonts of the social cards. They belong to the build and the machine, so that every site of this
/// process, and a test has many, shares them.
fn card_fonts(assets: &Assets) -> Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    let load = || Fonts::load(assets.card_fonts().iter().map(|file| file.to_vec()));
    FONTS.get_or_init(load).clone()
}

impl StopHandle {
    /// Takes no more connections, lets requests in flight finish, and returns when all is done.
    pub async fn stop_gracefully(&self) {
        self.handle.stop(true).await;
    }

    /// Drops every connection.
    pub async fn stop_at_once(&self) {
        self.handle.stop(false).await;
    }
}

impl std::fmt::Debug for Application {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Application")
            .field("address", &self.address)
            .field("base_url", &self.base_url.as_str())
            .finish_non_exhaustive()
    }
}
