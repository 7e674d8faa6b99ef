//! What all findings ask of one attribute is answered in one place, by one attribute to write.

use std::ops::Range;

use crate::engine::asked::{Ask, Asked};
use crate::engine::cx::Cx;
use crate::engine::facts::Facts;
use crate::engine::finding::{Finding, Fix};
use crate::engine::message::Message;

/// The answer to all that is asked of one attribute.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The attribute's bytes.
    pub attribute: Range<usize>,
    /// The code to write.
    pub help: Message,
    /// What is to be said beside it.
    pub notes: Vec<Message>,
    /// Edits that write it.
    pub fix: Option<Fix>,
}

/// How the attributes of a file are answered for.
pub(crate) type Answering = fn(&Cx<'_>, &Facts, &[Asked]) -> Vec<Answer>;

/// Gives each finding the answer for its attribute.
pub(super) fn answer(findings: &mut [Finding], answers: &[Answer]) {
    for finding in findings {
        let Some(asked) = &finding.asked else {
            continue;
        };
        let mut known = answers.iter();
        let Some(answer) = known.find(|answer| answer.attribute == asked.attribute) else {
            continue;
        };
        finding.help = Some(answer.help.clone());
        finding.notes.extend(answer.notes.iter().cloned());
        let does = |does: fn(&Ask) -> bool| asked.asks.iter().any(does);
        finding.fix = answer.fix.clone().filter(|_| does(Ask::is_in_fix));
        if let Some(fix) = &mut finding.fix
            && !does(Ask::is_in_part)
        {
            fix.part = None;
        }
    }
}
