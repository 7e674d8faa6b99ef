//! What a comment exempts: `// scorer-lint: allow(rule): reason`, on the line above. One that exempts nothing is a finding
//! itself, and so is one without a reason.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use scorer_instrument_policy::{Team, config, nearest};

use crate::engine::finding::Finding;
use crate::package::settings::Settings;
use crate::package::unit::{TextFile, Unit};
use crate::review::{Suppressed, Suppressor};
use crate::rule::{self, Level, Rule};
use crate::rules::allow_without_reason;
use crate::rules::unused_allow;
use crate::source::{File, Kind};

/// One rule that a comment exempts.
#[derive(Clone, Debug)]
pub(crate) struct Exemption {
    pub(crate) rule: &'static Rule,
    pub(crate) reason: String,
    /// The bytes that it covers.
    covers: Vec<Range<usize>>,
    used: bool,
    /// The finding, should nothing use it.
    pub(crate) unused: Finding,
}

/// The exemptions of a source; comments that are none, though addressed to the lint, become findings.
pub(crate) fn in_source(
    file: &File,
    path: &Arc<PathBuf>,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Vec<Exemption> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for comment in file.comments() {
        let bytes = comment.start as usize..comment.end as usize;
        let covers = covered(file, comment.start, comment.end);
        read(
            file.slice(comment.start, comment.end),
            bytes,
            path,
            &covers,
            &mut found,
            &mut faults,
        );
    }
    crate::engine::run::place(&file.text, &mut faults);
    findings.extend(
        faults
            .into_iter()
            .filter_map(|fault| levelled(settings, fault)),
    );
    let mut unused: Vec<Finding> = found
        .iter()
        .map(|exemption| exemption.unused.clone())
        .collect();
    crate::engine::run::place(&file.text, &mut unused);
    for (exemption, unused) in found.iter_mut().zip(unused) {
        exemption.unused = unused;
    }
    found
}

/// The exemptions of a TOML or YAML file: `# scorer-lint: allow(rule): reason`, each for the next line.
pub(crate) fn in_text(text: &TextFile, path: &Arc<PathBuf>) -> Vec<Exemption> {
    let mut found = Vec::new();
    let mut at = 0;
    let lines: Vec<&str> = text.text.split_inclusive('\n').collect();
    for (number, line) in lines.iter().enumerate() {
        let end = at + line.len();
        if let Some(hash) = line
            .find("# scorer-lint:")
            .or_else(|| line.find("#scorer-lint:"))
        {
            let alone = line[..hash].trim().is_empty();
            let next = lines.get(number + 1).map_or(end, |next| end + next.len());
            let covers = if alone { end..next } else { at..end };
            let comment = at + hash..at + line.trim_end().len();
            read(
                line[hash..].trim_end(),
                comment,
                path,
                &[covers],
                &mut found,
                &mut Vec::new(),
            );
        }
        at = end;
    }
    let mut unused: Vec<Finding> = found
        .iter()
        .map(|exemption| exemption.unused.clone())
        .collect();
    crate::engine::run::place(&text.text, &mut unused);
    for (exemption, unused) in found.iter_mut().zip(unused) {
        exemption.unused = unused;
    }
    found
}

/// Leaves out what is exempted, which goes to `exempted_by`, and adds the exemptions that exempt nothing.
pub(crate) fn apply(
    settings: &Settings,
    complete: bool,
    findings: Vec<Finding>,
    exemptions: &mut [Exemption],
    exempted_by: &mut Vec<Suppressed>,
) -> Vec<Finding> {
    let mut left = Vec::with_capacity(findings.len());
    for finding in findings {
        let mut exempted = None;
        for exemption in exemptions.iter_mut() {
            let covers = exemption
                .covers
                .iter()
                .any(|range| range.contains(&finding.bytes.start));
            if covers && exemption.rule.name == finding.rule.name {
                exemption.used = true;
                exempted = Some(exemption.reason.clone());
            }
        }
        match exempted {
            Some(reason) => exempted_by.push(Suppressed {
                finding,
                by: Suppressor::Comment,
                reason: Some(reason),
            }),
            None => left.push(finding),
        }
    }
    for exemption in exemptions.iter().filter(|exemption| !exemption.used) {
        // A rule that is switched off, or that needs files which were not read, finds nothing.
        let reads_package = exemption
            .rule
            .checks
            .iter()
            .any(|check| matches!(check, rule::Check::Unit(_)));
        if settings.level(exemption.rule) == Level::Allow || (reads_package && !complete) {
            continue;
        }
        left.extend(levelled(settings, exemption.unused.clone()));
    }
    left
}

/// The team's `[[allow]]` entries that name nothing in the sources.
pub(crate) fn unused_names(unit: &Unit, used: &dyn Fn(usize) -> bool) -> Vec<Finding> {
    let Some(file) = unit.policy_file.as_ref().filter(|_| unit.complete) else {
        return Vec::new();
    };
    let path = Arc::new(file.path.clone());
    let mut findings = Vec::new();
    for (at, allow) in unit.policy.team.allow.iter().enumerate() {
        if used(at) {
            continue;
        }
        let quoted = format!("\"{}\"", allow.name);
        let start = file.text.find(&quoted).unwrap_or_default();
        let bytes = if file.text[start..].starts_with(&quoted) {
            start..start + quoted.len()
        } else {
            0..0
        };
        let message = format!("nothing in the sources is called `{}`", allow.name);
        let finding =
            Finding::new(&unused_allow::RULE, &path, bytes, message).help("remove this [[allow]]");
        findings.extend(levelled(&unit.settings, finding));
    }
    crate::engine::run::place(&file.text, &mut findings);
    findings
}

/// Which of the team's `[[allow]]` entries a source names, by their place in the list.
pub(crate) fn names_in(team: &Team, file: &File) -> HashSet<usize> {
    let names: Vec<String> = team
        .allow
        .iter()
        .map(|allow| config::folded(&allow.name))
        .collect();
    let mut found = HashSet::new();
    if names.is_empty() {
        return found;
    }
    for at in 0..file.len() {
        if !matches!(file.token(at).kind, Kind::Ident | Kind::Str) {
            continue;
        }
        let word = config::folded(file.word(at));
        found.extend((0..names.len()).filter(|name| word.contains(&names[*name])));
    }
    found
}

fn levelled(settings: &Settings, mut finding: Finding) -> Option<Finding> {
    finding.level = settings.level(finding.rule);
    (finding.level != Level::Allow).then_some(finding)
}

/// Reads a comment: `scorer-lint: allow(a, b): reason`.
fn read(
    comment: &str,
    bytes: Range<usize>,
    path: &Arc<PathBuf>,
    covers: &[Range<usize>],
    found: &mut Vec<Exemption>,
    faults: &mut Vec<Finding>,
) {
    const FORM: &str = "write `// scorer-lint: allow(rule): reason`";
    let text = comment
        .trim_start_matches(['/', '*', '#', ' ', '\t'])
        .trim_end_matches(['/', '*', ' ', '\t']);
    let text = text.strip_prefix("scorer-lint:").unwrap_or(text).trim();
    let Some((names, rest)) = text
        .strip_prefix("allow")
        .and_then(|rest| rest.trim_start().strip_prefix('(')?.split_once(')'))
    else {
        let message = "this comment is addressed to the lint and says nothing that it knows";
        faults.push(Finding::new(&unused_allow::RULE, path, bytes, message).help(FORM));
        return;
    };
    let reason = rest.trim().strip_prefix(':').unwrap_or_default().trim();
    if reason.is_empty() {
        let message = format!(
            "`allow({})` gives no reason, and so exempts nothing",
            names.trim()
        );
        let help = format!(
            "write `// scorer-lint: allow({}): why it is fit here`",
            names.trim()
        );
        faults.push(Finding::new(&allow_without_reason::RULE, path, bytes, message).help(help));
        return;
    }
    for name in names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let Some(rule) = rule::find(name) else {
            let message = format!("there is no rule `{name}`");
            let known = crate::rules::ALL.iter().map(|rule| rule.name);
            let help = match nearest(name, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`cargo scorer-lint --list` shows them".to_owned(),
            };
            faults.push(Finding::new(&unused_allow::RULE, path, bytes.clone(), message).help(help));
            continue;
        };
        let message = format!("`{name}` finds nothing here");
        let mut unused = Finding::new(&unused_allow::RULE, path, bytes.clone(), message)
            .help("remove this comment");
        // What was mended below it made it so.
        unused.depends = covers.to_vec();
        found.push(Exemption {
            rule,
            reason: reason.to_owned(),
            covers: covers.to_vec(),
            used: false,
            unused,
        });
    }
}

/// What a comment covers: behind code its own line, else the statement or the item's head below it, blocks within aside.
fn covered(file: &File, start: u32, end: u32) -> Vec<Range<usize>> {
    let first = file.token_at(end as usize);
    if first > 0 {
        let before = file.token(first - 1);
        if before.end <= start && !file.slice(before.end, start).contains('\n') {
            let line_start = file.text[..start as usize]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            return std::iter::once(line_start..start as usize).collect();
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut depth = 0_usize;
    let mut at = first;
    while at < file.len() {
        let token = file.token(at);
        match token.kind {
            Kind::Open if token.byte == b'{' => {
                if depth == 0 {
                    break;
                }
                at = file.mate(at).max(at) + 1;
                continue;
            }
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => break,
            Kind::Close => depth -= 1,
            _ => {}
        }
        let bytes = token.start as usize..token.end as usize;
        match ranges.last_mut() {
            Some(last) if !file.text[last.end..bytes.start].contains('{') => last.end = bytes.end,
            _ => ranges.push(bytes),
        }
        if depth == 0 && matches!(token.byte, b';' | b',') {
            break;
        }
        at += 1;
    }
    ranges
}
