//! Where a path begins and ends that a name stands in.

use super::lex::TokenKind;
use super::text::Text;

/// The first name of the path that a name stands in.
pub(crate) fn path_start(file: &Text, mut name: u32) -> u32 {
    while name >= 3
        && file.is_path_separator(name - 2)
        && file.token(name - 3).kind == TokenKind::Ident
    {
        name -= 3;
    }
    name
}

/// The last name of the path that a name stands in.
pub(crate) fn path_end(file: &Text, mut name: u32) -> u32 {
    while file.is_path_separator(name + 1) && file.token(name + 3).kind == TokenKind::Ident {
        name += 3;
    }
    name
}
