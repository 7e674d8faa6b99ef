//! The one table of policy words.
