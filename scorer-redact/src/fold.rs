//! The form of a name that a reader sees: without invisible characters, and with look-alikes replaced by the letters
//! that they imitate.

/// Whether a character has no width of its own, because it joins, marks or hides.
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{180e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Characters that look like a Latin letter, after that letter. They come from Unicode's table of confusables,
/// <https://www.unicode.org/Public/security/latest/confusables.txt>, and include the accented Latin letters.
const ALIKE: [(char, &str); 42] = [
    ('a', "аɑαàáâãäåāăąǎạả"),
    ('b', "Ьƅ"),
    ('c', "сϲçćĉċč"),
    ('d', "ԁďđḍ"),
    ('e', "еєεèéêëēĕėęěẹ"),
    ('f', "ғ"),
    ('g', "ɡĝğġģ"),
    ('h', "һհĥħ"),
    ('i', "іıιìíîïĩīĭįị"),
    ('j', "јĵ"),
    ('k', "кκķ"),
    ('l', "ӏĺļľłⅼ"),
    ('m', "мⅿ"),
    ('n', "пոñńņňη"),
    ('o', "оοօòóôõöøōŏőọσ"),
    ('p', "рρ"),
    ('q', "ԛ"),
    ('r', "гŕŗř"),
    ('s', "ѕśŝşšșß"),
    ('t', "тτţťŧț"),
    ('u', "υսùúûüũūŭůűųụ"),
    ('v', "ѵν"),
    ('w', "ԝѡŵω"),
    ('x', "хχ"),
    ('y', "уүýÿŷγ"),
    ('z', "źżž"),
    ('A', "АΑÀÁÂÃÄÅĀĂĄ"),
    ('B', "ВΒ"),
    ('C', "СϹÇĆČ"),
    ('E', "ЕΕÈÉÊËĒĘĚ"),
    ('H', "НΗ"),
    ('I', "ІΙÌÍÎÏİ"),
    ('J', "Ј"),
    ('K', "КΚ"),
    ('M', "МΜ"),
    ('N', "ΝÑŃŇ"),
    ('O', "ОΟÒÓÔÕÖØŌŐ"),
    ('P', "РΡ"),
    ('S', "ЅŚŞŠȘ"),
    ('T', "ТΤŢŤȚ"),
    ('X', "ХΧ"),
    ('Y', "УΥÝ"),
];

/// Returns the name in Latin letters, as it looks.
pub(crate) fn as_seen(name: &str) -> String {
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
            .map(|(latin, _)| *latin),
    };
    ascii.unwrap_or(letter)
}

/// Returns the name with pairs of characters composed into one: kana whose voice marks are separate.
pub(crate) fn composed(name: &str) -> String {
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
        if let Some(joined) = out
            .pop()
            .and_then(|it| char::from_u32(u32::from(it) + step))
        {
            out.push(joined);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{as_seen, composed};

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
        assert_eq!(composed("ハ\u{309a}スワート\u{3099}"), "パスワード");
    }
}
