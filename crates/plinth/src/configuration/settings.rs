//! Every setting there is: its names, its default, what it does and what it takes.
//!
//! The command line, its help, the names in the environment and the keys of `plinth.toml` all come
//! from this one table.

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// The key in `plinth.toml`; with dashes, the option on the command line.
    pub key: &'static str,
    /// The name in the environment.
    pub environment: &'static str,
    /// The value when none is given, in words where it depends on other settings.
    pub default: &'static str,
    /// What the option's value is called in the help.
    pub value_name: &'static str,
    /// What the setting does.
    pub help: &'static str,
    /// What a good value looks like, to complete "It must be …".
    pub expects: &'static str,
    /// A value for the example file, as TOML.
    pub example: &'static str,
    /// How the value is given.
    pub kind: Kind,
}

/// How a setting's value is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    Value,
    /// One value that no message may show.
    Secret,
    /// Several values, separated by commas, or a TOML array.
    List,
    /// True or false. On the command line only the option that turns it off exists: `--no-…`.
    OnUnlessRefused,
}

/// Where the listening socket is.
pub const LISTEN: Setting = Setting {
    key: "listen",
    environment: "PLINTH_LISTEN",
    default: "127.0.0.1:8080",
    value_name: "ADDRESS",
    help: "The address and port to listen on. Port 0 takes any free one",
    expects: "an IP address and a port, such as 127.0.0.1:8080 or [::]:80",
    example: r#""127.0.0.1:8080""#,
    kind: Kind::Value,
};

/// What the site is called from outside.
pub const BASE_URL: Setting = Setting {
    key: "base_url",
    environment: "PLINTH_BASE_URL",
    default: "http://localhost: and the port listened on",
    value_name: "URL",
    help: "The public address of the site. Every link in pages, feeds and the console begins with it",
    expects: "an http or https address without a path, such as https://example.com",
    example: r#""https://example.com""#,
    kind: Kind::Value,
};

/// Where the site keeps its files.
pub const DATA_DIR: Setting = Setting {
    key: "data_dir",
    environment: "PLINTH_DATA_DIR",
    default: "./data",
    value_name: "DIRECTORY",
    help: "Where the private database, the files, the secret key and the lock are kept. It is made when missing",
    expects: "the path of a directory",
    example: r#""./data""#,
    kind: Kind::Value,
};

/// Which database to use.
pub const DATABASE_URL: Setting = Setting {
    key: "database_url",
    environment: "DATABASE_URL",
    default: "none: a private PostgreSQL in the data directory",
    value_name: "URL",
    help: "The PostgreSQL database (14 or newer) to use instead of a private one",
    expects: "a PostgreSQL address, such as postgres://user:password@localhost/plinth",
    example: r#""postgres://plinth:password@localhost/plinth""#,
    kind: Kind::Secret,
};

/// How many database connections there may be.
pub const DATABASE_POOL_SIZE: Setting = Setting {
    key: "database_pool_size",
    environment: "PLINTH_DATABASE_POOL_SIZE",
    default: "10",
    value_name: "NUMBER",
    help: "How many connections to the database are held open",
    expects: "a whole number from 1 to 100",
    example: "10",
    kind: Kind::Value,
};

/// Where PostgreSQL's programs are.
pub const POSTGRES_PROGRAMS: Setting = Setting {
    key: "postgres_programs",
    environment: "PLINTH_POSTGRES_PROGRAMS",
    default: "the newest on this machine",
    value_name: "DIRECTORY",
    help: "The directory of the programs `postgres` and `initdb`, for the private database",
    expects: "a directory that holds the programs postgres and initdb",
    example: r#""/usr/lib/postgresql/15/bin""#,
    kind: Kind::Value,
};

/// Where the secret key is.
pub const SECRET_KEY_FILE: Setting = Setting {
    key: "secret_key_file",
    environment: "PLINTH_SECRET_KEY_FILE",
    default: "secret.key in the data directory",
    value_name: "FILE",
    help: "The file that holds the site's secret key; it is made when missing. A new key signs everybody out",
    expects: "the path of a file that only its owner can read",
    example: r#""./data/secret.key""#,
    kind: Kind::Value,
};

/// The bucket of S3-compatible storage.
pub const S3_BUCKET: Setting = Setting {
    key: "s3_bucket",
    environment: "PLINTH_S3_BUCKET",
    default: "none: files are kept in the data directory",
    value_name: "NAME",
    help: "The bucket of S3-compatible storage that holds the files instead of the data directory",
    expects: "the name of a bucket that exists",
    example: r#""my-site""#,
    kind: Kind::Value,
};

/// Where that bucket is, as its service calls it.
pub const S3_REGION: Setting = Setting {
    key: "s3_region",
    environment: "PLINTH_S3_REGION",
    default: "us-east-1",
    value_name: "REGION",
    help: "The region of the bucket",
    expects: "the name of a region, such as eu-central-1 or auto",
    example: r#""eu-central-1""#,
    kind: Kind::Value,
};

/// Whose service it is.
pub const S3_ENDPOINT: Setting = Setting {
    key: "s3_endpoint",
    environment: "PLINTH_S3_ENDPOINT",
    default: "that of Amazon in the region",
    value_name: "URL",
    help: "The address of the S3-compatible service",
    expects: "an https address; http on this machine, or where s3_allow_http says so",
    example: r#""https://s3.example.com""#,
    kind: Kind::Value,
};

/// Whether the service may be reached unencrypted.
pub const S3_ALLOW_HTTP: Setting = Setting {
    key: "s3_allow_http",
    environment: "PLINTH_S3_ALLOW_HTTP",
    default: "false",
    value_name: "BOOL",
    help: "Whether files may cross a network of yours unencrypted, to an endpoint that is not https",
    expects: "true or false",
    example: "false",
    kind: Kind::Value,
};

/// Who opens the bucket.
pub const S3_ACCESS_KEY_ID: Setting = Setting {
    key: "s3_access_key_id",
    environment: "PLINTH_S3_ACCESS_KEY_ID",
    default: "none",
    value_name: "ID",
    help: "The id of the access key for the bucket",
    expects: "the id of an access key",
    example: r#""AKIAEXAMPLE""#,
    kind: Kind::Value,
};

/// With what.
pub const S3_SECRET_ACCESS_KEY: Setting = Setting {
    key: "s3_secret_access_key",
    environment: "PLINTH_S3_SECRET_ACCESS_KEY",
    default: "none",
    value_name: "KEY",
    help: "The secret access key for the bucket; better in a file of its own",
    expects: "a secret access key",
    example: r#""the-secret""#,
    kind: Kind::Secret,
};

/// Where that is written.
pub const S3_SECRET_ACCESS_KEY_FILE: Setting = Setting {
    key: "s3_secret_access_key_file",
    environment: "PLINTH_S3_SECRET_ACCESS_KEY_FILE",
    default: "none",
    value_name: "FILE",
    help: "The file that holds the secret access key for the bucket",
    expects: "the path of a file with the key and nothing else",
    example: r#""/run/secrets/s3""#,
    kind: Kind::Value,
};

/// Whose forwarded addresses are believed.
pub const TRUSTED_PROXIES: Setting = Setting {
    key: "trusted_proxies",
    environment: "PLINTH_TRUSTED_PROXIES",
    default: "none",
    value_name: "NETWORKS",
    help: "The reverse proxies whose X-Forwarded-For is believed, separated by commas",
    expects: "IP addresses or networks, such as 127.0.0.1,10.0.0.0/8",
    example: r#"["127.0.0.1", "10.0.0.0/8"]"#,
    kind: Kind::List,
};

/// Whether a new site begins with content.
pub const STARTER_CONTENT: Setting = Setting {
    key: "starter_content",
    environment: "PLINTH_STARTER_CONTENT",
    default: "true",
    value_name: "BOOL",
    help: "Fill an empty database with the starter content",
    expects: "true or false",
    example: "true",
    kind: Kind::OnUnlessRefused,
};

/// How many messages a sender may send.
pub const CONTACT_LIMIT: Setting = Setting {
    key: "contact_limit",
    environment: "PLINTH_CONTACT_LIMIT",
    default: "5",
    value_name: "NUMBER",
    help: "How many messages one sender may send through the contact form in each window",
    expects: "a whole number from 1 to 1000",
    example: "5",
    kind: Kind::Value,
};

/// In which time.
pub const CONTACT_WINDOW_MINUTES: Setting = Setting {
    key: "contact_window_minutes",
    environment: "PLINTH_CONTACT_WINDOW_MINUTES",
    default: "10",
    value_name: "MINUTES",
    help: "The length of that window",
    expects: "a whole number of minutes from 1 to 1440",
    example: "10",
    kind: Kind::Value,
};

/// How many visitors may be connected.
pub const MAX_CONNECTIONS: Setting = Setting {
    key: "max_connections",
    environment: "PLINTH_MAX_CONNECTIONS",
    default: "2048",
    value_name: "NUMBER",
    help: "How many network connections may be open at once; more wait",
    expects: "a whole number from 16 to 100000",
    example: "2048",
    kind: Kind::Value,
};

/// What is logged.
pub const LOG: Setting = Setting {
    key: "log",
    environment: "PLINTH_LOG",
    default: "info,actix_server=warn",
    value_name: "FILTER",
    help: "What is logged: error, warn, info, debug or trace, also per part of the program",
    expects: "a level, or levels by part, such as info or warn,plinth=debug",
    example: r#""info,actix_server=warn""#,
    kind: Kind::Value,
};

/// In which form.
pub const LOG_FORMAT: Setting = Setting {
    key: "log_format",
    environment: "PLINTH_LOG_FORMAT",
    default: "text",
    value_name: "FORMAT",
    help: "How log lines are written: as text for people, or as json for machines",
    expects: "text or json",
    example: r#""text""#,
    kind: Kind::Value,
};

/// Every setting, in the order of the help and of the example file.
pub const ALL: [&Setting; 21] = [
    &LISTEN,
    &BASE_URL,
    &DATA_DIR,
    &DATABASE_URL,
    &DATABASE_POOL_SIZE,
    &POSTGRES_PROGRAMS,
    &SECRET_KEY_FILE,
    &S3_BUCKET,
    &S3_REGION,
    &S3_ENDPOINT,
    &S3_ALLOW_HTTP,
    &S3_ACCESS_KEY_ID,
    &S3_SECRET_ACCESS_KEY,
    &S3_SECRET_ACCESS_KEY_FILE,
    &TRUSTED_PROXIES,
    &STARTER_CONTENT,
    &CONTACT_LIMIT,
    &CONTACT_WINDOW_MINUTES,
    &MAX_CONNECTIONS,
    &LOG,
    &LOG_FORMAT,
];

/// The name in the environment of the path of the settings file.
pub const CONFIG_ENVIRONMENT: &str = "PLINTH_CONFIG";

impl Setting {
    /// The option on the command line, without its dashes in front.
    pub fn option(&self) -> String {
        let dashed = self.key.replace('_', "-");
        match self.kind {
            Kind::OnUnlessRefused => format!("no-{dashed}"),
            Kind::Value | Kind::Secret | Kind::List => dashed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_setting_belong_together() {
        for setting in ALL {
            if setting.key != "database_url" {
                assert_eq!(
                    setting.environment,
                    format!("PLINTH_{}", setting.key.to_uppercase())
                );
            }
            assert!(!setting.help.ends_with('.'), "{}", setting.key);
        }
    }
}
