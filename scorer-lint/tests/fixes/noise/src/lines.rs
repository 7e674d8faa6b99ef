//! Comments and blank lines around what goes.

use scorer_instrument::scorer_span;
use tracing::{debug, trace};

/// How many there are.
#[scorer_span]
pub fn members(community: u32) -> u32 {
    // Said before.
    trace!("entering members"); // and behind

    let members = community + 1;
    debug!(community, "counted");

    trace!("exiting members");
    if members > 3 {
        trace!("leaving members");
    }
    members
}
