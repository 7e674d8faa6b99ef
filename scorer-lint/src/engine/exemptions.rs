//! What a comment exempts: `// scorer-lint: allow(rule): reason`, on the line above. One that exempts nothing is a finding
//! itself, and so is one without a reason.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use scorer_instrument_policy::{Team, config};

use crate::engine::check::Upkeep;
use crate::engine::finding::Finding;
use crate::engine::places::{place, places};
use crate::engine::registry::Registry;
use crate::engine::suppressed::{Suppressed, Suppressor};
use crate::package::settings::Settings;
use crate::package::unit::{TextFile, Unit};
use crate::rule::{Level, Rule};
use crate::source::{File, Place, TokenKind};

/// One rule that a comment exempts.
#[derive(Clone, Debug)]
pub(crate) struct Exemption {
    pub(crate) rule: &'static Rule,
    pub(crate) reason: String,
    pub(crate) path: Arc<PathBuf>,
    /// The comment.
    pub(crate) bytes: Range<usize>,
    pub(crate) start: Place,
    end: Place,
    /// The bytes that it covers.
    covers: Vec<Range<usize>>,
    used: bool,
}

impl Exemption {
    /// The finding, should nothing use it.
    fn unused(&self, rule: &'static Rule) -> Finding {
        let message = format!("`{}` finds nothing here", self.rule.name);
        let mut finding = Finding::new(rule, &self.path, self.bytes.clone(), message)
            .names([self.rule.name])
            .help("remove this comment");
        (finding.start, finding.end) = (self.start, self.end);
        // What was mended below it made it so.
        finding.depends.clone_from(&self.covers);
        finding
    }
}

/// The comments of a file that are addressed to the lint.
struct Comments<'a> {
    registry: &'static Registry,
    path: &'a Arc<PathBuf>,
    exemptions: Vec<Exemption>,
    /// Those that exempt nothing, although they are addressed to the lint.
    faults: Vec<Finding>,
}

impl<'a> Comments<'a> {
    fn new(registry: &'static Registry, path: &'a Arc<PathBuf>) -> Self {
        Self {
            registry,
            path,
            exemptions: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Fills in the lines and the columns.
    fn place(&mut self, text: &str) {
        place(text, &mut self.faults);
        let bytes = self.exemptions.iter().map(|exemption| &exemption.bytes);
        let places = places(text, bytes.flat_map(|bytes| [bytes.start, bytes.end]));
        for exemption in &mut self.exemptions {
            exemption.start = places[&exemption.bytes.start];
            exemption.end = places[&exemption.bytes.end];
        }
    }
}

/// The exemptions of a source; comments that are none, though addressed to the lint, become findings.
pub(crate) fn in_source(
    registry: &'static Registry,
    file: &File,
    path: &Arc<PathBuf>,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Vec<Exemption> {
    let mut comments = Comments::new(registry, path);
    for comment in file.comments() {
        let bytes = comment.start as usize..comment.end as usize;
        let covers = covered(file, comment.start, comment.end);
        comments.read(file.slice(comment.start, comment.end), bytes, &covers);
    }
    comments.place(&file.text);
    let faults = comments.faults.into_iter();
    findings.extend(faults.filter_map(|fault| levelled(settings, fault)));
    comments.exemptions
}

/// The exemptions of a TOML or YAML file: `# scorer-lint: allow(rule): reason`, each for the next line.
pub(crate) fn in_text(
    registry: &'static Registry,
    text: &TextFile,
    path: &Arc<PathBuf>,
) -> Vec<Exemption> {
    let mut comments = Comments::new(registry, path);
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
            comments.read(line[hash..].trim_end(), comment, &[covers]);
        }
        at = end;
    }
    comments.place(&text.text);
    comments.exemptions
}

/// Leaves out what is exempted, which goes to `exempted_by`, and adds the exemptions that exempt nothing.
pub(crate) fn apply(
    registry: &'static Registry,
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
    let Some(unused) = registry.upkeep(Upkeep::Unused) else {
        return left;
    };
    for exemption in exemptions.iter().filter(|exemption| !exemption.used) {
        // A rule that is switched off, or that needs files which were not read, finds nothing.
        let reads_package = registry.reads_packages(exemption.rule);
        if settings.level(exemption.rule) == Level::Allow || (reads_package && !complete) {
            continue;
        }
        left.extend(levelled(settings, exemption.unused(unused)));
    }
    left
}

/// The team's `[[allow]]` entries that name nothing in the sources.
pub(crate) fn unused_names(
    registry: &'static Registry,
    unit: &Unit,
    used: &dyn Fn(usize) -> bool,
) -> Vec<Finding> {
    let file = unit.policy_file.as_ref().filter(|_| unit.complete);
    let (Some(file), Some(unused)) = (file, registry.upkeep(Upkeep::Unused)) else {
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
        let finding = Finding::new(unused, &path, bytes, message)
            .names([allow.name.as_str()])
            .help("remove this [[allow]]");
        findings.extend(levelled(&unit.settings, finding));
    }
    place(&file.text, &mut findings);
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
        if !matches!(file.token(at).kind, TokenKind::Ident | TokenKind::Str) {
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

impl Comments<'_> {
    /// Reads a comment: `scorer-lint: allow(a, b): reason`.
    fn read(&mut self, comment: &str, bytes: Range<usize>, covers: &[Range<usize>]) {
        const FORM: &str = "write `// scorer-lint: allow(rule): reason`";
        let text = comment
            .trim_start_matches(['/', '*', '#', ' ', '\t'])
            .trim_end_matches(['/', '*', ' ', '\t']);
        let text = text.strip_prefix("scorer-lint:").unwrap_or(text).trim();
        let Some((names, rest)) = text
            .strip_prefix("allow")
            .and_then(|rest| rest.trim_start().strip_prefix('(')?.split_once(')'))
        else {
            let message =
                "this comment is addressed to the lint, but does not have a form that it knows";
            return self.fault(Upkeep::Unused, bytes, message.to_owned(), FORM);
        };
        let reason = rest.trim().strip_prefix(':').unwrap_or_default().trim();
        if reason.is_empty() {
            let names = names.trim();
            let message = format!("`allow({names})` gives no reason, so it exempts nothing");
            let help = format!("write `// scorer-lint: allow({names}): why it is safe here`");
            return self.fault(Upkeep::WithoutReason, bytes, message, &help);
        }
        let names = names.split(',').map(str::trim);
        for name in names.filter(|name| !name.is_empty()) {
            let rules = self.registry.rules();
            let Some(rule) = rules.find(name) else {
                let message = format!("there is no rule `{name}`");
                let help = match rules.nearest(name) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`cargo scorer-lint --list` shows them".to_owned(),
                };
                self.fault(Upkeep::Unused, bytes.clone(), message, &help);
                continue;
            };
            let nowhere = Place { line: 1, column: 1 };
            self.exemptions.push(Exemption {
                rule,
                reason: reason.to_owned(),
                path: Arc::clone(self.path),
                bytes: bytes.clone(),
                start: nowhere,
                end: nowhere,
                covers: covers.to_vec(),
                used: false,
            });
        }
    }

    /// A comment that exempts nothing.
    fn fault(&mut self, upkeep: Upkeep, bytes: Range<usize>, message: String, help: &str) {
        if let Some(rule) = self.registry.upkeep(upkeep) {
            let finding = Finding::new(rule, self.path, bytes, message).help(help);
            self.faults.push(finding);
        }
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
            TokenKind::Open if token.byte == b'{' => {
                if depth == 0 {
                    break;
                }
                at = file.mate(at).max(at) + 1;
                continue;
            }
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth == 0 => break,
            TokenKind::Close => depth -= 1,
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
