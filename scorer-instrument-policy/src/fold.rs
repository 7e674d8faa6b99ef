//! The form of a name that a reader sees: without accents, so that `contraseña` and `contrasena` are the same word,
//! without invisible characters, and with look-alikes replaced by the letters that they imitate.

/// Adds a lower-case letter without its accents. An accent that is a character of its own is dropped.
pub(crate) fn push_folded(letter: char, into: &mut String) {
    into.push_str(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ'..='ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // Letters of other scripts whose mark may be a character of its own.
        'й' => "и",
        'ё' => "е",
        'ї' => "і",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' => "ι",
        'ό' => "ο",
        'ύ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        mark if is_unseen(mark) => "",
        other => return into.push(other),
    });
}

/// Whether a character has no width of its own, because it joins, marks or hides.
pub fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{180e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Characters that look like a Latin letter, after that letter. They come from Unicode's table of confusables,
/// <https://www.unicode.org/Public/security/latest/confusables.txt>. [`push_folded`] knows the accented Latin letters.
const ALIKE: [(char, &str); 41] = [
    ('a', "аɑα"),
    ('b', "Ьƅ"),
    ('c', "сϲ"),
    ('d', "ԁ"),
    ('e', "еєε"),
    ('f', "ғ"),
    ('g', "ɡ"),
    ('h', "һհ"),
    ('i', "іι"),
    ('j', "ј"),
    ('k', "кκ"),
    ('l', "ӏⅼ"),
    ('m', "мⅿ"),
    ('n', "пոη"),
    ('o', "оοօσ"),
    ('p', "рρ"),
    ('q', "ԛ"),
    ('r', "г"),
    ('s', "ѕ"),
    ('t', "тτ"),
    ('u', "υս"),
    ('v', "ѵν"),
    ('w', "ԝѡω"),
    ('x', "хχ"),
    ('y', "уүγ"),
    ('A', "АΑ"),
    ('B', "ВΒ"),
    ('C', "СϹ"),
    ('E', "ЕΕ"),
    ('H', "НΗ"),
    ('I', "ІΙ"),
    ('J', "Ј"),
    ('K', "КΚ"),
    ('M', "МΜ"),
    ('N', "Ν"),
    ('O', "ОΟ"),
    ('P', "РΡ"),
    ('S', "Ѕ"),
    ('T', "ТΤ"),
    ('X', "ХΧ"),
    ('Y', "УΥ"),
];

/// Returns the name in Latin letters, as it looks.
pub fn as_seen(name: &str) -> String {
    name.chars()
        .filter(|letter| !is_unseen(*letter))
        .map(latin)
        .collect()
}

fn latin(letter: char) -> char {
    let code = u32::from(letter);
    let ascii = match code {
        0..0x80 => return letter,
        // Full-width characters.
        0xff01..=0xff5e => char::from_u32(code - 0xfee0),
        // Mathematical letters: thirteen alphabets, one after the other.
        0x1d400..=0x1d6a3 => {
            let place = (code - 0x1d400) % 52;
            char::from_u32(if place < 26 {
                0x41 + place
            } else {
                0x47 + place
            })
        }
        0x1d7ce..=0x1d7ff => char::from_u32(0x30 + (code - 0x1d7ce) % 10),
        // Circled letters.
        0x24b6..=0x24cf => char::from_u32(code - 0x24b6 + 0x41),
        0x24d0..=0x24e9 => char::from_u32(code - 0x24d0 + 0x61),
        _ => ALIKE
            .iter()
            .find(|(_, alike)| alike.contains(letter))
            .map(|(latin, _)| *latin)
            .or_else(|| without_accent(letter)),
    };
    ascii.unwrap_or(letter)
}

/// Returns a Latin letter without its accent, if that is a single letter.
fn without_accent(letter: char) -> Option<char> {
    let mut plain = String::new();
    letter
        .to_lowercase()
        .for_each(|lower| push_folded(lower, &mut plain));
    let mut letters = plain.chars();
    let only = letters.next().filter(char::is_ascii_alphabetic)?;
    let is_single = letters.next().is_none();
    is_single.then_some(if letter.is_uppercase() {
        only.to_ascii_uppercase()
    } else {
        only
    })
}

/// Returns the name with look-alikes replaced, where they hide a word: among Latin letters, or where `is_word` knows the
/// word that they imitate. Words of other scripts stay as they are.
pub(crate) fn unmasked(name: &str, is_word: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(name.len());
    let mut run = String::new();
    for letter in name.chars().chain(std::iter::once('_')) {
        if letter.is_alphanumeric() || is_unseen(letter) {
            run.push(letter);
            continue;
        }
        let whole = composed(&run);
        let seen = as_seen(&whole);
        let has_latin = whole.chars().any(|it| it.is_ascii_alphabetic());
        let is_hidden = seen.is_ascii() && (has_latin || is_word(&seen.to_ascii_lowercase()));
        out.push_str(if is_hidden { &seen } else { &whole });
        out.push(letter);
        run.clear();
    }
    out.pop();
    out
}

/// Hiragana and katakana, of which a voice mark makes another letter.
const KANA: std::ops::RangeInclusive<char> = '\u{3041}'..='\u{30fe}';

/// Returns the name with pairs of characters composed into one: kana whose voice marks are separate.
pub fn composed(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars() {
        let step = match letter {
            '\u{3099}' => 1,
            '\u{309a}' => 2,
            letter if is_unseen(letter) => continue,
            letter => {
                out.push(letter);
                continue;
            }
        };
        // Behind any other letter the mark hides nothing and changes nothing.
        let kana = out.chars().next_back().filter(|it| KANA.contains(it));
        if let Some(joined) = kana.and_then(|it| char::from_u32(u32::from(it) + step)) {
            out.pop();
            out.push(joined);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{as_seen, composed, push_folded, unmasked};

    #[test]
    fn accents_are_left_out_and_other_scripts_stay() {
        for (written, folded) in [
            ("contraseña", "contrasena"),
            ("contrasen\u{303}a", "contrasena"),
            ("hasło", "haslo"),
            ("şifre", "sifre"),
            ("straße", "strasse"),
            ("lösenord", "losenord"),
            ("điện", "dien"),
            ("kjønn", "kjonn"),
            ("пароль", "пароль"),
            ("密码", "密码"),
        ] {
            let mut into = String::new();
            written
                .chars()
                .for_each(|letter| push_folded(letter, &mut into));
            assert_eq!(into, folded, "{written}");
        }
    }

    #[test]
    fn a_name_is_what_it_looks_like() {
        for name in [
            "password",
            "p\u{200b}ass\u{ad}word\u{feff}",
            "pa\u{301}sswo\u{308}rd",
            "раѕѕwоrd",
            "ｐａｓｓｗｏｒｄ",
            "𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝",
            "𝓹𝓪𝓼𝓼𝔀𝓸𝓻𝓭",
            "ⓟⓐⓢⓢⓦⓞⓡⓓ",
        ] {
            assert_eq!(as_seen(name), "password", "{name}");
        }
        assert_eq!(composed("p\u{3099}assword\u{309a}"), "password");
        assert_eq!(composed("ハ\u{309a}スワート\u{3099}"), "パスワード");
    }

    #[test]
    fn no_character_that_is_unseen_hides_a_refused_name() {
        let policy = crate::Policy::default();
        let name = "password";
        for mark in (char::MIN..=char::MAX).filter(|it| super::is_unseen(*it)) {
            for at in 0..=name.len() {
                let hidden = format!("{}{mark}{}", &name[..at], &name[at..]);
                let verdict = policy.name(&hidden);
                assert_ne!(verdict, crate::Verdict::Fit, "{mark:?} at {at}");
            }
        }
    }

    #[test]
    fn look_alikes_are_replaced_where_they_hide_a_word() {
        let is_word = |word: &str| word == "secret";
        for (written, seen) in [
            ("p\u{430}ssword", "password"),
            ("user_p\u{430}ssw\u{43e}rd_hash", "user_password_hash"),
            ("p\u{200b}assword", "password"),
            ("p\u{3099}assword", "password"),
            ("ｐａｓｓｗｏｒｄ", "ｐａｓｓｗｏｒｄ"),
            ("ｓｅｃｒｅｔ", "secret"),
            ("пароль", "пароль"),
            ("oauthТокен", "oauthТокен"),
            ("秘密鍵", "秘密鍵"),
        ] {
            assert_eq!(unmasked(written, is_word), seen, "{written}");
        }
    }
}
