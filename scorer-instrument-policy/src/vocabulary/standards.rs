//! Words from public standards, registries and specifications, by class of data. Each group has its source beside it.
//!
//! A standard is read as a whole: all identifiers of its kind are here, not only those that some code was seen to use.
//! What is missing here has a common meaning of its own, such as `rfc` and `rg`, which are a tax number and an identity
//! card too.

use super::Role::{Anywhere, Of, Raw, RawUnder, Tail, Topic};
use super::meanings::{
    ACCOUNT, ADDRESS, ANSWER, API_KEY, BIRTH, CARD, CRYPTO_KEY, DEATH, DEVICE, DOCUMENT, HANDSHAKE,
    HEALTH, INCOME, INSURANCE, NAME, NATIONAL_ID, ONE_TIME, PERSONAL, PHONE, PIN, PLACE, SEED, TAX,
    TOKEN, TRAIT, WALLET_KEY,
};
use super::{Row, row};

/// Services at which a person has an account of a public name.
const SOCIAL: &str = "twitter, facebook, fb, instagram, insta, tiktok, snapchat, linkedin, telegram, discord, slack, skype, \
     whatsapp, wechat, viber, imessage, mastodon, bluesky, reddit, youtube, twitch, pinterest, github, gitlab, \
     keybase, venmo, cashapp, paypal, psn, xbox, nintendo, battle net, farcaster, nostr, vk, kakao, qq, weibo, \
     soundcloud, gamer";

pub(super) const ROWS: &[Row] = &[
    // Numbers that a state gives to a person: <https://en.wikipedia.org/wiki/National_identification_number>, and
    // <https://www.oecd.org/en/networks/global-forum-tax-transparency/resources/aeoi-implementation-portal/tax-identification-numbers.html>.
    row(
        Anywhere(&NATIONAL_ID),
        concat!(
            "cpf, cnic, nicop, iqama, ppsn, pps number, rnokpp, pinfl, bvn, philsys, kennitala, ",
            "gongmin shenfen, juminno, juminbeonho, samordning number, ",
            "samordningsnummer, personnummer, fodselsnummer, henkilotunnus, asmen koda, persona kod, isikukood, ",
            "matricule fiscal, snils, ahv number, avs number, burgerservicenummer, rijksregister, ",
            "insz, svnummer, cprnummer, ktpnummer, teudat zehut, emirate id, ",
            "clave elector, cartao sus, ctps, ghana card, kra pin, philhealth, umid, sfz",
        ),
    ),
    row(
        Tail(&NATIONAL_ID),
        concat!(
            "niss, nrc number, chi number, gsis number, arc number, thai id, ",
            "rg number, number rg, ruc number, nit number, dui number, rtn number, qid number, ",
            "inn number, crn number, ihi number, ird number, civil id, civil id number, civil registry, ",
            "registro civil, cedula, cedula identidad, cedula ciudadania, individual number, social number, ",
            "social security id, national registration, national registration number, population register, ",
            "national register number, family card number, electoral roll, voter card, voter registration, ",
            "health service number, national health service number, government identifier, state identifier, ",
            "person identifier, alien registration, alien registration number, refugee number, asylum number, ",
            "naturalization number, foreigner id, foreigner number, foreigner card",
        ),
    ),
    row(
        Tail(&DOCUMENT),
        concat!(
            "passport series, passport seria, driver lic, driving lic, driver licence id, driving permit, driver permit, ",
            "car license, identity card scan, id card front, id card back, id card image, id document front, ",
            "proof of address, utility bill, matriculation number, student id number, enrollment number, ",
            "seafarer number, press card number, firearm license, gun license, hunting license",
        ),
    ),
    row(
        Tail(&TAX),
        "tax withheld, tax residency, tax payer number, tax code number, partita iva",
    ),
    // Members of a person: vCard <https://www.rfc-editor.org/rfc/rfc6350>, SCIM <https://www.rfc-editor.org/rfc/rfc7643>,
    // `inetOrgPerson` <https://www.rfc-editor.org/rfc/rfc2798>, OpenID <https://openid.net/specs/openid-connect-core-1_0.html>,
    // and <https://schema.org/Person>.
    row(
        Of("name", &NAME),
        concat!(
            "additional, debtor, creditor, ultimate debtor, ultimate creditor, employer, prescriber, ",
            "practitioner, roommate, fiance, foster, co signer, cosigner, ",
            "co applicant, next of kin, dependent, dependant, godparent, honorific, baptismal, religious, phonetic first, ",
            "phonetic last, first given, second given, skype, emergency, emergency contact, maiden given",
        ),
    ),
    row(
        Tail(&NAME),
        concat!(
            "honorific prefix, honorific suffix, name formatted, second surname, ",
            "paternal surname, maternal surname, mother maiden, children name, name of child, name of spouse, ",
            "name of father, name of mother, gamer tag, gamertag, psn id, xbox id, battle tag",
        ),
    ),
    row(Of("handle", &NAME), SOCIAL),
    row(Of("user", &NAME), SOCIAL),
    row(Of("profile", &NAME), SOCIAL),
    row(
        Of("tag", &NAME),
        "discord, discord user, gamer, battle, cash, xbox",
    ),
    row(
        Tail(&PHONE),
        "patient telecom, contact telecom, office tel, mob number, mobno, mobile tel, phone extension, sip url, tel url",
    ),
    row(
        Tail(&ADDRESS),
        concat!(
            "post town, post office box, address locality, address region, street and number, ",
            "apartment, dependent locality, double dependent locality, ",
            "thoroughfare, sub premise, sub building, premise number, postal locality, neighbourhood name, residence city, ",
            "physical delivery office name, home postal address",
        ),
    ),
    row(
        Tail(&PERSONAL),
        concat!(
            "profile picture url, jpeg photo, selfie url, signature png, diary, diary text, journal text, memoir, will and testament, ",
            "background check, background check result, reference letter, performance review, disciplinary record, ",
            "school record, grade transcript, web url personal, location trace",
        ),
    ),
    row(
        Tail(&PLACE),
        "last seen location, check in place, seen at location, parked location, travel route, itinerary, flight itinerary",
    ),
    row(
        Tail(&BIRTH),
        "time of birth, birth weight, birth height, birth length, birth order, birthplace city, yob, b day",
    ),
    row(
        Tail(&DEATH),
        "death certificate, autopsy, autopsy report, cause of death text, deceased boolean, burial place, funeral date",
    ),
    // The special categories of <https://gdpr-info.eu/art-9-gdpr/>, and convictions, of article 10.
    row(
        Topic(&TRAIT),
        concat!(
            "ethnic, racial, political opinion, religious, philosophical, trade union, sexual preference, sexual activity, ",
            "criminal, arrest, felony, misdemeanor, bankruptcy, asylum, worship",
        ),
    ),
    row(
        Tail(&TRAIT),
        "citizenship status, marital, number of child, number of dependent, occupation title, transgender, lgbt, lgbtq, tribe name",
    ),
    // Resources of a health record: <https://hl7.org/fhir/R4/resourcelist.html>; what a device measures:
    // <https://www.hl7.org/fhir/us/vitalsigns/>; the identifiers of <https://www.law.cornell.edu/cfr/text/45/164.514>.
    row(
        Topic(&HEALTH),
        concat!(
            "spo2, resp rate, pulse rate, carb intake, bolus, basal rate, insulin dose, gestation, suicidal, psych, ",
            "addiction, alcohol, smoking, drug test, toxicology, therapy, dosage, phq9, gad7, ",
            "hemodialysis, biopsy, tumor, tumour, melanoma, lymphoma, leukemia, prognosis, anesthesia, ",
            "anaesthesia, ultrasound, mammogram, colonoscopy, endoscopy, arrhythmia, dementia, alzheimer, parkinson, ",
            "schizophrenia, bipolar, ptsd, adhd, obesity, anorexia, bulimia, arthritis, migraine, infarction, ",
            "pneumonia, malaria, syphilis, gonorrhea, chlamydia, herpes, ivf, miscarriage, abortion, ",
            "contraceptive, trimester, lactation, sperm, ovum, semen, menopause, prosthesis, transplant, blood donor",
        ),
    ),
    row(
        Tail(&HEALTH),
        concat!(
            "allergy intolerance, condition code, diagnostic report, clinical impression, observation value, ",
            "specimen, specimen result, episode of care, encounter reason, reason for encounter, ",
            "nutrition order, progress note, soap note, nursing note, social history, past medical history, surgical history, ",
            "family medical history, family member history, review of system, physical exam, exam finding, ",
            "physical examination, medication request, medication dispense, medication administration, ",
            "immunization record, care team, adverse event text, dosage instruction, prescriber note, therapist note, ",
            "psych eval, body temp, weight in kg, height cm, weight kilo, organ donor status, ",
            "vaccination date, vaccination record, gestation week, last period date, sgv, sensor glucose, blood oxygen, ",
            "sleep quality, calorie intake, waist circumference, admission reason, admission diagnosis, discharge diagnosis, ",
            "referral reason, reason for referral, general practitioner, attending physician, primary care physician",
        ),
    ),
    row(
        Tail(&INSURANCE),
        "kvnr, health plan beneficiary number, subscriber id insurance, insurance group",
    ),
    // Payments: ISO 20022 <https://www.iso20022.org/catalogue-messages>, EMV
    // <https://www.emvco.com/emv-technologies/emv-contact-chip/>, PCI DSS <https://www.pcisecuritystandards.org/document_library/>.
    row(
        Tail(&ACCOUNT),
        concat!(
            "debtor account, creditor account, ultimate debtor, ultimate creditor, debtor agent account, cheque number, ",
            "micr line, cbu, cvu, alias cbu, chave pix, pix chave, sepa mandate ref, sepa mandate reference, ",
            "iban number, bank account holder, swish number, interac email, zelle email, zelle phone, giro account",
        ),
    ),
    row(
        Tail(&CARD),
        concat!(
            "authentication value, pin verification value, icc data, chip data, arqc, arpc, track two, track one, ",
            "expiry date card, expiration date card, card service code, service code track, discretionary data, ",
            "pan token, pan masked, cardholder verification, pvv, pvki, par number",
        ),
    ),
    row(
        Tail(&INCOME),
        concat!(
            "pay slip, salary slip, investment value, portfolio value, bonus pct pay, take home pay, ",
            "overdraft, garnishment, credit line",
        ),
    ),
    // Numbers of a device: Bluetooth <https://www.bluetooth.com/specifications/specs/core-specification-5-4/>, and
    // <https://cloud.google.com/sensitive-data-protection/docs/infotypes-reference>.
    row(
        Tail(&DEVICE),
        concat!(
            "hardware uuid, canvas hash, audio fingerprint, webgl hash, webgl fingerprint, device fp, browser fp, ",
            "imsi id, imei id, hardware identifier, vehicle identifier, advertising identifier, advertising uuid, ",
            "installation uuid, smbio uuid, board serial, chassis serial, disk serial, modem serial, baseband serial",
        ),
    ),
    row(
        Tail(&TOKEN),
        concat!(
            "fcm registration, fcm registration id, apns registration, push registration, push registration id, web push endpoint, ",
            "json web token, krbtgt, kerberos tgt, kerberos tgs, delegation token, anon token",
        ),
    ),
    row(
        Tail(&CRYPTO_KEY),
        concat!(
            "ltk, ble ltk, irk, csrk, thread network key, zigbee key, zigbee url key, zwave key, mesh net key, mesh app key, ",
            "tacac key, radius key, snmp auth key, bgp md5 key, ospf key, ",
            // Signal <https://signal.org/docs/specifications/doubleratchet/>, TLS 1.3 <https://www.rfc-editor.org/rfc/rfc8446>,
            // JOSE <https://www.rfc-editor.org/rfc/rfc7517>, FROST <https://www.rfc-editor.org/rfc/rfc9591>.
            "chain key byte, root chain key, sending chain key, receiving chain key, binder key, resumption key, exporter master, ",
            "traffic key, write key iv, ecdh shared, dh shared, shared point, rsa prime, prime factor, ",
            "frost share, signing share, secret signing share, dkg share, iv and key, key and iv",
        ),
    ),
    // Zcash <https://zips.z.cash/protocol/protocol.pdf>, Lightning <https://github.com/lightning/bolts>, and
    // BIP 32 <https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki>.
    row(
        Tail(&WALLET_KEY),
        concat!(
            "ovk, ivk, fvk, dfvk, ufvk, uivk, usk, nsk, xsk, extsk, extfvk, spend auth key, proof generation key, ",
            "full viewing key, incoming viewing key, outgoing viewing key, sapling key, orchard key, rseed, ",
            "blinding key, channel key seed, onion private, offer signing key, node secret, xprv b58, xpub private, zpub private",
        ),
    ),
    row(
        Tail(&SEED),
        "suri, keystore mnemonic, seed word list, word seed",
    ),
    row(
        Of("seed", &SEED),
        "mfa, 2fa, authenticator, secp256k1, keystore, vault, sui",
    ),
    row(
        Tail(&HANDSHAKE),
        concat!(
            // WebAuthn <https://www.w3.org/TR/webauthn-3/>, PAKE <https://www.rfc-editor.org/rfc/rfc5054>.
            "assertion response, ",
            "password verifier, state param, nonce value",
        ),
    ),
    row(
        Tail(&PIN),
        "mpin, tpin, upi pin, atm pin, screen lock pin, device pin",
    ),
    row(
        Tail(&ONE_TIME),
        "authenticator key, authenticator secret, setup key, pairing key, provisioning code",
    ),
    row(
        Of("key", &API_KEY),
        concat!(
            "anon, service role, restricted, terminal, storefront, instrumentation, intake, collector ingest, ",
            "at rest encrypt, google developer, server side, backend api, mobile sdk, client sdk, private app, export api",
        ),
    ),
    // What is asked when a password was lost: <https://pages.nist.gov/800-63-3/sp800-63b.html#memsecret>.
    row(
        Tail(&ANSWER),
        concat!(
            "kba answer, knowledge answer, favorite pet, favourite pet, pet name, first car, first school, first teacher, favorite teacher, ",
            "childhood friend, childhood nickname",
        ),
    ),
    // Attributes of <https://opentelemetry.io/docs/specs/semconv/registry/attributes/> that hold content as it came, and
    // those whose description asks to leave out what is sensitive in it. Text under them is not recorded. The runtime
    // writes `db.query.text` itself, without literals.
    row(
        Raw,
        concat!(
            "db statement, db query text, db query param, db operation param, cassandra query, redis command, ",
            "elasticsearch query, graphql document, http target, http url, url original, url fragment, ",
            "process command line, process command arg, container command line, container command arg, ",
            "log record original, tool call result, gen ai tool call result, event body, messaging kafka message key, ",
            "jsonrpc request param, mcp request argument, mcp tool result, feature flag result value, dns answer",
        ),
    ),
    row(
        RawUnder,
        concat!(
            "http request header, http response header, rpc grpc request metadata, rpc grpc response metadata, ",
            "rpc request metadata, rpc response metadata, rpc connect rpc request metadata, rpc connect rpc response metadata, ",
            "db query param, db operation param, process environment variable",
        ),
    ),
];
