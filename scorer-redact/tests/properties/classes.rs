//! Classes of input that somebody without sight of the code found: each a form x a sentinel x surroundings, and its harmless
//! twin, which keeps its form and holds no secret.

use proptest::prelude::*;

use crate::forms::{after, before, gone, sentinel, whole};
use crate::{cases, redactor};

/// Words that are no secret and no name of one.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["west", "blue", "alpha", "monday", "lund"][..])
}

/// A table of this many columns parted by this sign, whose `place`th column has this name; the sentinel stands in it.
fn table(sign: &str, columns: usize, place: usize, name: &str, value: &str) -> String {
    let line = |own: &str, other: &str| {
        let cells: Vec<String> = (0..columns)
            .map(|at| {
                if at == place {
                    own.to_owned()
                } else {
                    format!("{other}{}", &"abcdefgh"[at..=at])
                }
            })
            .collect();
        cells.join(sign)
    };
    format!(
        "{}\n{}\n{}",
        line(name, "col"),
        line("", "v"),
        line(value, "w")
    )
}

/// What parsers print of a value that they reject.
const ECHOES: [&str; 9] = [
    "invalid type: string \"{}\", expected u32",
    "Error(\"invalid value: string \\\"{}\\\", expected a map\", line: 1, column: 9)",
    "unknown variant `{}`, expected `a` or `b`",
    "environment variable was not valid unicode: NotUnicode(\"{}\")",
    "error: invalid value '{}' for '<COUNT>': invalid digit found in string",
    "error: unexpected argument '{}' found",
    "strconv.Atoi: parsing \"{}\": invalid syntax",
    "ValueError: invalid literal for int() with base 10: '{}'",
    "ERROR:  invalid input syntax for type uuid: \"{}\"",
];

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_column_of_a_table(
        sign in prop::sample::select(&[",", ";", "\t", "|", " | "][..]),
        columns in 2..9_usize,
        place in any::<prop::sample::Index>(),
        name in prop::sample::select(&["password", "api_key", "\"token\"", "DB Password", "client_secret"][..]),
        quote in prop::sample::select(&["", "\""][..]),
        sentinel in sentinel(),
    ) {
        let value = format!("{quote}{sentinel}{quote}");
        let text = table(sign, columns, place.index(columns), name, &value);
        gone(&text, &sentinel)?;
    }

    #[test]
    fn a_table_without_a_refused_column_stays(
        sign in prop::sample::select(&[",", ";", "\t", "|", " | "][..]),
        columns in 2..9_usize,
        place in any::<prop::sample::Index>(),
        name in prop::sample::select(&["status", "region", "token_count", "\"attempts\""][..]),
        value in prop::sample::select(&["17", "ok", "\"a, b\"", ""][..]),
    ) {
        whole(&table(sign, columns, place.index(columns), name, value))?;
    }

    #[test]
    fn a_table_under_an_id_or_a_sentence_stays(
        sign in prop::sample::select(&[",", ";", "\t", "|", " | ", "; "][..]),
        columns in 2..9_usize,
        place in any::<prop::sample::Index>(),
        name in prop_oneof![
            "cccd[0-9a-f]{4}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}",
            "(pin|otp|cccd)-[0-9]{5,11}",
            "key[0-9]{1,2}[a-z][0-9]{1,2}[a-z]",
            "[0-9a-f]{40}",
            "(each|our|the) of them has a (password|token)",
        ],
    ) {
        whole(&table(sign, columns, place.index(columns), &name, "ok"))?;
    }

    #[test]
    fn an_argument_of_a_command(
        before in before(),
        form in prop::sample::select(&[
            "\"AUTH\" \"{}\"",
            "\"AUTH\" \"default\" \"{}\"",
            "\"HELLO\" \"3\" \"AUTH\" \"default\" \"{}\" \"SETNAME\" \"x\"",
            "\"MIGRATE\" \"h\" \"6379\" \"\" \"0\" \"500\" \"AUTH2\" \"u\" \"{}\" \"KEYS\" \"k\"",
            "\"CONFIG\" \"SET\" \"requirepass\" \"{}\"",
            "\"HSET\" \"user:1\" \"password\" \"{}\" \"n\" \"1\"",
            "\"SETEX\" \"session:7\" \"300\" \"{}\"",
            "1) \"CONFIG\"\n2) \"SET\"\n3) \"requirepass\"\n4) \"{}\"",
            "h:6379> AUTH {}\n",
            "*2\r\n$4\r\nAUTH\r\n$9\r\n{}\r\n",
            "user app on >{} ~k:* +@all",
            "set auth_token:42 0 3600 12\r\n{}\r\n",
            "CONFIG SET requirepass {}\n",
        ][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("{before}{}", form.replace("{}", &sentinel)), &sentinel)?;
    }

    #[test]
    fn a_command_without_a_secret_stays(
        form in prop::sample::select(&[
            "\"SET\" \"city:7\" \"{}\"",
            "\"HGETALL\" \"user:1\"",
            "1) \"CONFIG\"\n2) \"SET\"\n3) \"maxclients\"\n4) \"{}\"",
            "h:6379> AUTH failed",
            "user default on nopass ~* +@all",
            "set city:42 0 3600 12\r\n{}\r\n",
            "CONFIG SET maxmemory 100mb",
            "h:6379> GET {}",
        ][..]),
        word in word(),
    ) {
        whole(&form.replace("{}", word))?;
    }

    #[test]
    fn a_login_of_mail_or_of_a_directory(
        before in before(),
        form in prop::sample::select(&[
            "TAG2 LOGIN \"box\" \"{}\"",
            "a LOGIN box \"{}\"",
            "a001 LOGIN box {}",
            "C: USER box\nS: +OK\nC: PASS {}",
            "CLIENT -> SERVER: AUTH PLAIN {}0=",
            "userPassword: {SSHA}{}",
            "userPassword:: {}",
            "machine h login ci password {}",
            "ldap.bind(\"cn=x\", \"{}\")",
            "PDO->__construct('mysql:host=l...', 'shop', '{}', Array)",
            "{amqp_params_network,<<\"u\">>,<<\"{}\">>,<<\"/\">>}",
            "DefaultPassword    REG_SZ    {}",
            "schtasks /create /ru x /rp \"{}\" /tr y",
            "net use Z: \\\\n\\s /user:C\\x {} /persistent:no",
            "ConvertTo-SecureString '{}' -AsPlainText -Force",
            "ldapsearch -x -D cn=a -w '{}' -b dc=x",
            "argv: [\"mosquitto_sub\",\"-P\",\"{}\",\"-t\",\"#\"]",
            "a0=\"smbclient\" a1=\"-U\" a2=\"svc%{}\"",
            "htpasswd -b /etc/x web {}",
            "ENV DB_PASSWORD {}\n",
            "aws configure set aws_secret_access_key {}\n",
        ][..]),
        sentinel in sentinel(),
        after in after(),
    ) {
        gone(&format!("{before}\n{}{after}", form.replace("{}", &sentinel)), &sentinel)?;
    }

    #[test]
    fn what_a_value_was_changed_to(
        old in prop::sample::select(&["\"****\"", "null", "(sensitive value)", "\"old\""][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("  ~ \"MasterPass\" = {old} -> \"{sentinel}\""), &sentinel)?;
    }

    #[test]
    fn a_number_in_a_sentence(
        form in prop::sample::select(&[
            "Your one-time code is {}.",
            "The PIN for card 12 is {}",
            "{} is your verification code",
            "Use {} as your login code.",
            "TOTP mismatch: expected {}, got 1",
            "one_time_password for step\n{}\n--",
            "sms phone=+61491570156 code={}",
        ][..]),
        code in 100_000..999_999_u32,
    ) {
        let code = code.to_string();
        let text = form.replace("{}", &code);
        let out = redactor().text(&text).into_owned();
        prop_assert!(!out.contains(&code), "{text}\nbecame {out}");
    }

    #[test]
    fn a_number_of_anything_else_stays(
        form in prop::sample::select(&[
            "error code {} returned by vendor",
            "session {} was closed",
            "{} is your oldest order",
            "token count is {}",
            "login page took {} ms",
            "failed to parse token at line {}",
            "password reset email sent to user {}",
            "step one\n{}\n--",
        ][..]),
        number in 100_000..999_999_u32,
    ) {
        whole(&form.replace("{}", &number.to_string()))?;
    }

    #[test]
    fn a_telephone_number(
        country in 1..99_u32,
        (a, b, c) in (10..999_u32, 100..999_u32, 100..9999_u32),
        sign in prop::sample::select(&[" ", "-"][..]),
    ) {
        let number = format!("+{country} {a}{sign}{b}{sign}{c}");
        if number.bytes().filter(u8::is_ascii_digit).count() >= 9 {
            gone(&format!("Call me on {number} today"), &number)?;
        }
    }

    #[test]
    fn code_in_a_values_place_stays(
        name in prop::sample::select(&["password", "api_key", "apiKey", "secret", "token"][..]),
        form in prop::sample::select(&[
            "NAME = os.environ[\"API_KEY\"]",
            "String NAME = System.getenv(\"API_KEY\");",
            "const NAME = await prompt('PIN: ')",
            "NAME = process.env.API_KEY;",
            "NAME: config.db_password,",
            "def f(user, *, NAME=None): ...",
            "NAME = crypto.randomBytes(32).toString('hex')",
            "NAME := r.Header.Get(\"X-Token\")",
            "$NAME = $_POST['password'];",
            "NAME: impl Into<String>",
            "auth = HTTPBasicAuth(user, NAME)",
            "NAME: { type: String, required: true }",
        ][..]),
    ) {
        whole(&form.replace("NAME", name))?;
    }

    #[test]
    fn what_only_looks_like_code_goes(
        name in prop::sample::select(&["password", "api_key", "secret"][..]),
        form in prop::sample::select(&[
            "NAME = f(\"{}\")",
            "NAME: ApiKey(\"{}\")",
            "NAME = a.b.c({})",
            "NAME = keys[\"{}\"]",
            "NAME=abc({})",
            "NAME = await {}",
        ][..]),
        sentinel in sentinel(),
    ) {
        gone(&filled(form, name, &sentinel), &sentinel)?;
    }

    #[test]
    fn a_placeholder_stays(
        name in prop::sample::select(&["password", "api_key", "DB_PASSWORD", "token", "client-secret"][..]),
        separator in prop::sample::select(&["=", ": ", " = "][..]),
        value in prop::sample::select(&[
            "%DB_PASS%", "${DB_PASS}", "$DB_PASS", "$env:DB_PASS", "{{ db_pass }}", "${{ secrets.DB_PASS }}", "<your token>",
            "#{db_pass}", "(sensitive value)", "(known after apply)", "YOUR_TOKEN", "your-token-here", "env:API_TOKEN",
            "file:/run/secrets/db", "$(vault read --secret=db)", "postgres://${USER}:${PASS}@db:5432/x",
            "******", "<hidden>", "[redacted]", "••••••1234", "%2A%2A%2A%2A",
        ][..]),
    ) {
        whole(&format!("{name}{separator}{value}"))?;
    }

    #[test]
    fn what_only_looks_like_a_placeholder_goes(
        form in prop::sample::select(&[
            "NAME=%{}", "NAME=${}x", "NAME=your-{}", "NAME=env:{}", "NAME: !{}", "NAME: ({})", "NAME=[{}]", "NAME=<{}",
            "NAME=postgres://${USER}:{}@db:5432/x", "NAME=***{}", "NAME=\"$(echo {})\"",
        ][..]),
        name in prop::sample::select(&["password", "api_key", "DB_PASSWORD"][..]),
        sentinel in sentinel(),
    ) {
        gone(&filled(form, name, &sentinel), &sentinel)?;
    }

    #[test]
    fn a_token_that_a_parser_repeats(
        before in before(),
        form in prop::sample::select(&ECHOES[..]),
        sentinel in sentinel(),
        after in after(),
    ) {
        gone(&format!("{before}{}{after}", form.replace("{}", &sentinel)), &sentinel)?;
    }

    #[test]
    fn what_a_parser_repeats_stays_if_it_is_no_token(
        form in prop::sample::select(&ECHOES[..]),
        value in prop_oneof![
            "[a-z]{1,12}",
            "[a-z]{2,8}-[a-z]{2,8}",
            "[0-9]{1,9}",
            "[0-9]{1,4}(ms|kb|GiB)",
            "20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z",
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}",
            "0x[0-9a-f]{40}",
        ],
    ) {
        whole(&form.replace("{}", &value))?;
    }

    #[test]
    fn what_a_function_a_struct_or_a_sentence_holds(
        before in before(),
        form in prop::sample::select(&[
            "#14 app/Manager.php(204): OC\\User->checkPassword('rikke', '{}')",
            "verifyToken(\"{}\")",
            "Keypair::from_base58_string(\"{}\")",
            "ApiKey { prefix: \"gk\", plaintext: \"{}\", scopes: [Read] }",
            "Err(InvalidCredentials { attempt: 3, attempted: \"{}\" })",
            "smtp.password: Invalid type. Expected: string, given: integer (value: {})",
            "field `db.password` in `a.toml` is no reference: expected `env:NAME`, got `{}`",
            "Admin password generated: {} (it is not shown again)",
            "invalid type: string \"{}\", expected a map for key `loki.auth.password`",
            "var.admin_password is \"{}\"",
            "+ echo {}\n+ sudo -S -u deploy true",
            "LocalWallet: from_str failed for token {}",
        ][..]),
        sentinel in sentinel(),
    ) {
        gone(&format!("{before}{}", form.replace("{}", &sentinel)), &sentinel)?;
    }

    #[test]
    fn what_only_says_where_a_secret_is_stays(
        form in prop::sample::select(&[
            "- serviceAccountToken:\n    expirationSeconds: 3607\n    path: {}\n",
            "valueFrom:\n  secretKeyRef:\n    name: {}\n    key: password\n",
            "kind: Secret\nmetadata:\n  name: {}-creds\n  namespace: prod\ntype: Opaque\n",
            "usage: {} [--username USERNAME] [--password PASSWORD] host",
            "mutation Login($email:String!,$password:String!){login(email:$email){{}}}",
            "echo \"$REGISTRY_PASSWORD\" | docker login --password-stdin {}",
            "docker run -v /run/secrets:/run/secrets:ro {}",
            "kubectl create secret generic {} --from-file=password=./pw.txt",
            "gpg: Good signature from \"Release {}\" [unknown]",
            "INSERT INTO t (\"{}\", \"email\", \"encrypted_password\") VALUES ($1, $2, $3)",
            "{\"mfa\":\"totp\",\"city\":\"{}\"}",
            "to=queue {}, dsn=2.0.0, status=sent",
            "env:\n- name: LEVEL\n  value: {}\n- name: CITY\n  value: b\n",
        ][..]),
        word in word(),
    ) {
        whole(&form.replace("{}", word))?;
    }

    #[test]
    fn what_a_name_only_names_stays(
        line in prop::sample::select(&[
            "Access-Control-Allow-Headers: Authorization, X-Api-Key, Cookie",
            "access-control-request-headers: authorization,content-type",
            "SignedHeaders=content-type;host;x-amz-security-token",
            "Set-Cookie: sid=<hidden>; Path=/; HttpOnly",
            "Authorization: Bearer [credentials]",
            "credentials: omit, mode: cors",
            "Pulling image \"registry.acme.example/auth/session-key:1.4.2\"",
            "image: acme/token-broker:latest",
            "map[secrets:3 tokens:12]",
            "imagePullSecrets: [{name: regcred}]",
            "failed to fetch token: serviceaccounts \"api\" not found",
            "PWD=/root ; USER=root",
            "auth=password method=plain",
            "password: !secret wifi_password",
            "pin: 3 attempts left",
            "token: refreshing",
            "Auth(Unauthorized)",
            "Token string `json:\"token\"`",
        ][..]),
        before in prop::sample::select(&["", "INFO x: ", "[12] "][..]),
    ) {
        whole(&format!("{before}{line}"))?;
    }
}

fn filled(form: &str, name: &str, sentinel: &str) -> String {
    form.replace("NAME", name).replace("{}", sentinel)
}
