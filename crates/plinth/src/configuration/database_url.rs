//! The address of a database: where it is, and whether a password could cross a network in the clear.

use std::fmt;
use std::net::IpAddr;

use url::Url;

/// A PostgreSQL address. Printing it never shows the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    text: String,
    hosts: Vec<String>,
    sslmode: Option<String>,
}

impl DatabaseUrl {
    /// Reads a `postgres://…` address.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without repeating the address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let address = Url::parse(text).map_err(|error| format!("it is no address ({error})"))?;
        if !matches!(address.scheme(), "postgres" | "postgresql") {
            return Err("it does not begin with postgres://".to_owned());
        }
        if address.path().trim_matches('/').is_empty()
            && !address.query_pairs().any(|(name, _)| name == "dbname")
        {
            return Err("it names no database".to_owned());
        }
        let mut hosts: Vec<String> = address
            .host_str()
            .filter(|host| !host.is_empty())
            .map(|host| {
                // The host of a socket directory is written with percent signs.
                host.replace("%2F", "/").replace("%2f", "/")
            })
            .into_iter()
            .collect();
        let mut sslmode = None;
        for (name, value) in address.query_pairs() {
            match name.as_ref() {
                // libpq takes these instead of the host in the address, and several by commas.
                "host" | "hostaddr" => {
                    hosts.extend(value.split(',').map(str::to_owned));
                }
                "sslmode" => sslmode = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(Self {
            text: text.to_owned(),
            hosts,
            sslmode,
        })
    }

    /// The address as libpq takes it, with the password.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Whether the database can only be on this machine.
    pub fn is_local(&self) -> bool {
        self.hosts.iter().all(|host| {
            let host = host.trim_matches(['[', ']']);
            host.is_empty()
                || host.starts_with('/')
                || host == "localhost"
                || host
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        })
    }

    /// Whether a connection would, or could without anybody noticing, cross a network unencrypted.
    ///
    /// libpq without TLS takes `sslmode=prefer`, its default, as plain text without a word.
    pub fn may_be_plain_text(&self, built_with_tls: bool) -> bool {
        !self.is_local() && !built_with_tls && self.sslmode.as_deref() != Some("disable")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(mut address) = Url::parse(&self.text) else {
            return formatter.write_str("postgres://…");
        };
        // The query may hold a password as well.
        address.set_query(None);
        if address.password().is_some() && address.set_password(Some("…")).is_err() {
            return formatter.write_str("postgres://…");
        }
        let shown = address.as_str().replace("%E2%80%A6", "…");
        formatter.write_str(&shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> DatabaseUrl {
        DatabaseUrl::parse(text).unwrap()
    }

    #[test]
    fn a_database_elsewhere_is_told_from_one_on_this_machine() {
        for local in [
            "postgres://a@localhost/b",
            "postgresql://a@127.0.0.1:5433/b",
            "postgres://a@[::1]/b",
            "postgres:///b?host=/var/run/postgresql",
            "postgres://a@%2Frun%2Fpg/b",
            "postgres:///b",
        ] {
            assert!(parse(local).is_local(), "{local}");
            assert!(!parse(local).may_be_plain_text(false));
        }
        for remote in [
            "postgres://a@db.example/b",
            "postgres://a@10.0.0.5/b",
            "postgres:///b?host=db.example",
            "postgres://localhost/b?hostaddr=10.0.0.5",
            "postgres:///b?host=localhost,db.example",
        ] {
            assert!(!parse(remote).is_local(), "{remote}");
            assert!(parse(remote).may_be_plain_text(false));
            assert!(!parse(remote).may_be_plain_text(true));
        }
    }

    #[test]
    fn plain_text_may_be_asked_for_in_so_many_words() {
        let address = "postgres://a@db.example/b?sslmode=";
        assert!(!parse(&format!("{address}disable")).may_be_plain_text(false));
        assert!(parse(&format!("{address}prefer")).may_be_plain_text(false));
    }

    #[test]
    fn no_password_is_ever_shown() {
        for (text, shown) in [
            (
                "postgres://a:s3cret@localhost/b",
                "postgres://a:…@localhost/b",
            ),
            (
                "postgres://a@localhost/b?password=s3cret",
                "postgres://a@localhost/b",
            ),
        ] {
            assert_eq!(parse(text).to_string(), shown);
            assert!(!format!("{:?}", parse(text)).contains("s3cret"));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        for text in [
            "",
            "localhost/s3cret",
            "mysql://a:s3cret@b/c",
            "postgres://a:s3cret@b/",
        ] {
            let cause = DatabaseUrl::parse(text).unwrap_err();
            assert!(!cause.contains("s3cret"), "{cause}");
        }
    }
}
