//! Sums up spans of a log file. //~? leftover-dependency

use std::collections::HashMap;
use std::io::{BufRead, BufReader};

fn main() -> anyhow::Result<()> { //~? leftover-dependency
    let path = std::env::args().nth(1).expect("usage: log_analyzer FILE");
    let mut totals: HashMap<String, (u64, f64)> = HashMap::new();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let name = value["span"]["name"].as_str().unwrap_or("-").to_string();
        let ms = value["fields"]["duration_ms"].as_f64().unwrap_or_default();
        let total = totals.entry(name).or_insert((0, 0.0));
        total.0 += 1;
        total.1 += ms;
    }
    for (name, (count, ms)) in totals {
        println!("{name}: {count} spans, {ms:.1} ms"); //~? print-macro
    }
    Ok(())
}
