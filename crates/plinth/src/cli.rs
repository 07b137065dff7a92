//! The command line. Every command takes every setting, so that one file and one set of variables
//! serve them all.

use clap::builder::{ArgAction, ValueParser};
use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command as ClapCommand, FromArgMatches, Parser, Subcommand};
use domain::JobId;

use crate::configuration::settings::{self, Kind};
use crate::configuration::sources::CommandLine;

/// The site of an independent developer: public pages and a private panel, in one program.
///
/// Without a command it serves the site. With nothing set, it listens on http://localhost:8080 and
/// runs a private PostgreSQL of its own in ./data.
///
/// Settings are taken from the command line, then the environment, then plinth.toml, then the
/// defaults. `plinth serve --help` lists them all.
#[derive(Debug, Parser)]
#[command(
    name = "plinth",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 when all went well, 1 when something failed, 2 when the command line is wrong."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The settings when no command is named.
    #[command(flatten)]
    pub settings: SettingArguments,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site until SIGTERM or Ctrl-C.
    ///
    /// Brings the database up to date, fills an empty one with the starter content, and prints the
    /// link that sets up the owner's account when there is none.
    Serve(SettingArguments),
    /// Bring the database up to date and stop.
    ///
    /// `serve` does this by itself; this command is for a deployment that wants it done before.
    Migrate(SettingArguments),
    /// Commands for the owner's account.
    #[command(subcommand)]
    Owner(OwnerCommand),
    /// Commands for background work that failed for good.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Look at everything the site needs, and say how to repair what is wrong.
    ///
    /// Checks the database and its rights, versions, directories, the storage of files, the listening and the public
    /// address, and the clock. The exit code is 1 if a check fails.
    Doctor(SettingArguments),
}

/// What can be done for the owner's account.
#[derive(Debug, Subcommand)]
pub enum OwnerCommand {
    /// Print a fresh link that works once, for an hour.
    ///
    /// On a site without an owner it sets up the account. Otherwise it gives a new password, and
    /// ends every session. Older links stop working. It works beside a running site.
    Link(SettingArguments),
}

/// What can be done about background work that failed for good. All of it works beside a running site.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List the jobs that are dead, and why.
    List(SettingArguments),
    /// Take dead jobs up again: the one that is named, or all of them.
    Retry {
        /// Its id, as `plinth jobs list` prints it.
        id: Option<JobId>,
        /// The settings.
        #[command(flatten)]
        settings: SettingArguments,
    },
    /// Give up one dead job: it is not tried again.
    Discard {
        /// Its id, as `plinth jobs list` prints it.
        id: JobId,
        /// The settings.
        #[command(flatten)]
        settings: SettingArguments,
    },
}

impl JobsCommand {
    /// The settings of whichever it is.
    pub fn settings(&self) -> &SettingArguments {
        match self {
            Self::List(settings)
            | Self::Retry { settings, .. }
            | Self::Discard { settings, .. } => settings,
        }
    }
}

/// The settings that the command line gives.
#[derive(Clone, Debug, Default)]
pub struct SettingArguments(pub CommandLine);

impl Args for SettingArguments {
    fn augment_args(command: ClapCommand) -> ClapCommand {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(ValueParser::path_buf())
            .help(format!(
                "The settings file [env: {}] [default: plinth.toml, if there is one]",
                settings::CONFIG_ENVIRONMENT
            ));
        settings::ALL
            .iter()
            .fold(command.arg(config), |command, setting| {
                let option = setting.option();
                let mut argument = Arg::new(setting.key).long(option);
                argument = match setting.kind {
                    Kind::OnUnlessRefused => argument.action(ArgAction::SetTrue).help(format!(
                        "Do not do this: {} [env: {}=false] [plinth.toml: {} = false]",
                        setting.help, setting.environment, setting.key
                    )),
                    Kind::Value | Kind::Secret | Kind::List => {
                        argument.value_name(setting.value_name).help(format!(
                            "{} [env: {}] [default: {}]",
                            setting.help, setting.environment, setting.default
                        ))
                    }
                };
                command.arg(argument)
            })
    }

    fn augment_args_for_update(command: ClapCommand) -> ClapCommand {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut arguments = Self::default();
        arguments.update_from_arg_matches(matches)?;
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.config = matches.get_one("config").cloned();
        for setting in settings::ALL {
            let value = match setting.kind {
                Kind::OnUnlessRefused => matches.get_flag(setting.key).then(|| "false".to_owned()),
                Kind::Value | Kind::Secret | Kind::List => {
                    matches.get_one::<String>(setting.key).cloned()
                }
            };
            if let Some(value) = value {
                self.0.values.insert(setting.key, value);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_serve_documents_every_setting() {
        let mut command = Cli::command();
        let help = command
            .find_subcommand_mut("serve")
            .unwrap()
            .render_long_help()
            .to_string();
        // The help is wrapped, so only its words are compared.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let help = words(&help);
        for setting in settings::ALL {
            assert!(
                help.contains(&format!("--{}", setting.option())),
                "{}",
                setting.key
            );
            assert!(help.contains(&words(setting.help)), "{}", setting.key);
            assert!(help.contains(setting.environment), "{}", setting.key);
        }
        assert!(help.contains("--config"));
    }

    #[test]
    fn settings_work_with_and_without_a_command() {
        let bare = Cli::try_parse_from(["plinth", "--listen", "127.0.0.1:1"]).unwrap();
        assert!(bare.command.is_none());
        assert_eq!(bare.settings.0.values["listen"], "127.0.0.1:1");

        let cli =
            Cli::try_parse_from(["plinth", "serve", "--no-starter-content", "--data-dir", "x"])
                .unwrap();
        let Some(Command::Serve(SettingArguments(given))) = cli.command else {
            panic!("{cli:?}");
        };
        assert_eq!(given.values["starter_content"], "false");
        assert_eq!(given.values["data_dir"], "x");

        assert!(matches!(
            Cli::try_parse_from(["plinth", "owner", "link"])
                .unwrap()
                .command,
            Some(Command::Owner(OwnerCommand::Link(_)))
        ));
        assert!(Cli::try_parse_from(["plinth", "--lisen", "x"]).is_err());
    }

    #[test]
    fn a_job_is_named_by_its_id_and_only_retry_takes_all() {
        let jobs = |arguments: &[&str]| {
            let cli = Cli::try_parse_from(["plinth", "jobs"].iter().chain(arguments)).ok()?;
            match cli.command {
                Some(Command::Jobs(jobs)) => Some(jobs),
                _ => None,
            }
        };
        let id = "0193623a-0000-7000-8000-000000000001";
        assert!(matches!(
            jobs(&["retry", id, "--data-dir", "x"]),
            Some(JobsCommand::Retry { id: Some(named), settings })
                if named.to_string() == id && settings.0.values["data_dir"] == "x"
        ));
        assert!(matches!(
            jobs(&["retry"]),
            Some(JobsCommand::Retry { id: None, .. })
        ));
        assert!(matches!(jobs(&["list"]), Some(JobsCommand::List(_))));
        assert!(jobs(&["discard"]).is_none());
        assert!(jobs(&["retry", "all"]).is_none());
    }
}
