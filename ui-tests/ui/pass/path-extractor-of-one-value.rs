//! What an extractor of one value holds is recorded through its `Deref`.

use scorer_instrument::scorer_span;

mod web {
    pub struct Path<T>(pub T);

    impl<T> std::ops::Deref for Path<T> {
        type Target = T;

        fn deref(&self) -> &T {
            &self.0
        }
    }
}

#[scorer_span(skip(build_id), fields(build_id = *build_id))]
fn build(build_id: web::Path<i64>) {}

#[scorer_span(skip(slug), fields(slug = *slug))]
fn page(slug: web::Path<String>) {}

fn main() {
    build(web::Path(7));
    page(web::Path("about".to_owned()));
}
