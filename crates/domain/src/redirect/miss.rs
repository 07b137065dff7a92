//! Which missing addresses are worth a line in the owner's list.

use super::SitePath;

/// True for what scanners and browsers ask every site for, whatever is on it. It is left out of the
/// list of misses altogether: it would fill the list and tell the owner nothing. A redirect from such
/// an address works all the same.
pub fn is_noise(path: &SitePath) -> bool {
    const ENDINGS: [&str; 22] = [
        ".php", ".php7", ".phtml", ".asp", ".aspx", ".ashx", ".jsp", ".jspa", ".do", ".action",
        ".cgi", ".env", ".ini", ".cfg", ".yml", ".bak", ".old", ".sql", ".swp", ".tar.gz", ".zip",
        ".map",
    ];
    const STARTS: [&str; 4] = ["wp-", "phpmyadmin", "apple-touch-icon", "favicon"];
    const NAMES: [&str; 14] = [
        "cgi-bin",
        "wordpress",
        "phpinfo",
        "xmlrpc",
        "vendor",
        "node_modules",
        "actuator",
        "solr",
        "boaform",
        "hnap1",
        "owa",
        "autodiscover",
        "manager",
        "browserconfig.xml",
    ];
    let path = path.as_str().to_ascii_lowercase();
    path.split('/').any(|part| {
        part.starts_with('.')
            || NAMES.contains(&part)
            || STARTS.iter().any(|start| part.starts_with(start))
            || ENDINGS.iter().any(|ending| part.ends_with(ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanners_are_told_from_people() {
        let noise = |path: &str| is_noise(&SitePath::of_request(path).unwrap());
        for path in [
            "/wp-login.php",
            "/blog/wp-content/x",
            "/.env",
            "/a/.git/config",
            "/cgi-bin/x",
            "/WP-Admin",
            "/favicon.ico",
            "/.well-known/security.txt",
        ] {
            assert!(noise(path), "{path}");
        }
        for path in [
            "/blog/my-first-text",
            "/articles/environment",
            "/2019/05/old.html",
            "/feed",
            "/articles/how-php-works",
        ] {
            assert!(!noise(path), "{path}");
        }
    }
}
