//! The settings, checked: a value that is here can be used as it is.

pub mod database_url;
pub mod error;
pub mod settings;
pub mod sources;
mod storage;

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use ipnet::IpNet;
use object_storage::S3Settings;
use tracing_subscriber::EnvFilter;
use url::Url;

use database_url::DatabaseUrl;
use error::{ConfigurationError, Fault};
use sources::{CommandLine, Sources};

/// Everything that the program lets its owner choose.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The public address, if one was given.
    pub base_url: Option<Url>,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The database to use instead of a private one.
    pub database_url: Option<DatabaseUrl>,
    /// How many database connections are held.
    pub database_pool_size: NonZeroU32,
    /// Where PostgreSQL's programs are, if that was said.
    pub postgres_programs: Option<PathBuf>,
    /// Where the secret key is.
    pub secret_key_file: PathBuf,
    /// The S3-compatible storage to use instead of the data directory.
    pub s3: Option<S3Settings>,
    /// The proxies that are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether an empty database is filled with the starter content.
    pub starter_content: bool,
    /// How many messages a sender may send per window.
    pub contact_limit: NonZeroU32,
    /// The length of that window.
    pub contact_window: Duration,
    /// How many connections may be open.
    pub max_connections: usize,
    /// What is logged: a filter that `EnvFilter` takes.
    pub log: String,
    /// In which form.
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

impl Configuration {
    /// Reads the settings from this command line and from this process's environment and directory.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn load(command_line: &CommandLine) -> Result<Self, ConfigurationError> {
        Self::from_sources(command_line, |name| {
            // A value that is no text must not pass for one that is not set.
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        })
    }

    /// Reads the settings with this environment.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn from_sources(
        command_line: &CommandLine,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigurationError> {
        let mut faults = Vec::new();
        let sources = Sources::gather(command_line, environment, &mut faults);
        let faults = &mut faults;

        let data_dir = sources.read(&settings::DATA_DIR, "./data".into(), path, faults);
        let configuration = Self {
            listen: sources.read(
                &settings::LISTEN,
                SocketAddr::from(([127, 0, 0, 1], 8080)),
                socket_address,
                faults,
            ),
            base_url: sources.read(
                &settings::BASE_URL,
                None,
                |text| base_url(text).map(Some),
                faults,
            ),
            database_url: sources.read(
                &settings::DATABASE_URL,
                None,
                |text| database(text).map(Some),
                faults,
            ),
            database_pool_size: number(
                &sources,
                &settings::DATABASE_POOL_SIZE,
                10,
                1..=100,
                faults,
            ),
            postgres_programs: sources.read(
                &settings::POSTGRES_PROGRAMS,
                None,
                |text| programs(text).map(Some),
                faults,
            ),
            secret_key_file: sources.read(
                &settings::SECRET_KEY_FILE,
                data_dir.join("secret.key"),
                path,
                faults,
            ),
            s3: storage::read(&sources, faults),
            trusted_proxies: sources.read(&settings::TRUSTED_PROXIES, Vec::new(), networks, faults),
            starter_content: sources.read(&settings::STARTER_CONTENT, true, boolean, faults),
            contact_limit: number(&sources, &settings::CONTACT_LIMIT, 5, 1..=1_000, faults),
            contact_window: Duration::from_secs(
                60 * u64::from(
                    number(
                        &sources,
                        &settings::CONTACT_WINDOW_MINUTES,
                        10,
                        1..=1_440,
                        faults,
                    )
                    .get(),
                ),
            ),
            max_connections: number(
                &sources,
                &settings::MAX_CONNECTIONS,
                2_048,
                16..=100_000,
                faults,
            )
            .get() as usize,
            log: sources.read(
                &settings::LOG,
                settings::LOG.default.to_owned(),
                log_filter,
                faults,
            ),
            log_format: sources.read(&settings::LOG_FORMAT, LogFormat::Text, log_format, faults),
            data_dir,
        };
        if faults.is_empty() {
            Ok(configuration)
        } else {
            Err(ConfigurationError {
                faults: std::mem::take(faults),
            })
        }
    }

    /// The public address of a site that listens on this address.
    pub fn public_address(&self, listening: SocketAddr) -> Url {
        self.base_url
            .clone()
            .unwrap_or_else(|| address_of(listening))
    }
}

/// The address at which a browser on this machine reaches a listening socket.
#[expect(
    clippy::expect_used,
    reason = "an IP address and a port always make an address"
)]
pub fn address_of(listening: SocketAddr) -> Url {
    let port = listening.port();
    let text = match listening.ip() {
        ip if ip.is_loopback() || ip.is_unspecified() => format!("http://localhost:{port}"),
        IpAddr::V4(ip) => format!("http://{ip}:{port}"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}"),
    };
    Url::parse(&text).expect("an IP address and a port make an address")
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(PathBuf::from(text))
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    let text = text.trim();
    // The one name whose address needs no look-up.
    let numeric = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    numeric
        .parse()
        .map_err(|_| "it is no address with a port".to_owned())
}

fn base_url(text: &str) -> Result<Url, String> {
    let address = Url::parse(text.trim()).map_err(|error| format!("it is no address ({error})"))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err("it begins neither with http:// nor with https://".to_owned());
    }
    if !address.username().is_empty() || address.password().is_some() {
        return Err("it holds a user or a password".to_owned());
    }
    if address.path() != "/" || address.query().is_some() || address.fragment().is_some() {
        return Err("the site must be at the root of its host".to_owned());
    }
    Ok(address)
}

fn database(text: &str) -> Result<DatabaseUrl, String> {
    let address = DatabaseUrl::parse(text)?;
    if address.may_be_plain_text(cfg!(feature = "pg-tls")) {
        return Err(
            "the database is on another machine and this program was built without TLS, so passwords \
             and data would cross the network unencrypted. Build with `--features pg-tls`, or add \
             sslmode=disable if the network in between is yours"
                .to_owned(),
        );
    }
    Ok(address)
}

fn programs(text: &str) -> Result<PathBuf, String> {
    let directory = path(text)?;
    for program in ["postgres", "initdb"] {
        if !Path::new(&directory).join(program).is_file() {
            return Err(format!("there is no program {program} in it"));
        }
    }
    Ok(directory)
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            IpNet::from_str(entry)
                .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| format!("{entry:?} is neither an address nor a network"))
        })
        .collect()
}

fn boolean(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err("it is neither".to_owned()),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("there is no such format".to_owned()),
    }
}

fn number(
    sources: &Sources,
    setting: &'static settings::Setting,
    default: u32,
    range: std::ops::RangeInclusive<u32>,
    faults: &mut Vec<Fault>,
) -> NonZeroU32 {
    let default = NonZeroU32::new(default).unwrap_or(NonZeroU32::MIN);
    sources.read(
        setting,
        default,
        |text| {
            text.trim()
                .parse::<u32>()
                .ok()
                .filter(|number| range.contains(number))
                .and_then(NonZeroU32::new)
                .ok_or_else(|| "it is out of range or no number".to_owned())
        },
        faults,
    )
}

#[cfg(test)]
mod tests;
