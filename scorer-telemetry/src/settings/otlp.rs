//! The collector of one signal: endpoint, protocol and headers. A signal's own variables take precedence over the
//! common ones, and X-Ray is recognised by its host.

use std::time::Duration;

use crate::config::lambda::Lambda;
use crate::config::otlp::{Compression, File, Headers, Identity, Otlp, Protocol, Xray};
use crate::config::xray_host::{self, Target};
use crate::error::Error;

use super::environment::Environment;
use super::rows::{self, Row};
use super::said::Said;

/// The rows of one signal.
pub(super) struct Signal {
    protocol: &'static Row<Protocol>,
    endpoint: &'static Row<String>,
    headers: &'static Row<Headers>,
    compression: &'static Row<Compression>,
    timeout: &'static Row<u64>,
    certificate: &'static Row<String>,
    client_certificate: &'static Row<String>,
    client_key: &'static Row<String>,
    path: &'static str,
    /// Whether X-Ray accepts this signal.
    xray: bool,
}

pub(super) static TRACES: Signal = Signal {
    protocol: &rows::PROTOCOL_TRACES,
    endpoint: &rows::ENDPOINT_TRACES,
    headers: &rows::HEADERS_TRACES,
    compression: &rows::COMPRESSION_TRACES,
    timeout: &rows::TIMEOUT_TRACES,
    certificate: &rows::CERTIFICATE_TRACES,
    client_certificate: &rows::CLIENT_CERTIFICATE_TRACES,
    client_key: &rows::CLIENT_KEY_TRACES,
    path: "/v1/traces",
    xray: true,
};

pub(super) static METRICS: Signal = Signal {
    protocol: &rows::PROTOCOL_METRICS,
    endpoint: &rows::ENDPOINT_METRICS,
    headers: &rows::HEADERS_METRICS,
    compression: &rows::COMPRESSION_METRICS,
    timeout: &rows::TIMEOUT_METRICS,
    certificate: &rows::CERTIFICATE_METRICS,
    client_certificate: &rows::CLIENT_CERTIFICATE_METRICS,
    client_key: &rows::CLIENT_KEY_METRICS,
    path: "/v1/metrics",
    xray: false,
};

/// A value, and the variable that it was read from.
struct From<T> {
    value: T,
    variable: &'static str,
    own: bool,
}

impl Signal {
    fn read<T>(
        environment: &Environment<'_>,
        own: &'static Row<T>,
        common: &'static Row<T>,
    ) -> Result<Option<From<T>>, Error> {
        for (row, own) in [(own, true), (common, false)] {
            if let Some(value) = environment.set(row)? {
                let variable = row.setting.variable;
                return Ok(Some(From {
                    value,
                    variable,
                    own,
                }));
            }
        }
        Ok(None)
    }

    /// Follows the rules of the standard: a signal's own endpoint is used as it is, and a path is added to the common
    /// one.
    pub(super) fn otlp(
        &self,
        environment: &Environment<'_>,
        lambda: Option<&Lambda>,
        said: &mut Said,
    ) -> Result<Otlp, Error> {
        // A process that is frozen between invocations tries again at the next one, and no invocation waits longer than
        // that.
        let frozen = lambda.filter(|it| cfg!(feature = "lambda") && it.is_frozen());
        let protocol = Self::read(environment, self.protocol, &rows::PROTOCOL_ALL)?;
        let endpoint = Self::read(environment, self.endpoint, &rows::ENDPOINT_ALL)?;
        let xray = match &endpoint {
            Some(endpoint) => self.xray(endpoint, protocol.as_ref(), said)?,
            None => None,
        };
        let spoken = match &protocol {
            Some(protocol) => protocol.value,
            None => environment.get(&rows::PROTOCOL_ALL)?,
        };
        if let Some(endpoint) = endpoint.as_ref().filter(|_| xray.is_none()) {
            self.check(endpoint, spoken, said);
        }
        let local = if lambda.is_some() {
            // An extension listens only on IPv4, and `localhost` may resolve to ::1.
            "127.0.0.1"
        } else {
            "localhost"
        };
        let url = match (&xray, &endpoint, spoken) {
            (Some(xray), ..) => xray.host.traces(),
            (None, Some(endpoint), Protocol::Http) if !endpoint.own => {
                format!("{}{}", endpoint.value.trim_end_matches('/'), self.path)
            }
            (None, Some(endpoint), _) => endpoint.value.clone(),
            (None, None, Protocol::Http) => format!("http://{local}:4318{}", self.path),
            (None, None, Protocol::Grpc) => format!("http://{local}:4317"),
        };
        let compression = match Self::read(environment, self.compression, &rows::COMPRESSION_ALL)? {
            Some(compression) => compression.value,
            None if xray.is_some() => Compression::Gzip,
            None => environment.get(&rows::COMPRESSION_ALL)?,
        };
        let headers = Self::read(environment, self.headers, &rows::HEADERS_ALL)?;
        Ok(Otlp {
            protocol: spoken,
            endpoint: url,
            headers: headers.map(|it| it.value).unwrap_or_default(),
            compression,
            timeout: self
                .timeout(environment, spoken)?
                .min(frozen.map_or(Duration::MAX, Lambda::export_timeout)),
            retries: frozen.is_none(),
            certificate: Self::file(environment, self.certificate, &rows::CERTIFICATE_ALL)?,
            identity: self.identity(environment)?,
            temporality: environment.get(&rows::TEMPORALITY)?,
            histograms: environment.get(&rows::HISTOGRAMS)?,
            xray,
        })
    }

    /// How long one attempt may take. Spans are exported in batches, and all attempts for a batch together have a limit
    /// of their own:
    /// <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor>.
    fn timeout(
        &self,
        environment: &Environment<'_>,
        protocol: Protocol,
    ) -> Result<Duration, Error> {
        let own = match Self::read(environment, self.timeout, &rows::TIMEOUT_ALL)? {
            Some(timeout) => timeout.value,
            None => environment.get(&rows::TIMEOUT_ALL)?,
        };
        let own = Duration::from_millis(own.max(1));
        let batch = Duration::from_millis(environment.get(&rows::EXPORT_TIMEOUT)?);
        Ok(match protocol {
            _ if !self.xray => own,
            // The last attempt begins within this time, and takes no longer than this.
            Protocol::Http => own.min((batch / 2).max(Duration::from_millis(1))),
            Protocol::Grpc => own.min(batch),
        })
    }

    fn file(
        environment: &Environment<'_>,
        own: &'static Row<String>,
        common: &'static Row<String>,
    ) -> Result<Option<File>, Error> {
        let file = Self::read(environment, own, common)?;
        Ok(file.map(|it| File {
            variable: it.variable,
            path: it.value,
        }))
    }

    /// A certificate and its key. Neither is of use without the other:
    /// <https://opentelemetry.io/docs/specs/otel/protocol/exporter/#configuration-options>.
    fn identity(&self, environment: &Environment<'_>) -> Result<Option<Identity>, Error> {
        let (certificate, key) = (self.client_certificate, self.client_key);
        let certificate = Self::file(environment, certificate, &rows::CLIENT_CERTIFICATE_ALL)?;
        let key = Self::file(environment, key, &rows::CLIENT_KEY_ALL)?;
        let (one, other) = match (certificate, key) {
            (Some(certificate), Some(key)) => return Ok(Some(Identity { certificate, key })),
            (None, None) => return Ok(None),
            (Some(certificate), None) => (certificate, rows::CLIENT_KEY_ALL.setting.variable),
            (None, Some(key)) => (key, rows::CLIENT_CERTIFICATE_ALL.setting.variable),
        };
        Err(Error::Conflict {
            variable: one.variable,
            with: other,
            reason: format!("a certificate is of no use without its key; set `{other}` too"),
        })
    }

    fn xray(
        &self,
        endpoint: &From<String>,
        protocol: Option<&From<Protocol>>,
        said: &mut Said,
    ) -> Result<Option<Xray>, Error> {
        let paths: &[&str] = if endpoint.own && self.xray {
            &[self.path]
        } else {
            &[]
        };
        let host = match xray_host::read(&endpoint.value, paths) {
            Target::Xray(host) => host,
            Target::Misspelt(host) => {
                // Next to the host there may be a user's password.
                return Err(Error::Setting {
                    variable: endpoint.variable,
                    value: format!(
                        "(X-Ray in {}, with a port, a path or a user)",
                        host.region()
                    ),
                    accepted: "`https://xray.REGION.amazonaws.com` and nothing more",
                });
            }
            Target::Lookalike => {
                // Reports this once, because the common endpoint is read for both signals.
                if self.xray || endpoint.own {
                    said.warnings.push(format!(
                        "the host of `{}` looks like X-Ray's but is another one, so requests to it are not signed; for \
                         X-Ray, write `{}=https://xray.REGION.amazonaws.com`",
                        endpoint.variable, endpoint.variable
                    ));
                }
                return Ok(None);
            }
            Target::Other => return Ok(None),
        };
        if !self.xray && endpoint.own {
            return Err(Error::Setting {
                variable: endpoint.variable,
                value: host.base(),
                accepted: "the URL of a collector, because X-Ray accepts only spans",
            });
        }
        if let Some(protocol) = protocol.filter(|it| it.value == Protocol::Grpc && self.xray) {
            return Err(Error::Conflict {
                variable: protocol.variable,
                with: endpoint.variable,
                reason: format!(
                    "X-Ray does not support grpc at `{}`; write `{}=http/protobuf`",
                    host.base(),
                    protocol.variable
                ),
            });
        }
        Ok(Some(Xray {
            host,
            variable: endpoint.variable,
        }))
    }

    /// Reports what in an endpoint contradicts its protocol or the standard's paths, each time with the line to write
    /// instead.
    fn check(&self, endpoint: &From<String>, protocol: Protocol, said: &mut Said) {
        let Ok(uri) = endpoint.value.parse::<http::Uri>() else {
            return;
        };
        // Both signals read the common variables, so only the spans report them.
        if !self.xray && !endpoint.own {
            return;
        }
        let From { variable, own, .. } = endpoint;
        let spoken = self.protocol.setting.variable;
        let warning = match (protocol, uri.port_u16()) {
            (Protocol::Http, Some(4317)) => format!(
                "`{variable}` has port 4317, where collectors expect grpc, but `OTEL_EXPORTER_OTLP_PROTOCOL` is \
                 `http/protobuf`; write port 4318, or `{spoken}=grpc`"
            ),
            (Protocol::Grpc, Some(4318)) => format!(
                "`{variable}` has port 4318, where collectors expect http/protobuf, but `OTEL_EXPORTER_OTLP_PROTOCOL` \
                 is `grpc`; write port 4317, or `{spoken}=http/protobuf`"
            ),
            (Protocol::Grpc, _) if !matches!(uri.path(), "" | "/") => format!(
                "`{variable}` has a path, but `OTEL_EXPORTER_OTLP_PROTOCOL` is `grpc`, which has no paths; remove the \
                 path, or write `{spoken}=http/protobuf`"
            ),
            (Protocol::Http, _) if *own && matches!(uri.path(), "" | "/") => format!(
                "`{variable}` has no path, and nothing is added to it, so collectors answer 404; write `{}` at its end",
                self.path
            ),
            (Protocol::Http, _)
                if !own && uri.path().trim_end_matches('/').ends_with(self.path) =>
            {
                format!(
                    "`{variable}` ends with `{path}`, and another `{path}` is added to it, so collectors answer 404; remove \
                     it, or set `{own}` instead",
                    path = self.path,
                    own = self.endpoint.setting.variable
                )
            }
            _ => return,
        };
        said.warnings.push(warning);
    }
}
