//! Findings whose place does not run for each request: in a command, or once before anything is served.

use crate::engine::cx::UnitCx;
use crate::engine::finding::{Finding, Seldom};

/// Takes out of a file's findings what is none where it runs.
pub(super) fn judge(cx: &UnitCx<'_>, findings: &mut Vec<Finding>) {
    let asks = |finding: &Finding| finding.seldom.is_some() || !finding.handed_to.is_empty();
    if !findings.iter().any(asks) {
        return;
    }
    let Some(program) = cx.program() else {
        return;
    };
    findings.retain(|finding| {
        if finding
            .handed_to
            .iter()
            .any(|callee| program.runs_on_a_thread(callee))
        {
            return false;
        }
        let in_command = || program.is_command(&finding.path, finding.bytes.start);
        let once = || program.runs_once(&finding.path, finding.bytes.start);
        match finding.seldom {
            Some(Seldom::FitInCommand) => !in_command(),
            Some(Seldom::FitOnce) => !once(),
            None => true,
        }
    });
}
