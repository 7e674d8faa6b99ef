//! Bytes a second on clean text.
use std::hint::black_box;
use std::time::Instant;
use scorer_instrument_policy::Policy;
use scorer_redact::Redactor;
fn rate(name: &str, lines: &[String], mut f: impl FnMut(&str)) {
    let bytes: usize = lines.iter().map(String::len).sum();
    let mut best = f64::MAX;
    for _ in 0..15 {
        let t = Instant::now();
        for l in lines { f(l); }
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("{name}: {:.0} MB/s", bytes as f64 / best / 1e6);
}
fn main() {
    let lines: Vec<String> = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap().lines().map(str::to_owned).collect();
    let r = Redactor::with_limit(Policy::default(), 1 << 22);
    if std::env::args().nth(2).is_some() {
        let t = Instant::now();
        for _ in 0..400 { for l in &lines { black_box(r.text(black_box(l))); } }
        let bytes: usize = lines.iter().map(String::len).sum();
        println!("{} bytes, {:.0} MB/s", bytes * 400, (bytes * 400) as f64 / t.elapsed().as_secs_f64() / 1e6);
        return;
    }
    rate("lines", &lines, |l| { black_box(r.text(black_box(l))); });
    let all = vec![lines.join("\n").repeat(20)];
    rate("one text", &all, |l| { black_box(r.text(black_box(l))); });
    for l in &lines { if let std::borrow::Cow::Owned(o) = r.text(l) { println!("{o}"); } }
    let names: Vec<String> = (0..20000).map(|i| format!("cache_entry_{i}")).collect();
    let p = Policy::default();
    rate("policy", &names, |l| { black_box(p.name(black_box(l))); });
    let t = Instant::now();
    for n in &names { black_box(p.name(n)); }
    println!("policy.name {} ns", t.elapsed().as_nanos() / 20000);
}
