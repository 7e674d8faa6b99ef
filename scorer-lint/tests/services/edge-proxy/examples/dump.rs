//! Prints routes.

fn main() {
    let text = std::fs::read_to_string("routes.txt").unwrap();
    println!("{:#?}", edge_proxy::routes::Routes::parse(&text));
}
