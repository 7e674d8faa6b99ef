//! Statements that hold a canary in every kind of literal and comment that a database has, each valid on it.

use std::fmt::Write as _;

/// What stands in texts and comments.
pub const CANARY: &str = "zqcanary";

/// What stands in numbers.
const NUMBER: &str = "7391827364";

/// Which grammar a statement is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// `PostgreSQL`'s.
    Postgres,
    /// `MariaDB`'s and `MySQL`'s.
    MariaDb,
    /// `SQLite`'s.
    Sqlite,
}

/// Whether something of a canary is left in what was written.
pub fn leaked(written: &str) -> Option<String> {
    let lower = written.to_lowercase();
    let at = [CANARY, NUMBER, &hex()]
        .iter()
        .find_map(|it| lower.find(*it))?;
    let start = lower.floor_char_boundary(at.saturating_sub(300));
    let end = lower.ceil_char_boundary((at + 100).min(lower.len()));
    Some(lower[start..end].to_owned())
}

fn hex() -> String {
    CANARY.bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Numbers that look like chance, and are the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's: https://en.wikipedia.org/wiki/Linear_congruential_generator.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn one_of(&mut self, texts: &[&str]) -> String {
        texts[self.below(texts.len())]
            .replace("CANARY", CANARY)
            .replace("NUMBER", NUMBER)
            .replace("HEX", &hex())
    }
}

/// So many statements of a table `notes (id, body)`, the same in each run.
pub fn statements(grammar: Grammar, count: usize) -> Vec<String> {
    let mut chance = Chance(7);
    (0..count)
        .map(|_| statement(grammar, &mut chance))
        .collect()
}

fn statement(grammar: Grammar, chance: &mut Chance) -> String {
    let mut literal = || {
        let before = gap(grammar, chance);
        let it = chance.one_of(grammar.literals());
        format!("{before}{it}{}", gap(grammar, chance))
    };
    let [one, two, three] = [literal(), literal(), literal()];
    let name = chance.one_of(grammar.names());
    let other = chance.one_of(grammar.names());
    // To compare a text with a number is an error otherwise.
    let ignore = if grammar == Grammar::MariaDb {
        "IGNORE "
    } else {
        ""
    };
    match chance.below(7) {
        0 => format!("SELECT {one} AS {name}, {two} AS {other}, {three}"),
        1 => format!(
            "SELECT {one}, 1 AS {name}, {two} FROM notes AS {other} WHERE 'CANARY' <> {three}"
        )
        .replace("CANARY", CANARY),
        2 => {
            format!("SELECT id AS {name} FROM notes WHERE body IN ({one},{two}) OR body = {three}")
        }
        3 => format!(
            "INSERT {ignore}INTO notes (id, body) VALUES (1, {one}), (2,{two}), (3, {three})"
        ),
        4 => format!("UPDATE {ignore}notes SET body = {one} WHERE body ={two} AND body <>{three}"),
        5 => {
            format!("DELETE {ignore}FROM notes WHERE body = {one} OR body = {two} OR body ={three}")
        }
        _ => format!(
            "SELECT id AS {name} FROM notes WHERE body LIKE {one} AND body <> {two} ORDER BY id LIMIT 3"
        ),
    }
}

/// Space or a comment between two words.
fn gap(grammar: Grammar, chance: &mut Chance) -> String {
    if chance.below(3) == 0 {
        chance.one_of(grammar.comments())
    } else {
        " ".to_owned()
    }
}

impl Grammar {
    /// Texts with a canary; in each the quotes, tags and ends of comments that another grammar would read otherwise.
    fn literals(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &[
                "'CANARY'",
                "'it''s CANARY'",
                r"'c:\'",
                r"'\''CANARY'",
                r"E'it\'s CANARY'",
                r"e'\\''CANARY'",
                "E'a'\n 'it\\'s CANARY'",
                "'a'\n'CANARY'",
                "N'CANARY'",
                "U&'CANARY'",
                r"U&'CANARY!0041' UESCAPE '!'",
                "X'HEX'::text",
                "B'0101'::text",
                "$$CANARY$$",
                "$$it's CANARY$$",
                "$tag$ CANARY ' $$ $ta$ CANARY $tag$",
                "$é$CANARY$é$",
                "'a /* b' || 'CANARY */'",
                "'a -- b' || 'CANARY'",
                "'# CANARY'",
                "'`' || 'CANARY `'",
                "'\"' || 'CANARY \"'",
                "'[' || 'CANARY ]'",
                "NUMBER::text",
                "(-NUMBER.5e-3)::text",
                "(ARRAY['it''s [CANARY', ']'])[1]",
                "('{\"CANARY\": 1}'::jsonb #>> '{CANARY}')",
                "(CASE WHEN '{\"a\":1}'::jsonb ? 'CANARY' THEN 'CANARY' END)",
                "CAST('CANARY' AS text)",
                "left(E'CANARY\\'', 3)",
                "(SELECT 'CANARY' AS a$b$)",
            ],
            Self::MariaDb => &[
                "'CANARY'",
                "\"CANARY\"",
                "'it''s CANARY'",
                r"'it\'s CANARY'",
                r#""a \" CANARY""#,
                "\"a \"\" CANARY\"",
                r"'c:\\'",
                r"'\\''CANARY'",
                "N'CANARY'",
                "_utf8mb4'it\\'s CANARY'",
                "_utf8mb4 \"CANARY\"",
                "X'HEX'",
                "0xHEX",
                "b'0101'",
                "'a' 'CANARY' \"CANARY\"",
                "'a /* b' 'CANARY */'",
                "'a -- b' 'CANARY'",
                "'# CANARY'",
                "'`' \"CANARY `\"",
                "'$$' 'CANARY $$'",
                "NUMBER",
                "-NUMBER.5e-3",
                "1--'1\nCANARY'",
                "/*! 'CANARY' */",
                "/*!50000 'a */ CANARY' */",
                "/*M!100000 'it''s */ CANARY' */",
                "CONCAT('CANARY', \"it's CANARY\")",
                "CAST('CANARY' AS CHAR)",
                "TRIM(LEADING 'x' FROM \"CANARY\")",
                "(SELECT 'CANARY' AS a$b$)",
                "CONCAT('[', 'CANARY ]')",
                "DATE'2026-01-01'",
            ],
            Self::Sqlite => &[
                "'CANARY'",
                "\"CANARY\"",
                "'it''s CANARY'",
                "\"it's \"\" CANARY\"",
                r"'c:\'",
                "X'HEX'",
                "NUMBER",
                "-NUMBER.5e-3",
                "'a /* b' || 'CANARY */'",
                "'a -- b' || 'CANARY'",
                "'# CANARY'",
                "'`' || 'CANARY `'",
                "'$$' || 'CANARY $$'",
                "'[' || 'CANARY ]'",
                "(1 IS NOT DISTINCT FROM \"CANARY\")",
                "CAST(\"CANARY\" AS \"TEXT\")",
                "upper(\"CANARY\")",
                "(SELECT 'CANARY' AS a$b$)",
                "(SELECT \"CANARY\" FROM \"notes\" WHERE \"notes\".\"id\" = 1)",
            ],
        }
    }

    fn comments(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &[
                "/* CANARY */",
                "/* a /* CANARY */ ' CANARY */",
                " -- CANARY\n",
                " -- it's CANARY\n",
                " -- it's\r",
                "/* it's \" $$ */",
            ],
            Self::MariaDb => &[
                "/* CANARY */",
                "/* a /* CANARY ' */",
                " -- CANARY\n",
                " -- it's \r CANARY\n",
                " # CANARY\n",
                "# it's \" CANARY\n",
                "/* it's \" ` */",
            ],
            Self::Sqlite => &[
                "/* CANARY */",
                "/* a /* CANARY ' */",
                " -- CANARY\n",
                "--it's \r CANARY\n",
                "/* it's \" [ */",
            ],
        }
    }

    /// Names that hold what begins a literal elsewhere.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &[
                "n",
                "\"it's\"",
                "a$b$",
                "\"a \"\" b'\"",
                "U&\"it's\"",
                "\"`\"",
                "é",
            ],
            Self::MariaDb => &["n", "`it's`", "`a \"`", "a$b$", "`a `` b'`", "`#`", "é"],
            Self::Sqlite => &["n", "[it's]", "`it's`", "\"it's\"", "a$b$", "[\"]", "é"],
        }
    }

    /// Statements that set a secret, in every form that each database takes. `name` is its database's, and nobody's yet who
    /// may connect.
    pub fn settings(self, name: &str) -> Vec<String> {
        let all: &[&str] = match self {
            Self::Postgres => &[
                "CREATE ROLE NAME PASSWORD 'CANARY'",
                "SET my.secret TO CANARY",
                "SET my.secret = CANARY",
                "SET SESSION my.secret TO 'CANARY'",
                "set local my.secret to CANARY",
                "SET LOCAL search_path TO CANARY, \"CANARY\", 'CANARY'",
                "/* a */ SET /* b */ my.secret /* c */ TO CANARY",
                "ALTER ROLE NAME SET my.secret TO CANARY",
                "ALTER ROLE NAME IN DATABASE NAME SET my.secret = CANARY",
                "ALTER DATABASE NAME SET my.secret TO CANARY",
                "SELECT set_config('my.secret', 'CANARY', false)",
                "ALTER ROLE NAME WITH ENCRYPTED PASSWORD E'\\'CANARY'",
                "COMMENT ON ROLE NAME IS 'CANARY'",
                "NOTIFY c, 'CANARY'",
                "DO $$ BEGIN PERFORM 'CANARY'; END $$",
                "DO LANGUAGE plpgsql $do$ BEGIN PERFORM $a$CANARY$a$; END $do$",
                "CREATE FUNCTION f1() RETURNS text LANGUAGE sql SET my.secret TO CANARY AS $f$ SELECT 'CANARY' $f$",
                "BEGIN; SET LOCAL my.secret TO CANARY; COMMIT",
                "PREPARE p1 AS SELECT 'CANARY'",
                "EXPLAIN SELECT 'CANARY'",
                "DROP OWNED BY NAME; DROP ROLE NAME",
            ],
            Self::MariaDb => &[
                "CREATE USER NAME IDENTIFIED BY 'CANARY'",
                "ALTER USER NAME IDENTIFIED BY \"CANARY\"",
                "ALTER USER NAME IDENTIFIED VIA mysql_native_password USING PASSWORD('CANARY')",
                "SET PASSWORD FOR NAME = PASSWORD('CANARY')",
                "set password for NAME = password(\"CANARY\")",
                "GRANT SELECT ON *.* TO NAME IDENTIFIED BY 'it\\'s CANARY'",
                "SET @secret = 'CANARY'",
                "SET @secret := \"CANARY\"",
                "SELECT @secret := 'CANARY'",
                "SET @'CANARY' = 1",
                "EXECUTE IMMEDIATE \"SELECT 'CANARY'\"",
                "PREPARE p1 FROM 'SELECT \"CANARY\"'",
                "/*! SET @secret = 'it\\'s */ CANARY' */",
                "CREATE DATABASE NAME_1 COMMENT = 'CANARY'",
                "DROP USER NAME",
            ],
            Self::Sqlite => &[
                "PRAGMA key = 'CANARY'",
                "PRAGMA key = CANARY",
                "PRAGMA key=\"CANARY\"",
                "pragma key(CANARY)",
                "PRAGMA main.key = CANARY",
                "PRAGMA /* a */ rekey /* b */ = CANARY",
                "PRAGMA hexkey = 'HEX'",
                "EXPLAIN PRAGMA key = CANARY",
                "EXPLAIN QUERY PLAN SELECT 'CANARY'",
                "ATTACH ':memory:' AS one KEY 'CANARY'",
                "ATTACH DATABASE ':memory:' AS \"two\" KEY \"CANARY\"",
                "ATTACH ':memory:' AS three KEY CANARY",
                "ATTACH ':memory:' AS 'four' KEY x'HEX'",
            ],
        };
        all.iter()
            .map(|it| {
                it.replace("CANARY", CANARY)
                    .replace("NAME", name)
                    .replace("HEX", &hex())
            })
            .collect()
    }
}
