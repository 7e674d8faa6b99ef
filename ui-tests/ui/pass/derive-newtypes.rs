use scorer_instrument::{Recordable, scorer_span};

#[derive(Clone, Copy, Debug, Recordable)]
struct CommunityId(i64);

#[derive(Debug, Recordable)]
struct Label(String);

#[derive(Recordable)]
struct Wrapped(CommunityId);

#[scorer_span(skip(shown), fields(shown = %shown), ret)]
fn load(community: CommunityId, label: &Label, wrapped: Wrapped, shown: &Label) -> CommunityId {
    let _ = (label, wrapped.0, shown);
    community
}

fn main() {
    let label = Label("a".to_owned());
    assert_eq!(load(CommunityId(1), &label, Wrapped(CommunityId(2)), &label).0, 1);
    let _ = label.0;
}
