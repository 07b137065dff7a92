//! The line that installs PostgreSQL with the machine's own package manager.

use std::path::Path;

/// The command to type, for one major version or for whichever is current.
pub(crate) fn line(major: Option<u32>) -> String {
    let managers = [
        ("/usr/bin/apt-get", Manager::Apt),
        ("/usr/bin/dnf", Manager::Dnf),
        ("/usr/bin/pacman", Manager::Pacman),
        ("/sbin/apk", Manager::Apk),
        ("/opt/homebrew/bin/brew", Manager::Brew),
        ("/usr/local/bin/brew", Manager::Brew),
    ];
    let found = managers
        .into_iter()
        .find(|(program, _)| Path::new(program).exists());
    found.map_or_else(
        || "your system's package manager (the package is usually called postgresql)".to_owned(),
        |(_, manager)| manager.line(major),
    )
}

#[derive(Clone, Copy)]
enum Manager {
    Apt,
    Dnf,
    Pacman,
    Apk,
    Brew,
}

impl Manager {
    fn line(self, major: Option<u32>) -> String {
        let suffix = |separator: &str| {
            major
                .map(|major| format!("{separator}{major}"))
                .unwrap_or_default()
        };
        match self {
            Self::Apt => format!("sudo apt-get install postgresql{}", suffix("-")),
            Self::Dnf => major.map_or_else(
                || "sudo dnf install postgresql-server".to_owned(),
                |major| format!("sudo dnf install postgresql{major}-server"),
            ),
            // Arch has one version at a time.
            Self::Pacman => "sudo pacman -S postgresql".to_owned(),
            Self::Apk => format!("sudo apk add postgresql{}", suffix("")),
            Self::Brew => format!("brew install postgresql@{}", major.unwrap_or(18)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_manager_has_its_own_words() {
        assert_eq!(
            Manager::Apt.line(Some(15)),
            "sudo apt-get install postgresql-15"
        );
        assert_eq!(Manager::Apt.line(None), "sudo apt-get install postgresql");
        assert_eq!(
            Manager::Dnf.line(Some(16)),
            "sudo dnf install postgresql16-server"
        );
        assert_eq!(Manager::Apk.line(Some(17)), "sudo apk add postgresql17");
        assert_eq!(Manager::Brew.line(None), "brew install postgresql@18");
    }
}
