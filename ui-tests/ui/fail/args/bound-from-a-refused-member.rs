use scorer_instrument::scorer_span;

struct Form<T>(T);
struct Login { user_id: i64, password: String }

#[scorer_span(level = "debug")]
async fn login(Form(Login { user_id, password: given }): Form<Login>) {}

fn main() {}
