//! Fields that are proven, those that are not, and what is returned.

use tracing::instrument;

#[derive(Debug)]
struct Level(u32);

#[instrument(skip_all, fields(total = first + second, step = "load", stamp_count = stamps.len()))]
fn proven(first: u32, second: u32, stamps: &[u32]) -> u32 {
    let _ = stamps;
    first + second
}

#[instrument(skip_all, fields(level = ?level, doubled = level.0 * 2))]
fn unproven(level: Level) -> u32 {
    level.0
}

#[instrument(skip_all, fields(email = %email, has_email = !email.is_empty()))]
fn unfit(email: &str) -> usize {
    email.len()
}

#[instrument(ret)]
fn returned(weight: f64) -> f64 {
    weight * 2.0
}

#[instrument(ret)]
fn returned_whole(count: u32) -> Level {
    Level(count)
}

pub fn run() {
    proven(1, 2, &[3]);
    unproven(Level(2));
    unfit("a@b.example");
    returned(1.5);
    returned_whole(3);
}
