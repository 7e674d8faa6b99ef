//! Routing.

use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use edge_proxy::routes::Routes;

fn routing(criterion: &mut Criterion) {
    let routes = Routes::parse("a => b");
    let begun = Instant::now();
    criterion.bench_function("pick", |bencher| bencher.iter(|| routes.pick("a", 7)));
    println!("took {:?}", begun.elapsed());
}

criterion_group!(benches, routing);
criterion_main!(benches);
