//! A source file, read without a compiler: tokens, brackets, items, macro calls.
//!
//! Everything but the tokens is read when a rule first asks for it. Broken files, and code inside other
//! macros, are read like any other.

mod attribute;
mod brackets;
mod call;
mod captured;
mod context;
mod event;
mod file;
mod function;
mod hits;
pub(crate) mod instrument;
mod item;
mod lex;
pub(crate) mod path;
mod place;
pub mod slice;
mod test_code;
mod text;
mod uses;
mod walk;
mod word;

pub use attribute::Attribute;
pub use call::{Call, CallKind, chain_start, path_text, resolved};
pub use captured::captured;
pub use context::{Context, ContextKind};
pub use event::{Argument, Event, EventKind, FieldName, Sigil, fields};
pub use file::{File, words};
pub use function::{Function, Parameter};
pub use item::{Impl, Member, TypeItem};
pub use lex::{Comment, Token, TokenKind};
pub use place::Place;
pub use text::{Text, Tokens};
pub use uses::{Imported, Use};
pub use walk::{after_generics, next, split, top_level};
pub use word::Words;
