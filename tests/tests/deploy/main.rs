//! `deploy/`: as far as it can be checked without running it, everything that is named is there.

mod aws;
mod collector;
mod files;
mod jaeger;
mod pages;
mod variables;
