//! Words of other languages that occur in identifiers: the same personal, financial, health and credential nouns in
//! each language.
//!
//! Each line is one language. Words are written without accents, because segmentation removes them: `contrasena` is
//! `contraseña`. It removes the marks of Cyrillic and Greek letters as well. German `ä`, `ö` and `ü` are also written as two letters. A `Root` begins or ends a word, because words
//! are inflected and compounded: `geburt` is in `geburtsdatum`, `telefon` in `telefonu` and `kundentelefon`.

use super::Role::{
    Anywhere, CountsFirst, DescribesEnd, DescribesFirst, HeadFirst, Of, Particle, Root, Tail, Topic,
};
use super::meanings::{
    ACCOUNT, ADDRESS, BANK_CODE, BIRTH, CARD, CARD_CODE, CREDENTIAL, CRYPTO_KEY, DEATH, DOCUMENT,
    EMAIL, HEALTH, INCOME, INSURANCE, NAME, NATIONAL_ID, ONE_TIME, PASSWORD, PHONE, POSTCODE,
    PRIVATE_KEY, SECRET, TAX, TOKEN, TRAIT,
};
use super::{Row, row};

/// Words for a person, in languages that put them after the noun.
const WHOSE: &str = concat!(
    "mere, pere, conjoint, epoux, epouse, enfant, eleve, titulaire, tuteur, utilisateur, personne, famille, ",
    "beneficiaire, employe, salarie, proprietaire, locataire, assure, parent, patient, client, contact, ",
    "madre, padre, conyuge, hijo, hija, alumno, titular, tutor, usuario, persona, familia, beneficiario, ",
    "empleado, propietario, asegurado, paciente, cliente, contacto, apoderado, representante, ",
    "mae, pai, conjuge, filho, filha, aluno, responsavel, pessoa, funcionario, contato, social, completo, ",
    "coniuge, figlio, figlia, alunno, utente, famiglia, dipendente, paziente, intestatario, ",
    "mama, tata, elev, utilizator, familie, pacient, angajat, complet, ",
    "ibu, ayah, siswa, pengguna, pasien, pelanggan, karyawan, anggota, kontak, lengkap, depan, belakang, ",
    "matky, otce, pacienta, zaka, uzivatele, klienta",
);

/// The words of other languages.
pub(super) const ROWS: &[Row] = &[
    row(
        Root(&PASSWORD),
        concat!(
            "passwort, kennwort, ",    // German
            "motdepass, motspass, ",   // French
            "contrasen, ",             // Spanish
            "palavrapasse, ",          // Portuguese
            "wachtwoord, ",            // Dutch
            "adgangskode, losenord, ", // Scandinavian
            "salasan, ",               // Finnish
            "jelszo, jelszav, ",       // Hungarian
            "lozink, ",                // Serbo-Croatian
            "katasandi, ",             // Indonesian
            "bimilbeonho, ",           // Korean
            "парол, ",                 // Russian
            "密码, 密碼, 口令, パスワード, 暗証番号, 비밀번호",
        ),
    ),
    row(
        Anywhere(&PASSWORD),
        concat!(
            "zugangsdaten, geheimzahl, ",                          // German
            "mot de passe, ",                                      // French
            "palabra clave, palavra passe, frase de contrasena, ", // Spanish, Portuguese
            "senha, ",                                             // Portuguese
            "parola, parolachiave, parola chiave, ",               // Italian, Romanian, Turkish
            "haslo, hasla, haslem, hasel, ",                       // Polish
            "hesla, ",                                             // Czech
            "sifre, sifresi, ",                                    // Turkish
            "passord, kodeord, ",                                  // Norwegian, Danish
            "tunnussana, lykilord, parool, parol, parole, ", // Finnish, Icelandic, Estonian, Russian
            "kata sandi, sandi lewat, ",                     // Indonesian
            "mat khau, ",                                    // Vietnamese
            "ansho, ansho bango, mima, bimil beonho",        // Japanese, Chinese, Korean
        ),
    ),
    row(
        Anywhere(&SECRET),
        concat!(
            "geheimnis, secreto, segreto, segredo, ", // German, Spanish, Italian, Portuguese
            "tajemstvi, hemmelighet, hemmelighed, hemlighet, salaisuus, rahasia, gizli anahtar, ",
            "секрет, секретныи, секретныи ключ, 密鍵, 秘密",
        ),
    ),
    row(
        Anywhere(&CREDENTIAL),
        "anmeldedaten, identifiant connexion, credenciales, credenciais, credenziali, inloggegevens, 凭据, 凭证",
    ),
    row(
        Root(&PRIVATE_KEY),
        concat!(
            "privatschluessel, privatschlussel, cleprivee, llaveprivada, claveprivada, chaveprivada, chiaveprivata, ",
            "privesleutel, privatnyckel, ",
            "秘密鍵, 私钥, 私鑰, 개인키",
        ),
    ),
    row(
        Anywhere(&PRIVATE_KEY),
        concat!(
            "privater schluessel, privater schlussel, cle privee, llave privada, clave privada, chave privada, ",
            "chiave privata, prive sleutel, klucz prywatny, soukromy klic, ozel anahtar, privat nyckel, privat nokkel, ",
            "privat nogle, yksityinen avain, privat kulcs, cheie privata, kunci privat, khoa rieng, ",
            "закрытыи ключ, приватныи ключ",
        ),
    ),
    row(
        Root(&CRYPTO_KEY),
        "schluessel, schlussel, verschluesselungskey",
    ),
    row(
        Tail(&CRYPTO_KEY),
        concat!(
            "ключ, 密钥, 密鑰, 키값, llave, chave, chiave, llave secreta, chave secreta, chiave segreta, cle secrete, ",
            "cle chiffrement, cle de chiffrement, clave cifrado, clave de cifrado, geheime sleutel, tajny klucz, ",
            "tajny klic, hemlig nyckel, hemmelig nokkel, salainen avain, titkos kulcs, cheie secreta, kunci rahasia",
        ),
    ),
    row(
        Tail(&TOKEN),
        "jeton, jeton acces, ficha acceso, токен, 令牌, トークン, 토큰",
    ),
    row(
        Tail(&PASSWORD),
        "clave, clave acceso, clave de acceso, codigo acceso, codice accesso, code secret",
    ),
    row(
        Root(&ONE_TIME),
        "einmalcode, einmalpasswort, bestaetigungscode, bestatigungscode, 验证码, 認証コード, 인증번호",
    ),
    row(
        Tail(&ONE_TIME),
        "codigo verificacion, codigo verificacao, codigo de verificacion, codigo de verificacao, \
         code verification, codice verifica, kod weryfikacyjny, dogrulama kodu, onay kodu, overovaci kod, \
         kode verifikasi, ma xac thuc, yanzhengma",
    ),
    // Persons.
    row(
        Root(&NAME),
        concat!(
            "mellomnavn, mellemnavn, mellannamn, ",
            "vorname, nachname, familienname, geburtsname, maedchenname, benutzername, ansprechpartner, kontoinhaber, ",
            "voornaam, achternaam, familienaam, gebruikersnaam, ",
            "fornavn, etternavn, efternavn, brukernavn, brugernavn, fornamn, efternamn, anvandarnamn, ",
            "etunim, sukunim, kayttajanim, ",
            "keresztnev, vezeteknev, csaladnev, felhasznalonev, ",
            "nazwisk, prijmen, apellido, cognome, sobrenome, prenom, patronym, ",
            "soyad, kullaniciadi, anneadi, babaadi, ",
            "фамили, отчество, логин, ",
            "姓名, 氏名, 名字, 用户名, 苗字, 이름, 성명",
        ),
    ),
    row(
        Anywhere(&NAME),
        concat!(
            "tsusho mei, meiginin, haigusha, hogosha, opiekun, tuteur legal, medecin traitant, ",
            "postnom, narahubung, vater, mutter, moeder, matka, ",
            "nom de famille, nom famille, nom de jeune fille, nom utilisateur, nom naissance, ", // French
            "nombre completo, nombre usuario, primer nombre, segundo nombre, razon nombre, ", // Spanish
            "nome completo, nome utente, nome social, nome usuario, nome mae, nome pai, ", // Italian, Portuguese
            "imie, imiona, imie nazwisko, ",                                               // Polish
            "krestni jmeno, uzivatelske jmeno, cele jmeno, ",                              // Czech
            "ad soyad, adi soyadi, kullanici adi, isim soyisim, soyisim, anne adi, baba adi, ", // Turkish
            "kayttaja nimi, kokonimi, koko nimi, ", // Finnish
            "teljes nev, anyja neve, szuletesi nev, ", // Hungarian
            "prenume, nume familie, nume de familie, nume complet, ", // Romanian
            "nama lengkap, nama depan, nama belakang, nama ibu, nama ayah, nama pengguna, ", // Indonesian
            "ho ten, ho va ten, ten dem, ten dang nhap, ten day du, ", // Vietnamese
            "shimei, seimei, kanji shimei, kana shimei, namae, kyusei, ", // Japanese
            "xingming, yonghuming, seongmyeong, ireum, ",              // Chinese, Korean
            "familiya, otchestvo, imya, имя, фио",                     // Russian
        ),
    ),
    // `nome_mae`, `nom_du_pere`: the head noun comes first, and the words after it say whose name it is.
    row(
        HeadFirst("nome"),
        "nome, nom, nombre, nume, nama, jmeno, ten",
    ),
    row(
        Particle,
        "de, da, do, di, du, d, des, del, della, dello, la, le, el, l",
    ),
    row(Of("nome", &NAME), WHOSE),
    // `nombre_jetons` is French, and a number; `nombre_usuario` is Spanish, and a name.
    row(CountsFirst, "nombre"),
    row(HeadFirst("email"), "email, mail"),
    row(Of("email", &EMAIL), WHOSE),
    row(
        HeadFirst("cpf"),
        "cpf, dni, nif, nie, cnp, curp, cedula, rg",
    ),
    row(Of("cpf", &NATIONAL_ID), WHOSE),
    row(
        Of("name", &NAME),
        "empfaenger, empfanger, kunde, kunden, inhaber, zahler, mitglied, antragsteller, mieter, schueler, schuler, \
         versicherten, mutter, vater, ehegatten, ehepartner, patienten",
    ),
    row(
        Of("naam", &NAME),
        "klant, patient, gebruiker, eigenaar, moeder, vader, contact, leerling, volledige",
    ),
    row(
        Of("navn", &NAME),
        "kunde, bruker, bruger, pasient, patient, mor, far, fullt, fulde, kontakt",
    ),
    row(
        Of("namn", &NAME),
        "kund, anvandar, patient, mor, far, kontakt, fullstandigt",
    ),
    row(
        Of("nimi", &NAME),
        "asiakkaan, potilaan, kayttajan, aidin, isan, koko",
    ),
    row(
        Of("adi", &NAME),
        "hasta, musteri, kullanici, anne, baba, ogrenci, personel, yetkili, calisan",
    ),
    row(
        Of("mei", &NAME),
        "setainushi, hogosha, kanja, kokyaku, shain, riyosha, daihyosha, keiyakusha, seito, gakusei, sei, \
         meigi, meiginin",
    ),
    row(
        Root(&BIRTH),
        concat!(
            "dogdu, ",
            "geburt, ",                              // German
            "naissance, ",                           // French
            "nacimiento, nascimento, nascita, ",     // Spanish, Portuguese, Italian
            "geboorte, fodsel, fodelse, fodested, ", // Dutch, Scandinavian
            "urodzen, urodzin, narozen, ",           // Polish, Czech
            "dogum, ",                               // Turkish
            "syntyma, szulet, ",                     // Finnish, Hungarian
            "kelahir, ",                             // Indonesian
            "seinengappi, chusheng, saengnyeon, ",   // Japanese, Chinese, Korean
            "рожден, ",                              // Russian
            "生年月日, 出生, 誕生日, 생년월일, 생일",
        ),
    ),
    row(
        Anywhere(&BIRTH),
        concat!(
            "data nasc, dt nasc, dt nascimento, fec nac, fecha nac, fecha nacimento, date naiss, geb datum, gebdatum, ",
            "nacido, nasterii, data nasterii, nastere, tanggal lahir, tempat lahir, tgl lahir, lahir, ngay sinh, noi sinh, ",
            "nam sinh, tanjobi, shussei, shusshin, saengil, rozhdeniya, alter patient, edad paciente, idade paciente",
        ),
    ),
    row(
        Root(&DEATH),
        concat!(
            "vefat, gestorben, begraben, ",
            "sterbedatum, sterbetag, sterbeort, todesursache, todestag, todesdatum, ",
            "fallecimiento, defuncion, falecimento, overlijden, ",
            "死亡",
        ),
    ),
    row(
        Anywhere(&DEATH),
        "date deces, date de deces, deces, obito, data obito, data morte, decesso, data zgonu, zgonu, umrti, \
         olum tarihi, dodsdato, dodsdatum, kuolinpaiva, halal ido, tanggal kematian, causa muerte, \
         causa morte",
    ),
    row(
        Root(&TRAIT),
        "geschlecht, geslacht, staatsangehoerigkeit, staatsangehorigkeit, nationalit, nacionalidad, nacionalidade, \
         familienstand, nazionalit, cinsiyet, sukupuol, kansalaisuu, obywatelst, narodowos, 性别, 性別, 国籍, 國籍, 民族, 성별, 국적",
    ),
    row(
        Anywhere(&TRAIT),
        concat!(
            "zokugara, meslek, ",
            "kraj pochodzenia, pay origine, herkunftsland, geburtsland, ",
            "nationalitaet, konfession, religionszugehoerigkeit, ", // German
            "sexe, etat civil, situation matrimoniale, situation familiale, ethnie, ", // French
            "sexo, genero, estado civil, raza, etnia, orientacion sexual, ", // Spanish
            "raca, raca cor, cor raca, religiao, orientacao sexual, ", // Portuguese
            "sesso, genere persona, stato civile, cittadinanza, orientamento sessuale, ", // Italian
            "burgerlijke staat, nationaliteit, godsdienst, ",       // Dutch
            "plec, stan cywilny, wyznanie, ",                       // Polish
            "pohlavi, rodinny stav, statni prislusnost, obcanstvi, ", // Czech
            "medeni hal, medeni durum, uyruk, uyrugu, ",            // Turkish
            "kjonn, sivilstand, sivilstatus, statsborgerskap, civilstand, civilstatus, statsborgerskab, kon kod, ", // Nordic
            "siviilisaaty, csaladi allapot, allampolgarsag, ", // Finnish, Hungarian
            "stare civila, cetatenie, cetatenia, ",            // Romanian
            "jenis kelamin, status perkawinan, kewarganegaraan, agama, ", // Indonesian
            "gioi tinh, tinh trang hon nhan, quoc tich, dan toc, ton giao, ", // Vietnamese
            "seibetsu, kokuseki, xingbie, minzu, guoji, seongbyeol, gukjeok, ", // Japanese, Chinese, Korean
            "natsionalnost, grazhdanstvo, semeynoe polozhenie, пол, национальность, гражданство, семеиное положение",
        ),
    ),
    // Where somebody lives, and how they are reached.
    row(
        Root(&ADDRESS),
        concat!(
            "residencia, strassenn, ",
            "anschrift, hausnummer, wohnort, adresszeile, rechnungsadresse, lieferadresse, wohnadresse, ",
            "domicil, indirizz, endereco, logradouro, ",
            "straatnaam, huisnummer, woonplaats, ",
            "gateadresse, bostedsadresse, postadress, hemadress, gatuadress, ",
            "zamieszkan, zameldowan, bydlist, lakcim, lahiosoit, kotiosoit, ",
            "地址, 住所, 住址, 주소, адрес",
        ),
    ),
    row(
        Anywhere(&ADDRESS),
        concat!(
            "haus number, hausnr, kapi number, daire number, strasse, juusho, jyuusyo, ",
            "adresse postale, adresse domicile, code insee commune, lieu residence, ", // French
            "direccion, direccion postal, calle, colonia, ",                           // Spanish
            "bairro, complemento endereco, municipio residencia, ",                    // Portuguese
            "residenza, number civico, ",                                              // Italian
            "straat, ",                                                                // Dutch
            "ulica, ulicy, numer domu, nr domu, nr mieszkania, numer mieszkania, adre zamieszkania, adres, ", // Polish
            "ulice, cislo popisne, adresa, adresy, ", // Czech, Romanian
            "adre, sokak, cadde, mahalle, adresi, ",  // Turkish
            "gateadresse, gatenavn, vejnavn, gatuadress, katuosoite, utca, hazszam, ", // Nordic, Hungarian
            "strada, numar strada, ",   // Italian, Romanian
            "alamat, jalan, dia chi, ", // Indonesian, Vietnamese
            "jusho, honseki, honsekichi, honseki jusho, dizhi, zhuzhi, juso, ", // Japanese, Chinese, Korean
            "ulitsa, mesto zhitelstva, место жительства, улица",                // Russian
        ),
    ),
    row(
        Anywhere(&POSTCODE),
        "postleitzahl, code postal, codigo postal, codice postale, kod pocztowy, postnummer, postinumero, \
         iranyitoszam, posta kodu, cod postal, kode pos, yubin bango, yubin number, youbian, upyeon beonho, \
         psc code, 邮编, 郵便番号, 우편번호",
    ),
    row(
        Root(&PHONE),
        concat!(
            "telefon, telefoon, handynummer, handynr, mobilnummer, mobilfunknummer, rufnummer, festnetz, ", // Germanic
            "puhelin, matkapuhelin, ", // Finnish
            "telepon, ponsel, ",       // Indonesian
            "телефон, ",               // Russian
            "电话, 電話, 手机号, 携帯, 전화, 휴대폰",
        ),
    ),
    row(
        Anywhere(&PHONE),
        concat!(
            "urgence telephone, urgence contact, denwa bangou, denwabangou, ",
            "number portable, tel portable, number tel, num tel, contact urgence, ", // French
            "number celular, celular, telefono movil, number movil, ", // Spanish, Portuguese
            "telemovel, cellulare, number cellulare, ",                // Portuguese, Italian
            "komorka, numer komorki, nr telefonu, nr telefon, nr tel, mobilni cislo, ", // Polish, Czech
            "cep telefonu, cep tel, gsm number, gsm numarasi, ",                        // Turkish
            "nomor hp, no hp, no telepon, no telp, nomor handphone, handphone, so dien thoai, dien thoai, ", // Indonesian, Vietnamese
            "denwa, denwa bango, keitai, keitai bango, renrakusaki, ", // Japanese
            "shouji, shouji hao, shoujihao, dianhua, jeonhwa, hyudaepon, nomer telefona", // Chinese, Korean, Russian
        ),
    ),
    row(
        Root(&EMAIL),
        "mailadresse, emailadresse, correoelectronico, sahkoposti, 邮箱, 电子邮件, メールアドレス, 이메일",
    ),
    row(
        Anywhere(&EMAIL),
        "adresse mail, adresse email, adresse electronique, courriel, correo, correo electronico, \
         posta elettronica, indirizzo email, endereco email, eposta, e posta, epost, sposti, eposta adresi, \
         epostadress, surel, thu dien tu, youxiang, dianzi youxiang, imeil, pochta adres, \
         elektronnaya pochta, почта",
    ),
    // Numbers by which a state identifies a person.
    row(
        Root(&NATIONAL_ID),
        concat!(
            "identifikationsnummer, identificatienummer, identitetsnummer, ",
            "sozialversicherung, rentenversicherungsnummer, personalausweis, ausweisnummer, steueridentifikation, steuernummer, ",
            "burgerservicenummer, rijksregisternummer, personnummer, fodselsnummer, henkilotunnus, ",
            "personalnummer, adoszam, adoazonosito, szemelyi, rodnecislo, ",
            "身份证, 身份證, 個人番号, マイナンバー, 주민등록, 주민번호, инн, снилс",
        ),
    ),
    row(
        Anywhere(&NATIONAL_ID),
        concat!(
            "no ktp, belge numarasi, number identite, nomor kk, ",
            "steuer id, sv number, ", // German
            "number securite sociale, securite sociale, num secu, number secu, ", // French
            "documento identidad, number documento, cedula, cedula ciudadania, curp, nuip, cuil, cuit, ", // Spanish
            "cnpj, rg number, number rg, pis, pasep, nis pis pasep, titulo eleitor, identidade estrangeiro, id estrangeiro, cartao cidadao, ", // Portuguese
            "codice fiscale, carta identita, partita iva, ", // Italian
            "sofinummer, ",                                  // Dutch
            "pesel, numer dowodu, dowod osobisty, ",         // Polish
            "rodne cislo, cislo op, obcansky prukaz, ",      // Czech
            "cifnif, tckn, tc kimlik, tc kimlik number, kimlik number, kimlik numarasi, tc number, vergi number, vergi numarasi, ", // Turkish
            "cpr number, hetu, taj szam, ", // Danish, Finnish, Hungarian
            "cod numeric personal, ",       // Romanian
            "nomor ktp, npwp, nomor npwp, cccd, cmnd, so cmnd, so cccd, ma so thue, ", // Indonesian, Vietnamese
            "kojin bango, kojin number, mynumber, my number, zairyu, zairyu card, menkyosho, juminhyo, ", // Japanese
            "shenfenzheng, shenfenzhenghao, shenfen zheng, jumin, jumin number, jumin beonho, ", // Chinese, Korean
            "snil, inn number", // Russian
        ),
    ),
    row(
        Root(&DOCUMENT),
        "reisepass, passnummer, fuehrerschein, fuhrerschein, passeport, pasaporte, passaporto, passaporte, paspoort, \
         rijbewijs, paszport, pasaport, pasaportu, passitunnus, utlevel, pasapor, паспорт, 护照, 護照, パスポート, 旅券, 여권",
    ),
    row(
        Anywhere(&DOCUMENT),
        "number permis, number passeport, nomor sim, permis conduire, permis de conduire, carte identite, \
         piece identite, licencia conducir, carteira motorista, patente guida, prawo jazdy, ridicsky prukaz, \
         ehliyet, ehliyet number, forerkort, korkort, ajokortti, jogositvany, paspor, nomor paspor, \
         ho chieu, so ho chieu, ryoken, ryoken bango, huzhao, jiazhao, yeogwon, zagranpasport",
    ),
    // What somebody earns, owns and owes.
    row(
        Root(&INCOME),
        "gehalt, arbeitslohn, bruttolohn, nettolohn, jahreseinkommen, einkommen, inkomen, wynagrodz, przychod, zarobk, \
         fizetes, jovedel, зарплат, доход, 工资, 薪资, 薪水, 収入, 年収, 給与, 급여, 연봉, 소득",
    ),
    row(
        Topic(&INCOME),
        "shotoku, shotokugaku, nenkin, rente, emekli maasi, salaire, revenu annuel, revenus, revenu fiscal, \
         salario, salario bruto, sueldo, ingreso mensual, renda mensal, renda familiar, stipendio, reddito, \
         salaris, pensja, plat mesicni, maas, maas tutari, palkka, lonn, manedslonn, manadslon, salariu, \
         gaji, penghasilan, luong, thu nhap, kyuyo, nenshu, shunyu, gongzi, xinzi, geupyeo, yeonbong, \
         zarplata, dokhod",
    ),
    row(
        Root(&ACCOUNT),
        "bankgegevens, bankdaten, konto, bankverbindung, rekeningnummer, tilinumero, szamlaszam, 银行账号, 銀行口座, 口座番号, 계좌번호",
    ),
    row(
        Anywhere(&ACCOUNT),
        "koza number, kouza number, verwendungszweck, mandatsreferenz, kontoinhaber, compte bancaire, \
         number compte, number de compte, cuenta bancaria, number cuenta, number de cuenta, conta bancaria, \
         number conta, conta corrente, conto corrente, conto bancario, rekening bank, bankrekening, \
         nr konta, numer konta, konta, cislo uctu, hesap number, hesap numarasi, pankkitili, cont bancar, \
         numar cont, nomor rekening, so tai khoan, koza bango, kouza bango, yinhang zhanghao, gyejwa, \
         gyejwa beonho, раcчетныи счет, номер счета",
    ),
    row(
        Anywhere(&CARD),
        "kreditkarte, kartennummer, kreditkartennummer, carte bancaire, number carte, tarjeta, \
         number tarjeta, cartao credito, number cartao, carta di credito, carta credito, number carta, \
         creditcardnummer, karta kredytowa, numer karty, cislo karty, kart number, kart numarasi, \
         kredi karti, kortnummer, korttinumero, bankkartya, numar card, nomor kartu, kartu kredit, so the, \
         yinhangka, yinhang kahao, 银行卡号, カード番号, 카드번호, номер карты",
    ),
    row(
        Anywhere(&CARD_CODE),
        "kartenpruefnummer, pruefziffer karte, cryptogramme visuel, codigo seguranca, codigo seguridad, \
         codice sicurezza",
    ),
    row(Anywhere(&BANK_CODE), "bankleitzahl"),
    row(
        Anywhere(&TAX),
        "number fiscal, number fiscale, number contribuyente, identificacion fiscal, steuererklaerung, \
         declaracion renta",
    ),
    // Health.
    row(
        Root(&HEALTH),
        "medicament, vorerkrankung, behandlungsplan, impfstatus, anamnes, blutgruppe, blutdruck, blutzucker, \
         krankheit, krankengeschichte, schwanger, behinderung, medikament, allergie, bloedgroep, blodtype, \
         blodgrupp, veriryhm, vercsoport, ziekte, zwangerschap, choroba, choroby, nemoc, hastalik, 血型, 血液型, \
         病歴, 病史, 过敏, 혈액형, 병력",
    ),
    row(
        Topic(&HEALTH),
        "shogai, shogai tokyu, kiousho, teshis, recete, rozpoznanie, recepta, leki, uczulenie, objawy, \
         ordonnance, dossier medical, sintoma, historia clinica, historial medico, antecedente medico, \
         receta medica, tedavi, groupe sanguin, groupe sanguine, maladie, grossesse, antecedent medicaux, \
         tipo sangre, tipo de sangre, grupo sanguineo, enfermedad, embarazo, alergia, tipo sanguineo, \
         doenca, gravidez, deficiencia, gruppo sanguigno, malattia, gravidanza, grupa krwi, ciaza, alergie, \
         krevni skupina, kan grubu, alerji, hamilelik, ilac, hasta sikayet, sikayet, grupa sanguina, \
         grupa sange, boala, golongan darah, penyakit, hamil, nhom mau, tien su benh, ketsuekigata, \
         ketsueki gata, byoreki, byomei, xuexing, bingli, hyeoraekhyeong, gruppa krovi, diagnoz, диагноз, \
         группа крови",
    ),
    row(
        Root(&INSURANCE),
        "krankenversicherung, krankenkasse, versichertennummer, versicherungsnummer, \
         krankenversichertennummer, zorgverzekering",
    ),
    row(
        Tail(&INSURANCE),
        "hokensho number, hihokensha number, number assurance, numer ubezpieczenia zdrowotnego, \
         sigorta number, carte vitale, number assure, tarjeta sanitaria, cartao sus, cns, tessera sanitaria, \
         numer ubezpieczenia, bpjs, hokensho, hokensha bango",
    ),
    // Words of three letters are too short to be refused anywhere but at the end of a name.
    row(Tail(&ADDRESS), "rue, rua"),
    row(Tail(&POSTCODE), "cep, plz"),
    row(Tail(&PHONE), "fono, so dt"),
    row(Tail(&DOCUMENT), "cnh"),
    row(Tail(&BANK_CODE), "blz"),
    row(Tail(&NAME), "fio"),
    row(
        Tail(&NATIONAL_ID),
        "fnr, nir, dni, nie, nif, cpf, bsn, cnp, nik, ktp, inn",
    ),
    // Greek in Latin letters, Ukrainian, and the words that the lines above lack.
    row(
        Root(&PASSWORD),
        "kodikosprosvasis, κωδικοσπροσβασησ, סיסמה, רמהסוד",
    ),
    row(
        Anywhere(&PASSWORD),
        "kodiko prosvasis, κωδικοσ προσβασησ, гасло, парола, лозинка",
    ),
    row(Root(&NAME), "прізвищ, eponymo, onomateponymo"),
    row(
        Anywhere(&NAME),
        "onoma, patronymo, nom jeune fille, jmeno, jmena, sei kana, mei kana, setai nushi, xing ming, lianxiren, \
         intestatario, anrede, naam pita",
    ),
    row(
        Anywhere(&BIRTH),
        "imerominia gennisis, дата народження, місце народження, janm tithi, tarikh milad",
    ),
    row(
        Anywhere(&TRAIT),
        "fylo, medeni hali, medborgarskap, hukou, стать людини, oikogeneiaki katastasi, ypikootita",
    ),
    row(Root(&ADDRESS), "dieuthyns, dieuthins, διευθυνσ"),
    row(Anywhere(&ADDRESS), "osoite, адреса, kinmusaki jusho"),
    row(Anywhere(&POSTCODE), "psc"),
    row(Root(&PHONE), "tilefon, τηλεφων"),
    row(Anywhere(&PHONE), "mobiel, kinito tilefono, raqm hatif"),
    row(
        Anywhere(&EMAIL),
        "emailadres, электронная почта, електронна пошта",
    ),
    row(
        Anywhere(&DOCUMENT),
        "seriya pasporta, nomer pasporta, serie buletin, numar buletin, diavatirio",
    ),
    row(Topic(&INCOME), "lohn, misthos, mzda, kinmusaki nenshu"),
    row(Anywhere(&ACCOUNT), "zhanghao, norek, no rekening"),
    row(Anywhere(&CARD), "nomer karty, nomor kartu kredit"),
    row(
        Topic(&HEALTH),
        "byoumei, diagnosi, diagnoza, diagnozy, farmaci, remedios, remedio, lekarstwa, traitement medical, \
         діагноз, krankheit, kranken",
    ),
    // What describes a thing and is not the thing itself: lengths, numbers, kinds, states and times of it.
    row(
        DescribesFirst,
        concat!(
            "version, longueur, taille, duree, statut, nbre, date creation, date expiration, ", // French
            "longitud, tamano, tipo, cantidad, estado, duracion, vencimiento, caducidad, formato, algoritmo, ", // Spanish
            "fecha creacion, fecha caducidad, fecha vencimiento, ",
            "comprimento, tamanho, quantidade, qtd, qtde, situacao, duracao, versao, validade, ", // Portuguese
            "data criacao, data expiracao, ",
            "lunghezza, dimensione, quantita, stato, durata, versione, scadenza, data scadenza, data creazione, ", // Italian
            "dlugosc, typ, liczba, ilosc, wersja, rozmiar, delka, pocet, stav, velikost, verze, lungime, ", // Polish, Czech, Romanian
            "длина, количество, число, тип, статус, версия, размер, ", // Russian
            "panjang, jumlah, jenis, tipe, do dai, so luong, ",        // Indonesian, Vietnamese
            "anzahl, aantal, antal, antall, ",                         // Germanic
            "ist, hat, sind, est, tiene, esta, tem, possui, heeft",    // flags
        ),
    ),
    row(
        DescribesEnd,
        concat!(
            "laenge, lange, anzahl, typ, geaendert, gesetzt, gueltig, abgelaufen, ",
            "lengte, langd, lengde, laengde, langde, aantal, antal, antall, ",
            "uzunlugu, sayisi, turu, ",
            "长度, 長度, 长, 長, 数, 數, 数量, 數量, 类型, 類型, 状态, 狀態, 種別, 種類, 桁数, 期限, 有効期限, 过期时间, 更新时间, 创建时间, ",
            "길이, 개수, 종류, 상태, 만료일",
        ),
    ),
    row(
        Tail(&PASSWORD),
        "mot passe, clave secreta, palabra secreta, كلمة المرور, كلمة السر, κωδικοσ, รหัสผ าน, पासवर ड",
    ),
    row(Tail(&SECRET), "geheim, salasana, tajny, секретное слово"),
    row(
        Tail(&CRYPTO_KEY),
        "cle secrete api, sleutel, nyckel, nokkel, nogle, klucz, anahtar, ключ api, avain, cle api, chiave api, api klucz",
    ),
    row(Root(&CARD), "クレジットカード"),
    row(
        Tail(&TRAIT),
        "estado civil, stato civile, statut matrimonial, etat civil, situacao conjugal, stav rodinny",
    ),
    row(
        Tail(&HEALTH),
        "tipo sangre, tipo sanguineo, tipo sangue, gruppo sanguigno, typ krwi, jenis penyakit, estado salud, stato salute",
    ),
];
