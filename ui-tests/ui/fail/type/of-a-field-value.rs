use scorer_instrument::scorer_span;

struct Community {
    members: Vec<i64>,
}

#[scorer_span(skip_all, fields(members = ?community.members))]
fn load(community: &Community) {}

fn main() {}
