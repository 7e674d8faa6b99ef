use scorer_instrument::scorer_span;

struct User {
    email: Option<String>,
    friends: Vec<String>,
}

#[scorer_span(skip_all, fields(
    has_key = api_key.is_some(),
    key_len = api_key.unwrap_or_default().len(),
    stamp_count = stamps.len(),
    empty = stamps.is_empty(),
    has_email = user.email.is_some(),
    friend_count = user.friends.iter().count(),
    same = user.email.as_deref() == api_key,
    known = matches!(api_key, Some(_)),
    kind = if api_key.is_some() { "keyed" } else { "open" },
    mode = match api_key { Some(_) => 1, None => 0 },
))]
fn load(api_key: Option<&str>, stamps: &[i64], user: &User) -> usize {
    let _ = (api_key, user.email.as_ref(), &user.friends);
    stamps.len()
}

fn main() {
    load(None, &[], &User { email: None, friends: vec![] });
}
