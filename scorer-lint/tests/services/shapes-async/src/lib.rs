//! Shapes of spans, tasks and blocking calls.

mod attributes;
mod blocking;
mod guards;
mod routes;
mod tasks;
