//! Names and their verdicts: the rule step by step, and its score on labelled sets.

use scorer_instrument_policy::{Allow, Class, Policy, Refusal, Refuse, Strength, Team, Verdict};

fn refusal(name: &str) -> Option<Refusal> {
    refusal_of(Policy::default().name(name))
}

fn refusal_of(verdict: Verdict) -> Option<Refusal> {
    match verdict {
        Verdict::Fit => None,
        Verdict::Refused(refusal) => Some(refusal),
    }
}

#[track_caller]
fn all_refused(names: &str) {
    for name in names.split_whitespace() {
        assert!(refusal(name).is_some(), "`{name}` is fit");
    }
}

#[track_caller]
fn all_fit(names: &str) {
    for name in names.split_whitespace() {
        assert_eq!(refusal(name), None, "`{name}` is refused");
    }
}

/// Precision and recall on a labelled file, and its listed. `ambiguous` is left out.
fn score(text: &str) -> (f64, f64, Vec<String>) {
    let (mut hits, mut alarms, mut missed) = (0.0, 0.0, 0.0);
    let mut listed = Vec::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        match (columns[1], refusal(columns[0])) {
            ("sensitive", Some(_)) => hits += 1.0,
            ("sensitive", None) => {
                missed += 1.0;
                listed.push(format!("fit, but sensitive: {}", columns[0]));
            }
            ("benign", Some(refusal)) => {
                alarms += 1.0;
                listed.push(format!(
                    "refused, but benign: {} ({})",
                    columns[0], refusal.reason
                ));
            }
            _ => {}
        }
    }
    (hits / (hits + alarms), hits / (hits + missed), listed)
}

#[track_caller]
fn reaches_the_aim(text: &str) {
    let (precision, recall, listed) = score(text);
    let listed = listed.join("\n");
    assert!(precision >= 0.99, "precision {precision:.4}\n{listed}");
    assert!(recall >= 0.98, "recall {recall:.4}\n{listed}");
}

#[test]
fn the_gathered_set_is_told_apart() {
    reaches_the_aim(include_str!("data/names.tsv"));
}

#[test]
fn our_own_set_is_told_apart() {
    reaches_the_aim(include_str!("data/names-own.tsv"));
}

/// Names of 58 public repositories, labelled by somebody who had not seen the table, which has been mended by them since: at
/// first sight they came out at precision .937 and recall .612. Their other half is no part of this repository.
#[test]
fn names_that_the_table_was_mended_by_stay_told_apart() {
    reaches_the_aim(include_str!("data/names-tuned.tsv"));
}

#[test]
fn the_head_noun_decides() {
    all_refused("user_email api_key sessionToken contact.phone AUTH_TOKEN");
    all_fit("token_count api_key_id email_sent_at email.id secret_name password_length key_path");
    all_fit("jwt_alg password_changed email_verified cookie_max_age session_token.max_ttl");
}

#[test]
fn a_leading_flag_or_count_is_fit() {
    all_fit("is_password has_api_key num_tokens max_pin missing_token user.is_email isEmail");
    all_fit("validate_api_key verify_signature ext_cred_portal_can_view");
    // On the last part alone: what stands before a dot is only its owner.
    all_refused("is_new.password");
    // `verify_token` is what a webhook is verified with.
    all_refused("verify_token");
}

#[test]
fn sensitive_phrases_win_over_the_metadata_they_end_in() {
    all_refused("security_code first_name card_number connection_string database_url client_ip");
    all_refused("passport_id voter_id session_id aws_access_key_id date_of_birth ship_to_name");
    all_refused("first_name_kana birth_date_iso");
    all_fit("table_name block_number query_string_len base_url server_ip user_id account_id");
}

#[test]
fn transparent_words_are_stripped() {
    all_refused("password_str api_key_value email_raw privkey_hex password_confirmation");
    all_refused("token_1 email_address_2 secret_v2 auth_header");
    all_fit("stamp_value count_str data_raw");
}

#[test]
fn keys_need_a_qualifier() {
    all_refused("api_key private_key signing_key stripe_key clientkey aws_prod_key api_v2_key");
    all_fit("key public_key partition_key cache_key api_cache_key sort_key monkey hotkey keyboard");
    all_fit("api_key_id api_key_count");
    // A piece of a secret is one, until the team allows it.
    all_refused("api_key_prefix token_suffix");
}

#[test]
fn what_the_keys_of_a_store_begin_with_is_no_key() {
    all_fit("redis_key_prefix cache_key_prefix etcd_key_prefix kafka.keyPrefix s3_key_prefix");
    all_refused(
        "redis_api_key_prefix aws_access_key_prefix session_key_prefix redis_password_prefix",
    );
}

#[test]
fn several_pins_of_a_thing_are_no_codes() {
    all_fit("variant_pins gpio_pins package.pins_total header_pins map_pins");
    all_refused("pin pins user.pins user_pins card_pins sim_pins variant_pin old_pins");
}

#[test]
fn a_participle_makes_a_phone_number_only_right_before_it() {
    all_fit("last_verified_l1_batch_number verified_block_number last_verified_version_number");
    all_refused("verified_number verifiedNumbers last_verified_number called_number");
}

#[test]
fn a_ledger_is_told_by_a_passphrase_and_a_wireless_network_is_not() {
    all_fit("network_passphrase chain_passphrase stellar.network_passphrase");
    all_refused("wifi_network_passphrase home_network_passphrase passphrase wallet_passphrase");
    let beside = |other: &str| Policy::default().among("network_passphrase", &[other.to_owned()]);
    assert_eq!(beside("horizon_url"), Verdict::Fit);
    assert_ne!(beside("ssid"), Verdict::Fit);
}

#[test]
fn a_magic_number_is_fit_and_its_text_could_be_anything() {
    all_fit("magic xlp_magic magic_number magic_bytes");
    all_refused("magic_link magic_code magic_link_token secret_magic");
    assert!(Policy::default().is_vague("magic"));
    // It is short for a first name as often as for the name of a file.
    assert!(Policy::default().is_vague("fname"));
    all_refused("lname");
}

#[test]
fn a_type_tells_which_key_or_token_is_meant() {
    let policy = Policy::default();
    for (name, ty) in [
        ("account_keys", "Pubkey"),
        ("signer_key", "VerifyingKey"),
        ("token", "CancellationToken"),
    ] {
        assert!(policy.is_told_by_type(name, ty), "{name}: {ty}");
    }
    for (name, ty) in [
        ("account_key", "Key"),
        ("account_key", "SecretKey"),
        ("private_key", "PublicKey"),
        ("password", "PublicKey"),
        ("account_key", "AccountId"),
    ] {
        assert!(!policy.is_told_by_type(name, ty), "{name}: {ty}");
    }
}

#[test]
fn tokens_are_refused_unless_they_count_or_continue() {
    all_refused("token access_token access_tokens api_tokens reset_token id_token");
    all_fit("tokens input_tokens next_token page_token continuation_token cancellation_token");
}

#[test]
fn hard_words_are_refused_under_any_head_but_metadata() {
    all_refused("password_thing my_secret_sauce jwt_blob mnemonic_phrase seed_phrase_words");
    all_fit("password_policy secret_version jwt_issuer mnemonic_length");
}

#[test]
fn measures_of_health_and_money_are_the_datum() {
    all_refused("glucose_level salary_amount hiv_test_result pregnancy_status");
    all_fit("health_score token_level salary_count diagnosis_id");
}

#[test]
fn third_tier_names_are_read_with_care() {
    all_refused("api_key_hash password_hash encrypted_secret presigned_url signature email_hash");
    all_fit("block_hash tx_hash signature_count did nonce address wallet_address contract_address");
}

#[test]
fn headers_and_bodies_are_refused_and_their_sizes_are_not() {
    all_refused("headers request_headers rsp.body request_body cookies");
    all_refused("http.request.header.authorization http.request.header.x_api_key");
    all_fit("headers_len header_count body_size csv_headers block_header body payload");
}

#[test]
fn complaints_about_other_matchers_are_not_repeated() {
    all_fit(
        "accept author auth_types authority essex compass racetrack incoming_bytes pinned spin",
    );
}

#[test]
fn other_languages_and_scripts_are_known() {
    all_refused("contraseña contrasena passwort senha пароль 密码 geburtsdatum codice_fiscale");
    all_fit("größe название 名前数 ");
}

#[test]
fn every_style_of_a_name_is_the_same_name() {
    for name in [
        "userApiKey",
        "user_api_key",
        "UserApiKey",
        "USER_API_KEY",
        "user-api-key",
        "user.api_key",
        "userAPIKey",
        "r#userApiKey",
    ] {
        assert_eq!(
            refusal(name).map(|refusal| refusal.reason),
            Some("an API key".into()),
            "{name}"
        );
    }
}

#[test]
fn a_refusal_says_what_why_and_what_else() {
    let refusal = refusal("userEmail").expect("an e-mail address is refused");
    assert_eq!(refusal.class, Class::Pii);
    assert_eq!(refusal.reason, "an e-mail address");
    assert_eq!(refusal.instead.as_deref(), Some("user_id"));
    assert_eq!(refusal.strength, Strength::Soft);
}

#[test]
fn what_is_proposed_is_fit() {
    let sets = [
        include_str!("data/names.tsv"),
        include_str!("data/names-own.tsv"),
    ];
    let mut proposals = 0;
    for name in sets
        .iter()
        .flat_map(|set| set.lines())
        .filter_map(|line| line.split('\t').next())
    {
        if let Some(instead) = refusal(name).and_then(|refusal| refusal.instead) {
            assert_eq!(
                refusal(&instead),
                None,
                "`{instead}` is proposed for `{name}`"
            );
            proposals += 1;
        }
    }
    assert!(proposals > 100);
}

#[test]
fn integers_are_only_fit_under_soft_names() {
    for (name, strength) in [
        ("token", Strength::Soft),
        ("session", Strength::Soft),
        ("email", Strength::Soft),
        ("pin", Strength::Hard),
        ("otp", Strength::Hard),
        ("ssn", Strength::Hard),
        ("latitude", Strength::Hard),
        ("verification_code", Strength::Hard),
        ("card_number", Strength::Hard),
        ("salary", Strength::Hard),
        ("phone", Strength::Hard),
    ] {
        assert_eq!(
            refusal(name).map(|refusal| refusal.strength),
            Some(strength),
            "{name}"
        );
    }
}

fn team(refuse: &[&str], allow: &[&str]) -> Policy {
    Policy::new(Team {
        allow: allow
            .iter()
            .map(|name| Allow {
                name: (*name).to_owned(),
                reason: "reviewed".to_owned(),
            })
            .collect(),
        refuse: refuse
            .iter()
            .map(|name| Refuse {
                name: (*name).to_owned(),
                instead: Some("nullifier_count".to_owned()),
                reason: None,
            })
            .collect(),
        ..Team::default()
    })
}

#[test]
fn a_team_refuses_a_name_in_every_style_and_as_a_head() {
    let policy = team(
        &["nullifier", "humanPointsBlob", "api_key_id", "is_sybil"],
        &[],
    );
    for name in [
        "nullifier",
        "Nullifier",
        "nullifiers",
        "user_nullifier",
        "proof.nullifier",
        "nullifier_hex",
        "human_points_blob",
        "HUMAN_POINTS_BLOB",
        "apiKeyId",
        "old_api_key_id",
        "is_sybil",
    ] {
        let refusal = refusal_of(policy.name(name));
        assert_eq!(
            refusal.as_ref().map(|refusal| refusal.class),
            Some(Class::Team),
            "{name}"
        );
        assert_eq!(
            refusal.and_then(|refusal| refusal.instead).as_deref(),
            Some("nullifier_count")
        );
    }
    for name in [
        "nullifier_count",
        "has_nullifier",
        "nullifier_id",
        "human_points",
        "api_key_count",
        "points_blob",
    ] {
        assert_eq!(policy.name(name), Verdict::Fit, "{name}");
    }
}

#[test]
fn a_team_allows_a_name_and_no_more_than_that() {
    let policy = team(&[], &["passport_id"]);
    for name in [
        "passport_id",
        "passportId",
        "PASSPORT_ID",
        "user.passport_id",
        "passport.id",
    ] {
        assert_eq!(policy.name(name), Verdict::Fit, "{name}");
    }
    for name in [
        "passport",
        "passport_number",
        "old_passport_id",
        "passport_id.email",
    ] {
        assert_ne!(policy.name(name), Verdict::Fit, "{name}");
    }
}

#[test]
fn vague_names_are_those_that_say_nothing() {
    let policy = Policy::default();
    for name in [
        "key",
        "hash",
        "code",
        "data",
        "value",
        "body",
        "payload",
        "input",
        "raw",
        "raw_data",
        "inputValue",
        "key_str",
        "json_body",
        "keys",
    ] {
        assert!(policy.is_vague(name), "{name}");
    }
    for name in [
        "stamp_data",
        "block_hash",
        "cache_key",
        "address",
        "name",
        "id",
        "status",
        "",
        "_",
    ] {
        assert!(!policy.is_vague(name), "{name}");
    }
}

#[test]
fn a_functions_name_qualifies_a_vague_argument() {
    let policy = Policy::default();
    for (function, argument, reason) in [
        ("validate_api_key", "key", "an API key"),
        ("ApiKeys::validate_api_key", "key", "an API key"),
        ("verify_otp", "code", "a one-time code"),
        ("verify_pbkdf2_hash", "hash", "the hash of a password"),
        ("set_password", "value", "a password"),
        ("hash_password", "input", "a password"),
        ("decode_jwt", "raw", "a signed token"),
        ("find_user_by_email", "value", "an e-mail address"),
        ("store_refresh_token", "data", "a token that grants access"),
    ] {
        let refusal = refusal_of(policy.qualified(function, argument));
        assert_eq!(
            refusal.map(|refusal| refusal.reason),
            Some(reason.into()),
            "{function}({argument})"
        );
    }
    for (function, argument) in [
        ("cache_get", "key"),
        ("sort_by_key", "key"),
        ("count_tokens", "input"),
        ("load_block_by_hash", "hash"),
        ("parse", "input"),
        ("score", "value"),
        ("", "key"),
        ("validate_api_key", "address"),
        ("validate_api_key", ""),
    ] {
        assert_eq!(
            policy.qualified(function, argument),
            Verdict::Fit,
            "{function}({argument})"
        );
    }
}

#[test]
fn a_word_that_is_refused_alone_is_refused_as_the_last_part() {
    for name in ["mail", "user.mail", "p.mail", "user.account.mail"] {
        assert!(refusal(name).is_some(), "{name}");
    }
    for name in ["mail_server", "user.mail_count", "mail.id"] {
        assert!(refusal(name).is_none(), "{name}");
    }
}

#[test]
fn functions_are_told_apart_by_what_they_return() {
    let policy = Policy::default();
    for name in [
        "len",
        "is_empty",
        "is_some",
        "is_none",
        "is_ok",
        "is_err",
        "is_some_and",
        "count",
        "contains",
        "contains_key",
        "starts_with",
        "ends_with",
        "eq",
        "ne",
        "has_key",
        "redact",
        "redact_email",
        "mask_email",
        "byte_len",
        "Vec::len",
    ] {
        assert!(policy.declassifies(name), "{name}");
    }
    for name in [
        "as_str",
        "clone",
        "to_string",
        "expose_secret",
        "get",
        "hash",
        "trim",
        "unwrap",
        "isolate",
        "hashed",
        "first",
        "",
    ] {
        assert!(!policy.declassifies(name), "{name}");
    }
    for name in [
        "to_string",
        "to_string_lossy",
        "format",
        "format!",
        "format_args",
        "serde_json::to_string",
        "serde_json::to_vec",
        "serde_json::to_value",
        "to_string_pretty",
        "from_utf8",
        "from_utf8_lossy",
        "String::from_utf8",
        "encode",
        "hex::encode",
        "encode_upper",
        "to_hex",
        "join",
        "concat",
        "into_string",
        "serialize",
        "to_json",
    ] {
        assert!(policy.makes_text(name), "{name}");
    }
    for name in [
        "len",
        "as_ref",
        "clone",
        "get",
        "to_owned",
        "unwrap_or_default",
        "min",
        "parse",
        "",
    ] {
        assert!(!policy.makes_text(name), "{name}");
    }
    for name in [
        "get_password",
        "expose_secret",
        "api_key",
        "read_token",
        "fetch_user_email",
        "into_private_key",
        "Keys::secret_key",
    ] {
        assert_ne!(policy.name(name), Verdict::Fit, "{name}");
    }
    for name in ["0", "12", "value", "inner", "raw", "as_ref"] {
        assert!(policy.is_transparent(name), "{name}");
    }
    for name in ["email", "len", "id"] {
        assert!(!policy.is_transparent(name), "{name}");
    }
}

#[test]
fn a_collections_length_gets_a_name() {
    let policy = Policy::default();
    for (collection, name) in [
        ("stamps", "stamp_count"),
        ("addresses", "address_count"),
        ("entries", "entry_count"),
        ("batch", "batch_count"),
        ("by_user", "user_count"),
        ("userStamps", "user_stamp_count"),
        ("api_keys", "api_key_count"),
        ("r#type", "type_count"),
        ("stamp_count", "stamp_count"),
        ("_", "item_count"),
        ("", "item_count"),
        ("0", "item_count"),
        ("größen", "grossen_count"),
        ("数", "item_count"),
    ] {
        assert_eq!(policy.count_name(collection), name, "{collection}");
        assert_eq!(policy.name(name), Verdict::Fit, "{name}");
    }
}

#[test]
fn open_and_closed_forms_of_compounds_agree() {
    let pairs = "enc_key:enckey sec_key:seckey conn_str:connstr card_num:cardnum card_no:cardno account_no:accountno \
                 acct_no:acctno phone_number:phonenumber phone_no:phoneno api_key:apikey priv_key:privkey pub_key:pubkey \
                 pass_wd:passwd sess_id:sessid auth_tok:authtok user_pw:userpw user_password:userpassword \
                 mac_addr:macaddr ip_addr:ipaddr llave_privada:llaveprivada chave_privada:chaveprivada";
    for pair in pairs.split_whitespace() {
        let (open, closed) = pair.split_once(':').expect("a pair");
        let class = |name| refusal(name).map(|refusal| refusal.class);
        assert_eq!(class(open), class(closed), "{pair}");
    }
}

#[test]
fn other_languages_and_wallets_are_refused() {
    all_refused("clave llave_privada chave_privada adgangskode ключ токен 密钥 秘密鍵 비밀번호");
    all_refused("sk wallet_sk priv key_mat slack_webhook authtok userpw");
}

#[test]
fn a_word_that_says_which_makes_a_vague_one_telling() {
    let policy = Policy::default();
    for name in
        "primary_key object_key map_key hash_key message_hash iso_code item_code branch_code"
            .split_whitespace()
    {
        assert_eq!(refusal(name), None, "{name}");
        assert!(!policy.is_vague(name), "{name}");
    }
    for name in "key raw_key new_hash seed entropy witness".split_whitespace() {
        assert!(policy.is_vague(name), "{name}");
    }
    all_fit("ens_name session.state state_id");
}

/// The same nouns in every language: name, birth, sex, street, phone, e-mail, national number, passport, income, account,
/// marital status, blood group and password.
#[test]
fn the_nouns_of_a_person_are_known_in_every_language() {
    // German, French, Spanish, Portuguese, Italian, Dutch
    all_refused(
        "nachname geburtsdatum geschlecht straße handynummer emailadresse steuernummer reisepass gehalt kontonummer",
    );
    all_refused(
        "familienstand blutgruppe passwort privater_schluessel vorname_kunde krankenkasse telefonPrivat",
    );
    all_refused(
        "nomDeFamille date_naissance sexe adresse_postale telephone courriel num_secu passeport salaire etat_civil",
    );
    all_refused(
        "numero_compte groupe_sanguin mot_de_passe nom_pere lieuNaissance situationMatrimoniale",
    );
    all_refused(
        "apellidos fecha_nacimiento sexo calle telefono correo dni pasaporte sueldo cuenta_bancaria estado_civil",
    );
    all_refused("tipo_sangre contraseña nombre_paciente direccion_cliente");
    all_refused(
        "sobrenome data_nascimento endereco celular cpf passaporte renda_mensal conta_bancaria tipo_sanguineo senha",
    );
    all_refused("nome_mae nome_da_mae nomeResponsavel cpf_cliente data_obito");
    all_refused(
        "cognome data_di_nascita indirizzo cellulare codice_fiscale passaporto reddito stato_civile parola_chiave",
    );
    all_refused(
        "achternaam geboortedatum woonplaats telefoonnummer bsn paspoort salaris bloedgroep wachtwoord klantNaam",
    );
    // Polish, Czech, Turkish, Swedish, Norwegian, Danish, Finnish, Hungarian, Romanian
    all_refused(
        "nazwisko imię dataUrodzenia płeć ulica numer_telefonu pesel paszport wynagrodzenie stan_cywilny hasło",
    );
    all_refused(
        "příjmení datum_narození pohlaví ulice telefon rodné_číslo cestovni_pas_telefon rodinny_stav krevní_skupina",
    );
    all_refused(
        "soyadi doğum_tarihi cinsiyet adres cepTelefonu eposta kimlik_no pasaport maas medeni_hal KanGrubu şifre",
    );
    all_refused("efternamn födelsedatum personnummer telefonnummer lösenord blodgrupp civilstånd");
    all_refused("etternavn fødselsdato passord adgangskode fornavn kjønn sivilstand");
    all_refused("sukunimi syntymaaika puhelinnumero henkilotunnus salasana sukupuoli siviilisaaty");
    all_refused("vezeteknev szuletesi_datum telefonszam lakcim jelszó adoszam vercsoport");
    all_refused(
        "prenume data_nasterii adresa telefon cnp pasaport salariu stare_civila grupa_sange parola",
    );
    // Indonesian, Vietnamese, Japanese, Chinese, Korean, Russian
    all_refused(
        "nama_lengkap tanggal_lahir jenis_kelamin alamat no_hp nomor_ktp gaji golongan_darah kata_sandi nama_ibu",
    );
    all_refused(
        "ho_ten ngay_sinh gioi_tinh dia_chi so_dien_thoai cccd luong mat_khau họ_tên ngàySinh địa_chỉ điện_thoại",
    );
    all_refused(
        "kanjiShimei seinengappi seibetsu jusho denwa_bango kojinNo ryoken_bango kyuyo 氏名 生年月日 住所 電話番号",
    );
    all_refused(
        "xingming chushengriqi xingbie dizhi shouji shenfenzhenghao huzhao 姓名 身份证号 手机号码 用户密码 银行卡号",
    );
    all_refused(
        "seongmyeong jumin_beonho jeonhwa bimilbeonho 비밀번호 주민등록번호 전화번호 생년월일",
    );
    all_refused(
        "familiya otchestvo фамилия дата_рождения телефон паспорт зарплата пароль_пользователя",
    );
    // A count, a flag or an id of them is none of them, and other things have names, too.
    all_fit(
        "telefon_count has_passwort konto_id max_sifre nome_arquivo nom_fichier nombre_tabla waehrung codpais",
    );
}

#[test]
fn settings_and_relations_are_not_the_thing() {
    all_fit(
        "ask_password manage_passwords email_as_username salary_slip_based_on_timesheet login_via_token",
    );
    all_fit(
        "client_requires_auth users_without_email credential_choices api_key_sid secret_location ip_header",
    );
    all_fit("password_reuse_detection token_caching treatments_collection");
    all_refused(
        "sid email_as_str password_hint_question surgical_intervention auth_header name_as_entered_email",
    );
}

#[test]
fn short_and_misspelt_forms_of_secrets_are_known() {
    all_refused("scrt client_secr pasword user_pasword sk_live gh_pat slack_hook kms_plaintext");
    all_refused("wallet_words recovery_words unlock_phrase rsa_pem github_app_pem url.full");
    all_fit("word_count phrase hook pre_commit_hook sk_count public_pem pem_count pat_count");
    all_fit("is_passcode passcode_length reveal_count decrypted_count");
}

#[test]
fn what_gives_out_a_secret_returns_one() {
    let policy = Policy::default();
    for function in [
        "decrypt",
        "reveal",
        "expose",
        "unseal_value",
        "decrypt_text",
    ] {
        assert!(
            matches!(policy.returned(function), Verdict::Refused(_)),
            "{function}"
        );
    }
    for function in ["expose_port", "reveal_count", "decrypt_time", "encrypt"] {
        assert_eq!(policy.returned(function), Verdict::Fit, "{function}");
    }
}

#[test]
fn a_passcode_is_a_number_that_lets_somebody_in() {
    for name in ["passcode", "pass_code", "pin_code", "door_code"] {
        let Verdict::Refused(refusal) = Policy::default().name(name) else {
            panic!("{name} is fit");
        };
        assert_eq!(refusal.strength, Strength::Hard, "{name}");
    }
}
