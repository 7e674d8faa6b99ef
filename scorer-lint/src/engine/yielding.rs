//! Which findings give way to others in the same place.

use std::ops::Range;

use crate::engine::finding::Finding;
use crate::rule::Group;

/// A file's findings without those in whose place one of group records-too-much stands: what yields of that group itself
/// goes first.
pub(super) fn unyielding(findings: Vec<Finding>) -> Vec<Finding> {
    let records = |finding: &Finding| finding.rule.group == Group::RecordsTooMuch;
    let first = without(
        findings,
        &|finding| records(finding) && finding.yields_in.is_none(),
        &records,
    );
    without(first, &records, &|finding| !records(finding))
}

/// The findings without the `yielding` ones in whose place one of the `standing` ones is. What one of those would have
/// written passes on to those in its place that write nothing.
fn without(
    findings: Vec<Finding>,
    standing: &dyn Fn(&Finding) -> bool,
    yielding: &dyn Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let mut starts: Vec<usize> = findings
        .iter()
        .filter(|finding| standing(finding))
        .map(|finding| finding.bytes.start)
        .collect();
    starts.sort_unstable();
    let gives_way = |finding: &Finding| {
        let bytes = finding.yields_in.as_ref().filter(|_| yielding(finding));
        bytes.is_some_and(|bytes| {
            let next = starts.partition_point(|start| *start < bytes.start);
            starts.get(next).is_some_and(|start| *start < bytes.end)
        })
    };
    let (gone, mut kept): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(gives_way);
    let mut left: Vec<(Range<usize>, Finding)> = gone
        .into_iter()
        .filter(|finding| finding.fix.is_some())
        .filter_map(|finding| Some((finding.yields_in.clone()?, finding)))
        .collect();
    left.sort_by_key(|(bytes, _)| bytes.start);
    for finding in &mut kept {
        if !standing(finding) || finding.fix.is_some() {
            continue;
        }
        let start = finding.bytes.start;
        let before = left.partition_point(|(bytes, _)| bytes.start <= start);
        let Some((bytes, given)) = before.checked_sub(1).and_then(|at| left.get(at)) else {
            continue;
        };
        if bytes.contains(&start) {
            finding.help.clone_from(&given.help);
            finding.notes.extend(given.notes.iter().cloned());
            finding.fix.clone_from(&given.fix);
        }
    }
    kept
}
