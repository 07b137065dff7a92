//! Where values come from: the command line, then the environment, then the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::{Fault, Origin};
use super::settings::{self, Kind, Setting};

/// The values that were given, as text, with where each came from.
#[derive(Debug, Default)]
pub struct Sources {
    values: BTreeMap<&'static str, (String, Origin)>,
}

/// What the command line says.
#[derive(Debug, Default, Clone)]
pub struct CommandLine {
    /// The path of the settings file.
    pub config: Option<PathBuf>,
    /// Values by the key of their setting.
    pub values: BTreeMap<&'static str, String>,
}

impl Sources {
    /// Gathers the values. `environment` gives a variable's value, if it is set.
    pub fn gather(
        command_line: &CommandLine,
        environment: impl Fn(&str) -> Option<String>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        // An empty variable is how compose files and shells say "not set".
        let environment = |name: &str| environment(name).filter(|value| !value.is_empty());
        let mut values = BTreeMap::new();
        let named = command_line
            .config
            .clone()
            .map(|path| (path, Origin::CommandLine("config".to_owned())))
            .or_else(|| {
                environment(settings::CONFIG_ENVIRONMENT).map(|path| {
                    (
                        PathBuf::from(path),
                        Origin::Environment(settings::CONFIG_ENVIRONMENT),
                    )
                })
            });
        let (file, named_by) = match named {
            Some((file, origin)) => (file, Some(origin)),
            None => (PathBuf::from("plinth.toml"), None),
        };
        for (key, value) in read_file(&file, named_by, faults) {
            values.insert(key, (value, Origin::File(file.clone())));
        }
        for setting in settings::ALL {
            if let Some(value) = environment(setting.environment) {
                values.insert(
                    setting.key,
                    (value, Origin::Environment(setting.environment)),
                );
            }
            if let Some(value) = command_line.values.get(setting.key) {
                values.insert(
                    setting.key,
                    (value.clone(), Origin::CommandLine(setting.option())),
                );
            }
        }
        Self { values }
    }

    /// Whether somebody gave this setting a value.
    pub fn has(&self, setting: &Setting) -> bool {
        self.values.contains_key(setting.key)
    }

    /// The setting's value as parsed, the default when none was given, and nothing after noting a fault.
    pub fn read<T>(
        &self,
        setting: &'static Setting,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, String>,
        faults: &mut Vec<Fault>,
    ) -> T {
        let Some((value, origin)) = self.values.get(setting.key) else {
            return default;
        };
        match parse(value) {
            Ok(parsed) => parsed,
            Err(cause) => {
                faults.push(Fault::Value {
                    setting,
                    origin: origin.clone(),
                    shown: match setting.kind {
                        Kind::Secret => "not usable".to_owned(),
                        _ => format!("{value:?}"),
                    },
                    cause,
                });
                default
            }
        }
    }
}

/// The names beginning with `PLINTH_` that are no setting, likely misspelt.
pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    names
        .filter(|name| name.starts_with("PLINTH_"))
        .filter(|name| {
            name != settings::CONFIG_ENVIRONMENT
                && !settings::ALL
                    .iter()
                    .any(|setting| setting.environment == name)
        })
        .collect()
}

fn read_file(
    file: &Path,
    named_by: Option<Origin>,
    faults: &mut Vec<Fault>,
) -> Vec<(&'static str, String)> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(cause) => {
            // Without being named, the file may be absent; but then it must really be absent.
            if named_by.is_some() || cause.kind() != std::io::ErrorKind::NotFound {
                faults.push(Fault::Unreadable {
                    file: file.to_owned(),
                    origin: named_by.unwrap_or(Origin::Default),
                    cause,
                });
            }
            return Vec::new();
        }
    };
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            // The parser's long form quotes the line, which may hold a password.
            let line = error.span().map_or(0, |span| {
                text.get(..span.start)
                    .map_or(0, |before| before.lines().count().max(1))
            });
            faults.push(Fault::Syntax {
                file: file.to_owned(),
                cause: format!("line {line}: {}", error.message()),
            });
            return Vec::new();
        }
    };
    let mut values = Vec::new();
    for (key, value) in table {
        let Some(setting) = settings::ALL.iter().find(|setting| setting.key == key) else {
            faults.push(Fault::UnknownKey {
                file: file.to_owned(),
                suggestion: nearest(&key).map(str::to_owned),
                key,
            });
            continue;
        };
        match plain_text(&value) {
            Some(text) => values.push((setting.key, text)),
            None => faults.push(Fault::Value {
                setting,
                origin: Origin::File(file.to_owned()),
                shown: format!("of the type {}", value.type_str()),
                cause: "this type is not taken here".to_owned(),
            }),
        }
    }
    values
}

fn plain_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is_true) => Some(is_true.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(|item| item.as_str())
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// The setting whose key differs least from this one, if it differs little.
fn nearest(key: &str) -> Option<&'static str> {
    let key = key.to_lowercase().replace('-', "_");
    settings::ALL
        .iter()
        .map(|setting| (edit_distance(&key, setting.key), setting.key))
        .min()
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed or changed (Levenshtein's distance, by Wagner and Fischer).
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (above, other) in row.iter().skip(1).zip(&to) {
            left = (diagonal + usize::from(letter != *other))
                .min(above + 1)
                .min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_recognised() {
        assert_eq!(nearest("lisen"), Some("listen"));
        assert_eq!(nearest("base-url"), Some("base_url"));
        assert_eq!(nearest("datadir"), Some("data_dir"));
        assert_eq!(nearest("log"), Some("log"));
        assert_eq!(nearest("colour_of_the_sky"), None);
    }

    #[test]
    fn the_distance_counts_single_letters() {
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("same", "same"), 0);
    }

    #[test]
    fn misspelt_variables_are_found() {
        let names = ["PLINTH_LISTEN", "PLINTH_CONFIG", "PLINTH_LISEN", "PATH"];
        assert_eq!(
            unknown_variables(names.iter().map(|name| (*name).to_owned())),
            ["PLINTH_LISEN"]
        );
    }
}
