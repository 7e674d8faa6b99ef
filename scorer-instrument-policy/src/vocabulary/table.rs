//! The table of policy words: what is refused and why, and what makes a name harmless.
//!
//! Words are written in the form that segmentation produces: in lower case, in the singular, with compounds split, with
//! `addr` as `address`, and with `num` and `no` at the end as `number`. Words and phrases are separated by commas. A
//! phrase also matches its form without spaces.

use super::Role::{
    Act, Among, AnyText, Anywhere, Barrier, Body, Bulk, Consumes, Container, Counted, Counts,
    Declassifies, Digits, Element, Encoding, EndsInS, Finds, Fit, Joins, Keeper, KeeperOf, Known,
    Lead, Makes, Marks, Measure, Member, Metadata, Of, Opens, OpensAtEnd, Piece, Predicate,
    Presented, QualifiedSuffix, Quality, Sets, Setting, Spares, Suffix, Tail, TailPlural,
    TailSingular, Takes, Tells, Text, Topic, Transparent, Uncovers, Unit, Vague, Verb, Whole,
    WholePlural, Within,
};
use super::meanings::{
    ACCESS_KEY, ACCOUNT, ADDRESS, ANSWER, API_KEY, AUTHORIZATION, BANK_CODE, BIOMETRIC, BIRTH,
    BODY, CARD, CARD_CODE, CERTIFICATE, CODE, CONNECTION, COOKIE, CREDENTIAL, CRYPTO_KEY, CSRF,
    DEATH, DEVICE, DOCUMENT, DOCUMENT_ID, EMAIL, HANDSHAKE, HEADERS, HEALTH, INCOME, INSURANCE, IP,
    JWT, KEYS_FILE, MESSAGE, NAME, NATIONAL_ID, ONE_TIME, OWN_API_KEY, OWN_CRYPTO_KEY, OWN_TOKEN,
    PARAMS, PASSWORD, PASSWORD_HASH, PATIENT_ID, PERSON, PERSONAL, PHONE, PIN, PLACE, POOL,
    POSTCODE, PRIVATE_KEY, PROTECTED, SALT, SECRET, SEED, SESSION, SIGNATURE, SIGNED_URL, TAX,
    TOKEN, TRAIT, UNCOVERED, VEHICLE, VENDOR_KEY, WALLET_KEY, WHOLE_URL,
};
#[cfg(test)]
use super::since;
use super::{Row, row};
#[cfg(test)]
use crate::edition::Edition;

/// Data stores that are reached by a URL, or by another text, with a password in it.
const STORES: &str = "database, db, postgres, postgresql, pg, mysql, mariadb, mongo, mongodb, redis, amqp, \
         rabbitmq, rabbit, nats, kafka, cockroach, cockroachdb, sqlite, mssql, sqlserver, \
         oracle, clickhouse, cassandra, neo4j, jdbc, odbc, memcached, valkey, elasticsearch, \
         elastic, opensearch, primary db, replica db, reader db, writer db, timescale, \
         planetscale, neon, supabase, upstash, influx, influxdb, duckdb, libsql, turso, etcd, \
         sentinel";

/// What a person is recognised by, where it is measured or pictured.
const BODY_PARTS: &str = "face, facial, iris, retina, voice, fingerprint, finger, palm, vein, hand, gait, ear, selfie, liveness, \
     portrait, biometric, speaker";

/// All words that do not belong to another language.
pub(super) const ROWS: &[Row] = &[
    // Refused anywhere in a name, unless the head noun is metadata.
    row(
        Anywhere(&PASSWORD),
        "password, passphrase, contrasena, motdepasse, lozinka, salasana, master pass, \
         pass phrase, ldap pass, pgpass, htpasswd",
    ),
    row(Anywhere(&SECRET), "secret"),
    row(Anywhere(&CREDENTIAL), "credential, authcookie"),
    row(
        Anywhere(&JWT),
        "jwt, bearer, jwe, paseto, saml assertion, client assertion",
    ),
    row(
        Anywhere(&PRIVATE_KEY),
        "private key, key pair private, openssh private, id rsa, id ed25519, id ecdsa, id dsa, age identity",
    ),
    row(Anywhere(&WALLET_KEY), "xprv, xpriv, tprv, zprv, yprv"),
    row(
        Anywhere(&SEED),
        "brainwallet, brain wallet, paper wallet, mnemonic, seed phrase, recovery phrase, recovery seed, wallet seed, seed word, \
         master seed, hd seed, bip39 seed, backup phrase, secret phrase, bip39 phrase, \
         wallet word, recovery word, mnemonic word, backup word, wallet phrase, unlock phrase, \
         zip32 seed, seed hex, seed byte, account seed, entropy seed, validator seed",
    ),
    row(
        Topic(&PLACE),
        "latitude, longitude, gps, latlng, geolocation",
    ),
    row(
        Anywhere(&NATIONAL_ID),
        "ssn, social security, aadhaar, aadhar, itin",
    ),
    row(Anywhere(&DEVICE), "imei, imsi, msisdn, bssid, idfa, iccid"),
    row(
        Topic(&BIOMETRIC),
        "biometric, thumbprint, thumb print, palm print, palmprint, faceprint, voiceprint, voice \
         print, retina, palm vein, finger vein, gait signature, fingerprint template, face embedding, \
         voice embedding",
    ),
    row(
        Topic(&TRAIT),
        "ethnicity, religion, party affiliation, sexual orientation, gender identity, political, union member, \
         marital, immigration, sexuality, sexual",
    ),
    row(
        Anywhere(&CARD_CODE),
        "cvv, cvc, ccv, cvv2, cvc2, csc code, card security code",
    ),
    row(Anywhere(&ACCOUNT), "iban"),
    row(
        Topic(&INCOME),
        "salary, income, net worth, payslip, paycheck, mortgage, wage, credit score, household \
         income, pension, alimony, fico, severance, creditworthiness",
    ),
    row(
        Topic(&HEALTH),
        "hba1c, hiv, insulin, cholesterol, glucose, pregnancy, diagnosis, prescription, \
         medication, vaccination, allergy, disability, blood pressure, blood glucose, \
         blood sugar, blood type, blood group, blood oxygen, blood test, heart rate, \
         mental health, genetic, dna, genome, genotype, bmi, lab test, covid test, hiv test, \
         depression, anxiety, medical, illness, disease, hemoglobin, menstrual, menstruation, \
         ovulation, fertility, pathology, cancer, diabetes, comorbidity, clinical, \
         substance abuse, psychiatric, body mass, oxygen saturation, vaccine, immunization, \
         symptom, systolic, diastolic, respiratory rate, respiration rate, obstetric, \
         lab report, lab result, radiology, xray image, xray result, mri, gestational, gravida, breastfeeding, contraception, surgical, hospitalization, \
         comorbid, rhesus, rh factor, chronic condition, immunisation, tobacco, psychological, \
         oncology, dialysis, chemotherapy, transfusion, tuberculosis, hepatitis, asthma, \
         epilepsy, hypertension, covid, antibody",
    ),
    // Refused as the head noun, or as the last words.
    row(
        Tail(&PASSWORD),
        "wifi network passphrase, wlan network passphrase, wpa network passphrase, home network passphrase, \
         guest network passphrase, wireless network passphrase, pgp pass, keypass, key pass, database pass, user pass, smtp pass, \
         admin pass, root pass, mysql pass, postgres pass, redis pass, auth pass, login pass, \
         http pass, ftp pass, mail pass, proxy pass, pass text, wifi psk, psk, pre shared key, \
         preshared key, master unlock, wpa key, wep key",
    ),
    row(Whole(&PASSWORD), "pass"),
    row(
        Tail(&SECRET),
        "hmac value, totp seed, otp seed, pepper, otpauth, otpauth url, authenticator seed, \
         client secret value, webhook signing, turnstile response, captcha response, api hash, \
         sasl jaas config, jaas config, snmp community, community string",
    ),
    row(
        Tail(&TOKEN),
        "remember me, authenticity token, csrf token field, token value, personal access, refresh \
         jti, nextauth token, logfire write, macaroon, biscuit, ticket granting, kerberos ticket, \
         krb ticket, sso ticket, service ticket, auth ticket, login ticket, access ticket, \
         service principal key, patoken, access pat, github pat, gitlab pat, gh pat, azure pat, azure sas, \
         vault secret id, approle secret id, nomad secret id, account sas, service sas, whsec, pat value, pat token, otk, verify token, security stamp, recovery ticket, session ticket key, \
         sso nonce, device ticket, impersonation ticket, cln rune, apn id, gcm id, fcm id",
    ),
    row(Tail(&TOKEN), "dpop proof"),
    row(Tail(&API_KEY), "clave api, chave api, llave api"),
    row(TailSingular(&TOKEN), "token"),
    row(Whole(&TOKEN), "pat, oauth, sas"),
    row(
        Tail(&ACCESS_KEY),
        "aws access key id, access key id, akid, aws sak, aws akid, sts response, access key",
    ),
    row(
        Tail(&CRYPTO_KEY),
        "key plaintext, key cleartext, key decrypted, key unencrypted, key private, jwk private, jwks private, jwk d, \
         datakey, dek, kek, cek, ikm, okm, prk, pmk, ptk, key material, keying material, key share, \
         key shard, key blob, key byte, secret share, shamir share, shamir shard, key part, \
         private exponent, private scalar, priv scalar, private jwk, secret scalar, private der, \
         kdf output, derived key, key schedule, round key, sek, mek, tek, tlk, mtls key, keymat, \
         plaintext key, plaintext dek, kms plaintext, sk live, sk test, rk live, data key plaintext, unseal key, unseal share, \
         root ca key, ca key, recovery share, unlock key, unlock code, unlock secret, \
         private pem, private key pem, ssh key, key mat",
    ),
    row(
        Tail(&SEED),
        "wallet passphrase, identity secret, zk secret, secret seed, wallet secret",
    ),
    row(
        Tail(&WALLET_KEY),
        "preimage, blinding factor, sk, wallet sk, priv, nsec, \
         wif, spending key, wallet key, viewing key, view key, wallet export, wallet json, \
         wallet backup, extended private, stealth key, nullifier key, nullifier secret, \
         nullifying key, proving secret, wallet blob, wallet dump, wallet decrypt, \
         sapling spending, keypair, key pair, signer key, ecdsa key, secp256k1 key, ed25519 key, \
         identity commitment secret, withdrawal key, validator key, minting key, \
         wallet private key, eth private key, ethereum private key, deployer private key, \
         owner private key, account private key, relayer private key, funder private key, \
         zk private key, bls secret key, stellar secret key, nostr private key, \
         validator private key, signer private key",
    ),
    row(
        Tail(&AUTHORIZATION),
        "authorization, authorization header, authentication header, proxy authorization, auth \
         header, auth value, auth string, auth data, basic auth, auth basic, http auth, user \
         auth, proxy auth, registry auth, docker auth, auth payload, auth blob, authorization \
         value, digest auth, http authorization, www authenticate, auth cookie, auth bearer, \
         authentication key, auth param, authentication info, auth credential, auth context \
         token, npm auth, client auth, redis auth, smtp auth, git auth, authz header, authn \
         header, x auth, x amz security token, amz security, x vault token, x forwarded \
         authorization, sec websocket key, sec websocket protocol, x goog iap jwt assertion, x ms \
         token, x client certificate, x forwarded client certificate, forwarded client \
         certificate, xfcc, auth",
    ),
    row(
        Tail(&COOKIE),
        "cookie, cookie jar, cookie header, cookie string, cookie store, set cookie header, \
         cookie value, cookie map, asp net cookie",
    ),
    row(
        Tail(&SESSION),
        "session id, session identifier, session uuid, session uid, session guid, session key, \
         session cookie, php session id, asp session id, connect sid, connection \
         sid, asp net session id, session blob, session ticket, laravel session, \
         rack session, session data blob, aiohttp session, django session, session handle, flask \
         session, express sid, session hash, session storage key, stripe session id, sso session, \
         sso session id, login session, session signature",
    ),
    row(TailSingular(&SESSION), "session"),
    row(Whole(&SESSION), "sid, symfony"),
    row(
        Tail(&HEADERS),
        "header map, http header, raw header, request metadata, grpc metadata, metadata map, \
         header value, header list, header vec, header dump, header bag, trailer",
    ),
    row(TailPlural(&HEADERS), "header"),
    row(
        Tail(&CSRF),
        "csrf, xsrf, csrf middleware token, anti forgery, antiforgery, request verification, \
         crumb, state nonce, oauth state, csrf state, oidc nonce",
    ),
    row(
        Tail(&ONE_TIME),
        "otp, totp, hotp, one time code, one time password, one time pin, one time key, mfa, \
         mfa response, two factor, 2fa, second factor, tfa, totp key, sms code, backup code, \
         tan, mobile tan, yubikey, passkey, yubikey otp, google authenticator, \
         authenticator code, webauthn response, webauthn assertion, duo response, recovery kit, \
         rescue code, blik, blik code",
    ),
    row(
        Tail(&PIN),
        "pin code, passcode, pass code, pin block, puk, puk code, user pin, card pin, door code, gate code, alarm \
         code, lock code, access pin, sim pin, pin number, registration lock, dtmf, dtmf digit",
    ),
    row(TailSingular(&PIN), "pin"),
    row(WholePlural(&PIN), "pin"),
    // Several pins of a thing hold it in place, or are its contacts: `variant_pins`, `gpio_pins`.
    row(
        Of("pin plural", &PIN),
        "user, customer, member, account, card, debit, credit, bank, atm, sim, employee, staff, admin, door, gate, \
         alarm, lock, locker, safe, phone, device, access, login, entry, security, secret, unlock, old, new, backup, \
         recovery, parental, guest, numeric, hashed, encrypted",
    ),
    row(
        Tail(&ANSWER),
        "security answer, secret answer, security question answer, challenge answer, recovery \
         answer, security question, secret question, password hint, first pet",
    ),
    row(
        Tail(&CONNECTION),
        "connection string, dsn, connection url, database connection, jdbc string, odbc string, \
         connection dsn, broker url, conninfo, connection info, libpq string, connect string, \
         connection param, connection str, sql data source",
    ),
    row(
        Tail(&SIGNED_URL),
        "slack webhook, discord webhook, teams webhook, slack hook, discord hook, teams hook, incoming webhook, magic url, sas url, \
         private url, one time url, sign in url, signin url, login url, x amz signature, \
         x goog signature, amz signature, goog signature, sas signature, amz credential, \
         x goog credential, presigned, presign, webhook endpoint url, shared access signature, \
         shared access key",
    ),
    row(
        Tail(&SIGNATURE),
        "x hub signature, hub signature, hmac digest, hmac signature, mac tag, webhook signature, \
         request signature, signed message, string to sign, signature hex, signature byte, \
         schnorr signature, bls signature, ecdsa signature, partial signature, permit signature, \
         sig hex, sig byte, request sig, webhook sig, payload sig, message sig, body sig, ecdsa sig, \
         schnorr sig, bls sig, ed25519 sig, rsa sig, hmac sig, token sig, client sig, partial sig",
    ),
    row(
        TailSingular(&SIGNATURE),
        "signature, hmac, rsig, cosignature, countersignature",
    ),
    row(Tail(&SALT), "salt, salt hex, hash salt"),
    row(
        Tail(&HANDSHAKE),
        "challenge response, pkce verifier, code verifier, code challenge verifier, challenge \
         verifier, authorization response, saml response, saml request, oauth verifier, srp \
         verifier, srp secret, client proof, server proof, relay state, password proof, opaque \
         envelope, premaster, pre master, client random, tls exporter, psk identity, hint token, \
         token hint, login hint token, authorization grant, auth grant, oauth grant, saml \
         artifact, zero knowledge witness, zk witness, zk trapdoor, trapdoor, identity trapdoor, \
         toxic waste, digest response, auth response",
    ),
    row(
        Tail(&CERTIFICATE),
        "pfx, pkcs12, p12, pkcs8, pkcs1, pem, client certificate key, tls identity, client \
         identity pem, keystore json, jks, pkcs12 blob, keystore file content, keystore content, \
         keystore byte, keytab, pem block, pem content, key pem, pem key, p8, privpem, tls \
         bundle, key bundle, ssh config, keyring content, certificate key, certificate private",
    ),
    row(
        Tail(&PASSWORD_HASH),
        "nt hash, lm hash, ntlm hash, pbkdf2 hash, argon2 hash, argon hash, argon2id hash, bcrypt \
         hash, scrypt hash, shadow hash, hashed key, stored hash, key hash, htdigest, unix crypt",
    ),
    row(
        Tail(&KEYS_FILE),
        "shadow line, shadow entry, sa json, sa key json, kube config, kubeconfig, dockerconfigjson, docker config json, docker config, netrc, \
         npmrc, pypirc, env var dump, environ, env dump, dotenv, env file content, gpg armor, aws \
         config, service account json, service account file content, gcp json, adc json, vault \
         file, htaccess content, ovpn, wireguard config, wg config, tfstate, terraform state, \
         process env, env map",
    ),
    row(
        Tail(&EMAIL),
        "email, email address, mail address, email to, email from, email cc, email bcc, \
         email recipient, email sender, bcc recipient, cc recipient, user mail, gmail, mail to, mail from, reply to, mailto, rcpt to, \
         rcpt, apple id, mailbox address, email local part, gecos, inbox address, \
         paypal account, upn, user principal name, jabber id, jid, skype id, primary mail, \
         mail recipient, enduser email, matrix id, mxid, login email, email work, email home, \
         email personal, email direct, email private, email business",
    ),
    row(Whole(&EMAIL), "mail, bcc, mail recipient"),
    row(
        Tail(&MESSAGE),
        "email body, email subject, email text, email content, email html, message body, message \
         text, message content, sms body, sms text, sms message, chat message, body text, chat \
         text, chat log, chat transcript, transcript, private message, direct message, dm text, \
         mail body, mail text, email message, inbound message, voicemail, call transcript, note \
         text, journal entry, diary entry, message plaintext, push body, gen ai prompt, user \
         prompt, user message, conversation text, chat history, support message, ticket body, \
         comment body, comment text, review text, feedback text, user input, gen ai \
         input message, gen ai output message, gen ai completion, system instruction, tool call \
         argument, whatsapp message, telegram message, letter text, call recording, dm body, \
         decrypted message, plaintext message, message preview, message snippet, notification \
         text, ai prompt, ai completion, ai input message, ai output message, ai request message, \
         ai response text, tool input, tool output, tool argument, ai document, ai text, ai \
         message, prompt text, ai preamble, prompt content",
    ),
    row(Anywhere(&MESSAGE), "free text, freetext"),
    row(Whole(&MESSAGE), "prompt"),
    row(
        Tail(&PHONE),
        "phone, telephone, phone number, mobile number, cell number, msisdn, whatsapp number, \
         fax number, fax, contact number, telefono, telephone number, sms to, sms from, \
         sms recipient, sms number, caller id, caller number, callee number, cell phone, \
         landline, handy number, e164, phone e164, dialed number, ani, dnis, calling number, \
         called number, verified number, mobile phone, home tel, work tel, twilio to, whatsapp id, signal number, \
         emergency contact, telefonnummer, number telefono, call from, call to, sms sender, \
         fax to, phone line, callback number, phone home, phone work, phone cell, phone biz, \
         phone contact, phone business, phone day, phone evening, phone emergency",
    ),
    row(Whole(&PHONE), "tel, mobile, cell, msisdn, handy"),
    row(
        Tail(&NAME),
        "username, user name, surname, forename, initials, name first, name last, middle initial, \
         lname, mname, given name, salutation name, full name, display name full, real name, \
         customer display name, user display name, user nickname, user login, user handle, user login name, \
         twitter handle, telegram handle, telegram username, instagram handle, discord handle, discord tag, \
         github login, github username, twitter username, discord username, nickname, user alias, \
         enduser name, user screen name, name on card, name on account, patient first, social handle, \
         steam id, linkedin profile, facebook id, facebook profile, first name last name, login name, \
         participant name, pii name, mother maiden name, maiden name, basic auth user, destroy witness, \
         destruction witness, legal witness",
    ),
    row(Whole(&NAME), "nombre"),
    // Who it is: a name, an e-mail address or a whole record, as the type says.
    row(
        Tail(&PERSON),
        "person, next of kin, kin, beneficiary, cardholder, card holder, account holder, policy holder, passenger, \
         father, mother, spouse, family member, contact person, attendee, guest, auth user, assignee, approver, \
         inviter, submitter, on behalf of, assigned to, reassigned to, shared with, delegated to, escalated to, granted to",
    ),
    row(Whole(&PERSON), "invitee, recipient"),
    row(
        Act,
        "created, updated, modified, changed, edited, deleted, removed, added, assigned, invited, approved, rejected, \
         reviewed, submitted, requested, performed, uploaded, opened, closed, resolved, reported, posted, commented, \
         registered, enrolled, confirmed, acknowledged, granted, revoked, banned, suspended, locked, unlocked, archived, \
         restored, published, merged, committed, scheduled, booked, paid, purchased, claimed, escalated, referred, \
         sold, initiated, cancelled, canceled, completed, accepted, declined, shared, delegated, witnessed, prescribed, \
         taken, made, sent, written, owned",
    ),
    row(
        Tail(&ADDRESS),
        "street, street name, street number, street line, house number, address line, \
         address street, apartment number, apt number, po box, mailing label, ship to, bill to, \
         address text, full address, adresse, indirizzo, postal address, flat number, \
         unit address, door number, building number, address city, city of residence, residence, \
         home town, hometown, delivery instruction, location address, suburb, home city, \
         user city, city name residence, geo locality name, billing city, shipping city, \
         suite number, address formatted, formatted address, domicile",
    ),
    row(
        Tail(&POSTCODE),
        "postcode, postal code, zip, zipcode, zip code, zip plus, eircode, pin code postal, \
         postal, zip4, post code, geo zip",
    ),
    row(
        Tail(&PLACE),
        "lat, lng, lon, lat lng, lat long, lat lon, gps coordinate, gps position, gps location, \
         gps fix, coordinate, geo location, geo point, geo position, geoip, geo ip, geohash, user \
         location, current location, home location, last location, last known location, device \
         location, precise location, customer location, person location, whereabouts, check in \
         location, altitude, geo, geo coordinate, geo lat, geo lon, geo city, ip location, \
         location history, location trail, location latlng, location point, cell tower, work \
         location, pickup location, dropoff location, position lat, position lng, plus code, \
         what3words, geom, user geo, driver location, rider location, ip geo, user region, user \
         country, user position, geofence, utm easting, utm northing, easting, northing, mgrs",
    ),
    row(
        Tail(&BIRTH),
        "date of birth, birth date, birthday, birthdate, birth day, birth year, year of birth, \
         place of birth, birth place, birthplace, geburtsdatum, geburtstag, geburtsort, \
         birth month, date naissance, date de naissance, fecha nacimiento, fecha de nacimiento, \
         data nascita, birth name, birth certificate, country of birth, city of birth, born, \
         birth city, birth country, born on, date birth, bday, data nascimento, user age, \
         patient age, person age, customer age, age of person, user date of birth, member age, \
         child age, birth, age year, age in year",
    ),
    row(
        Tail(&NATIONAL_ID),
        "national id, national identity, nationality id, national insurance, \
         national insurance number, nino, nin, social insurance, social insurance number, \
         sin number, ssn last, tax id, taxpayer id, tax number, taxpayer number, \
         taxpayer identification, tin number, pan card, pan number pii, identity number, \
         identity card, identity card number, id card, id card number, personal number, \
         fiscal number, steueridentifikationsnummer, rfc number, nric, fin number, hkid, ein, \
         citizen id, citizenship number, citizen number, voter id, voter number, \
         electoral number, elector id, government id, gov id, govt id, id number, \
         resident number, residence permit, residence number, alien number, green card, \
         uscis number, kennitala, medicare number, medicare id, medicaid id, medicaid number, \
         nhs number, nhs id, emirate id, rrn, resident registration number, rut number, insee, \
         sozialversicherungsnummer, national number, personal id, personal id number, \
         identification number, personal identity number, tfn, tax file number, utr, utr number, \
         sofi number, ahv number, nss, egn, jmbg, oib, emso, isikukood, personal code, amka, \
         siret, aadhaar number, uan, abha number, id document, identity document, \
         identification document, sin, dpi number, national code, teudat zehut, mykad, \
         ktp number, philhealth, sss number, epic number, ration card number, idnp, \
         personalausweisnummer, svnr, ssn, tin, ssnid, sinid",
    ),
    row(
        Tail(&DOCUMENT),
        "passport, passport number, passport scan, driver license, driver license \
         number, driving license, driving licence, driver licence, driver licence number, license \
         number, licence number, visa number, permit number, travel document, mrz, machine \
         readable zone, document number, dl number, driving license number, driving licence \
         number, license id driver, redress number, known traveler number, ktn, frequent flyer \
         number, pilot license, militar id, military id, badge number, student number, work \
         permit, document scan, document image, id scan, id photo, id front, id back, kyc \
         document, kyc data, document front, document back",
    ),
    row(
        Tail(&DEATH),
        "deceased, deceased at, deceased on, deceased date, deceased time, deceased date time, \
         date deceased, death date, date of death, time of death, death time, place of death, \
         death place, died at, died on, deceased reason, reason of death",
    ),
    row(Tail(&PATIENT_ID), "patient id"),
    row(Tail(&DOCUMENT_ID), "passport id"),
    row(
        Tail(&IP),
        "ip address, real ip, client ip, remote ip, user ip, source ip, src ip, peer ip, remote \
         address, forwarded for, x forwarded for, forwarded ip, visitor ip, caller ip, login ip, \
         sender ip, customer ip, last ip, current ip, origin ip, connecting ip, cf connecting ip, \
         true client ip, ipv4, ipv6, request ip, requester ip, http client ip, x client ip, x \
         cluster client ip, fastly client ip, peer address, peer socket address, sock peer \
         address, client socket address, socket peer address, destination ip, dst ip, dest ip, \
         public ip, guest ip, signup ip, registration ip, last login ip, actor ip, attacker ip, \
         ip address client, address ip, enduser ip, viewer ip, player ip, banned ip, blocked ip, \
         session ip, x real ip, forwarded, ip string, my ip, ip list, allowed ip, admin ip, http \
         x forwarded for, device ip, home ip, user host, remote host, reverse dns, x envoy \
         external address, x original forwarded for, client port ip, observed ip",
    ),
    row(TailSingular(&IP), "ip"),
    row(Whole(&IP), "xff"),
    row(
        Tail(&DEVICE),
        "mac address, device mac, wifi mac, meid, esn, idfv, gaid, aaid, udid, ssaid, \
         advertising id, ad id device, ad identifier, android id, device serial, \
         device serial number, hardware id, hwid, machine guid, machine id hash, device imei, \
         wifi ssid, ssid, device fingerprint, browser fingerprint, canvas fingerprint, mac, \
         device token id, advertiser id, vendor id device, sim number, sim serial, eid number, \
         wifi bssid, bluetooth mac, device uuid, device udid, device unique id, phone imei, \
         client hardware, installation fingerprint, visitor fingerprint, visitor id fingerprint, \
         android device id, ios device id, apple device id",
    ),
    row(
        Tail(&BIOMETRIC),
        "fingerprint image, fingerprint scan, fingerprint data, voice sample, face encoding, \
         face template, face id, facial, face image, face scan, face vector, iris scan, iris, \
         retina scan, thumbprint scan, selfie, selfie image, signature image, avatar image, \
         avatar base64, avatar byte, profile photo, profile picture, photo base64, \
         profile image, gait, dna sequence, user photo, passport photo, portrait, headshot, \
         photo id, face photo, live face, liveness image, handwriting, keystroke dynamics, \
         voice recording, face landmark, fingerprint minutiae, minutiae, hand geometry, \
         signature scan, iris template, iris image, iris code, voice template, finger template, \
         finger image, palm scan, palm template, speaker embedding, biometric template, \
         iris left, iris right, left iris, right iris, left index finger, right index finger",
    ),
    row(
        Tail(&TRAIT),
        "gender, sex, orientation sexual, religious belief, religious affiliation, faith, \
         ethnic origin, ethnic group, racial origin, skin color, nationality, citizenship, \
         marital status, marriage status, civil status, relationship status, political view, \
         political opinion, political affiliation, political party, politics, party membership, \
         union membership, trade union, criminal record, conviction, criminal history, \
         arrest record, immigration status, veteran status, pronoun, caste, tribe, body weight, \
         body height, eye color, hair color, philosophical belief, race ethnicity, user race, \
         user gender, person gender, sex at birth, sex life, family status, dependent name, \
         native language, mother tongue, accent, user religion, handicap, sexual preference, \
         employment history, education history, work history, military status, residency status, \
         visa status, belief, political exposure, politically exposed, \
         politically exposed person, pep status, occupation, profession, ethnoracial, homeless, \
         refugee status",
    ),
    row(
        Tail(&PERSONAL),
        "pii, personal data, personal info, personal information, personal detail, user profile, \
         profile data, user data, customer data, customer detail, customer info, \
         customer record, person record, contact detail, contact info, contact data, \
         contact card, vcard, user detail, user record, resume text, cv text, cover letter, \
         person data, person detail, member detail, guest detail, passenger detail, \
         address book, contact list, phone book, phonebook, browsing history, search history, \
         purchase history, order history, call log, call history, clipboard, clipboard text, \
         clipboard content, keystroke, user claim, id claim, userinfo response, \
         user info response, profile json, user json, kyc, form data, form body, \
         form field value, form input, biography, user bio, social graph, friend list, about me, \
         identity data, identity proof, verified credential, verifiable credential, \
         verifiable presentation, credential subject, vp token, presentation token, \
         credential jwt, user attribute, personal note, gdpr export, data export, \
         home phone contact, household, user preference raw, claim set, contact form, user pii, \
         sensitive data, sensitive, confidential, confidential data, private data, private note, \
         country travelled, country traveled, country visited, place visited, travel history",
    ),
    row(
        Tail(&VEHICLE),
        "license plate, licence plate, plate number, number plate, vin, vin number, vehicle \
         identification number, vehicle vin, kennzeichen, registration plate, vehicle \
         registration, car plate, vehicle plate",
    ),
    row(
        Tail(&BODY),
        "request body, response body, req body, rsp body, res body, http body, http \
         request body, http response body, request payload, response payload, post body, post \
         data, raw body, raw request, raw response, request data, response data, body byte, raw \
         http, http payload, webhook body, webhook payload, error body, graphql body, body json, \
         body string, body raw, request json, response json, request dump, response dump, rpc \
         payload, api response body, api request body, event payload, message payload, form \
         payload, raw post, upload body, request content, response content, body content, \
         multipart body, post param, ws message raw, raw message, frame payload, http response \
         content, document body, document text, document content, file content, clipboard data",
    ),
    row(
        Tail(&PARAMS),
        "url query, query string, raw query, path and query, db param, db query param, \
         sql param, bind param, bind value, query bind, sql argument, sql bind, statement param, \
         bound param, query argument value, db query param value, db bind, db value, sql value, \
         db argument, query param value, prepared param, bind arg, sql arg, query arg",
    ),
    row(
        Tail(&CARD),
        "card number, card pan, primary account number, pan number, credit card, \
         credit card number, debit card, debit card number, payment card, cc number, ccn, ccnum, \
         card data, card detail, card info, track data, track1, track2, magstripe, mag stripe, \
         emv data, card expiry date, card expiry, card exp, card track, cc exp, cc expiry, \
         card expiration, cc cvc, cc data, card bin pan, card digit, payment method detail, \
         payment detail, payment info, payment data, payment credential, stripe card, \
         card primary account, cc, masked pan raw, card iin pan, gift card number, \
         giftcard number, security code, card token data, cryptogram, card cryptogram, \
         payment method data, payment instrument data, payment source data, dpan, fpan, \
         device pan, funding pan, cavv, tavv, ucaf, card verification, card verification value, \
         card verification number, card security, expiry month, expiry year, exp month, \
         exp year, expiration month, expiration year, card exp month, card exp year, \
         expire month, expire year",
    ),
    row(Whole(&CARD), "pan, card"),
    row(
        Tail(&ACCOUNT),
        "account number, bank account, bank account number, bank detail, bank info, bank data, \
         bank account id, giro, kontonummer, bank transfer detail, bban, clabe, \
         checking account, saving account, banking detail, bank card, wire detail, \
         wire instruction, sepa mandate, mandate reference, bank statement, paypal email, venmo, \
         cashapp, cash tag, upi id, upi vpa, pix key, bank login, bank identifier, \
         beneficiary account, payer account, payee account, brokerage account, routing account, \
         bank iban, account iban, escrow number, loan number, vpa, vpa id, \
         virtual payment address, bizum, payid, account routing number, bank ac, bank ac number, \
         ac number, provident fund account, retirement account, payroll account",
    ),
    row(
        Tail(&BANK_CODE),
        "routing number, aba number, aba routing, bsb, bsb number, ifsc, ifsc code, swift code, \
         swift bic, sort code, transit number, routing transit number, bank code, swift, \
         sortcode, micr, institution number, branch number, bank routing",
    ),
    row(
        Tail(&INCOME),
        "annual income, earnings, pay stub, paystub, payroll data, pay rate, bonus amount, \
         fico score, credit report, credit history, credit rating, credit limit, debt amount, \
         loan balance, bank balance, gross pay, net pay, base pay, hourly rate, wealth, \
         asset value, disposable income, stock grant, child support, credit bureau score, \
         investment portfolio, net income, annual salary, base salary, monthly rent, \
         compensation, loan amount due, annual bonus, yearly bonus, bonus payment",
    ),
    row(
        Tail(&TAX),
        "tax return, tax record, vat number, w2, tax form, tax document, w2 form, tax \
         identification number, tax filing, taxable income, vat id, gst number, gstin, tax \
         identifier, tax bracket, tax statement, tax registration, tax registration number",
    ),
    row(
        Tail(&HEALTH),
        "diagnose, medicine, dosage, pulse rate, resting heart rate, bpm heart, \
         disability status, allergen, medical history, medical record, medical condition, \
         medical data, medical note, medical info, health data, health record, health condition, \
         health info, health information, health history, health note, phi, ephi, hiv status, \
         std test, pregnancy status, pregnant, mental state, therapy, therapy note, \
         treatment plan, treatment, vaccination status, vaccine status, lab result, \
         lab test result, lab value, test result medical, icd, icd10, icd9, icd code, \
         body mass index, body fat, glucose level, a1c, patient, patient record, patient data, \
         patient note, patient history, patient detail, clinical note, clinical data, \
         clinical history, ekg, ecg, eeg, mri, xray, x ray, ct scan, surgery, procedure note, \
         menstrual cycle, cycle day, sleep data, vital, vital sign, vitals, spo2, \
         body temperature, weight kg, bodyweight, weight lb, smoker, smoking status, \
         alcohol use, drug use, substance use, organ donor, genetic data, genetic test, \
         genetic marker, family history, addiction, autism, phobia, impairment, death cause, \
         cause of death, radiology, discharge summary, discharge note, care plan, \
         chief complaint, doctor note, physician note, drug name, medication name, \
         medication list, dose mg, health status patient, covid status, covid result, \
         wheelchair, mood, mood score, injury, referral note, anamnesis, diagnostico, \
         diagnose code, onset date, date of onset, symptom onset, reason for visit, \
         presenting complaint, pain score, pain level, last menstrual period, viral load, \
         pre existing condition",
    ),
    row(
        Tail(&INSURANCE),
        "medical record number, mrn, patient number, patient identifier, \
         health plan id, health plan number, health plan beneficiary, health insurance, \
         health insurance number, insurance number, insurance id, insurance policy number, \
         insurance member id, policy holder number, health id, health card, health card number, \
         medical id, hicn, mbi, chart number, prescription number, rx number, npi, dea number, \
         insurance card, insurance group number, encounter number, health record number, \
         medical number, health number, subscriber number insurance, policy number",
    ),
    // Head nouns that other words make sensitive or harmless.
    row(
        Of("address", &EMAIL),
        "gmail, icloud, outlook, yahoo, proton, protonmail, paypal, email, e, from email, reply, inbox, sender email, smtp",
    ),
    row(
        Of("address", &ADDRESS),
        "geocode, home, street, billing, shipping, mailing, mail, postal, residential, residence, \
         delivery, work, physical, customer, user, person, patient, contact, permanent, house, \
         invoice, shipment, guest, employee, applicant, property, legal, civic, previous, birth, \
         geo, geographic, office, tenant home, pickup, dropoff, drop, living, registered, \
         correspondence, bill, ship, headquarter, prev, state id, registration",
    ),
    row(
        Of("address", &IP),
        "ip, ipv4, ipv6, client, remote, peer, source ip, forwarded, caller, visitor, real, \
         login, ip client, browser, origin ip, downstream, src, source, destination ip, sockaddr, \
         end user, enduser, attacker, requester, requestor, x forwarded",
    ),
    row(
        Of("address", &DEVICE),
        "mac, ethernet, wifi, bluetooth, ble, hardware, hw, device, physical mac, bssid, nic, lan",
    ),
    row(
        Spares("address"),
        "wallet, contract, token, program, server, bind, bound, listen, listener, listening, \
         grpc, http, rpc, memory, mem, base, pc, return, virtual, vaddr, local, host, node, \
         upstream, backend, proxy, service, endpoint, network, gateway, account, deployer, \
         recipient, sender, holder, to, from, owner, payee wallet, eth, evm, btc, bitcoin, \
         solana, ethereum, checksummed, checksum, checksumed, hex, zero, null, pool, pair, \
         factory, router, vault, treasury, validator, delegator, operator, safe, multisig, \
         signer, spender, minter, delegate, attester, issuer, block, start, end, offset, \
         register, instruction, code, symbol, load, heap, stack, page, cell memory, socket, \
         advertise, advertised, public rpc, dns, target, cluster, broker, nats, redis, db, \
         database, kafka, collector, otlp, metric, monitoring, admin, internal, external, seed, \
         bootstrap, pod, container, vm, interface, subnet, member, leader, follower, coordinator, \
         meta, worker, replica, primary, secondary, stored, ens, resolved, onchain, chain, \
         deposit, collection, nft, proxy contract, sink, score, community, passport, dedup, \
         unique, valid, invalid, normalized, beneficiary wallet, slot, storage, implementation, \
         user wallet, user op, host ip, server ip, node ip, pod ip, sock host",
    ),
    row(
        Of("amount", &INCOME),
        "loan, debt, compensation, bonus, pension, mortgage, wage, credit",
    ),
    row(
        Of("answer", &ANSWER),
        "security, secret, challenge, captcha, recovery, registration, question, response",
    ),
    row(
        Spares("auth"),
        "pre, require, proxy mode, mutual, no, tls client, two factor, unified, multi factor, \
         anonymous, optional, external, internal, legacy",
    ),
    row(
        Of("balance", &INCOME),
        "loan, bank, mortgage, debt, saving, checking",
    ),
    row(Spares("birth"), "give"),
    row(
        Of("body", &MESSAGE),
        "sms, email, chat, message, mail, dm, whatsapp, telegram, conversation, letter, inbox, \
         voicemail, comment, review, feedback, post, ticket, note, transcript, notification, push",
    ),
    row(
        Of("code", &ONE_TIME),
        "otp, totp, hotp, mfa, 2fa, tfa, two, factor, sms, one time, onetime, verification, \
         verify, verifying, confirmation, confirm, authenticator, email verification, phone \
         verification, backup, recovery, rescue, scratch, security, login, signin, sign, auth, \
         authentication, authenticate, passwordless, challenge, unlock, pairing, pair, pass, \
         passwort, reset, activation, activate, email, phone, totp enrollment, mobile, magic",
    ),
    row(
        Of("code", &CODE),
        "locker, keypad, safe, supervisor, device, user, authorization, oauth, oauth2, oidc, grant, pkce, token, invite, \
         invitation, access, secret, redeem, redemption, voucher, gift, giftcard, coupon secret, \
         door, gate, alarm, lock, entry, pin, session, admin, registration, enrollment, claim, \
         exchange, url, linking, bind, sso, password, credential, api, room secret, private, \
         parental, passport",
    ),
    row(
        Of("code", &POSTCODE),
        "cep, eir, postal, post, zip, plz, cap, pin postal, mailing",
    ),
    row(Of("code", &NATIONAL_ID), "fiscal, codice fiscale"),
    row(
        Of("code", &TRAIT),
        "nationality, ethnicity, gender, race, religion",
    ),
    row(Of("code", &CARD_CODE), "card, csc"),
    row(
        Of("code", &BANK_CODE),
        "sort, swift, bic, bank, routing, ifsc, bsb, aba, micr, clabe",
    ),
    row(Of("code", &TAX), "tax"),
    row(
        Of("code", &HEALTH),
        "icd, icd9, icd10, diagnosis, procedure, cpt, drg, snomed, loinc, ndc, medical, \
         treatment, drug",
    ),
    row(
        Spares("code"),
        "error, err, status, exit, response, resp, return, result, reason, http, grpc, rpc, \
         country, currency, language, lang, locale, region, state, source, byte, op, opcode, \
         machine, event, action, airport, iata, icao, product, promo, promotion, discount, \
         coupon, tracking, barcode, bar, qr, color, hs, sku, item, department, cost, vat, curve, \
         multicodec, cid, contract, deployed, runtime, init, creation, wasm, revert, failure, \
         fail, failed, denial, rejection, reject, close, disconnect, termination, signal, \
         sqlstate, db error, key, scan, char, unicode, ascii, hash, time, zone, type, category, \
         naic, sic, mcc, isin, chain, asset, genesis",
    ),
    row(
        Of("compensation", &INCOME),
        "total, annual, base, executive, employee, yearly",
    ),
    row(Of("connection", &CONNECTION), STORES),
    row(
        Of("content", &MESSAGE),
        "sms, email, chat, message, mail, dm, whatsapp, telegram, conversation, letter, inbox, \
         voicemail, comment, review, feedback, post, ticket, note, transcript, notification, push",
    ),
    row(
        Spares("header plural"),
        "block, table, csv, column, section, file, packet, frame, chunk, page, page header, tcp, \
         udp, ip, ethernet, gzip, wal, wav, elf, pe, tar, zip, png, markdown, batch, dispatch, \
         sealed, genesis, parent, light, l1, l2, invalid, missing, allowed, exposed, expose, \
         vary, span, otlp, cors, cell, row, sheet, excel, report, md, c, pcap, uncle, best, \
         finalized, sync",
    ),
    row(
        Spares("ip"),
        "server, host, pod, node, private, cluster, bind, listen, local, service, container, \
         gateway, target, instance, virtual, elastic, nat, internal, dns, broadcast, multicast, \
         upstream, backend, lb, balancer, vm, interface, proxy, router, static, floating, \
         replica, master, worker, peer count, loopback, external, advertise, advertised, \
         listener, endpoint",
    ),
    row(
        Of("key", &OWN_API_KEY),
        "api, apis, rapidapi, user api, admin api, tenant api, org api",
    ),
    row(
        Of("key", &API_KEY),
        "app, application, consumer, subscription, integration, partner, merchant, \
         ingest, ingestion, write, project, sdk, rest, developer, dev, bot, publish, \
         publishable, live, sandbox, test, x, webhook, function, ocp, gateway, billing, license, licence, activation, product, serial, \
         validate, authenticate, invite, deploy, registration, enrollment, provisioning, \
         authentication, auth, login, personal, management, automation, telemetry, \
         response hash, request hash, callback hash, http, nwk, nwk s, app s, gen app, \
         network session, app session",
    ),
    row(
        Of("key", &ACCESS_KEY),
        "access, account, azure storage, storage account, blob storage, service, cosmos, cosmosdb, aws, azure, gcp, minio, eventhub, \
         servicebus, iothub, shared, sas, sub account, account access, dynamo, admin, root, sudo, \
         superuser",
    ),
    row(
        Of("key", &OWN_CRYPTO_KEY),
        "encryption, encrypting, decryption, encrypt, decrypt, cipher, crypt, crypto, signing, hmac, hmacsha256, aes, \
         des, aead, chacha, chacha20, blowfish, fernet, symmetric, sym, asymmetric, master, wrapping, unwrapping, preshared, \
         psk, secret, shared secret, hkdf, kdf",
    ),
    row(
        Of("key", &CRYPTO_KEY),
        "wifi, wlan, openvpn, vpn, ipsec, filevault, bitlocker, zigbee, zwave, presented, unhashed, unmasked, decrypted, unsealed, revealed, deciphered, unencrypted, cleartext, exported, \
         sign, signature, mac, gcm, wrap, unwrap, tls, ssl, \
         mtls, server, client, host, device, session, pre, wireguard, wg, ssh, \
         deploy ssh, gpg, pgp, rsa, dsa, ecdsa, ec, ecdh, dh, ed25519, x25519, p256, pem, der, \
         kms, data encryption, transport, envelope, column encryption, field encryption, backup \
         encryption, disk, volume, luks, vault, seal, unseal, recovery, escrow, derived, \
         pbkdf2, handshake, ephemeral, static, traffic, master db, sqlcipher, db, database, \
         redis, mysql, postgres, cookie, token, jwt, jws, jwe, jwk, jwks, password, pin, \
         otp, totp, hotp, mfa, ca, certificate, dkim, dnssec, tsig, rndc, zone, update signing, \
         code signing, apk, release, keystore, store, p8, apns, fcm, vapid, push, sealing, oauth, oauth2, oidc, saml, sp, idp, nonce, plaintext, unlock, media, \
         stream, content, drm, widevine, group encryption, noise, mesh, cluster, join, rpc, \
         jsonrpc, node, xor, otk, entropy, bearer, credential, identity, key, csrf, xsrf, ticket, \
         cookie store, ratchet, sender, receiver chain",
    ),
    row(
        Of("key", &VENDOR_KEY),
        "ably, pusher, logdna, stytch, stripe, twilio, sendgrid, mailgun, mailchimp, mandrill, postmark, sparkpost, openai, \
         anthropic, claude, gemini, mistral, cohere, huggingface, hf, groq, together, replicate, \
         pinecone, weaviate, qdrant, elastic, elasticsearch, opensearch, algolia, meilisearch, \
         typesense, github, gitlab, bitbucket, slack, discord, telegram, teams, datadog, dd, \
         newrelic, honeycomb, grafana, sentry, splunk, loggly, papertrail, logtail, axiom, \
         logfire, rollbar, bugsnag, pagerduty, opsgenie, google, firebase, mapbox, here, tomtom, \
         recaptcha, hcaptcha, turnstile, infura, alchemy, etherscan, polygonscan, moralis, \
         quicknode, ankr, covalent, blockfrost, coinbase, binance, kraken, bitfinex, coingecko, \
         coinmarketcap, segment, amplitude, mixpanel, posthog, heap, rudderstack, okta, auth0, \
         clerk, cognito, supabase, plaid, paypal, braintree, square, adyen, shopify, klarna, \
         checkout, razorpay, wise, heroku, cloudflare, cf, digitalocean, linode, vultr, hetzner, \
         fastly, akamai, vercel, netlify, npm, pypi, dockerhub, docker, quay, jenkins, circleci, \
         travis, buildkite, snyk, sonar, jira, atlassian, confluence, zendesk, intercom, hubspot, \
         salesforce, airtable, notion, asana, trello, linear, monday, zapier, dropbox, box, \
         openweather, weather, weatherapi, newsapi, tmdb, spotify, twitter, facebook, instagram, \
         linkedin, youtube, reddit, steam, launchdarkly, optimizely, statsig, browserstack, \
         saucelab, cloudinary, imgix, contentful, sanity, ipinfo, maxmind, ipstack, abuseipdb, \
         virustotal, shodan, censy, rapid, vonage, nexmo, messagebird, plivo, bandwidth, telnyx, \
         sinch, ethos, ceramic, lens, pinata, filebase, moonpay, transak, chainlink, thegraph, \
         quiknode, tenderly, defender, snapshot, deepl, assemblyai, elevenlab, deepgram, lob, \
         easypost, shippo, twitch, patreon, mapquest, bing, azureml, databricks, snowflake, \
         confluent, temporal, doppler, infisical, google map, bing map, map api, relic, new relic",
    ),
    row(
        Of("key", &WALLET_KEY),
        "staking, nsec, wif, private, priv, prv, spend, spending, wallet, signer, minter, validator, sequencer, \
         relayer, proposer, operator, deployer, treasury, hot wallet, cold wallet, eth, \
         ethereum, bitcoin, btc, solana, sol, nostr, extended, stealth, ephemeral wallet, \
         faucet, keeper, oracle, withdrawal, secp256k1, bls, proving, funding, payment base, \
         delayed payment, htlc, htlc base, revocation, revocation base, commitment, \
         inbound payment, phantom, shutdown",
    ),
    row(
        Spares("key"),
        "public, pub, cache, partition, primary, foreign, sort, row, group, grouping, dedup, \
         deduplication, dedupe, idempotency, object, metric, bucket, hot, natural, sequence, \
         surrogate, composite, candidate, unique, index, lookup, seek, start, end, range, min, \
         max, first, last, next, prev, previous, map, hash, hashmap, dict, dictionary, json, \
         yaml, toml, field, column, attr, attribute, tag, label, property, prop, config, \
         configuration, setting, option, param, query, route, routing, message, event, record, \
         item, element, entry, node id, tree, trie, leaf, btree, shard, sharding, distribution, \
         cluster id, join key, merge, locale, translation, i18n, l10n, lang, flag, feature, \
         experiment, variant, arrow, enter, shift, ctrl, control, alt, escape, esc, tab, hotkey, \
         shortcut, keyboard, left, right, up, down, home, page, press, pressed, num, function \
         key, modifier, meta, musical, song, piano, major, minor, keyspace, name, counter, rate \
         limit, limit, throttle, redis lock, lock, mutex, semaphore, job, task, work, workflow, \
         order, ordering, compaction, schema, table, header, metadata, context, trace, span, \
         baggage, env, environment, var, variable, registry, s3 object, r2 object, blob name, \
         path, file, dir, folder, prefix, suffix, image, asset, upload, download, deletion, \
         delete, lookup table, answer, issue, ticket, jira issue, state, storage, storage slot, slot, \
         bundle, resource, translation key, redis, redis cache, equivalence, business, correlation, \
         user, member, account id, tenant, owner, principal, subject, video, encode key, \
         verifying, verification, verify, search, string, int, nullable, alternate, long, short, compound, fk, pk, \
         secondary, expected, found, duplicate, missing, unknown, invalid, known, unused, old \
         sort, aggregation, pivot, reduce, reducer, keyed, answer key, ui, sketch, bloom, \
         snapshot id, ledger, epoch, window, watermark, offset, topic, kafka, stream name, \
         replica, region, zone id, room, channel, chat, thread, community, s3, r2",
    ),
    // What keys of a store begin with is chosen by the program, while that of key material is a piece of it.
    row(Spares("key prefix"), STORES),
    row(
        Spares("key prefix"),
        "cache, storage, store, kv, bucket, s3, r2, object, session store, lock, queue, stream, topic",
    ),
    row(
        Of("health", &HEALTH),
        "present, oral, dental, emotional, psychological, reproductive, maternal, patient",
    ),
    row(
        Of("mobile", &PHONE),
        "contact, user, customer, work, home, primary, employee, recipient",
    ),
    row(
        Of("name", &NAME),
        "katakana, hiragana, romaji, kanji, passport, account holder, partner, rider, account owner, second, salutation, first, last, middle, full, given, family, maiden, sur, sure, fore, legal, birth, real, \
         person, people, human, customer, client full, patient, holder, cardholder, \
         accountholder, contact, guardian, parent, mother, father, spouse, child, sibling, \
         beneficiary, payer, payee, recipient, passenger, guest, applicant, candidate, borrower, \
         tenant full, lessee, employee full, student, pupil, teacher, doctor, physician, nurse, \
         buyer, shopper, purchaser, donor, subscriber, billing, shipping, delivery, invoice, \
         attendee, traveler, traveller, voter, preferred, maternal, paternal, user, login, \
         enduser, claimant, insured, policyholder, defendant, plaintiff, witness, remitter, \
         sender, relative, kin, nick, author full, subject full, citizen, resident, visitor, \
         caller, supervisor, manager, nominee, shareholder, director, signatory, signer full, \
         cust, addressee, driver, player real, alias legal, ship to, bill to, deceased, heir, \
         tenant person, booker, invitee, organizer, organiser, responsible, referring, \
         attending, attorney, lawyer, landlord, grandfather, grandmother, grandparent, brother, \
         sister, son, daughter, wife, husband, aunt, uncle, bride, groom, baby, infant, newborn, \
         friend, coach, midwife, surgeon, therapist, counselor, pharmacist, dentist, \
         representative, trustee, notary",
    ),
    row(
        Spares("name"),
        "display, file, host, domain, service, server, user agent, column, table, schema, db, \
         database, bucket, queue, topic, stream, function, method, class, field, metric, secret, \
         key, token, cookie, header, job, task, container, pod, node, namespace, cluster, app, \
         application, product, tool, model, package, crate, module, image, group, role, policy, \
         template, event, action, operation, span, trace, index, cache, pool, pipeline, event \
         type, issuer, provider, network, chain, region, zone, device, os, browser, screen, page, \
         plan, tier, feature, flag, rule, param, argument, variable, property, attribute, tag, \
         label, type, kind, category, status, state, command, process, thread, program, script, \
         project, repo, repository, branch, team, org, organization, company, business, tenant, \
         account, customer type, contact type, sender type, driver class, recipient type, \
         library, kernel, user pool, user group, user type, user role, common, sink, source, \
         list, filter, pin, worker",
    ),
    row(
        Of("number", &PHONE),
        "phone, telephone, mobile, cell, fax, whatsapp, contact, caller, callee, sms, dialed, \
         dialled, calling, called, telefon, landline, tel, callback, emergency, \
         forwarding, gsm, wireless, texting, outgoing, msisdn",
    ),
    row(Of("pass", &PASSWORD), STORES),
    row(
        Of("pass", &PASSWORD),
        "mq, truststore, keystore, ldap, bind, imap, pop, wifi, wlan, router, ssh, \
         sudo, vpn, broker, mqtt, maria, sql, key, vault, wallet, account, service, svc, \
         jenkins, git, registry, docker, nexus, app, server, client, host, repo, web, site, \
         certificate, p12, pfx, pkcs12, pem, jks, sasl, snmp, radius, socks, new, old, my, \
         master, default, temp, temporary, hashed, encrypted, plain, raw, encryption, secret, \
         rpc, proxy, turn, sip, ask",
    ),
    // The words of a mnemonic, and what it was made of.
    row(
        Of("word", &SEED),
        "bip39, slip39, electrum, diceware, seed, mnemonic, wallet, recovery, backup",
    ),
    row(
        Of("sentence", &SEED),
        "bip39, slip39, electrum, seed, mnemonic, wallet, recovery, backup",
    ),
    row(
        Of("phrase", &SEED),
        "bip39, slip39, electrum, seed, mnemonic, wallet, recovery, backup, secret",
    ),
    row(
        Of("entropy", &SEED),
        "bip39, wallet, hd, mnemonic, seed, master, key, root",
    ),
    row(
        Of("share", &CRYPTO_KEY),
        "tss, mpc, shamir, slip39, key, secret, dkg, frost, threshold, recovery, seed, unseal, signing",
    ),
    row(
        Of("pk", &WALLET_KEY),
        "wallet, deployer, treasury, relayer, funder, minter, hot wallet, cold wallet, hot, cold, signer, cosigner, \
         faucet, fee payer, sequencer, eth, evm",
    ),
    row(Of("vector", &BIOMETRIC), BODY_PARTS),
    row(Of("descriptor", &BIOMETRIC), BODY_PARTS),
    row(Of("feature", &BIOMETRIC), BODY_PARTS),
    row(Of("landmark", &BIOMETRIC), BODY_PARTS),
    row(Of("template", &BIOMETRIC), BODY_PARTS),
    row(Of("encoding", &BIOMETRIC), BODY_PARTS),
    row(Of("embedding", &BIOMETRIC), BODY_PARTS),
    row(Of("video", &BIOMETRIC), BODY_PARTS),
    row(Of("recording", &BIOMETRIC), BODY_PARTS),
    row(Of("pattern", &BIOMETRIC), BODY_PARTS),
    row(Of("geometry", &BIOMETRIC), BODY_PARTS),
    row(Of("scan", &BIOMETRIC), BODY_PARTS),
    row(Of("sample", &BIOMETRIC), BODY_PARTS),
    row(Of("capture", &BIOMETRIC), BODY_PARTS),
    // A pool or a connection prints its options, and these the password.
    row(Of("pool", &POOL), STORES),
    row(
        Of("pool", &POOL),
        "connection, sqlx, deadpool, r2d2, bb8, mobc, diesel, sea orm, reader, writer, read, write, replica, read replica, \
         primary, secondary, sql, tx, transaction",
    ),
    row(
        Of("seed", &SEED),
        "electrum, diceware, recovered, restored, exported, imported, decrypted, b64, base64, wallet, stellar, solana, hd, bip39, account, master, private, key, secret, signer, \
         validator, mnemonic, recovery, backup, crypto, ed25519, keypair, xrp, ripple, iota, \
         nano, eth, btc, totp, otp, user, root, metamask, ledger, trezor, phantom, cosmos, \
         polkadot, substrate, near, hex, commitment, channel, node",
    ),
    row(
        Spares("session"),
        "db, database, sql, sqlx, cassandra, scylla, ssh, tmux, training, game, play, gaming, \
         onnx, ort, tf, spark, bgp, bfd, mqtt, tcp, udp, rtp, rtsp, media, debug, debugger, \
         profiling, repl, chat, consumer, kafka, streaming, chrome, browser, webdriver, selenium, \
         x11, wayland, dbus, study, workout, therapy, sync, raft, gossip, per",
    ),
    row(
        Of("session plural", &SESSION),
        "user, http, login, web, auth, cookie",
    ),
    row(
        Of("sid", &SESSION),
        "connect, cookie, session, express, koa, user",
    ),
    row(
        Spares("signature"),
        "function, fn, method, type, macro, trait, api, file, magic, event, key, time, virus, av, \
         malware, call, closure, email",
    ),
    row(
        Of("tel", &PHONE),
        "home, work, mobile, contact, user, customer",
    ),
    row(
        Of("text", &MESSAGE),
        "sms, email, chat, message, mail, dm, whatsapp, telegram, conversation, letter, inbox, \
         voicemail, comment, review, feedback, post, ticket, note, transcript, notification, push",
    ),
    row(
        Of("ticket", &TOKEN),
        "recovery, session, login, auth, sso, kerberos, krb, access, tgt, reset",
    ),
    row(
        Of("token", &OWN_TOKEN),
        "access, refresh, auth, authentication, authorization, api, bearer, session, id, oauth, \
         oauth2, device, push, fcm, apns, reset, csrf, xsrf, personal, secret, login, \
         registration, invite, jwt, deploy, upload, bot, service, vault, x, admin, share, \
         verification, identity, webhook, client, security, app, subject, actor",
    ),
    row(
        Spares("token"),
        "next, next page, page, paging, pagination, continuation, continue, cancellation, cancel, \
         prev, previous, cursor, sync, lex, lexer, lexed, pad, padding, eos, bos, unk, sep, cls, \
         mask, stop, special, end, eof, eol, input, output, prompt, completion, reasoning, \
         thinking, total, cached, cache, max, min, num, nft, erc, erc20, erc721, erc1155, spl, \
         mint, minted, governance, lp, liquidity, pool, asset, reward, utility, native, wrapped, \
         quote, base, payment, stablecoin, stable, fungible, collateral, debt, receipt, staking, \
         stake, staked, burn, burned, swap, swapped, swapin, swapout, fee, gas, bridge, bridged, \
         erc777, underlying, missing, public, syntax, parse, parser, parsed, peek, peeked, \
         lookahead, keyword, ident, identifier, literal, punct, operator, comma, semicolon, \
         paren, brace, bracket, whitespace, comment, opening, closing, open, close, expected, \
         unexpected, resume, resumption, change, consistency, fencing, fence, lease, shard, \
         stream, word, sub, subword, bpe, sentencepiece, draft, accepted, generated, logit, \
         image, audio, text, vision, batch, design, theme, color, style, css, scroll, watch, \
         zookie, snapshot, checkpoint, position, progress, statement, raw lex, span, macro, rust, \
         tree, ring, vnode, murmur, routing, partition, start, leaf, html, xml, json, markdown, \
         sql, search, query, term, index, ngram, stopword, trading, traded, sell, buy, from, to, \
         in, out, meme, gov, vesting, unlock, locked, game, sale, ico, deployed, contract, chain, \
         crypto, listed, supported, usdc, dai, weth, usdt, eth, prefill, decode, context, eval, \
         per, placeholder, template, separator, delimiter, boundary, dedup, deduplication, \
         idempotency, client request, request, claim check, barrier, first, last, second, left, \
         right, current position",
    ),
    row(
        Of("token plural", &TOKEN),
        "access, refresh, auth, api, bearer, session, id, oauth, oauth2, device, push, fcm, apns, \
         reset, csrf, xsrf, user, personal, service, secret, login, registration, invite, jwt, \
         deploy, join, upload",
    ),
    row(Of("url", &CONNECTION), STORES),
    row(
        Of("url", &CONNECTION),
        "ldap, smtp, imap, ftp, sftp, connection, broker, celery, dsn, proxy, datasource, \
         data source, jdbc connection, git remote, s3 connection",
    ),
    row(
        Of("pem", &CERTIFICATE),
        "rsa, app, application, signing, jwt, ec, ed25519, ssh, github app, tls, identity",
    ),
    row(Tail(&WHOLE_URL), "url full"),
    row(
        Of("url", &WHOLE_URL),
        "request, req, requested, original, full, raw, http request",
    ),
    row(
        Of("url", &SIGNED_URL),
        "signed, presigned, sas, magic, reset, invite, invitation, unsubscribe, verification, \
         verify, activation, activate, confirmation, confirm, webhook, slack, discord, teams, \
         incoming, secret, private, share, sharing, login, onetime, one time, temporary, temp, \
         upload, download, authenticated, impersonation, otp, otpauth, callback full, playback, \
         autologin, password, totp, otp auth, provisioning, checkout session, oauth callback",
    ),
    row(
        Spares("url"),
        "public, base, api, jwks, jwk, issuer, auth, authorization, token, userinfo, discovery, \
         metadata, doc, documentation, health, homepage, home, image, logo, icon, avatar, \
         endpoint, service, server, rpc, registry, repository, repo, git, website, site, \
         canonical, schema, profile, login page, client, feed, video, photo, picture, thumbnail, cover, banner, favicon, \
         article, product, blog, issue, commit, ci, build, tracker, announce, mirror, crate, package, artifact, dataset, \
         model, static, asset, cdn, font, css, script, sitemap, term, license, privacy, support, help, about, pricing, \
         dashboard, explorer, contract, media, host, root, gateway, node, provider, subgraph, graphql, websocket, ws, \
         wss, peer, cluster, upstream, tile, map, external, html, http, https, web, page, company, project, app, job, \
         clone, download page, remote",
    ),
    // Last words that look sensitive but are not.
    row(
        Fit,
        "network passphrase, chain passphrase, public key pem, verifying key pem, verification key pem, storage key prefix, table cell, cell text, cell value, cell content, key vault name, token bucket, token type, opt in, opt out, \
         same site, public key, public token, hot key, public signing key, user agent, \
         secret id, key id, content type, accept language, retry after, card brand, \
         card network, mail server, email provider, password manager, header name, \
         session affinity, sticky session, password grant, secret manager, password less, \
         wallet address, contract address, signature scheme, auth method, health check, \
         health endpoint, card present, user id, bearer method, cookie consent, cookie banner, \
         cookie notice, jwt bearer, token count, bot token bucket, pass rate, pass through, \
         ip protocol, code point, key frame, key word, key board, pin state, error email, \
         db session, treasury address, gpio pin, spi pin, output pin, input pin, led pin, \
         clock pin, reset pin, accept header, content header, host header, range header, \
         cache control, location header, etag header, mac algorithm, mac os, mac version, \
         sex ratio, mail queue, person type, passport score, passport scorer, passport status, \
         stamp provider, passport stamp, iris dataset, body limit, face value, face count, \
         vital web, web vital, phone type, phone model, street view, street light, \
         hash salt round, passport version, therapy dog, session affinity mode, \
         digital signature algorithm, message signature version, reply to id, in reply to, \
         geo by pass, geo mean, geo replication, geo redundancy, altitude limit, pattern, \
         trailer length, reset pin level, forwarded port, x forwarded port, x forwarded proto, \
         forwarded proto, x forwarded host, forwarded host, x forwarded path, pep talk, \
         mechanical keyboard, dna lounge, guest os, guest memory, guest kernel, mood board, \
         treatment group, treatment arm, treatment variant, ab treatment, experiment treatment, \
         swift version, swift package, born at, process environ, crumb trail, bread crumb, \
         breadcrumb, gateway mac count, uni code, source map, mem card, sd card, card layout, \
         ui card, graphic card, network card, wild card, score card, patient zero, \
         iron gate code, accent color, sentry trailer, depression angle, event signature, \
         function signature, method signature, type signature, fn signature, selector signature, \
         accept signature algorithm, public pem, public jwk, certificate pem count, cors header, \
         cache header, table header, block header, csv header, column header, page header, \
         session lifetime, geo region, geo country, geo continent, geo country code, \
         geo region code, geo restriction, geo country iso code, geo region iso code, \
         geo continent code, geo continent name, geo country name, geo region name, \
         user country code, gender count",
    ),
    // Words at the beginning or the end that decide for the whole name.
    row(
        Lead,
        "is, are, was, were, has, have, had, can, could, should, would, will, may, must, might, \
         shall, does, do, num, number of, n, nb, nr, count, total, sum, avg, average, mean, \
         median, min, minimum, max, maximum, no, without, missing, lack, with, require, \
         required, need, allow, enable, enabled, disable, disabled, use, using, accept, include, \
         exclude, contain, show, hide, skip, ignore, ensure, validate, verify, check, assert, \
         want, redact, redacted, mask, masked, anonymize, anonymized, anonymised, anon, \
         obfuscated, sanitized, scrubbed, scrub, pseudonymized, distinct, unique, percent, pct, \
         ratio, force, prefer, try, exist, expect, prompt for, still, auto, should not, not, \
         non, un, wait for, validated count, supports, manage, forbid, prevent, disallow, \
         prohibit, suppress, preserve, persist, obey",
    ),
    // `ask_password` is a setting, but a function of that name returns a password.
    row(Setting, "ask, ask for"),
    row(Joins, "of, for, from"),
    // Within a name, these words express a relation or a condition.
    row(
        Within,
        "max, min, maximum, minimum, can, is, has, need, require, allow, should, must, based on, depend on, instead of, if, \
         when, unless, whether, via, without",
    ),
    row(
        Metadata,
        "am, iat, nbf, count, counter, cnt, sum, len, length, size, width, height, depth, capacity, cap, \
         limit, quota, median, ratio, pct, weight, rank, tier, threshold, bound, budget, cost, \
         price, fee, usage, bit, byte count, entropy, strength, round, iteration, ttl, expiry, \
         expiration, expire, exp, lifetime, age, duration, timeout, deadline, elapsed, latency, \
         interval, delay, period, window, time, timestamp, ts, date, at, day, hour, minute, \
         second, sec, ms, millis, millisecond, micros, us, ns, nanos, format, encoding, scheme, \
         algorithm, algo, alg, method, mode, mechanism, strategy, policy, rule, role, scope, \
         permission, grant type, flow, protocol, standard, spec, curve, cipher, suite, family, \
         flavor, variant, style, id, identifier, uid, uuid, guid, kid, jti, idx, ordinal, \
         offset, slot, row, column, col, state, stage, phase, step, response code, reason, \
         error, err, exception, failure, fault, warning, issue, alert, event, action, operation, \
         op, activity, command, request count, version, revision, rev, generation, gen, epoch, \
         build, release, path, file, filename, dir, directory, folder, location path, url, \
         endpoint, host, hostname, port, domain, server, service, site, region, zone, cluster, \
         node, namespace, realm, audience, aud, issuer, iss, provider, vendor, source, origin, \
         owner, creator, manager, store, storage, backend, repository, repo, registry, vault, \
         engine, driver, adapter, client, handler, factory, builder, helper, util, controller, \
         validator, verifier, generator, parser, formatter, encoder, decoder, provider id, \
         plugin, module, extension, middleware, guard, resolver, loader, reader, writer, config, \
         configuration, setting, option, opt, preference, param name, title, label, tag, alias, \
         symbol, decimal, currency, brand, network, language, lang, locale, theme, color, icon, \
         field, property, attribute, key name, flag, bool, feature, toggle, switch, check, \
         checker, valid, validity, invalid, present, presence, absent, missing, exist, \
         available, availability, active, inactive, ok, ready, optional, mandatory, empty, null, \
         none, unknown, missing count, pending, success, succeeded, failed, failure count, \
         match, mismatch, hit, miss, attempt, retry, try, rotation, renewal, refresh, reset, \
         change, update, deletion, removal, creation, registration, enrollment, issuance, \
         revocation, validation, verification, authentication, authorization rule, lookup, \
         search, scan, query, fetch, request, call, invocation, job, task, worker, queue, batch, \
         pool, bucket, cache, lock, lease, log, audit, trace, span, metric, stat, \
         statistic, histogram, gauge, group, list len, schema, table, view, column name, \
         partition, shard, constraint, model, entity, resource, object type, cfg, fingerprint, \
         thumbprint, checksum, serial, ref, reference, arn, did, public key, public, input type, \
         output type, placeholder, pattern, regex, example, hint type, help, description, doc, \
         page, form, screen, dialog, modal, button, tab, menu, banner, widget, component, \
         consent, notification, reminder, subscription, delivery, campaign, bounce, complaint, \
         open rate, mask, redaction, visibility, sensitivity, requirement, compliance, \
         complexity, hygiene, leak, breach, exposure, threat, warning level, alg name, \
         hash count, cycle, order, ordering, priority, sequence, seq, nonce, salt length, \
         concurrency, parallelism, memory, cpu, thread, load, throughput, qps, rps, tps, fps, \
         hz, address count, gap, diff, delta, change count, drift, lag, backlog, progress, eta, \
         digit, char, character, word count, case, charset, alphabet, padding, block size, \
         key size, support, supported version, capability, access, level name, profile id, plan, \
         package, product, sku, edition, channel, topic, subject type, exchange, routing, route, \
         target, destination, sink, producer, consumer, listener, subscriber count, hook, \
         trigger, schedule, cron, at least, until, since, from now, kind name, detail level, \
         number count, portal, app, application, platform, os, browser, system, environment, \
         env, tenant, org, organization, company, department, team, project, workspace, \
         community, country, continent, state code, code count, threshold bps, bps, px, rem, em, \
         pt, kb, mb, gb, kib, mib, gib, mapping, map len, resolver type, lifecycle, maturity, \
         health, heartbeat, probe, liveness, readiness, uptime, downtime, seen, side, direction, \
         layer, parent, child count, ancestor, root, leaf, merkle, tree, hit ratio, quality, \
         confidence, similarity, distance, precision, recall, accuracy, tolerance, margin, \
         variance, stddev, p50, p90, p95, p99, p999, ca, chain length, trust, pin type, in, by, \
         on, per, of, policy name, spray, stuffing, spraying, strip, safe, less, authority, \
         notice, prompt count, display, layout, checkpoint, savepoint, marker, watermark, \
         summary count, cursor, page size, bearer type, ack, handshake, negotiation, rejection, \
         denial, violation, conflict, collision, duplicate, limiter, throttle, throttling, \
         bucket size, burst, budget ms, used, unused, left, remaining, needed, rule id, \
         whitelist, allowlist, blocklist, denylist, blacklist, filter, exempt, exemption, \
         waiver, override, fallback, default, minimum, maximum, spread, deviation, skew, tz, \
         timezone offset, century, quarter, year, month, weekday, decade, set, found, lost, \
         taken, shown, done, sent, run, built, written, kept, held, chosen, read, kind, class, \
         type, category, template, hasher, choice, collection, location, sid, frequency, \
         lifespan, precedence, converter, serializer, deserializer, processor, mapper, sorter, \
         scheduler, monitor, watcher, observer, dispatcher, detector, inspector, extractor, \
         sanitizer, redactor, masker, scanner, matcher, predicate, selector, picker, editor, \
         interface, workflow, pipeline, autocomplete, uniqueness, granularity, lockout, \
         cooldown, prevention, reuse, enforcement",
    ),
    row(
        Encoding,
        "hex, b64, base64, base64url, base58, b58, base32, b32, pem, der, enc, bin",
    ),
    row(Of("encoding", &SEED), "seed, entropy"),
    row(
        Transparent,
        "enc, b58, b32, str, string, text, txt, value, val, raw, hex, hexadecimal, b64, base64, base64url, \
         base58, base32, byte, buf, buffer, slice, array, vec, list, map, json, xml, yaml, toml, \
         blob, binary, bin, ascii, utf8, cstr, plain, plaintext, cleartext, clear, confirmation, \
         confirm, confirmed again, again, repeat, repeated, retype, new, old, current, previous, \
         prev, next, last, first, latest, original, orig, copy, clone, tmp, temp, arg, argument, \
         param, input, output, data, info, information, detail, content, payload, header, line, line \
         text, var, variable, ptr, pointer, ref str, opt str, option str, maybe, owned, borrowed, \
         inner, wrapper, wrapped, encoded, decoded, encrypted, decrypted, ciphertext, cipher \
         text, hashed, hash, digest, md5, sha1, sha256, sha512, sha3, hmac sha256, sealed, \
         unsealed, signed, serialized, deserialized, formatted, normalized, normalised, \
         canonical, trimmed, escaped, unescaped, parsed, stored, saved, entered, typed, \
         submitted, candidate, number, primary, secondary, backup, default value, main, alt, \
         alternative, to, from, lower, lowercase, upper, uppercase, masked raw, one, two, entry \
         value, record, obj, object, item, element, token str, literal, combined, joined, concat, \
         unlock, create, a, b, x, y, z, dto, struct, proto, pb, message, cookie value, as string, as str, as, local, remote, snippet, excerpt, dump, sample, example value, quoted, part, prefix, suffix, \
         fragment, segment, piece, chunk, portion, half, last4, first6, tail, head, plain text, \
         unencrypted, unhashed, guess, supplied text, pem, der, en, kana, kanji, iso, \
         intl, mobile, deg, coord",
    ),
    row(
        Measure,
        "history, level, rate, score, result, outcome, status, amount, index, percentage, percent, volume, \
         position, grade, bracket, range, band, unit, trend, risk, name, avg, average, mean, max, \
         min, week, total",
    ),
    // Arguments that say nothing, and functions.
    row(
        Member,
        "value, val, inner, raw, data, as ref, as mut, as deref, get ref, borrow, into inner, \
         unwrap, expect, clone, to owned, as ref mut, deref, as inner, get, get mut, get inner",
    ),
    row(
        Vague,
        "key, hash, code, value, val, magic, fname, seed, entropy, witness, url, bio, note, feedback, remark, \
         testimonial, presented, supplied, submitted, offered, attempted",
    ),
    row(
        AnyText,
        "str, string, txt, old, new, current, previous, original, param, arg, argument, output, \
         var, variable, tmp, temp, encoded, decoded, decrypted, encrypted, plain, plain text, \
         cleartext, clear, unencrypted, unsealed, sealed, hex, b64, base64, base58, base32, \
         parsed, trimmed, normalized, escaped, unescaped, quoted, bin, out, given, provided, \
         attempt, candidate, line, word, res, other, copy, owned, borrowed, any, chunk, \
         part, piece, fragment, snippet, excerpt",
    ),
    // Before a key, a hash or a code, these words say which one it is.
    row(
        Tells,
        "primary, secondary, object, map, hash, message, info, iso, item, element, record, list, array, \
         backup, main, local, remote, entry value, candidate, unlock, mobile",
    ),
    row(
        Bulk,
        "data, body, payload, input, raw, content, json, xml, html, csv, document, blob, byte, \
         buffer, buf, text, markdown, plaintext, message",
    ),
    row(
        Piece,
        "row, csv row, csv line, json line, paragraph, stanza",
    ),
    // Of the names that may be a whole document, every service has this one. The others are a single line as often.
    row(Body, "body"),
    row(
        Container,
        "entry, item, record, row, node, element, object, struct, dto, model, info, detail, request, req, payload, envelope, \
         wrapper, line, tuple",
    ),
    row(
        Unit,
        "byte, cent, penny, penc, minor, minor unit, wei, gwei, satoshi, sat, lamport, eur, usd, gbp, chf, jpy, bp, basis point, \
         unit, unix, kb, mb, gb, kib, mib, gib, km, meter, metre, px, pixel, kg, gram, celsius, hz, khz, mhz, rpm, watt, \
         kwh, volt, amp, percent, pct, permille, ppm",
    ),
    row(
        Verb,
        "ask, get, set, fetch, load, read, write, store, save, put, update, delete, remove, drop, \
         create, make, generate, gen, new, build, parse, decode, encode, decrypt, encrypt, hash, \
         verify, validate, check, compare, compute, calculate, calc, derive, find, lookup, look, \
         send, issue, revoke, refresh, rotate, register, add, insert, upsert, process, handle, \
         handler, extract, expose, take, sign, authenticate, authorize, test, try, run, do, is, \
         has, match, maybe, into, as, to, from, with, use, normalize, sanitize, format, render, \
         print, log, record, emit, receive, recv, accept, apply, submit, exchange, redeem, \
         consume, confirm, reset, change, list, query, select, search, require, ensure, assert, \
         retrieve, obtain, resolve, reveal, unwrap, open, close, append, push, pop, enqueue, \
         dequeue, count, scan, sync, import, export, upload, download, request, login, on, must, \
         rehash, on load, mask, redact, unseal, seal, lock, unlock, provision, charge, notify, \
         invite, text",
    ),
    row(
        Sets,
        "set, update, change, put, rename, replace, with, add, insert, create, new, configure, \
         write, register",
    ),
    row(
        Finds,
        "id, identifier, uid, uuid, guid, name, path, url, file, by, for, from, to, in, of, at",
    ),
    // What the names beside a name say of it: the arguments of a function, the members of a type.
    row(
        Among("mail", &EMAIL),
        "to, from, sender, cc, reply to, destination",
    ),
    row(
        Marks("mail"),
        "subject, html, cc, bcc, reply to, attachment, html body, text body, plain body, mail body, email body",
    ),
    row(Among("callback", &CSRF), "state"),
    row(
        Marks("callback"),
        "code, authorization code, auth code, oauth code",
    ),
    row(Among("login", &NAME), "user, login"),
    row(Marks("login"), "password, pass, passphrase"),
    // Beside the name of a wireless network it is its password, elsewhere it says which ledger is meant.
    row(Among("wifi", &PASSWORD), "network passphrase"),
    row(Marks("wifi"), "ssid, bssid, wifi ssid, psk, network ssid"),
    row(Among("card", &CARD), "number, holder, exp, expiry"),
    row(
        Marks("card"),
        "cvc, cvv, cvc2, cvv2, security code, card code",
    ),
    row(Among("street", &ADDRESS), "city, town, line, district"),
    row(
        Marks("street"),
        "street, street address, street line, postcode, postal code, zip, zip code, house number",
    ),
    row(Among("bank", &ACCOUNT), "account"),
    row(
        Marks("bank"),
        "routing, routing number, sort code, bic, swift, bank code",
    ),
    // What a function takes, if its name says what it does but not with what.
    row(
        Consumes,
        "consume, redeem, exchange, claim, burn, spend, use, accept, verify, validate, check, activate",
    ),
    row(
        Presented,
        "ticket, voucher, invite, invitation, nonce, grant, magic url, gift, gift card, access pass",
    ),
    row(
        Takes(&PHONE),
        "send sms, send text, sms, dial, whatsapp, send whatsapp, place call, make call, originate call",
    ),
    row(
        Takes(&SEED),
        "restore wallet, import wallet, recover wallet, unlock wallet, open wallet, wallet from, \
         derive wallet, restore key, import key, recover key, restore account, recover account",
    ),
    row(
        Takes(&PASSWORD),
        "login, log in, sign in, signin, authenticate, unlock vault, unlock account, unlock \
         device, change login, basic auth, sign up, signup",
    ),
    row(
        Takes(&PROTECTED),
        "encrypt, decrypt, encipher, decipher, seal, unseal, encrypt with, decrypt with, wrap \
         key, unwrap key",
    ),
    row(
        Uncovers(&PROTECTED),
        "decrypt, decipher, unseal, reveal, expose, uncover, unmask, unredact",
    ),
    row(
        Makes(&SIGNATURE),
        "sign, cosign, countersign, presign, sign message, sign request, sign transaction, sign tx, sign url, sign cookie, \
         sign document, sign claim, sign challenge, sign digest",
    ),
    row(
        Makes(&TOKEN),
        "mint, issue, issue ticket, issue pass, issue grant, issue voucher, issue claim, issue assertion, issue for, \
         mint ticket, mint pass, mint for, grant ticket, grant pass, impersonate",
    ),
    row(
        Makes(&CRYPTO_KEY),
        "derive, derive for, derive from, keygen, hkdf, kdf, hkdf expand, hkdf extract, pbkdf2, stretch, argon2",
    ),
    row(Keeper, "vault, keyring, keychain, hsm, kms, secret"),
    row(
        KeeperOf,
        "store, storage, manager, provider, vault, client, backend, repository, repo, cache, source, keeper, ring, chain, \
         service, registry, holder, map, db",
    ),
    row(
        Counted,
        "left, remaining, needed, used, unused, found, lost, taken, shown, done, sent, run, built, written, kept, held, \
         chosen, read",
    ),
    // `decrypted` alone is what came of it.
    row(
        Whole(&UNCOVERED),
        "decrypted, deciphered, unsealed, unencrypted, revealed, unmasked",
    ),
    row(Takes(&TOKEN), "validate receipt, verify receipt"),
    row(Takes(&CODE), "redeem, accept invite, accept invitation"),
    row(
        Takes(&CONNECTION),
        "connect database, connect db, connect postgres, connect redis, connect mysql, connect to \
         db, open database, open db",
    ),
    row(Takes(&ADDRESS), "geocode, geo code"),
    // Text under these names is known to be safe in any function.
    row(
        Known,
        "did, id, identifier, uid, uuid, guid, kid, jti, ulid, slug, count, len, length, size, limit, \
         offset, cursor, index, idx, ttl, address, contract, chain, network, locale, lang, \
         language, currency, region, zone, country, timezone, tz, kind, type, class, category, \
         status, state, stage, phase, step, mode, method, scheme, algorithm, algo, alg, format, \
         encoding, version, revision, provider, vendor, issuer, iss, audience, aud, realm, \
         tenant, community, org, organization, company, team, project, workspace, service, \
         client, app, application, platform, environment, env, channel, topic, queue, bucket, \
         table, schema, role, scope, permission, policy, plan, tier, action, operation, reason, \
         route, path, file, filename, folder, dir, directory, host, hostname, domain, port, \
         template, label, tag, namespace, cluster, node, level, priority, source, origin, \
         target, destination, created at, updated at, expire at, timestamp, date, at, day, \
         month, year, hour, duration, timeout, expiry, model, backend, flow, arn, fingerprint, \
         prompt, digit, period",
    ),
    row(
        Quality,
        "valid, invalid, strong, weak, correct, present, missing, safe, secure, empty, equal, same, \
         known, ok, right, wrong, good, available, unique, acceptable",
    ),
    row(
        Element,
        "first, last, next, nth, pop, remove, iter, into iter, get, front, back, peek, swap \
         remove, pop front, pop back, next back, choose, take, find, drain, first mut, last mut, \
         get mut, iter mut, min, max, split first, split last, copied, cloned, get unchecked",
    ),
    row(
        Predicate,
        "is, has, are, can, should, contain, eq, ne, lt, le, gt, ge",
    ),
    row(
        Barrier,
        "redact, redacted, mask, masked, scrub, scrubbed, anonymize, anonymized, anonymised, anon, obfuscate, \
         obfuscated, sanitized, pseudonymize, pseudonymized",
    ),
    row(
        Counts,
        "len, length, size, capacity, count, position, rposition, bit len, byte len, leading zero, \
         trailing zero, ndim, strong count, weak count, size of val, min len",
    ),
    row(
        Declassifies,
        "start with, end with, any, all, exist, partial cmp, cmp, total cmp, ct eq, \
         constant time eq, eq ignore ascii case, type id, type name, discriminant, elapsed, depth, \
         size hint, signum, status, status code, num, binary search, fingerprint",
    ),
    row(
        Text,
        "to string, to str, as str, to string lossy, to string pretty, format, format arg, to \
         json, to yaml, to toml, to xml, to hex, to base64, to base58, from utf, from utf8, from \
         utf8 lossy, from utf8 unchecked, from utf16, encode, join, concat, into string, \
         serialize, serialise, stringify, to vec, to value, to vec pretty, to writer, encode hex, \
         encode upper, hex, dump, to text, to debug string, as utf8, render, to csv, pretty, to \
         bson, to der, to pem, to utf8, to ron, write, print, display, debug, encode to string, \
         encode string, encode upper hex, escape debug, escape default, to json string, to byte \
         string, to str lossy, from str, as display, as hex, json, to json pretty, collect, into byte, to \
         byte, to compact string, as pem",
    ),
    row(
        Spares("text verb"),
        "encode, serialize, serialise, stringify, format, from utf8, to string, to json, to hex, \
         to base64, to yaml, pretty",
    ),
    // How names are split.
    row(Opens("address"), "addr, adr, addrs, adress"),
    row(
        Opens("password"),
        "passwd, pwd, passwrd, pasword, pswd, psw, passw, pword, heslo, pssword, mdp, pw",
    ),
    row(Opens("database password"), "dbpass, dbpw"),
    row(Opens("mysql password"), "mysqlpwd"),
    row(Opens("password hash"), "pwhash, passhash, pwdhash"),
    row(Opens("application key"), "akey"),
    row(Opens("api key"), "apikey, apikei, xapikey"),
    row(Opens("credential"), "cred, creds"),
    row(Opens("certificate"), "cert, crt"),
    row(Opens("connection"), "conn"),
    row(Opens("authorization"), "authorisation"),
    row(Opens("session id"), "sessid, sessionid, jsessionid, sesid"),
    row(Opens("php session id"), "phpsessid"),
    row(Opens("session"), "sess, sesion"),
    row(Opens("secret"), "sekret, scrt, secr"),
    row(Opens("secret key"), "skey, seckey"),
    row(
        Opens("private key"),
        "privkey, privatekey, prikey, sshprivkey",
    ),
    row(Opens("public key"), "pubkey, publickey"),
    row(Opens("date of birth"), "dob"),
    row(Opens("account"), "acct, acc"),
    row(Opens("url"), "uri, link, href, urls"),
    row(Opens("database"), "dbase"),
    row(Opens("ssh key"), "sshkey"),
    row(Opens("ssh public key"), "sshpubkey"),
    row(Opens("mac address"), "macaddr, macaddress"),
    row(Opens("ip address"), "ipaddr, ipaddress"),
    row(Opens("remote address"), "remoteaddr"),
    row(Opens("one time password"), "onetimepassword"),
    row(Opens("two factor"), "twofactor, twofa"),
    row(Opens("header"), "hdr, hdrs"),
    row(Opens("number"), "nummer, numero"),
    row(OpensAtEnd("number"), "no, num, nr, nbr"),
    row(OpensAtEnd("name"), "nm"),
    row(OpensAtEnd("code"), "cd"),
    row(Opens("access token"), "accesstok, atoken"),
    row(Opens("token"), "tok, tkn"),
    row(Opens("x forwarded for"), "xforwardedfor"),
    row(Opens("csrf token"), "csrfmiddlewaretoken"),
    row(Opens("message"), "msg"),
    row(Opens("response body"), "respbody"),
    row(Opens("primary key"), "primarykey"),
    row(Opens("zip"), "zipcd"),
    row(Opens("encryption key"), "enckey"),
    row(Opens("auth token"), "authtok"),
    row(Opens("connection string"), "connstr"),
    row(Opens("card number"), "cardnum, cardno"),
    row(
        Opens("account number"),
        "acctno, acctnum, accountno, accountnum",
    ),
    row(Opens("phone number"), "phoneno, phonenum"),
    row(Opens("signing key"), "signkey"),
    row(Opens("user email"), "useremail"),
    row(
        Suffix,
        "password, passwd, pwd, passphrase, secret, token, apikey, cookie, credential, email, \
         mnemonic, privatekey, phonenumber, sessionid, otp, pw, strasse",
    ),
    row(
        Digits,
        "oauth1, oauth2, ipv4, ipv6, sha1, sha2, sha3, sha256, sha384, sha512, md5, base64, \
         base64url, base58, base32, base16, utf8, utf16, utf32, http2, http3, ed25519, x25519, \
         secp256k1, secp256r1, p256, p384, ripemd160, blake2, blake2b, blake3, pbkdf2, argon2, \
         argon2id, bip32, bip39, bip44, pkcs1, pkcs7, pkcs8, pkcs11, pkcs12, p12, p8, x509, \
         rs256, es256, hs256, eip712, eip191, erc20, erc721, erc777, erc1155, cvc2, cvv2, \
         track1, track2, last4, first6, zip4, zip3, icd9, icd10, k8s, s3, r2, ec2, route53, \
         auth0, 2fa, w2, i18n, l10n, web3, neo4j, iso8601, rfc3339, e164, chacha20, spo2, a1c, \
         what3words, x11, zip32, hba1c, p50, p90, p95, p99, p999, l1, l2, hmacsha256, m2m, b64, \
         gpt4, x3dh, ja3, ja4, phq9, gad7, slip39, r2d2, bb8",
    ),
    row(
        EndsInS,
        "kulcs, titkos, teljes, address, alias, canvas, bias, atlas, always, series, species, \
         diabetes, cors, news, gps, dns, tls, aws, sms, kms, https, jks, jwks, redis, \
         kubernetes, postgres, teams, earnings, politics, initials, vitals, previous, this, \
         apns, aes, des, dynamics, hms, does, micros, nanos, millis, chaos, lens, ethos, gis, \
         vms, nats, kerberos, mtls, luks, cosmos, jenkins, ens, acces, databricks, gecos, \
         whereabouts, socks, supports, jaas",
    ),
    row(Opens("param"), "parameter, params"),
    row(
        QualifiedSuffix,
        "key, code, url, name, number, address, pass, seed, auth, sid, pin",
    ),
    // Words for the tests of editions.
    #[cfg(test)]
    since(Edition::Later, Anywhere(&SECRET), "brand new, quux"),
    #[cfg(test)]
    since(Edition::Later, Takes(&SECRET), "quuxify"),
    #[cfg(test)]
    since(Edition::Later, Vague, "quuz"),
];
