//! `plinth doctor`: looks at everything the site needs, and says how to repair what is wrong.

mod checks;
mod database;
mod jobs;
mod storage;

use std::process::ExitCode;

use crate::configuration::Configuration;

/// What one check found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    subject: &'static str,
    verdict: Verdict,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Good(String),
    Bad { found: String, fix: String },
}

impl Finding {
    fn good(subject: &'static str, found: impl Into<String>) -> Self {
        Self {
            subject,
            verdict: Verdict::Good(found.into()),
        }
    }

    fn bad(subject: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            subject,
            verdict: Verdict::Bad {
                found: found.into(),
                fix: fix.into(),
            },
        }
    }
}

/// Prints a line per finding, with a second one that says what to do where something is wrong.
/// The exit code is 1 if anything is.
pub fn run(configuration: &Configuration) -> ExitCode {
    let mut findings = vec![
        checks::data_directory(&configuration.data_dir),
        checks::free_space(&configuration.data_dir),
        checks::secret_key(&configuration.secret_key_file),
        checks::listening_address(configuration.listen, &configuration.data_dir),
        checks::public_address(&configuration.public_address(configuration.listen)),
    ];
    findings.push(storage::finding(configuration));
    findings.extend(database::findings(configuration));
    let mut failed = 0_u32;
    for finding in &findings {
        match &finding.verdict {
            Verdict::Good(found) => println!("ok    {}: {found}", finding.subject),
            Verdict::Bad { found, fix } => {
                failed += 1;
                println!("FAIL  {}: {found}", finding.subject);
                println!("      fix: {fix}");
            }
        }
    }
    if failed == 0 {
        println!("Everything is in order.");
        ExitCode::SUCCESS
    } else {
        println!("{failed} of {} checks failed.", findings.len());
        ExitCode::FAILURE
    }
}
