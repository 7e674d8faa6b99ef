//! The runtime beside crates of others.

mod calls;
mod layers;
mod queues;
mod support;
