//! `plinth owner link`, and the link that a first start prints.

use anyhow::Context;
use chrono::{TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use domain::SetupLinkId;
use persistence::setup_links::{self, Purpose};
use persistence::{PgConnection, migrations};
use url::Url;
use uuid::Uuid;

use crate::configuration::Configuration;
use crate::database::DatabaseSource;
use crate::instance_lock::RunningSite;

/// How long a link can be used.
const VALID_FOR: TimeDelta = TimeDelta::hours(1);

const TOKEN_BYTES: usize = 32;

/// Prints a fresh link.
///
/// # Errors
/// There is no database, or it is newer than the program.
pub fn run(configuration: &Configuration) -> anyhow::Result<()> {
    let source = DatabaseSource::open(configuration)?;
    let outcome = source.connect().and_then(|mut connection| {
        migrations::run(&mut connection)?;
        issue(&mut connection, &base_url(configuration))
    });
    source.close();
    let (link, purpose) = outcome?;
    print(&link, purpose);
    Ok(())
}

/// The address that was given, else that of the site that runs, else the one it would have.
fn base_url(configuration: &Configuration) -> Url {
    let running = || RunningSite::find(&configuration.data_dir)?.base_url;
    configuration
        .base_url
        .clone()
        .or_else(running)
        .unwrap_or_else(|| configuration.public_address(configuration.listen))
}

/// Makes a link in the place of every older one.
///
/// # Errors
/// The database does not answer, or the system gives no random bytes.
pub fn issue(connection: &mut PgConnection, base_url: &Url) -> anyhow::Result<(Url, Purpose)> {
    let mut bytes = [0_u8; TOKEN_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the operating system gives no random bytes: {error}"))?;
    let token = BASE64URL_NOPAD.encode(&bytes);
    let purpose = setup_links::replace(
        connection,
        SetupLinkId::from_uuid(Uuid::now_v7()),
        &admin_web::token_hash(&token),
        Utc::now() + VALID_FOR,
    )?;
    let link = base_url
        .join(&format!("/admin/setup/{token}"))
        .context("the public address takes no path")?;
    Ok((link, purpose))
}

/// Prints the link at the end of a line on the standard output.
pub fn print(link: &Url, purpose: Purpose) {
    match purpose {
        Purpose::Setup => println!("Set up your site: {link}"),
        Purpose::Recovery => println!("Choose a new password: {link}"),
    }
}
