//! What the parts plan from.

use crate::package::unit::Unit;
use crate::rule::Rules;

use super::options::Options;
use super::site::Site;

/// What the parts plan from.
pub(super) struct Facts<'a> {
    pub(super) rules: Rules,
    pub(super) site: &'a Site,
    pub(super) units: &'a [Unit],
    pub(super) options: &'a Options,
}
