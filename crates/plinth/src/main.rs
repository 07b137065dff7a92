//! Reads the command line and the settings, and does what was asked.

use std::process::ExitCode;

use clap::Parser;
use plinth::cli::{Cli, Command, OwnerCommand};
use plinth::configuration::Configuration;
use plinth::configuration::sources::unknown_variables;
use plinth::{doctor, jobs, logging, migrate, owner_link, serve};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let command = cli.command.unwrap_or(Command::Serve(cli.settings));
    let arguments = match &command {
        Command::Serve(arguments)
        | Command::Migrate(arguments)
        | Command::Owner(OwnerCommand::Link(arguments))
        | Command::Doctor(arguments) => arguments,
        Command::Jobs(jobs) => jobs.settings(),
    };
    let configuration = match Configuration::load(&arguments.0) {
        Ok(configuration) => configuration,
        Err(error) => {
            eprintln!("Plinth cannot start with these settings:\n{error}");
            return ExitCode::FAILURE;
        }
    };
    logging::start(&configuration);
    for name in
        unknown_variables(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))
    {
        tracing::warn!("the environment has {name}, which is no setting of Plinth");
    }
    let outcome = match command {
        Command::Serve(_) => serve::run(&configuration),
        Command::Migrate(_) => migrate::run(&configuration),
        Command::Owner(OwnerCommand::Link(_)) => owner_link::run(&configuration),
        Command::Jobs(command) => jobs::run(&configuration, &command),
        Command::Doctor(_) => return doctor::run(&configuration),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Plinth: {error:#}");
            ExitCode::FAILURE
        }
    }
}
