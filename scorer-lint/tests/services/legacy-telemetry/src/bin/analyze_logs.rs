//! Reads the log of the service and prints how long functions took. //~? leftover-dependency

use std::collections::BTreeMap;
use std::io::{self, BufRead};

fn main() { //~? leftover-dependency
    let mut totals: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let Some((name, rest)) = line.split_once(" took ") else { continue };
        let Some(millis) = rest.strip_suffix("ms").and_then(|text| text.parse::<u64>().ok()) else { continue };
        let total = totals.entry(name.to_owned()).or_default();
        total.0 += 1;
        total.1 += millis;
    }
    for (name, (count, millis)) in totals {
        println!("{name:40} {count:>8} {:>8.1}", millis as f64 / count as f64); //~? print-macro
    }
}
