//! How certain a rule is, and how bad what it finds: what code scanning sorts alerts by.

/// What is said of a rule to those who sort its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many of its findings are right.
    pub precision: Precision,
    /// How bad a finding is on the scale of CVSS, for what discloses something: below 4 low, below 7 medium, then high.
    pub severity: Option<&'static str>,
    /// The weaknesses that it is a case of, as code scanning tags them.
    pub weaknesses: &'static [&'static str],
}

/// How many of a rule's findings are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// What is written decides by itself.
    VeryHigh,
    /// Names and types decide: 95 of 100 on the labelled services, or better.
    High,
    /// Somebody must judge whether it matters here.
    Medium,
}

impl Precision {
    /// As code scanning writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VeryHigh => "very-high",
            Self::High => "high",
            Self::Medium => "medium",
        }
    }
}

/// Sensitive information in a log.
const LOGGED: &[&str] = &["external/cwe/cwe-532"];
/// The same, which is somebody's.
const PRIVATE: &[&str] = &["external/cwe/cwe-359", "external/cwe/cwe-532"];

impl Standing {
    /// Of a rule that discloses nothing.
    pub const fn of(precision: Precision) -> Self {
        Self {
            precision,
            severity: None,
            weaknesses: &[],
        }
    }

    /// Of a rule on what ends up in a log.
    pub const fn logged(precision: Precision, severity: &'static str) -> Self {
        Self {
            precision,
            severity: Some(severity),
            weaknesses: LOGGED,
        }
    }

    /// Of a rule on somebody's data that ends up in a log.
    pub const fn private(precision: Precision, severity: &'static str) -> Self {
        Self {
            precision,
            severity: Some(severity),
            weaknesses: PRIVATE,
        }
    }
}
