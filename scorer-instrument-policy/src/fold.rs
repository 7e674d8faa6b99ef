//! Removes the accents of Latin letters, so that `contraseña` and `contrasena` are the same word.

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
        mark if is_mark(mark) => "",
        other => return into.push(other),
    });
}

/// Whether this is an accent that is a character of its own.
pub(crate) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::push_folded;

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
}
