use scorer_instrument::info;

struct Login { user_id: i64, password: String }

fn check(login: &Login) {
    info!("{}", match login { Login { password: given, .. } => given });
}

fn main() {}
