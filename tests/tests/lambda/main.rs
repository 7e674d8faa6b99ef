//! AWS Lambda: the layer by itself, collectors that fail, and functions under a Runtime API that freezes them.

mod away;
mod emulator;
mod freeze;
mod function;
mod layer;
mod link;
mod support;
