//! Every form in which a value can be named in a format string or bound by a pattern, with every
//! sensitive name of the labelled list: each is refused, and accepted with a benign name.

mod captures;
mod judged;
mod names;
mod patterns;
mod telling;
