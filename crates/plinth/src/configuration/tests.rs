use super::*;
use std::collections::HashMap;
use std::fs;

/// Reads a configuration in which the file holds `file`.
fn configure(
    options: &[(&'static str, &str)],
    environment: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Configuration, ConfigurationError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("plinth.toml");
    if let Some(text) = file {
        fs::write(&path, text).unwrap();
    }
    let command_line = CommandLine {
        config: file.map(|_| path),
        values: options
            .iter()
            .map(|(key, value)| (*key, (*value).to_owned()))
            .collect(),
    };
    let environment: HashMap<_, _> = environment.iter().copied().collect();
    Configuration::from_sources(&command_line, |name| {
        environment.get(name).map(|value| (*value).to_owned())
    })
}

fn fault(
    options: &[(&'static str, &str)],
    environment: &[(&str, &str)],
    file: Option<&str>,
) -> String {
    configure(options, environment, file)
        .unwrap_err()
        .to_string()
}

#[test]
fn without_anything_the_defaults_hold() {
    let configuration = configure(&[], &[], None).unwrap();
    assert_eq!(configuration.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        configuration.public_address(configuration.listen).as_str(),
        "http://localhost:8080/"
    );
    assert_eq!(
        configuration.secret_key_file,
        Path::new("./data/secret.key")
    );
    assert!(configuration.starter_content);
    assert!(configuration.database_url.is_none());
    for (setting, default) in [
        (
            &settings::DATABASE_POOL_SIZE,
            configuration.database_pool_size.to_string(),
        ),
        (
            &settings::CONTACT_LIMIT,
            configuration.contact_limit.to_string(),
        ),
        (
            &settings::CONTACT_WINDOW_MINUTES,
            (configuration.contact_window.as_secs() / 60).to_string(),
        ),
        (
            &settings::MAX_CONNECTIONS,
            configuration.max_connections.to_string(),
        ),
        (&settings::LOG, configuration.log),
        (&settings::LISTEN, configuration.listen.to_string()),
    ] {
        assert_eq!(setting.default, default, "{}", setting.key);
    }
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let file = Some("listen = \"127.0.0.1:1\"\nlog = \"warn\"\ncontact_limit = 3");
    let configuration = configure(
        &[("listen", "127.0.0.1:3")],
        &[("PLINTH_LISTEN", "127.0.0.1:2"), ("PLINTH_LOG", "debug")],
        file,
    )
    .unwrap();
    assert_eq!(configuration.listen.port(), 3);
    assert_eq!(configuration.log, "debug");
    assert_eq!(configuration.contact_limit.get(), 3);
}

#[test]
fn an_empty_variable_is_not_set() {
    let configuration = configure(&[], &[("DATABASE_URL", ""), ("PLINTH_LISTEN", "")], None);
    assert!(configuration.unwrap().database_url.is_none());
}

#[test]
fn a_bad_value_is_named_with_its_origin_and_what_would_be_right() {
    assert_eq!(
        fault(&[], &[("PLINTH_LISTEN", "8080")], None),
        "listen is \"8080\", given by PLINTH_LISTEN in the environment: it is no address with a port. \
         It must be an IP address and a port, such as 127.0.0.1:8080 or [::]:80."
    );
    let text = fault(&[("base_url", "ftp://a")], &[], None);
    assert!(
        text.contains("given by --base-url on the command line"),
        "{text}"
    );
    let text = fault(&[], &[], Some("contact_limit = 0"));
    assert!(
        text.starts_with("contact_limit is \"0\", given in /"),
        "{text}"
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let text = fault(
        &[("log_format", "xml")],
        &[("PLINTH_CONTACT_LIMIT", "many")],
        Some("listn = \"x\"\nmax_connections = 1.5"),
    );
    for part in [
        "unknown key \"listn\". Did you mean \"listen\"?",
        "max_connections is of the type float",
        "contact_limit is \"many\"",
        "log_format is \"xml\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.lines().count(), 4);
}

#[test]
fn a_database_password_is_in_no_message() {
    let text = fault(
        &[],
        &[("DATABASE_URL", "mysql://a:s3cret@localhost/b")],
        None,
    );
    assert!(text.contains("DATABASE_URL"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");

    let text = fault(
        &[],
        &[],
        Some("database_url = \"postgres://a:s3cret@localhost"),
    );
    assert!(text.contains("line 1"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");

    let configuration = configure(
        &[],
        &[("DATABASE_URL", "postgres://a:s3cret@localhost/b")],
        None,
    )
    .unwrap();
    assert!(!format!("{configuration:?}").contains("s3cret"));
}

#[cfg(not(feature = "pg-tls"))]
#[test]
fn a_database_elsewhere_is_refused_without_tls() {
    let text = fault(
        &[],
        &[("DATABASE_URL", "postgres://a:b@db.example/c")],
        None,
    );
    assert!(text.contains("sslmode=disable"), "{text}");
    assert!(
        configure(
            &[],
            &[(
                "DATABASE_URL",
                "postgres://a:b@db.example/c?sslmode=disable"
            )],
            None
        )
        .is_ok()
    );
}

#[test]
fn a_named_file_must_exist_and_an_unnamed_one_need_not() {
    let text = fault(&[], &[("PLINTH_CONFIG", "/nowhere/plinth.toml")], None);
    assert!(
        text.contains("named by PLINTH_CONFIG in the environment"),
        "{text}"
    );
}

#[test]
fn the_public_address_has_no_path_and_follows_the_listening_address() {
    assert!(fault(&[("base_url", "https://example.com/blog")], &[], None).contains("root"));
    assert_eq!(
        address_of("0.0.0.0:80".parse().unwrap()).as_str(),
        "http://localhost/"
    );
    assert_eq!(
        address_of("192.0.2.1:81".parse().unwrap()).as_str(),
        "http://192.0.2.1:81/"
    );
    assert_eq!(
        address_of("[2001:db8::1]:82".parse().unwrap()).as_str(),
        "http://[2001:db8::1]:82/"
    );
}

#[test]
fn lists_take_commas_and_arrays() {
    let from_text = configure(&[("trusted_proxies", "127.0.0.1, 10.0.0.0/8")], &[], None).unwrap();
    let from_array = configure(
        &[],
        &[],
        Some("trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]"),
    )
    .unwrap();
    assert_eq!(from_text.trusted_proxies, from_array.trusted_proxies);
    assert_eq!(from_text.trusted_proxies.len(), 2);
    assert!(fault(&[("trusted_proxies", "proxy")], &[], None).contains("\"proxy\""));
}

#[test]
fn the_example_file_holds_every_setting_and_is_valid() {
    let text = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../plinth.example.toml"
    ))
    .unwrap();
    let mut uncommented = String::new();
    for setting in settings::ALL {
        let line = format!("# {} = {}", setting.key, setting.example);
        assert!(text.lines().any(|found| found == line), "missing: {line}");
        assert!(text.contains(setting.help), "missing: {}", setting.help);
        assert!(
            text.contains(setting.environment),
            "{}",
            setting.environment
        );
        let default = format!("default: {}", setting.default);
        assert!(text.contains(&default), "missing: {default}");
        // The programs and the file must exist on the machine, and a bucket needs a feature.
        let is_tried = match setting.key {
            "postgres_programs" | "s3_secret_access_key_file" => false,
            key => cfg!(feature = "s3") || !key.starts_with("s3_"),
        };
        if is_tried {
            uncommented.push_str(line.trim_start_matches("# "));
            uncommented.push('\n');
        }
    }
    assert!(
        text.lines()
            .all(|line| line.is_empty() || line.starts_with('#')),
        "the example must change nothing when it is copied as it is"
    );
    configure(&[], &[], Some(&uncommented)).unwrap();
}

const BUCKET: (&str, &str) = ("s3_bucket", "my-site");

#[cfg(not(feature = "s3"))]
#[test]
fn a_bucket_without_the_feature_is_an_error_that_names_it() {
    let text = fault(&[BUCKET], &[], None);
    assert!(text.contains("--features s3"), "{text}");
}

#[test]
fn what_belongs_to_a_bucket_needs_one() {
    let text = fault(&[], &[("PLINTH_S3_ENDPOINT", "https://s3.example")], None);
    assert!(
        text.contains("s3_bucket is missing beside s3_endpoint"),
        "{text}"
    );
}

#[cfg(feature = "s3")]
#[test]
fn a_bucket_needs_its_access_key_and_an_address_that_is_encrypted() {
    let text = fault(&[BUCKET], &[], None);
    assert!(
        text.contains("s3_access_key_id is missing beside s3_bucket"),
        "{text}"
    );
    assert!(text.contains("s3_secret_access_key is missing"), "{text}");

    let key = [
        ("s3_access_key_id", "id"),
        ("s3_secret_access_key", "s3cret"),
        BUCKET,
    ];
    let configuration = configure(&key, &[], None).unwrap();
    assert!(!format!("{configuration:?}").contains("s3cret"));
    assert_eq!(configuration.s3.unwrap().region, "us-east-1");

    let endpoint = [("PLINTH_S3_ENDPOINT", "http://s3.example")];
    let text = fault(&key, &endpoint, None);
    assert!(text.contains("unencrypted"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
    let allowed = [endpoint[0], ("PLINTH_S3_ALLOW_HTTP", "true")];
    assert!(configure(&key, &allowed, None).is_ok());
}

#[cfg(feature = "s3")]
#[test]
fn the_secret_of_a_bucket_may_lie_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key");
    fs::write(&file, "s3cret\n").unwrap();
    let options = |file: &Path| {
        configure(
            &[BUCKET, ("s3_access_key_id", "id")],
            &[("PLINTH_S3_SECRET_ACCESS_KEY_FILE", file.to_str().unwrap())],
            None,
        )
    };
    let s3 = options(&file).unwrap().s3.unwrap();
    assert_eq!(s3.secret_access_key.expose(), "s3cret");
    fs::write(&file, "s3cret and more").unwrap();
    let text = options(&file).unwrap_err().to_string();
    assert!(text.contains("one key and nothing else"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
    let text = options(Path::new("/nowhere/key")).unwrap_err().to_string();
    assert!(text.contains("cannot be read"), "{text}");
}
