//! Whether typed rules lead in a circle.

use std::collections::HashMap;

use super::{SitePath, TargetAddress};

/// A redirect to a typed address. Those to content and tags lead to pages, where every way ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRule {
    /// The old address.
    pub source: SitePath,
    /// True when everything below it moved with it.
    pub is_prefix: bool,
    /// Where it leads.
    pub target: TargetAddress,
}

/// A circle of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopFound {
    /// The rules that lead in the circle, as places in the list, in the order of the way.
    pub rules: Vec<usize>,
}

/// Steps after which a web of rules counts as one that leads nowhere.
const MOST_STEPS: usize = 200_000;

/// A part of a path that no address has, since a slash cannot stand in it.
const ANYTHING: &str = "/\u{0}";

/// Finds rules that lead back to themselves, directly or through others.
///
/// A way that comes to the same rule twice counts as a circle, even where the paths differ: then
/// they grow for ever (`/a` to `/a/b`). Every rule that fits a path is followed and not only the
/// first, so that taking a rule away later never closes a circle. It is enough to begin at each
/// rule's own source and just below it: in a circle, the step that takes most of its path begins so.
pub fn find_loop(rules: &[TypedRule]) -> Option<LoopFound> {
    let mut by_source: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, rule) in rules.iter().enumerate() {
        by_source
            .entry(rule.source.as_str())
            .or_default()
            .push(number);
    }
    let mut walk = Walk {
        rules,
        by_source,
        way: Vec::new(),
        steps: 0,
    };
    rules.iter().find_map(|rule| {
        let source = rule.source.as_str();
        let below = rule.is_prefix.then(|| format!("{source}{ANYTHING}"));
        walk.from(source)
            .or_else(|| below.and_then(|path| walk.from(&path)))
    })
}

struct Walk<'a> {
    rules: &'a [TypedRule],
    by_source: HashMap<&'a str, Vec<usize>>,
    way: Vec<usize>,
    steps: usize,
}

impl Walk<'_> {
    fn from(&mut self, path: &str) -> Option<LoopFound> {
        for (number, next) in self.next_from(path) {
            self.steps += 1;
            if let Some(start) = self.way.iter().position(|passed| *passed == number) {
                return Some(LoopFound {
                    rules: self.way[start..].to_vec(),
                });
            }
            self.way.push(number);
            if self.steps > MOST_STEPS {
                return Some(LoopFound {
                    rules: self.way.clone(),
                });
            }
            let found = self.from(&next);
            if found.is_some() {
                return found;
            }
            self.way.pop();
        }
        None
    }

    /// The rules that fit a path, with the path to which each leads on this site.
    fn next_from(&self, path: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut folder = path;
        loop {
            for number in self.by_source.get(folder).into_iter().flatten() {
                let Some(rule) = self.rules.get(*number) else {
                    continue;
                };
                let rest = &path[folder.len()..];
                if (rest.is_empty() || rule.is_prefix)
                    && let Some(target) = rule.target.site_path()
                {
                    let target = target.as_str().trim_end_matches('/');
                    found.push((*number, format!("{target}{rest}")));
                }
            }
            match folder.rsplit_once('/') {
                Some((above, _)) if !above.is_empty() => folder = above,
                _ => return found,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(lines: &[(&str, &str, bool)]) -> Vec<TypedRule> {
        lines
            .iter()
            .map(|(source, target, is_prefix)| TypedRule {
                source: SitePath::parse(source).unwrap(),
                is_prefix: *is_prefix,
                target: TargetAddress::parse(target).unwrap(),
            })
            .collect()
    }

    #[test]
    fn a_rule_that_leads_back_is_found() {
        for lines in [
            &[("/a", "/a", false)][..],
            &[("/a", "/a?x=1", false)],
            &[("/a", "/a/b", true)],
            &[("/a", "/", true), ("/b", "/a/b", false)],
            &[("/a", "/b", false), ("/b", "/a", false)],
            &[
                ("/a", "/b", false),
                ("/b", "/c", false),
                ("/c", "/a", false),
            ],
            &[("/a", "/b", true), ("/b/x", "/a/x", false)],
            &[("/a", "/b", true), ("/b/c", "/a/c", true)],
            &[("/a", "/b", true), ("/b", "/a/c", true)],
        ] {
            assert!(find_loop(&rules(lines)).is_some(), "{lines:?}");
        }
    }

    #[test]
    fn rules_that_end_somewhere_are_left_alone() {
        for lines in [
            &[("/a", "/b", false)][..],
            &[("/blog", "/articles", true)],
            &[("/a", "/a/b", false)],
            &[("/a", "/b", false), ("/b", "https://example.org/a", false)],
            &[("/a", "/b", true), ("/ab", "/a", true)],
            &[("/a/b", "/a", true)],
        ] {
            assert_eq!(find_loop(&rules(lines)), None, "{lines:?}");
        }
    }

    #[test]
    fn a_circle_hidden_behind_another_rule_is_found_too() {
        // The exact rule ends the way today; once it is gone, /a/x would lead to itself.
        let hidden = [
            ("/a/x", "https://example.org/", false),
            ("/a", "/b", true),
            ("/b/x", "/a/x", false),
        ];
        assert!(find_loop(&rules(&hidden)).is_some());
    }

    fn any_rule() -> impl Strategy<Value = TypedRule> {
        let path = "(/[ab]){1,3}";
        (path, path, any::<bool>()).prop_map(|(source, target, is_prefix)| TypedRule {
            source: SitePath::parse(&source).unwrap(),
            is_prefix,
            target: TargetAddress::parse(&target).unwrap(),
        })
    }

    /// Where a visitor is led from a path: an exact rule first, then the longest prefix.
    fn led(rules: &[TypedRule], path: &SitePath) -> Option<SitePath> {
        let exact = rules
            .iter()
            .find(|rule| !rule.is_prefix && rule.source == *path);
        let rule = exact.or_else(|| {
            rules
                .iter()
                .filter(|rule| rule.is_prefix && path.rest_below(&rule.source).is_some())
                .max_by_key(|rule| rule.source.as_str().len())
        })?;
        let rest = path.rest_below(&rule.source)?;
        SitePath::of_request(&rule.target.with_rest(rest))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_passes_never_sends_a_visitor_in_a_circle(
            mut rules in proptest::collection::vec(any_rule(), 1..6),
            start in "(/[abc]){1,5}",
        ) {
            rules.sort_by(|a, b| a.source.cmp(&b.source));
            rules.dedup_by(|a, b| a.source == b.source);
            if find_loop(&rules).is_none() {
                let mut path = SitePath::of_request(&start);
                let mut hops = 0;
                while let Some(next) = path.as_ref().and_then(|path| led(&rules, path)) {
                    hops += 1;
                    // A way may use a rule twice and still end; one that does not end passes any bound.
                    prop_assert!(hops <= 60, "{rules:?} from {start}");
                    path = Some(next);
                }
            }
        }
    }
}
