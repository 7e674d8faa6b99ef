async fn validate_api_key(pool: &PgPool, headers: &HeaderMap) -> Result<ApiKey, Refused> {
    let sent = headers.get("x-api-key").ok_or(Refused::Missing)?;
    let shown = sent.to_str().unwrap_or_default().trim();
    let Some(found) = find_key(pool, sent).await? else {
        tracing::warn!("unknown key {shown}");
        return Err(Refused::Unknown);
    };
    let _entered = tracing::info_span!("hash").entered();
    verify(&found, sent).await
}
