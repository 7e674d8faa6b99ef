//! The runtime's parts by themselves: SQL calls, percentiles, trees and tables.

mod percentiles;
mod sql;
mod tree;
