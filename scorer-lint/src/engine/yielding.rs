//! Which findings give way to others in the same place.

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

/// The findings without the `yielding` ones in whose place one of the `standing` ones is.
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
    let mut findings = findings;
    findings.retain(|finding| !gives_way(finding));
    findings
}
