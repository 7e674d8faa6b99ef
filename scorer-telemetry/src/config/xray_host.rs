//! Which URLs belong to X-Ray. Requests are signed for these and for no others.

/// X-Ray's endpoint for spans in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    name: String,
    region: String,
}

/// Whom a URL belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Xray(Host),
    /// X-Ray, but with a mistake in the URL, so that spans would not arrive.
    Misspelt(Host),
    /// Another host, although the URL looks like X-Ray's.
    Lookalike,
    Other,
}

impl Host {
    /// Returns the URL for spans.
    pub(crate) fn traces(&self) -> String {
        format!("https://{}/v1/traces", self.name)
    }

    /// Returns the base URL, as it should be written.
    pub(crate) fn base(&self) -> String {
        format!("https://{}", self.name)
    }

    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// Whether a request goes to this host, and over TLS.
    #[cfg(feature = "xray")]
    pub(crate) fn takes(&self, uri: &http::Uri) -> bool {
        uri.scheme_str() == Some("https")
            && uri.authority().is_some_and(|it| it.as_str() == self.name)
    }
}

/// Reads an endpoint. It may have no path, or one of these.
pub(crate) fn read(url: &str, paths: &[&str]) -> Target {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return Target::Other;
    };
    let Some(authority) = uri.authority() else {
        return Target::Other;
    };
    let name = authority.host().to_ascii_lowercase();
    let Some(region) = region(&name) else {
        return if is_lookalike(&name) {
            Target::Lookalike
        } else {
            Target::Other
        };
    };
    let host = Host {
        region: region.to_owned(),
        name,
    };
    let fits = uri.scheme_str() == Some("https")
        && !url.contains(['@', '?', '#'])
        && matches!(authority.port_u16(), None | Some(443))
        && (matches!(uri.path(), "" | "/") || paths.contains(&uri.path()));
    if fits {
        Target::Xray(host)
    } else {
        Target::Misspelt(host)
    }
}

/// Returns the region in the name of an X-Ray host. The whole name has to match, so that nothing can stand before or
/// after it.
fn region(name: &str) -> Option<&str> {
    let (service, rest) = name.split_once('.')?;
    let (region, suffix) = rest.split_once('.')?;
    let known = match suffix {
        "amazonaws.com" => !region.starts_with("cn-"),
        "amazonaws.com.cn" => region.starts_with("cn-"),
        _ => false,
    };
    (known && matches!(service, "xray" | "xray-fips") && is_region(region)).then_some(region)
}

/// `us-east-1`, `us-gov-west-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, places @ .., number] = &parts[..] else {
        return false;
    };
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    area.len() == 2
        && letters(area)
        && matches!(places.len(), 1 | 2)
        && places.iter().all(|it| it.len() > 1 && letters(it))
        && matches!(number.len(), 1 | 2)
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_lookalike(name: &str) -> bool {
    name.split('.')
        .any(|label| matches!(label, "xray" | "xray-fips"))
        && (name.contains("amazonaws") || name.ends_with(".api.aws"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_xray(url: &str) -> bool {
        matches!(read(url, &["/v1/traces"]), Target::Xray(_))
    }

    #[test]
    fn every_partition_that_has_it() {
        for (url, region) in [
            ("https://xray.us-east-1.amazonaws.com", "us-east-1"),
            ("https://xray.eu-central-1.amazonaws.com/", "eu-central-1"),
            ("https://xray.us-east-1.amazonaws.com:443", "us-east-1"),
            ("https://XRAY.US-EAST-1.amazonaws.com", "us-east-1"),
            (
                "https://xray.ap-southeast-12.amazonaws.com/v1/traces",
                "ap-southeast-12",
            ),
            ("https://xray.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
            (
                "https://xray-fips.us-gov-east-1.amazonaws.com",
                "us-gov-east-1",
            ),
            ("https://xray.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ] {
            let Target::Xray(host) = read(url, &["/v1/traces"]) else {
                panic!("{url}");
            };
            assert_eq!(host.region, region);
            assert!(
                host.traces()
                    .starts_with(&format!("https://xray{}", &host.name[4..]))
            );
        }
    }

    #[test]
    fn what_would_not_get_there() {
        for url in [
            "http://xray.us-east-1.amazonaws.com",
            "https://xray.us-east-1.amazonaws.com:8443",
            "https://user@xray.us-east-1.amazonaws.com",
            "https://xray.us-east-1.amazonaws.com/v1/metrics",
            "https://xray.us-east-1.amazonaws.com/?x=1",
            "https://xray.us-east-1.amazonaws.com//",
            "https://xray.us-east-1.amazonaws.com#x",
        ] {
            let read = read(url, &["/v1/traces"]);
            assert!(matches!(read, Target::Misspelt(_)), "{url}: {read:?}");
        }
    }

    #[test]
    fn what_is_somebody_elses() {
        for url in [
            "https://xray.us-east-1.amazonaws.com.evil.com",
            "https://xray.us-east-1.amazonaws.com@evil.com",
            "https://xray.us-east-1.amazonaws.comevil.com",
            "https://evil.xray.us-east-1.amazonaws.com",
            "https://xray.evil.com.amazonaws.com",
            "https://xray.us-east-1.amazonaws.com.",
            "https://xray.us-east-1.amazonaws.com.cn",
            "https://xray.cn-north-1.amazonaws.com",
            "https://xray..amazonaws.com",
            "https://xray.us-east-1.api.aws",
            "https://vpce-0a1.xray.us-east-1.vpce.amazonaws.com",
            "https://logs.us-east-1.amazonaws.com",
            "https://xray.us-east.amazonaws.com",
            "https://xrayus-east-1.amazonaws.com",
            "https://evil.com/xray.us-east-1.amazonaws.com",
            "https://evil.com?xray.us-east-1.amazonaws.com",
            "https://evil.com#xray.us-east-1.amazonaws.com",
            "https://evil.com\\xray.us-east-1.amazonaws.com",
            "xray.us-east-1.amazonaws.com",
        ] {
            assert!(!is_xray(url), "{url}");
        }
    }

    proptest! {
        #[test]
        fn nothing_before_or_behind_the_name(before in "[a-z0-9.@:/-]{0,9}", behind in "[a-z0-9.@:#?/\\\\-]{1,9}") {
            let url = format!("https://{before}xray.us-east-1.amazonaws.com{behind}");
            if let Target::Xray(host) = read(&url, &["/v1/traces"]) {
                prop_assert_eq!(&host.name, "xray.us-east-1.amazonaws.com");
                let uri: http::Uri = url.parse().expect("a URL");
                prop_assert_eq!(uri.host(), Some("xray.us-east-1.amazonaws.com"));
                prop_assert!(!url.contains('@'));
            }
        }

        #[test]
        fn any_region_of_any_name(host in "[a-z0-9.-]{1,40}") {
            let url = format!("https://{host}");
            if let Target::Xray(read) = read(&url, &[]) {
                prop_assert_eq!(read.name, host.clone());
                prop_assert!(host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"));
            }
        }

        #[test]
        fn no_url_panics(url in ".*") {
            let _ = read(&url, &["/v1/traces"]);
        }
    }
}
