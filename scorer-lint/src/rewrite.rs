//! What fixes are made of: imports, attributes and statements as edits that leave the rest of a file as it is.

pub(crate) mod attribute;
pub(crate) mod imports;
pub(crate) mod lines;
pub(crate) mod proven;
pub(crate) mod pure;
pub(crate) mod removal;
pub(crate) mod width;
pub(crate) mod written;
