//! Where log lines go: to the error output, so that the console's own words stand alone.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::configuration::{Configuration, LogFormat, settings};

/// Starts logging. A second call, as tests may make it, changes nothing.
pub fn start(configuration: &Configuration) {
    let filter = EnvFilter::try_new(&configuration.log)
        .unwrap_or_else(|_| EnvFilter::new(settings::LOG.default));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let outcome = match configuration.log_format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    drop(outcome);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a part of the program panicked: {}", message(panic));
    }));
}

fn message<'a>(panic: &'a std::panic::PanicHookInfo<'_>) -> &'a str {
    panic.payload_as_str().unwrap_or("without a message")
}
