//! Many redirects at once: first what would happen with each line, then all of it in one transaction.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    RedirectDraft, RedirectOrigin, RedirectTarget, SitePath, TargetAddress, TypedRule, find_loop,
};
use uuid::Uuid;

use super::listing::{self, LeadsTo};
use super::published::is_page;
use super::rules::{self, MAX_REDIRECTS, Refusal};
use crate::DatabaseError;
use crate::schema::redirects;

/// Circles that are taken apart one by one; beyond that, every typed line is refused.
const MOST_CIRCLES: usize = 50;

/// What a line leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportTarget {
    /// A typed address, which may be that of content.
    Address(TargetAddress),
    /// Content or a tag by its id, as an export names what visitors cannot see.
    Id(Uuid),
}

/// A line that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// The line in the text, from 1.
    pub number: u64,
    /// The old address.
    pub source: SitePath,
    /// True when everything below it moved with it.
    pub is_prefix: bool,
    /// Where it leads.
    pub target: ImportTarget,
}

/// What would happen with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A new redirect.
    Create,
    /// A redirect that leads elsewhere now, which is named.
    Change(String),
    /// It is stored like this already.
    Unchanged,
    /// Nothing, for this reason.
    Refused(Refusal),
    /// Nothing, since an earlier line, which is named, has the same address.
    Repeated(u64),
}

/// A line with what would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// The line.
    pub line: ImportLine,
    /// What would happen.
    pub verdict: Verdict,
    target: Option<RedirectTarget>,
}

/// What an import would do, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The lines in their order.
    pub lines: Vec<PlannedLine>,
}

impl Plan {
    /// How many lines would make a redirect.
    pub fn created(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Create))
    }

    /// How many lines would lead a redirect elsewhere.
    pub fn changed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Change(_)))
    }

    /// How many lines are refused.
    pub fn refused(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Refused(_) | Verdict::Repeated(_)))
    }

    fn count(&self, is_counted: impl Fn(&Verdict) -> bool) -> usize {
        let verdicts = self.lines.iter().map(|line| &line.verdict);
        verdicts.filter(|verdict| is_counted(verdict)).count()
    }
}

/// Says what would happen with each line, and changes nothing.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn plan_import(conn: &mut PgConnection, lines: Vec<ImportLine>) -> Result<Plan, DatabaseError> {
    let mut first: HashMap<SitePath, u64> = HashMap::new();
    let mut count: i64 = redirects::table.count().get_result(conn)?;
    let mut planned = Vec::with_capacity(lines.len());
    for line in lines {
        if let Some(earlier) = first.get(&line.source) {
            let verdict = Verdict::Repeated(*earlier);
            planned.push(PlannedLine {
                line,
                verdict,
                target: None,
            });
            continue;
        }
        first.insert(line.source.clone(), line.number);
        let (verdict, target) = judge(conn, &line, count)?;
        count += i64::from(verdict == Verdict::Create);
        planned.push(PlannedLine {
            line,
            verdict,
            target,
        });
    }
    refuse_circles(conn, &mut planned)?;
    Ok(Plan { lines: planned })
}

type Judged = (Verdict, Option<RedirectTarget>);

fn judge(conn: &mut PgConnection, line: &ImportLine, count: i64) -> Result<Judged, DatabaseError> {
    let target = match &line.target {
        ImportTarget::Address(address) => Some(super::target_at(conn, address, line.is_prefix)?),
        ImportTarget::Id(id) => super::find_target_by_id(conn, *id)?,
    };
    let refused = |refusal| Ok((Verdict::Refused(refusal), None));
    let Some(target) = target else {
        return refused(Refusal::NoTarget);
    };
    if line.is_prefix && !matches!(target, RedirectTarget::Address(_)) {
        return refused(Refusal::FolderToContent);
    }
    let before = listing::find_by_source(conn, &line.source)?;
    if let Some(row) = &before {
        let is_same = row.redirect.is_prefix == line.is_prefix
            && (row.redirect.target == target || is_typed_so(&row.redirect.target, &line.target));
        if is_same {
            return Ok((Verdict::Unchanged, None));
        }
    }
    if !line.is_prefix && is_page(conn, &line.source)? {
        return refused(Refusal::LivePage);
    }
    match before {
        Some(row) => Ok((Verdict::Change(words(row.leads_to)), Some(target))),
        None if count >= MAX_REDIRECTS => refused(Refusal::TooMany),
        None => Ok((Verdict::Create, Some(target))),
    }
}

/// True when the stored address is the line's own, also where content came to live there since.
fn is_typed_so(stored: &RedirectTarget, line: &ImportTarget) -> bool {
    matches!((stored, line), (RedirectTarget::Address(a), ImportTarget::Address(b)) if a == b)
}

fn words(leads_to: LeadsTo) -> String {
    match leads_to {
        LeadsTo::Content { title, path, .. } => path.unwrap_or(title),
        LeadsTo::Tag { path, .. } => path,
        LeadsTo::Address(address) => address,
    }
}

/// Refuses lines until no circle is left: of each circle, the last line of the import in it.
fn refuse_circles(
    conn: &mut PgConnection,
    planned: &mut [PlannedLine],
) -> Result<(), DatabaseError> {
    let stored = rules::typed_rules(conn)?;
    for turn in 0..=MOST_CIRCLES {
        let mut all: Vec<(TypedRule, Option<usize>)> = Vec::new();
        let mut changed: HashMap<&SitePath, ()> = HashMap::new();
        for (number, line) in planned.iter().enumerate() {
            if line.target.is_some() {
                changed.insert(&line.line.source, ());
            }
            if let Some(RedirectTarget::Address(target)) = &line.target {
                let rule = TypedRule {
                    source: line.line.source.clone(),
                    is_prefix: line.line.is_prefix,
                    target: target.clone(),
                };
                all.push((rule, Some(number)));
            }
        }
        let kept = stored
            .iter()
            .filter(|rule| !changed.contains_key(&rule.source));
        all.extend(kept.map(|rule| (rule.clone(), None)));
        let rules: Vec<TypedRule> = all.iter().map(|(rule, _)| rule.clone()).collect();
        let Some(found) = find_loop(&rules) else {
            return Ok(());
        };
        let sources = found
            .rules
            .iter()
            .filter_map(|at| rules.get(*at))
            .map(|rule| rule.source.to_string());
        let refusal = Refusal::Loop(sources.collect());
        let ours = found
            .rules
            .iter()
            .filter_map(|at| all.get(*at).and_then(|(_, number)| *number));
        let refused: Vec<usize> = if turn == MOST_CIRCLES {
            all.iter().filter_map(|(_, number)| *number).collect()
        } else {
            ours.max().into_iter().collect()
        };
        if refused.is_empty() {
            // A circle of stored rules alone is none of this import's business.
            return Ok(());
        }
        for number in refused {
            if let Some(line) = planned.get_mut(number) {
                line.verdict = Verdict::Refused(refusal.clone());
                line.target = None;
            }
        }
    }
    Ok(())
}

/// Does what [`plan_import`] says at this moment: everything that is not refused, in one
/// transaction. Gives what was done.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was changed.
pub fn import(conn: &mut PgConnection, lines: Vec<ImportLine>) -> Result<Plan, DatabaseError> {
    conn.transaction(|conn| {
        rules::lock(conn)?;
        let plan = plan_import(conn, lines)?;
        for planned in &plan.lines {
            if let Some(target) = &planned.target {
                let draft = RedirectDraft {
                    source: planned.line.source.clone(),
                    is_prefix: planned.line.is_prefix,
                    target: target.clone(),
                    origin: RedirectOrigin::Import,
                };
                rules::write(conn, &draft)?;
                rules::forget_misses(conn, &draft)?;
            }
        }
        Ok(plan)
    })
}
