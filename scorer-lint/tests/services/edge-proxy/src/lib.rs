//! A proxy at the edge.

pub mod breaker;
pub mod health;
pub mod layer;
pub mod routes;
pub mod serve;
pub mod tls;
