//! The rules' pages are their tests: what they find, and how they say it.

mod examples;
mod findings;
mod messages;
